import { idOf } from '../../api/client.js';
import { millis } from '../../format/time.js';

export const DONE = new Set(['succeeded', 'failed', 'cancelled', 'not_run', 'complete']);

/** @param {any} job the state in one word, also of managers that tell it with flags */
function stateOf(job) {
  const state = String(job.state).toLowerCase();
  if (state !== 'complete') return state;
  return job.errored ? 'failed' : job.cancelled ? 'cancelled' : 'succeeded';
}

/**
 * Jobs in the order in which they run, each with `waits` (ids within the list) and `depth`: how many jobs must be done one
 * after another before it.
 */
export function arrange(jobs) {
  const known = new Map(jobs.map((job) => [String(job.id), job]));
  const waits = new Map(
    jobs.map((job) => [
      String(job.id),
      (job.wait_for ?? []).map((uri) => String(idOf(uri))).filter((id) => known.has(id)),
    ]),
  );
  const depths = new Map();
  const depth = (id, path = new Set()) => {
    if (depths.has(id)) return depths.get(id);
    if (path.has(id)) return 0;
    path.add(id);
    const found = waits.get(id).reduce((most, other) => Math.max(most, depth(other, path) + 1), 0);
    path.delete(id);
    depths.set(id, found);
    return found;
  };
  return jobs
    .map((job) => {
      const before = waits.get(String(job.id));
      const begun = Math.max(
        millis(job.created_at) ?? 0,
        ...before.map((id) => millis(known.get(id).modified_at) ?? 0),
      );
      return { ...job, state: stateOf(job), waits: before, depth: depth(String(job.id)), begun };
    })
    .sort((a, b) => a.depth - b.depth || Number(a.id) - Number(b.id));
}
