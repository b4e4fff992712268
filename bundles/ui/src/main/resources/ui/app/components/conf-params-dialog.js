import { html, nothing } from 'lit';
import { Dialog } from './dialogs.js';
import { css } from './element.js';
import { failure } from './pieces.js';
import { get, put } from '../api/client.js';
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
    this.kind = '';
    this.item = null;
    /** @type {Record<string, string>} only what was changed; empty text clears */
    this.values = {};
    this.help = {};
    this.errors = {};
    this.error = null;
    this.busy = false;
    this.text = '';
  }

  async connectedCallback() {
    super.connectedCallback();
    const keys = Object.keys(this.item.conf_params);
    try {
      this.help = await get('help/conf_param/', { keys: keys.join(',') });
    } catch {
      // The parameters can be set without their explanation.
    }
  }

  get #changes() {
    return Object.fromEntries(
      Object.entries(this.values)
        .filter(([key, value]) => value !== (this.item.conf_params[key] ?? ''))
        .map(([key, value]) => [key, value === '' ? null : value]),
    );
  }

  async #apply(event) {
    event.preventDefault();
    this.busy = true;
    this.errors = {};
    this.error = null;
    try {
      const answer = await put(`${this.kind}/${this.item.id}/`, { conf_params: this.#changes });
      if (answer?.command) follow(answer.command);
      else tell('Saved. It takes effect when the MGT runs.');
      this.close(answer);
    } catch (error) {
      for (const [field, messages] of Object.entries(error.fields ?? {}))
        this.errors[field.replace(/^conf_params\./, '')] = messages;
      this.error = error;
    }
    this.busy = false;
  }

  render() {
    const keys = Object.keys(this.item.conf_params)
      .filter((key) => key.includes(this.text))
      .sort(byName);
    const changes = Object.keys(this.#changes).length;
    return html`<dialog class="wide" aria-labelledby="params-title">
      <header><div class="stack-tight"><h1 id="params-title">Parameters of ${this.item.label ?? this.item.name}</h1><span class="soft">Empty means Lustre’s own default. Changes reach all servers and clients through the MGS.</span></div></header>
      <form class="body" id="params-form" @submit=${(event) => this.#apply(event)}>
        ${this.error && !Object.keys(this.errors).some((key) => key in this.item.conf_params) ? failure(this.error) : nothing}
        <input class="input" type="search" placeholder="Find a parameter" aria-label="Find a parameter" @input=${(event) => (this.text = event.target.value)}>
        ${keys.map(
          (key) => html`<div class="param ${key in this.#changes ? 'changed-value' : ''}">
          <label for="param-${key}">${key}${this.help[key] ? html`<p>${this.help[key]}</p>` : nothing}</label>
          <input class="input" id="param-${key}" placeholder="default" autocomplete="off" spellcheck="false" .value=${this.values[key] ?? this.item.conf_params[key] ?? ''} aria-invalid=${this.errors[key] ? 'true' : nothing} @input=${(event) => (this.values = { ...this.values, [key]: event.target.value.trim() })}>
          ${this.errors[key] ? html`<span class="error field-error" role="alert">${this.errors[key].join(' ')}</span>` : nothing}</div>`,
        )}
      </form>
      <footer><button class="button" type="button" @click=${() => this.close()}>Cancel</button><button class="button primary" form="params-form" ?disabled=${!changes || this.busy}>${changes ? `Set ${plural(changes, 'parameter')}` : 'Set'}</button></footer>
    </dialog>`;
  }
}
customElements.define('conf-params-dialog', ConfParamsDialog);
