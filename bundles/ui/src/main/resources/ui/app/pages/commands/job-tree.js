import { idOf } from '../../api/client.js';
import { millis } from '../../format/time.js';

/**
 * A job at its place.
 *
 * @typedef {Api.Job & {waits: string[], depth: number, begun: number}} ArrangedJob waits: ids within the list; depth: how many
 *   jobs must be done one after another before it; begun: when it may have begun, milliseconds since the epoch
 */

/** Jobs in the order in which they run. @param {Api.Job[]} jobs @returns {ArrangedJob[]} */
export function arrange(jobs) {
  const known = new Map(jobs.map((job) => [job.id, job]));
  const waitsOf = (/** @type {Api.Job} */ job) =>
    job.wait_for.flatMap((uri) => idOf(uri) ?? []).filter((id) => known.has(id));
  /** @type {Map<string, number>} */
  const depths = new Map();
  /**
   * @param {Api.Job} job
   * @param {Set<string>} path the jobs that wait for it here, since they may wait in a circle
   * @returns {number}
   */
  const depth = (job, path = new Set()) => {
    const before = depths.get(job.id);
    if (before !== undefined) return before;
    if (path.has(job.id)) return 0;
    path.add(job.id);
    const found = jobsOf(waitsOf(job)).reduce((most, other) => Math.max(most, depth(other, path) + 1), 0);
    path.delete(job.id);
    depths.set(job.id, found);
    return found;
  };
  const jobsOf = (/** @type {string[]} */ ids) => ids.flatMap((id) => known.get(id) ?? []);
  return jobs
    .map((job) => {
      const waits = waitsOf(job);
      const ends = jobsOf(waits).map((other) => millis(other.modified_at) ?? 0);
      const begun = Math.max(millis(job.created_at) ?? 0, ...ends);
      return { ...job, waits, depth: depth(job), begun };
    })
    .sort((a, b) => a.depth - b.depth || Number(a.id) - Number(b.id));
}
