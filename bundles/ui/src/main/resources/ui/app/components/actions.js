/** What can be done with an object: only what it offers, its plan first, then the command. */
import { html, nothing } from 'lit';
import { Dialog, ask } from './dialogs.js';
import { Element, css } from './element.js';
import { onSubmit, onValue } from './events.js';
import { failure, loading, turning } from './pieces.js';
import { problemOf, put, post } from '../api/client.js';
import { readPlan } from '../api/plan.js';
import { session } from '../api/session.js';
import { plural } from '../format/units.js';
import { follow, tell } from './toasts.js';
import { icon } from './icons.js';
import './plan-view.js';

/**
 * What a user asked for, to be shown and then run.
 *
 * @typedef {object} Wanted
 * @property {string} title the verb and the object
 * @property {string} verb the words on the button
 * @property {string} name the object's name, to be typed where it is destroyed
 * @property {boolean} destroys
 * @property {() => Promise<import('../api/plan.js').Plan>} preview
 * @property {() => Promise<Answer|null>} run null where there was nothing to do
 *
 * @typedef {{command?: Api.Command|null}} Answer
 * @typedef {'host'|'target'|'filesystem'} Kind
 * @typedef {Pick<Api.Target, 'id'|'label'|'available_transitions'|'available_jobs'>} Item anything with a state
 * @typedef {Api.Target['available_transitions'][number]} Transition
 * @typedef {Pick<Api.Target['available_jobs'][number], 'verb'|'class_name'> & {args: object}} OfferedJob
 */

const DESTROYING = new Set(['removed', 'forgotten']);

/** Whether a state is the end of an object. @param {string} state */
export const destroys = (state) => DESTROYING.has(state);

/** @param {Kind} kind @param {Item} item @param {Transition} transition @returns {Wanted} */
export function transitionRequest(kind, item, transition) {
  const path = `${kind}/${item.id}/`;
  return {
    title: `${transition.verb} ${item.label}`,
    verb: transition.verb,
    name: item.label,
    destroys: destroys(transition.state),
    preview: async () => readPlan(await put(path, { state: transition.state, dry_run: true })),
    run: () => put(path, { state: transition.state }),
  };
}

/** @param {{label: string}} item @param {OfferedJob} job @returns {Wanted} */
export function jobRequest(item, job) {
  const title = `${job.verb} ${item.label}`;
  const jobs = [{ class_name: job.class_name, args: job.args }];
  return {
    title,
    verb: job.verb,
    name: item.label,
    destroys: /remove/i.test(job.class_name),
    preview: async () => readPlan(await post('command/', { message: job.verb, jobs, dry_run: true })),
    run: async () => ({ command: await post('command/', { message: title, jobs }) }),
  };
}

/** Shows the plan, asks, runs, and follows the command. @param {Wanted} wanted @returns {Promise<Answer|undefined>} */
export async function perform(wanted) {
  const answer = await ask('plan-dialog', { wanted });
  if (!answer) return undefined;
  if (answer.command) follow(answer.command);
  else tell('Nothing to do: this is already so.');
  return answer;
}

class PlanDialog extends Dialog {
  static properties = {
    wanted: { attribute: false },
    plan: { state: true },
    error: { state: true },
    typed: { state: true },
    running: { state: true },
  };

  static css = css`
    plan-dialog .type {
      display: grid;
      gap: 6px;
      padding: 12px var(--s-4);
      border-top: 1px solid var(--line);
    }
    plan-dialog .type code { font-weight: 600; color: var(--bad); }
  `;

  constructor() {
    super();
    /** @type {Wanted} */
    this.wanted = NOTHING_WANTED;
    /** @type {import('../api/plan.js').Plan|null} */
    this.plan = null;
    /** @type {Error|null} */
    this.error = null;
    this.typed = '';
    this.running = false;
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.plan = await this.wanted.preview();
      await this.updateComplete;
      /** @type {HTMLElement|null} */ (
        this.querySelector('.type input') ?? this.querySelector('.go')
      )?.focus();
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  /** Whether the name has to be typed. */
  get #loud() {
    return this.wanted.destroys && Boolean(this.plan?.jobs.some((job) => job.confirm || job.main));
  }

  get #confirmed() {
    return !this.#loud || this.typed === this.wanted.name;
  }

  async #run() {
    if (!this.#confirmed) return;
    this.running = true;
    this.error = null;
    try {
      this.close((await this.wanted.run()) ?? {});
    } catch (thrown) {
      this.error = problemOf(thrown);
      this.running = false;
    }
  }

  render() {
    const { wanted } = this;
    const jobs = this.plan?.jobs ?? [];
    return html`<dialog class=${jobs.length > 12 ? 'wide' : ''} aria-labelledby="plan-title">
      <header><div class="stack-tight"><h1 id="plan-title">${wanted.title}</h1>${this.#extent(jobs)}</div></header>
      <form class="body" @submit=${onSubmit(() => this.#run())} id="plan-form">
        ${this.error ? failure(this.error) : nothing}${this.#shown()}
      </form>
      ${this.#loud ? this.#typing() : nothing}
      <footer>
        <button class="button" type="button" @click=${() => this.close()}>Cancel</button>
        <button class="button go ${wanted.destroys ? 'danger' : 'primary'}" form="plan-form"
          ?disabled=${!jobs.length || this.running || !this.#confirmed}>${turning(this.running)}${wanted.verb}</button>
      </footer>
    </dialog>`;
  }

  /** How much it is. @param {import('../api/plan.js').PlannedJob[]} jobs */
  #extent(jobs) {
    if (!jobs.length) return nothing;
    const servers = new Set(jobs.map((job) => job.server).filter(Boolean)).size;
    const others = this.wanted.destroys ? jobs.filter((job) => !job.main).length : 0;
    const where = servers ? ` on ${plural(servers, 'server')}` : '';
    const consequences = others
      ? `. ${plural(others, 'of them is a consequence', 'of them are consequences')}`
      : '';
    return html`<span class="soft">${plural(jobs.length, 'job')}${where}${consequences}</span>`;
  }

  #shown() {
    if (!this.plan) return this.error ? nothing : loading();
    return this.plan.jobs.length
      ? html`<plan-view .plan=${this.plan}></plan-view>`
      : html`<p>This is already so: nothing would be done.</p>`;
  }

  #typing() {
    return html`<label class="type">
      <span>This cannot be undone. Type <code>${this.wanted.name}</code> to confirm.</span>
      <input class="input" form="plan-form" autocomplete="off" spellcheck="false" .value=${this.typed}
        @input=${onValue((text) => (this.typed = text))}>
    </label>`;
  }
}

/** @type {Wanted} */
const NOTHING_WANTED = {
  title: '',
  verb: '',
  name: '',
  destroys: false,
  preview: async () => ({ message: '', jobs: [] }),
  run: async () => null,
};
customElements.define('plan-dialog', PlanDialog);

/** The buttons of an object: all of them where there is room, else a menu. */
class ActionButtons extends Element {
  static properties = {
    kind: {},
    item: { attribute: false },
    menu: { type: Boolean },
    open: { state: true },
  };

  static css = css`
    action-buttons {
      display: inline-flex;
      gap: var(--s-2);
      align-items: center;
      position: relative;
      flex-wrap: wrap;
    }
    action-buttons .menu {
      position: absolute;
      right: 0;
      top: calc(100% + 4px);
      z-index: 30;
      min-width: 168px;
      padding: 4px;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      box-shadow: var(--shadow);
      display: flex;
      flex-direction: column;
      text-align: left;
    }
    action-buttons .menu button {
      border: 0;
      background: none;
      text-align: left;
      padding: 6px 10px;
      border-radius: var(--radius-small);
      cursor: pointer;
      white-space: nowrap;
    }
    action-buttons .menu button:hover, action-buttons .menu button:focus-visible { background: var(--hover); }
    action-buttons .menu .away { color: var(--bad); }
    action-buttons .menu.upward { top: auto; bottom: calc(100% + 4px); }
  `;

  constructor() {
    super();
    /** @type {Kind} */
    this.kind = 'host';
    /** @type {Item|null} */
    this.item = null;
    this.menu = false;
    this.open = false;
    this.away = (/** @type {MouseEvent} */ event) => {
      if (this.open && !event.composedPath().includes(this)) this.open = false;
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('click', this.away);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('click', this.away);
  }

  get #requests() {
    const { item, kind } = this;
    if (!item || !session.mayConfigure) return [];
    const transitions = item.available_transitions.map((transition) =>
      transitionRequest(kind, item, transition),
    );
    const jobs = item.available_jobs.map((job) => jobRequest(item, job));
    return [...transitions, ...jobs].sort((a, b) => Number(a.destroys) - Number(b.destroys));
  }

  render() {
    const requests = this.#requests;
    if (!requests.length) return nothing;
    if (!this.menu) {
      return requests.map(
        (wanted) =>
          html`<button class="button ${wanted.destroys ? 'bare bad-text' : ''}" @click=${() => perform(wanted)}
            >${wanted.verb}</button>`,
      );
    }
    return html`<button class="button bare tiny" aria-haspopup="menu" aria-expanded=${this.open}
      aria-label="Actions for ${this.item?.label}"
      @click=${() => (this.open = !this.open)} @keydown=${this.#key}>Actions${icon('down')}</button>
      ${this.open ? this.#menu(requests) : nothing}`;
  }

  /** @param {Wanted[]} requests */
  #menu(requests) {
    const upward = this.getBoundingClientRect().bottom > innerHeight - 220;
    return html`<div class="menu ${upward ? 'upward' : ''}" role="menu" @keydown=${this.#key}>${requests.map(
      (wanted) =>
        html`<button role="menuitem" class=${wanted.destroys ? 'away' : ''} @click=${() => this.#choose(wanted)}
          >${wanted.verb}…</button>`,
    )}</div>`;
  }

  /** @param {Wanted} wanted */
  #choose(wanted) {
    this.open = false;
    perform(wanted);
  }

  /** @param {KeyboardEvent} event */
  async #key(event) {
    if (event.key === 'Escape' && this.open) {
      this.open = false;
      this.querySelector('button')?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.open = true;
      await this.updateComplete;
      this.#focus(event.key === 'ArrowDown' ? 1 : -1);
    }
  }

  /** Moves through the menu, around its ends. @param {1|-1} step */
  #focus(step) {
    const items = [.../** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.menu button'))];
    const at = items.findIndex((item) => item === document.activeElement);
    items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length)?.focus();
  }
}
customElements.define('action-buttons', ActionButtons);
