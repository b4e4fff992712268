import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from './element.js';
import { Changes } from '../store/store.js';
import { detail, list } from '../api/client.js';
import { href, router } from '../router.js';
import { icon } from './icons.js';

/**
 * @typedef {object} Toast
 * @property {string} id
 * @property {string} text
 * @property {'good'|'warn'|'bad'|'calm'} tone calm while a command runs
 * @property {string} [command] id of the command that it follows
 * @property {number} [done] jobs of the command
 * @property {number} [total] jobs of the command
 * @property {string} [failure] why a job failed
 * @property {number} [until] milliseconds since the epoch
 */

/** @type {ToastStack|null} */
let stack = null;

/** A short word that goes by itself. @param {string} text @param {Toast['tone']} tone */
export function tell(text, tone = 'calm') {
  stack?.add({ id: `t${Date.now()}${Math.random()}`, text, tone, until: Date.now() + 5000 });
}

/** Shows a command's progress until it is done; a failure stays until it is put away. @param {Api.Command} command */
export function follow(command) {
  stack?.add({
    id: `c${command.id}`,
    command: command.id,
    text: command.message,
    tone: 'calm',
    done: 0,
    total: command.jobs.length,
  });
}

/** Whether a toast tells of a command that runs. @param {Toast} item */
const runs = (item) => item.command !== undefined && item.tone === 'calm';

/** The toast of a command as the command is now. @param {Toast} item @returns {Promise<Toast>} */
async function look(item) {
  const id = item.command ?? '';
  const command = await detail('command', id);
  const jobs = (await list('job', { command: id, limit: 0 })).objects;
  const now = {
    ...item,
    text: command.message,
    total: jobs.length,
    done: jobs.filter((job) => job.complete).length,
  };
  if (!command.complete) return now;
  const tone = command.errored ? 'bad' : command.cancelled ? 'warn' : 'good';
  return { ...now, tone, failure: jobs.find((job) => job.state === 'failed')?.reason };
}

class ToastStack extends Element {
  static properties = { items: { state: true } };

  static css = css`
    toast-stack {
      position: fixed;
      right: var(--s-3);
      bottom: var(--s-3);
      z-index: 90;
      display: flex;
      flex-direction: column;
      gap: var(--s-2);
      width: min(380px, calc(100vw - 32px));
      pointer-events: none;
    }
    .toast {
      pointer-events: auto;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: 8px;
      box-shadow: var(--shadow);
      padding: 12px var(--s-3);
      display: grid;
      grid-template-columns: 20px minmax(0, 1fr) auto;
      gap: 4px 8px;
      align-items: start;
    }
    .toast.bad { border-color: var(--bad); }
    .toast .icon { margin-top: 2px; }
    .toast progress {
      grid-column: 2;
      width: 100%;
      height: 4px;
      appearance: none;
      border: 0;
      border-radius: 2px;
      overflow: hidden;
      background: var(--sunken);
    }
    .toast progress::-webkit-progress-bar { background: var(--sunken); }
    .toast progress::-webkit-progress-value { background: var(--accent); transition: inline-size 0.3s; }
    .toast progress::-moz-progress-bar { background: var(--accent); }
    .toast .below { grid-column: 2; display: flex; gap: 12px; font-size: var(--small); color: var(--ink-3); }
    .toast .spinner { margin: 4px 2px; }
  `;

  constructor() {
    super();
    /** @type {Toast[]} */
    this.items = [];
    this.timer = 0;
    new Changes(this, (names) => {
      const concerned = names?.some((name) => name.startsWith('command/') || name.startsWith('job/')) ?? true;
      if (concerned && this.items.some(runs)) this.#soon();
    });
    stack = this;
  }

  /** @param {Toast} item */
  add(item) {
    this.items = [...this.items.filter((other) => other.id !== item.id), item];
    if (item.command) this.#soon(0);
    if (item.until) this.#leave(item.id, item.until - Date.now());
  }

  /** @param {string} id @param {number} after milliseconds */
  #leave(id, after) {
    setTimeout(() => (this.items = this.items.filter((item) => item.id !== id)), after);
  }

  #soon(delay = 250) {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.#look();
    }, delay);
  }

  async #look() {
    for (const item of this.items.filter(runs)) {
      try {
        const now = await look(item);
        if (now.tone === 'good' || now.tone === 'warn') this.#leave(item.id, 6000);
        this.items = this.items.map((other) => (other.id === item.id ? now : other));
      } catch {
        // Lost contact: the stream's return looks again.
      }
    }
  }

  render() {
    // The command's own page shows it better.
    const shown = this.items.filter((item) => !item.command || router.path !== `/commands/${item.command}`);
    return html`<div class="stack-tight" role="status" aria-live="polite">${repeat(
      shown,
      (item) => item.id,
      (item) => this.#toast(item),
    )}</div>`;
  }

  /** @param {Toast} item */
  #toast(item) {
    return html`<div class="toast ${item.tone}">
      ${sign(item)}
      <span>${item.text}${ending(item)}</span>
      <button class="button bare tiny" aria-label="Dismiss" @click=${() => this.#leave(item.id, 0)}>${icon('close')}</button>
      ${runs(item) ? progress(item) : nothing}
      ${item.failure ? html`<span class="below bad-text">${item.failure}</span>` : nothing}
      ${item.command ? below(item) : nothing}
    </div>`;
  }
}

/** @param {Toast} item */
function sign(item) {
  if (item.tone === 'good') return html`<span class="good-text">${icon('check')}</span>`;
  if (item.tone === 'bad') return html`<span class="bad-text">${icon('cross')}</span>`;
  if (runs(item)) return html`<span class="spinner"></span>`;
  return html`<span class="quiet">${icon('skip')}</span>`;
}

/** @param {Toast} item */
function ending(item) {
  if (item.tone === 'good') return html`<span class="unheard"> succeeded</span>`;
  if (item.tone === 'bad') return html` <strong class="bad-text">failed</strong>`;
  return item.tone === 'warn' ? ' was cancelled' : nothing;
}

/** @param {Toast} item */
function progress(item) {
  const { done = 0, total = 0 } = item;
  return html`<progress max=${Math.max(1, total)} .value=${done} aria-label="Jobs done"></progress>`;
}

/** @param {Toast} item */
function below(item) {
  const far = runs(item) ? `${item.done} of ${item.total} jobs` : nothing;
  const words = item.tone === 'bad' ? 'What went wrong' : 'Follow';
  return html`<span class="below">${far}<a href=${href(`/commands/${item.command}`)}>${words}</a></span>`;
}
customElements.define('toast-stack', ToastStack);
