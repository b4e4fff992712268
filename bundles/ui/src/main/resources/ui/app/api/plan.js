import { kindOf } from './client.js';

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
 * @property {string|null} subject address of what it changes
 * @property {string|null} newState the state into which it brings that
 * @property {boolean} main the one asked for; the others are its consequences
 *
 * @typedef {{message: string, jobs: PlannedJob[]}} Plan
 */

/** @returns {Plan} */
export function readPlan(answer) {
  if (!answer || Array.isArray(answer)) return { message: '', jobs: [] };
  const full = answer.jobs ?? answer.plan?.jobs ?? answer.plan;
  if (Array.isArray(full)) {
    const jobs = full.map((job, index) => readJob(job, job.main ?? index === full.length - 1));
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
    subject: job.stateful_object ?? null,
    newState: job.new_state ?? null,
    main,
  };
}

/** What becomes of a filesystem that no longer serves, the mildest first. */
const ENDS = ['unavailable', 'stopped', 'forgotten', 'removed'];

/** One sentence for each filesystem that a plan takes from its clients without being the one asked for. @param {PlannedJob[]} jobs */
export function outages(jobs) {
  const asked = new Set(jobs.filter((job) => job.main).map((job) => job.subject));
  const ends = new Map();
  for (const job of jobs) {
    const end = ENDS.indexOf(job.newState ?? '');
    const name =
      kindOf(job.subject) === 'filesystem' ? /filesystem (\S+)/.exec(job.description)?.[1] : undefined;
    if (name && end >= 0 && !asked.has(job.subject)) ends.set(name, Math.max(end, ends.get(name) ?? 0));
  }
  const too = [...asked].some(Boolean) ? ', too' : '';
  return [...ends].map(([name, end]) => `Filesystem ${name} will be ${ENDS[end]}${too}.`);
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
