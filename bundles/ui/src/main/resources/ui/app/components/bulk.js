/** One change of state for many objects: a dry run each, shown as one plan. */
import { put } from '../api/client.js';
import { readPlan } from '../api/plan.js';
import { perform } from './actions.js';

const AT_ONCE = 6;

/** Transitions that every one of the objects offers. @param {any[]} items */
export function offeredByAll(items) {
  if (!items.length) return [];
  return (items[0].available_transitions ?? []).filter((transition) =>
    items.every((item) =>
      (item.available_transitions ?? []).some((other) => other.state === transition.state),
    ),
  );
}

/** @param {string} kind @param {any[]} items @param {{state: string, verb: string}} transition @param {string} name of all of them together */
export function performMany(kind, items, transition, name) {
  return perform({
    title: `${transition.verb}: ${name}`,
    verb: transition.verb,
    name,
    destroys: ['removed', 'forgotten'].includes(transition.state),
    preview: async () => {
      const plans = await each(items, (item) =>
        put(`${kind}/${item.id}/`, { state: transition.state, dry_run: true }),
      );
      return { jobs: merge(plans.map(readPlan)) };
    },
    run: async () => {
      const answers = await each(items, (item) => put(`${kind}/${item.id}/`, { state: transition.state }));
      const commands = answers.map((answer) => answer?.command).filter(Boolean);
      return commands.length
        ? {
            command:
              commands.length === 1
                ? commands[0]
                : { ...commands.at(-1), message: `${transition.verb}: ${name}` },
          }
        : {};
    },
  });
}

/** @template T @param {any[]} items @param {(item: any) => Promise<T>} call @returns {Promise<T[]>} */
export async function each(items, call) {
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

/** Plans of several requests share consequences; each job is named once. */
function merge(plans) {
  const seen = new Map();
  for (const plan of plans) {
    const place = plan.jobs.map((job) => {
      const key = `${job.className} ${job.description}`;
      const known = seen.get(key);
      if (known) {
        known.main ||= job.main;
        return known.at;
      }
      const entry = { ...job, at: seen.size };
      seen.set(key, entry);
      return entry.at;
    });
    for (const [index, job] of plan.jobs.entries()) {
      const entry = [...seen.values()][place[index]];
      entry.dependsOn = [...new Set(job.dependsOn.map((other) => place[other]))];
    }
  }
  return [...seen.values()].map((job) => ({
    class_name: job.className,
    description: job.description,
    verb: job.verb,
    server: job.server,
    steps: job.steps,
    depends_on: job.dependsOn,
    stateful_object: job.subject,
    new_state: job.newState,
    main: job.main,
    requires_confirmation: job.confirm,
    confirmation: job.confirmation,
  }));
}
