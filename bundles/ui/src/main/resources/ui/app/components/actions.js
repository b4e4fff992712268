/** What can be done with an object: only what it offers, its plan first, then the command. */
import { html, nothing } from 'lit';
import { Dialog, ask } from './dialogs.js';
import { Element, css } from './element.js';
import { failure, loading } from './pieces.js';
import { put, post } from '../api/client.js';
import { readPlan } from '../api/plan.js';
import { session } from '../api/session.js';
import { plural } from '../format/units.js';
import { follow, tell } from './toasts.js';
import { icon } from './icons.js';
import './plan-view.js';

/**
 * @typedef {object} Request
 * @property {string} title the verb and the object
 * @property {string} verb the words on the button
 * @property {string} name the object's name, to be typed where it is destroyed
 * @property {boolean} destroys
 * @property {() => Promise<any>} preview answers with the plan
 * @property {() => Promise<any>} run answers with {command}
 */

const DESTROYING = new Set(['removed', 'forgotten']);

/** @param {string} kind @param {any} item @param {{state: string, verb: string}} transition @returns {Request} */
export function transitionRequest(kind, item, transition) {
  const path = `${kind}/${item.id}/`;
  return {
    title: `${transition.verb} ${item.label ?? item.name}`,
    verb: transition.verb,
    name: item.label ?? item.name,
    destroys: DESTROYING.has(transition.state),
    preview: () => put(path, { state: transition.state, dry_run: true }),
    run: () => put(path, { state: transition.state }),
  };
}

/** @returns {Request} */
export function jobRequest(item, job) {
  return {
    title: `${job.verb} ${item.label ?? item.name}`,
    verb: job.verb,
    name: item.label ?? item.name,
    destroys: /remove/i.test(job.class_name),
    preview: async () => {
      const jobs = [{ class_name: job.class_name, args: job.args }];
      try {
        const plan = await post('command/', { message: job.verb, jobs, dry_run: true });
        if (plan?.jobs || plan?.transition_job) return plan;
      } catch (error) {
        if (error.status !== 400 || !error.fields.dry_run) throw error;
      }
      return {
        transition_job: {
          class: job.class_name,
          description: `${job.verb} ${item.label ?? item.name}`,
          requires_confirmation: Boolean(job.confirmation),
          confirmation_prompt: job.confirmation,
        },
        dependency_jobs: [],
      };
    },
    run: async () => {
      const answer = await post('command/', {
        message: `${job.verb} ${item.label ?? item.name}`,
        jobs: [{ class_name: job.class_name, args: job.args }],
      });
      return answer?.command ? answer : { command: answer };
    },
  };
}

/** Shows the plan, asks, runs, and follows the command. @param {Request} wanted */
export async function perform(wanted) {
  const answer = await ask('plan-dialog', { wanted });
  if (!answer) return null;
  if (answer.command) follow(answer.command);
  else tell('Nothing to do: it is so already.');
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
    /** @type {Request} */
    this.wanted = null;
    this.plan = null;
    this.error = null;
    this.typed = '';
    this.running = false;
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.plan = readPlan(await this.wanted.preview());
      await this.updateComplete;
      /** @type {HTMLElement} */ (this.querySelector('.type input') ?? this.querySelector('.go'))?.focus();
    } catch (error) {
      this.error = error;
    }
  }

  get #loud() {
    return this.wanted.destroys && this.plan?.jobs.some((job) => job.confirm || job.main);
  }

  async #run(event) {
    event.preventDefault();
    if (this.#loud && this.typed !== this.wanted.name) return;
    this.running = true;
    this.error = null;
    try {
      this.close((await this.wanted.run()) ?? {});
    } catch (error) {
      this.error = error;
      this.running = false;
    }
  }

  render() {
    const { wanted, plan } = this;
    const jobs = plan?.jobs ?? [];
    const servers = new Set(jobs.map((job) => job.server).filter(Boolean)).size;
    const consequences = jobs.filter((job) => !job.main).length;
    return html`<dialog class=${jobs.length > 12 ? 'wide' : ''} aria-labelledby="plan-title">
      <header><div class="stack-tight"><h1 id="plan-title">${wanted.title}</h1>
        ${jobs.length ? html`<span class="soft">${plural(jobs.length, 'job')}${servers ? ` on ${plural(servers, 'server')}` : ''}${consequences && wanted.destroys ? `. ${plural(consequences, 'of them is a consequence', 'of them are consequences')}` : ''}</span>` : nothing}</div></header>
      <form class="body" @submit=${(event) => this.#run(event)} id="plan-form">
        ${this.error ? failure(this.error) : nothing}
        ${plan ? (jobs.length ? html`<plan-view .plan=${plan}></plan-view>` : html`<p>It is so already: nothing would be done.</p>`) : this.error ? nothing : loading()}
      </form>
      ${this.#loud ? html`<label class="type"><span>This cannot be undone. Type <code>${wanted.name}</code> to confirm.</span><input class="input" form="plan-form" autocomplete="off" spellcheck="false" .value=${this.typed} @input=${(event) => (this.typed = event.target.value)}></label>` : nothing}
      <footer>
        <button class="button" type="button" @click=${() => this.close()}>Cancel</button>
        <button class="button go ${wanted.destroys ? 'danger' : 'primary'}" form="plan-form" ?disabled=${!jobs.length || this.running || (this.#loud && this.typed !== wanted.name)}>${this.running ? html`<span class="spinner"></span>` : nothing}${wanted.verb}</button>
      </footer>
    </dialog>`;
  }
}
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
    this.kind = '';
    this.item = null;
    this.menu = false;
    this.open = false;
    this.away = (event) => {
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
    const transitions = (item?.available_transitions ?? []).map((transition) =>
      transitionRequest(kind, item, transition),
    );
    const jobs = (item?.available_jobs ?? []).map((job) => jobRequest(item, job));
    return [...transitions, ...jobs].sort((a, b) => Number(a.destroys) - Number(b.destroys));
  }

  render() {
    const requests = session.mayConfigure ? this.#requests : [];
    if (!requests.length) return nothing;
    if (!this.menu) {
      return requests.map(
        (wanted) =>
          html`<button class="button ${wanted.destroys ? 'bare bad-text' : ''}" @click=${() => perform(wanted)}>${wanted.verb}</button>`,
      );
    }
    return html`<button class="button bare tiny" aria-haspopup="menu" aria-expanded=${this.open} aria-label="Actions for ${this.item.label ?? this.item.name}" @click=${() => (this.open = !this.open)} @keydown=${(event) => this.#key(event)}>Actions${icon('down')}</button>
      ${this.open ? html`<div class="menu ${this.getBoundingClientRect().bottom > innerHeight - 220 ? 'upward' : ''}" role="menu" @keydown=${(event) => this.#key(event)}>${requests.map((wanted) => html`<button role="menuitem" class=${wanted.destroys ? 'away' : ''} @click=${() => this.#choose(wanted)}>${wanted.verb}…</button>`)}</div>` : nothing}`;
  }

  #choose(wanted) {
    this.open = false;
    perform(wanted);
  }

  async #key(event) {
    if (event.key === 'Escape' && this.open) {
      this.open = false;
      this.querySelector('button').focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.open = true;
      await this.updateComplete;
      const items = [...this.querySelectorAll('.menu button')];
      const at = items.indexOf(/** @type {any} */ (document.activeElement));
      /** @type {any} */ (
        items[
          (at +
            (event.key === 'ArrowDown' ? 1 : items.length - 1) +
            (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) %
            items.length
        ]
      )?.focus();
    }
  }
}
customElements.define('action-buttons', ActionButtons);
