/** One change of state for many objects: a dry run each, shown as one plan. */
import { put } from '../api/client.js';
import { merge, readPlan } from '../api/plan.js';
import { destroys, perform } from './actions.js';

const AT_ONCE = 6;

/**
 * Transitions that every one of the objects offers.
 *
 * @param {import('./actions.js').Item[]} items
 * @returns {import('./actions.js').Transition[]}
 */
export function offeredByAll(items) {
  if (!items.length) return [];
  return items[0].available_transitions.filter((transition) =>
    items.every((item) => item.available_transitions.some((other) => other.state === transition.state)),
  );
}

/**
 * @param {import('./actions.js').Kind} kind
 * @param {import('./actions.js').Item[]} items
 * @param {import('./actions.js').Transition} transition
 * @param {string} name of all of them together
 */
export function performMany(kind, items, transition, name) {
  const { state, verb } = transition;
  const title = `${verb}: ${name}`;
  return perform({
    title,
    verb,
    name,
    destroys: destroys(state),
    preview: async () =>
      merge(
        await each(items, async (item) =>
          readPlan(await put(`${kind}/${item.id}/`, { state, dry_run: true })),
        ),
      ),
    run: async () => {
      const answers = await each(items, (item) => put(`${kind}/${item.id}/`, { state }));
      const commands = answers.map((answer) => answer?.command).filter(Boolean);
      if (commands.length < 2) return { command: commands[0] };
      return { command: { ...commands.at(-1), message: title } };
    },
  });
}

/**
 * Calls for each of the items, a few at a time.
 *
 * @template I
 * @template T
 * @param {I[]} items
 * @param {(item: I) => Promise<T>} call
 * @returns {Promise<T[]>}
 */
export async function each(items, call) {
  /** @type {T[]} */
  const results = new Array(items.length);
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, items.length) }, async () => {
      while (next < items.length) {
        const index = next++;
        results[index] = await call(items[index]);
      }
    }),
  );
  return results;
}
