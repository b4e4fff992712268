import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from './element.js';
import { Changes } from '../store/store.js';
import { get, idOf } from '../api/client.js';
import { href, router } from '../router.js';
import { icon } from './icons.js';

/** @type {ToastStack|null} */
let stack = null;

/** A short word that goes by itself. @param {string} text */
export function tell(text, tone = 'calm') {
  stack?.add({ id: `t${Date.now()}${Math.random()}`, text, tone, until: Date.now() + 5000 });
}

/** Shows a command's progress until it is done; a failure stays until it is put away. @param {any} command as answered */
export function follow(command) {
  stack?.add({
    id: `c${command.id ?? idOf(command)}`,
    command: command.id ?? idOf(command),
    text: command.message ?? 'Command',
    tone: 'calm',
    done: 0,
    total: (command.jobs ?? []).length,
  });
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
    this.items = [];
    new Changes(this, (names) => {
      const commands = this.items.filter((item) => item.command && item.tone === 'calm');
      if (
        commands.length &&
        (names === null || names.some((name) => name.startsWith('command/') || name.startsWith('job/')))
      )
        this.#soon();
    });
    stack = this;
  }

  add(item) {
    this.items = [...this.items.filter((other) => other.id !== item.id), item];
    if (item.command) this.#soon(0);
    if (item.until) this.#leave(item.id, item.until - Date.now());
  }

  #leave(id, after) {
    setTimeout(() => (this.items = this.items.filter((item) => item.id !== id)), after);
  }

  #soon(delay = 250) {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.#look();
    }, delay);
  }

  async #look() {
    const open = this.items.filter((item) => item.command && item.tone === 'calm');
    for (const item of open) {
      try {
        const command = await get(`command/${item.command}/`);
        const jobs = (await get('job/', { command: item.command, limit: 0 })).objects;
        const change = {
          text: command.message,
          total: jobs.length,
          done: jobs.filter((job) => !['pending', 'running'].includes(String(job.state).toLowerCase()))
            .length,
        };
        if (command.complete) {
          change.tone = command.errored ? 'bad' : command.cancelled ? 'warn' : 'good';
          change.failure = jobs.find((job) => String(job.state).toLowerCase() === 'failed')?.reason;
          if (!command.errored) this.#leave(item.id, 6000);
        }
        this.items = this.items.map((other) => (other.id === item.id ? { ...other, ...change } : other));
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
      (item) => html`<div class="toast ${item.tone}">
      ${item.tone === 'good' ? html`<span class="good-text">${icon('check')}</span>` : item.tone === 'bad' ? html`<span class="bad-text">${icon('cross')}</span>` : item.command && item.tone === 'calm' ? html`<span class="spinner"></span>` : html`<span class="quiet">${icon('skip')}</span>`}
      <span>${item.text}${item.tone === 'good' ? html`<span class="unheard"> succeeded</span>` : item.tone === 'bad' ? html` <strong class="bad-text">failed</strong>` : item.tone === 'warn' ? ' was cancelled' : nothing}</span>
      <button class="button bare tiny" aria-label="Put away" @click=${() => (this.items = this.items.filter((other) => other !== item))}>${icon('close')}</button>
      ${item.command && item.tone === 'calm' ? html`<progress max=${Math.max(1, item.total)} .value=${item.done} aria-label="Jobs done"></progress>` : nothing}
      ${item.failure ? html`<span class="below bad-text">${item.failure}</span>` : nothing}
      ${item.command ? html`<span class="below">${item.tone === 'calm' ? `${item.done} of ${item.total} jobs` : nothing}<a href=${href(`/commands/${item.command}`)}>${item.tone === 'bad' ? 'What went wrong' : 'Follow'}</a></span>` : nothing}
    </div>`,
    )}</div>`;
  }
}
customElements.define('toast-stack', ToastStack);
