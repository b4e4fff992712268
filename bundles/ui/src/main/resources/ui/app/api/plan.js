import { kindOf } from './client.js';

/**
 * Plans as the manager tells them: `transition_job` is the one asked for, `dependency_jobs` what it takes along, and `jobs` all of
 * them in the order in which they run. Where nothing would be done, the answer is an empty list.
 *
 * @typedef {object} AnsweredJob
 * @property {string} class_name
 * @property {string} description
 * @property {string|null} verb
 * @property {string|null} server
 * @property {string[]} steps
 * @property {number[]} depends_on places in the list
 * @property {boolean} requires_confirmation
 * @property {string|null} confirmation_prompt
 * @property {string|null} stateful_object
 * @property {string|null} old_state
 * @property {string|null} new_state
 *
 * @typedef {{message: string, jobs: AnsweredJob[]}} AnsweredPlan
 */

/**
 * Plans as the pages show them.
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
 * @typedef {PlannedJob & {number: number}} NumberedJob
 * @typedef {{message: string, jobs: PlannedJob[]}} Plan
 */

/** @param {AnsweredPlan|[]} answer @returns {Plan} */
export function readPlan(answer) {
  if (Array.isArray(answer)) return { message: '', jobs: [] };
  const last = answer.jobs.length - 1;
  return { message: answer.message, jobs: answer.jobs.map((job, index) => readJob(job, index === last)) };
}

/** @param {AnsweredJob} job @param {boolean} main @returns {PlannedJob} */
function readJob(job, main) {
  return {
    className: job.class_name,
    description: job.description,
    verb: job.verb,
    server: job.server,
    steps: job.steps,
    dependsOn: job.depends_on,
    confirm: job.requires_confirmation,
    confirmation: job.confirmation_prompt,
    subject: job.stateful_object,
    newState: job.new_state,
    main,
  };
}

/** Plans of several requests share consequences: each job once, and what it waits for by its new place. @param {Plan[]} plans */
export function merge(plans) {
  /** @type {Map<string, PlannedJob & {at: number}>} */
  const seen = new Map();
  for (const plan of plans) {
    const entries = plan.jobs.map((job) => {
      const key = `${job.className} ${job.description}`;
      const entry = seen.get(key) ?? { ...job, at: seen.size };
      entry.main ||= job.main;
      seen.set(key, entry);
      return entry;
    });
    plan.jobs.forEach((job, index) => {
      entries[index].dependsOn = [...new Set(job.dependsOn.map((other) => entries[other].at))];
    });
  }
  return { message: '', jobs: [...seen.values()] };
}

/** What becomes of a filesystem that no longer serves, the mildest first. */
const ENDS = ['unavailable', 'stopped', 'forgotten', 'removed'];

/** The filesystem that a job takes from its clients, and how. @param {PlannedJob} job */
function outage(job) {
  const end = ENDS.indexOf(job.newState ?? '');
  const name =
    kindOf(job.subject) === 'filesystem' ? /filesystem (\S+)/.exec(job.description)?.[1] : undefined;
  return name && end >= 0 ? { name, end } : null;
}

/** One sentence for each filesystem that a plan takes from its clients without being the one asked for. @param {PlannedJob[]} jobs */
export function outages(jobs) {
  const asked = new Set(jobs.filter((job) => job.main).map((job) => job.subject));
  /** @type {Map<string, number>} */
  const ends = new Map();
  for (const job of jobs) {
    const found = asked.has(job.subject) ? null : outage(job);
    if (found) ends.set(found.name, Math.max(found.end, ends.get(found.name) ?? 0));
  }
  const too = [...asked].some(Boolean) ? ', too' : '';
  return [...ends].map(([name, end]) => `Filesystem ${name} will be ${ENDS[end]}${too}.`);
}

/**
 * Jobs of a plan by server in the order in which each server is first touched; those without a server come last.
 *
 * @param {PlannedJob[]} jobs
 * @returns {{server: string|null, jobs: NumberedJob[]}[]}
 */
export function byServer(jobs) {
  /** @type {Map<string|null, NumberedJob[]>} */
  const groups = new Map();
  jobs.forEach((job, index) => {
    groups.set(job.server, [...(groups.get(job.server) ?? []), { ...job, number: index + 1 }]);
  });
  const last = groups.get(null);
  groups.delete(null);
  const list = [...groups].map(([server, items]) => ({ server, jobs: items }));
  return last ? [...list, { server: null, jobs: last }] : list;
}
