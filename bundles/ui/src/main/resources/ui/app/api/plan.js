/**
 * Plans as the pages show them. A dry run answers with `transition_job` and `dependency_jobs`; the fuller list `jobs` of the
 * same answer is used where it is there.
 *
 * @typedef {object} PlannedJob
 * @property {string} className
 * @property {string} description
 * @property {string|null} verb
 * @property {string|null} server
 * @property {string[]} steps
 * @property {number[]} dependsOn
 * @property {boolean} confirm
 * @property {string|null} confirmation
 * @property {boolean} main the one asked for; the others are its consequences
 *
 * @typedef {{message: string, jobs: PlannedJob[]}} Plan
 */

/** @returns {Plan} */
export function readPlan(answer) {
  if (!answer || Array.isArray(answer)) return { message: '', jobs: [] };
  const full = answer.jobs ?? answer.plan?.jobs ?? answer.plan;
  if (Array.isArray(full)) {
    const jobs = full.map((job, index) => readJob(job, index === full.length - 1));
    return { message: answer.message ?? answer.plan?.message ?? '', jobs };
  }
  const jobs = (answer.dependency_jobs ?? []).map((job) => readJob(job, false));
  if (answer.transition_job) jobs.push(readJob(answer.transition_job, true));
  return { message: answer.message ?? '', jobs };
}

function readJob(job, main) {
  return {
    className: job.class_name ?? job.class ?? '',
    description: job.description ?? job.class ?? '',
    verb: job.verb ?? null,
    server: job.server ?? null,
    steps: (job.steps ?? []).map((step) => (typeof step === 'string' ? step : step.description)),
    dependsOn: job.depends_on ?? [],
    confirm: job.requires_confirmation ?? false,
    confirmation: job.confirmation_prompt ?? job.confirmation ?? null,
    main,
  };
}

/** Jobs of a plan by server in the order in which each server is first touched; those without a server come last. */
export function byServer(jobs) {
  const groups = new Map();
  jobs.forEach((job, index) => {
    const key = job.server ?? '';
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ ...job, number: index + 1 });
  });
  const last = groups.get('');
  groups.delete('');
  const list = [...groups].map(([server, items]) => ({ server, jobs: items }));
  if (last) list.push({ server: null, jobs: last });
  return list;
}
