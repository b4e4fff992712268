import { html, nothing } from 'lit';
import { Dialog } from './dialogs.js';
import { css } from './element.js';
import { onSubmit, onValue } from './events.js';
import { failure } from './pieces.js';
import { get, problemOf, put } from '../api/client.js';
import { byName, plural } from '../format/units.js';
import { follow, tell } from './toasts.js';

/** Configuration parameters of a filesystem or target: what may be set, what it means, what is set. */
class ConfParamsDialog extends Dialog {
  static properties = {
    kind: {},
    item: { attribute: false },
    values: { state: true },
    help: { state: true },
    errors: { state: true },
    error: { state: true },
    busy: { state: true },
    text: { state: true },
  };

  static css = css`
    conf-params-dialog .param {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 200px;
      gap: 4px var(--s-3);
      padding: 10px 0;
      border-bottom: 1px solid var(--line);
      align-items: start;
    }
    conf-params-dialog .param label {
      font-family: var(--mono);
      font-size: 13px;
      line-height: 20px;
      overflow-wrap: anywhere;
    }
    conf-params-dialog .param p {
      color: var(--ink-3);
      font-size: var(--small);
      line-height: 16px;
      font-family: var(--sans);
      font-weight: 400;
    }
    conf-params-dialog .param.changed-value label { color: var(--accent-strong); font-weight: 600; }
    conf-params-dialog .param .error { grid-column: 2; }
    @media (max-width: 620px) {
      conf-params-dialog .param { grid-template-columns: minmax(0, 1fr); }
      conf-params-dialog .param .error { grid-column: 1; }
    }
  `;

  constructor() {
    super();
    /** @type {'filesystem'|'target'} */
    this.kind = 'filesystem';
    /** @type {Pick<Api.Target, 'id'|'label'|'conf_params'>} */
    this.item = { id: '', label: '', conf_params: {} };
    /** @type {Record<string, string>} only what was changed; empty text clears */
    this.values = {};
    /** @type {Record<string, string>} */
    this.help = {};
    /** @type {import('../api/client.js').Fields} */
    this.errors = {};
    /** @type {Error|null} */
    this.error = null;
    this.busy = false;
    this.text = '';
  }

  /** What is set now. */
  get #set() {
    return this.item.conf_params ?? {};
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.help = await get('help/conf_param/', { keys: Object.keys(this.#set).join(',') });
    } catch {
      // The parameters can be set without their explanation.
    }
  }

  get #changes() {
    return Object.fromEntries(
      Object.entries(this.values)
        .filter(([key, value]) => value !== (this.#set[key] ?? ''))
        .map(([key, value]) => [key, value === '' ? null : value]),
    );
  }

  async #apply() {
    this.busy = true;
    this.errors = {};
    this.error = null;
    try {
      const answer = await put(`${this.kind}/${this.item.id}/`, { conf_params: this.#changes });
      if (answer?.command) follow(answer.command);
      else tell('Saved. It takes effect when the MGT runs.');
      this.close(answer);
    } catch (thrown) {
      const problem = problemOf(thrown);
      for (const [field, messages] of Object.entries(problem.fields))
        this.errors[field.replace(/^conf_params\./, '')] = messages;
      this.error = problem;
    }
    this.busy = false;
  }

  render() {
    const keys = Object.keys(this.#set)
      .filter((key) => key.includes(this.text))
      .sort(byName);
    const changes = Object.keys(this.#changes).length;
    const general =
      this.error && !Object.keys(this.errors).some((key) => key in this.#set) ? this.error : null;
    return html`<dialog class="wide" aria-labelledby="params-title">
      <header><div class="stack-tight">
        <h1 id="params-title">Parameters of ${this.item.label}</h1>
        <span class="soft">Empty means Lustre’s own default. Changes reach all servers and clients through the MGS.</span>
      </div></header>
      <form class="body" id="params-form" @submit=${onSubmit(() => this.#apply())}>
        ${general ? failure(general) : nothing}
        <input class="input" type="search" placeholder="Find a parameter" aria-label="Find a parameter"
          @input=${onValue((text) => (this.text = text))}>
        ${keys.map((key) => this.#parameter(key))}
      </form>
      <footer>
        <button class="button" type="button" @click=${() => this.close()}>Cancel</button>
        <button class="button primary" form="params-form" ?disabled=${!changes || this.busy}>
          ${changes ? `Set ${plural(changes, 'parameter')}` : 'Set'}</button>
      </footer>
    </dialog>`;
  }

  /** @param {string} key */
  #parameter(key) {
    const errors = this.errors[key];
    const help = this.help[key];
    return html`<div class="param ${key in this.#changes ? 'changed-value' : ''}">
      <label for="param-${key}">${key}${help ? html`<p>${help}</p>` : nothing}</label>
      <input class="input" id="param-${key}" placeholder="default" autocomplete="off" spellcheck="false"
        .value=${this.values[key] ?? this.#set[key] ?? ''} aria-invalid=${errors ? 'true' : nothing}
        @input=${onValue((text) => (this.values = { ...this.values, [key]: text.trim() }))}>
      ${errors ? html`<span class="error field-error" role="alert">${errors.join(' ')}</span>` : nothing}
    </div>`;
  }
}
customElements.define('conf-params-dialog', ConfParamsDialog);
