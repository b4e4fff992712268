import { html, nothing } from 'lit';
import { store } from '../store/store.js';
import { silentServers } from '../store/contact.js';
import { adopt, css } from './element.js';
import { idOf, kindOf } from '../api/client.js';
import { href } from '../router.js';

/** @typedef {'good'|'warn'|'bad'|'calm'} Tone */

/**
 * How each state sounds. What is on its way, or was stopped on purpose, is calm.
 *
 * @type {Record<string, Record<string, Tone>>}
 */
const TONES = {
  host: {
    lnet_up: 'good',
    lnet_down: 'warn',
    lnet_unloaded: 'warn',
    configured: 'calm',
    unconfigured: 'calm',
  },
  target: { mounted: 'good', unmounted: 'warn', registered: 'calm', formatted: 'calm', unformatted: 'calm' },
  filesystem: { available: 'good', degraded: 'warn', unavailable: 'bad', stopped: 'calm' },
  job: {
    succeeded: 'good',
    failed: 'bad',
    cancelled: 'calm',
    not_run: 'warn',
    pending: 'calm',
    running: 'calm',
  },
  step: { success: 'good', failed: 'bad', crashed: 'warn', incomplete: 'calm' },
};

/** @param {string} kind @param {string} state @returns {Tone} */
export const tone = (kind, state) => TONES[kind]?.[state] ?? 'calm';

/** The word of REST and command line, readable. @param {string} state */
export const word = (state) => state.replaceAll('_', ' ').replace('lnet', 'LNet');

/** Dot and word. @param {Tone} how @param {unknown} text */
export const status = (how, text) => html`<span class="status ${how}"><i></i><span>${text}</span></span>`;

const sheet = css`
  .status { display: inline-flex; align-items: center; gap: 7px; white-space: nowrap; min-width: 0; }
  .status > i { width: 8px; height: 8px; border-radius: 50%; background: var(--calm-dot); flex: none; }
  .status.good > i { background: var(--good-dot); }
  .status.warn > i { background: var(--warn-dot); border-radius: 2px; rotate: 45deg; }
  .status.bad > i { background: var(--bad-dot); border-radius: 1px; }
  .status.bad > span, .status.bad > span > a { color: var(--bad); font-weight: 560; }
  .status.warn > span { color: var(--warn); }
  .status.calm > span { color: var(--ink-2); }
  .busy {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    white-space: nowrap;
    color: var(--ink);
    min-width: 0;
  }
  .busy:hover { text-decoration: none; }
`;
adopt(sheet);

/** @type {ReturnType<typeof silentServers>} */
let silent = new Map();
store.alert.addEventListener('change', () => (silent = silentServers(store.alert.list)));

/** Whether contact with a server was lost. Who asks watches alerts. @param {string} id */
export const isSilent = (id) => silent.has(id);

/** What is known of a silent server is history. @param {Api.Host|undefined} host */
const lastKnown = (host) => `No contact${host ? `; last known: ${word(host.state)}` : ''}`;

/** The state of a server in a word, for sorting and finding. @param {Api.Host} host */
export const hostWord = (host) => (isSilent(host.id) ? 'no contact' : word(host.state));

/**
 * A server by name; one that is silent with the red dot, wherever it is named.
 *
 * @param {string} id
 * @param {unknown} name
 * @param {string} [title]
 */
export function serverName(id, name, title = '') {
  const to = (/** @type {string} */ hint) =>
    html`<a href=${href(`/servers/${id}`)} title=${hint || nothing}>${name}</a>`;
  if (!isSilent(id)) return to(title);
  return status('bad', to([title, lastKnown(store.host.get(id))].filter(Boolean).join('\n')));
}

/**
 * The unfinished jobs that hold an object; writers first.
 *
 * @param {string} kind
 * @param {string} id
 * @returns {{job: Api.Job, write: boolean}[]}
 */
export function holders(kind, id) {
  const found = [];
  for (const job of store.job.items.values()) {
    const holds = (/** @type {Api.Job['write_locks']} */ locks) =>
      locks.some((lock) => isItem(lock.locked_item_uri, kind, id));
    if (holds(job.write_locks)) found.push({ job, write: true });
    else if (holds(job.read_locks)) found.push({ job, write: false });
  }
  return found.sort((a, b) => Number(b.write) - Number(a.write) || rank(a.job) - rank(b.job));
}

/** @param {Api.Job} job */
const rank = (job) => (job.state === 'running' ? 0 : 1);
/** @param {string} uri @param {string} kind @param {string} id */
const isItem = (uri, kind, id) => kindOf(uri) === kind && idOf(uri) === id;

/**
 * The state of a host, target or filesystem; while a job changes it, the job's verb instead, with who waits for what on hover.
 * A server that is silent is shown as that first of all: its state is what it was.
 *
 * @param {'host'|'target'|'filesystem'} kind
 * @param {{id: string, state: string}} item
 */
export function stateOf(kind, item) {
  const silentHost = kind === 'host' && isSilent(item.id) ? store.host.get(item.id) : undefined;
  const lost = silentHost
    ? html`<span title=${lastKnown(silentHost)}>${status('bad', 'No contact')}</span>`
    : null;
  const writers = holders(kind, item.id).filter((holder) => holder.write);
  if (writers.length) {
    const busy = busyWith(writers.map((holder) => holder.job));
    return lost ? html`${lost} ${busy}` : busy;
  }
  if (lost) return lost;
  const fresh = Date.now() - (store[kind].touched.get(item.id) ?? 0) < 1600;
  return html`<span class=${fresh ? 'changed' : nothing}>${status(tone(kind, item.state), word(item.state))}</span>`;
}

/** What the first of some jobs does, with all of them on hover. @param {Api.Job[]} jobs */
function busyWith(jobs) {
  const command = idOf(jobs[0].commands[0]);
  const title = jobs.map((job) => `${job.description}: ${word(job.state)}`).join('\n');
  const label = html`<i class="spinner"></i><span class="clip">${jobs[0].description}</span>`;
  return command
    ? html`<a class="busy" href=${href(`/commands/${command}`)} title=${title}>${label}</a>`
    : html`<span class="busy" title=${title}>${label}</span>`;
}
