import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { ApiError, post } from '../../api/client.js';
import { store, Watch } from '../../store/store.js';
import { empty, heading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { each } from '../../components/bulk.js';
import { follow } from '../../components/toasts.js';
import { router, href } from '../../router.js';
import { plural } from '../../format/units.js';
import { expand } from './addresses.js';
import { readChecks } from './checks.js';

/**
 * @typedef {object} Row
 * @property {string} address
 * @property {'waiting'|'checking'|'passed'|'failed'|'adding'|'added'|'known'} state
 * @property {{name: string, passed: boolean, text: string}[]} checks
 * @property {string} problem
 * @property {boolean} chosen
 */

class ServersAddPage extends Element {
  static properties = {
    text: { state: true },
    rows: { state: true },
    busy: { state: true },
    how: { state: true },
    open: { state: true },
  };

  static css = css`
    servers-add-page .halves {
      display: grid;
      grid-template-columns: minmax(280px, 400px) minmax(0, 1fr);
      gap: var(--s-4);
      align-items: start;
    }
    @media (max-width: 900px) { servers-add-page .halves { grid-template-columns: minmax(0, 1fr); } }
    servers-add-page .result {
      border-top: 1px solid var(--line);
      padding: 10px 0;
      display: grid;
      grid-template-columns: 24px minmax(0, 1fr) auto;
      gap: 4px 8px;
      align-items: start;
    }
    servers-add-page .result:first-child { border-top: 0; }
    servers-add-page .result ul { grid-column: 2 / -1; display: grid; gap: 4px; }
    servers-add-page .result li {
      display: grid;
      grid-template-columns: 16px minmax(0, 1fr);
      gap: 8px;
      color: var(--ink-2);
      font-size: 13px;
      line-height: 18px;
    }
    servers-add-page .result li.no b { color: var(--bad); font-weight: 560; }
    servers-add-page .result input { margin-top: 2px; }
    servers-add-page details.keys {
      border: 1px solid var(--line);
      border-radius: var(--radius);
      padding: 8px 12px;
    }
    servers-add-page details.keys summary { cursor: pointer; font-weight: 500; }
    servers-add-page details.keys[open] summary { margin-bottom: 12px; }
  `;

  constructor() {
    super();
    this.text = '';
    /** @type {Row[]} */
    this.rows = [];
    this.busy = false;
    this.how = 'shared';
    this.open = new Set();
    this.watch = new Watch(this, store.host);
  }

  get #addresses() {
    return expand(this.text);
  }

  #credentials() {
    const form = new FormData(this.querySelector('form'));
    const body = {};
    if (this.how === 'password') body.root_password = form.get('root_password');
    if (this.how === 'key') {
      body.private_key = form.get('private_key');
      if (form.get('passphrase')) body.private_key_passphrase = form.get('passphrase');
    }
    return body;
  }

  #set(address, change) {
    this.rows = this.rows.map((row) => (row.address === address ? { ...row, ...change } : row));
  }

  async #check(event) {
    event.preventDefault();
    const { addresses } = this.#addresses;
    const known = new Set(store.host.list.map((host) => host.address));
    this.rows = addresses.map((address) => ({
      address,
      state: known.has(address) ? 'known' : 'waiting',
      checks: [],
      problem: '',
      chosen: false,
    }));
    const credentials = this.#credentials();
    this.busy = true;
    await each(
      this.rows.filter((row) => row.state === 'waiting'),
      async ({ address }) => {
        this.#set(address, { state: 'checking' });
        try {
          const checks = readChecks(address, await post('test_host/', { address, ...credentials }));
          const passed = checks.every((check) => check.passed);
          this.#set(address, { state: passed ? 'passed' : 'failed', checks, chosen: passed });
        } catch (error) {
          this.#set(address, { state: 'failed', problem: sentence(error), chosen: false });
        }
      },
    );
    this.busy = false;
  }

  async #add() {
    const credentials = this.#credentials();
    const chosen = this.rows.filter((row) => row.chosen && ['passed', 'failed'].includes(row.state));
    this.busy = true;
    /** @type {any} */
    let last = null;
    await each(chosen, async ({ address }) => {
      this.#set(address, { state: 'adding' });
      try {
        const answer = await post('host/', { address, ...credentials });
        last = answer.command ?? last;
        store.host.put(answer.host);
        if (answer.command) follow(answer.command);
        this.#set(address, { state: 'added', chosen: false });
      } catch (error) {
        this.#set(address, { state: 'failed', problem: sentence(error) });
      }
    });
    this.busy = false;
    if (this.rows.every((row) => row.state === 'added'))
      router.go(chosen.length === 1 && last ? `/commands/${last.id}` : '/servers');
  }

  render() {
    const { addresses, errors } = this.#addresses;
    const addable = this.rows.filter((row) => row.chosen && ['passed', 'failed'].includes(row.state));
    return html`${heading('Add servers')}
      <div class="halves">
        <form class="card" @submit=${(event) => this.#check(event)}><div class="body stack">
          <div class="field"><label for="addresses">Addresses</label>
            <textarea class="input mono" id="addresses" rows="5" spellcheck="false" placeholder="mds[1-2].cluster&#10;oss[01-16].cluster" .value=${this.text} @input=${(event) => (this.text = event.target.value)} aria-describedby="addresses-hint"></textarea>
            <span class="hint" id="addresses-hint">${addresses.length ? html`${plural(addresses.length, 'server')}: <span class="mono">${addresses.length > 3 ? `${addresses[0]} … ${addresses.at(-1)}` : addresses.join(', ')}</span>` : html`Each is <span class="mono">[user@]host[:port]</span> of the server’s SSH service. Ranges such as <span class="mono">oss[01-16]</span> stand for many.`}</span>
            ${errors.map((error) => html`<span class="error" role="alert">${error}</span>`)}</div>
          <details class="keys"><summary>How to log in there: ${{ shared: 'with Chroma’s own key', password: 'with a password', key: 'with another key' }[this.how]}</summary>
            <div class="stack">
              ${[
                ['shared', 'Chroma’s own key', 'Its public half is in the servers’ authorized_keys already.'],
                ['password', 'Password', 'Used for this connection only, never stored.'],
                ['key', 'Another private key', 'Used for this connection only, never stored.'],
              ].map(
                ([value, label, hint]) =>
                  html`<label class="choice"><input type="radio" name="how" value=${value} .checked=${this.how === value} @change=${() => (this.how = value)}><span>${label}<br><span class="quiet small">${hint}</span></span></label>`,
              )}
              ${this.how === 'password' ? html`<div class="field"><label for="root_password">Password</label><input class="input" type="password" id="root_password" name="root_password" autocomplete="off"></div>` : nothing}
              ${this.how === 'key' ? html`<div class="field"><label for="private_key">Private key</label><textarea class="input mono" id="private_key" name="private_key" rows="4" spellcheck="false" placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"></textarea></div><div class="field"><label for="passphrase">Passphrase, if it has one</label><input class="input" type="password" id="passphrase" name="passphrase" autocomplete="off"></div>` : nothing}
            </div></details>
          <div class="line"><button class="button primary" ?disabled=${!addresses.length || errors.length > 0 || this.busy}>Check ${addresses.length > 1 ? plural(addresses.length, 'server') : 'server'}</button><a class="button bare" href=${href('/servers')}>Cancel</a></div>
        </div></form>
        <section class="card"><header><h2>Checks</h2>${addable.length || this.rows.some((row) => row.state === 'adding') ? html`<button class="button primary" ?disabled=${this.busy || !addable.length} @click=${() => this.#add()}>Add ${plural(addable.length, 'server')}</button>` : nothing}</header>
          <div class="body" aria-live="polite">${this.rows.length ? this.rows.map((row) => this.#row(row)) : empty('Nothing checked yet', 'Chroma connects to each address, looks whether names and addresses agree in both directions, and says what to do where something is missing. Nothing is changed on a server before you add it.')}</div></section>
      </div>`;
  }

  /** @param {Row} row */
  #row(row) {
    const failed = row.checks.filter((check) => !check.passed);
    const word = {
      waiting: ['calm', 'waiting'],
      checking: ['calm', 'checking'],
      passed: ['good', 'passed'],
      failed: ['bad', failed.length ? plural(failed.length, 'problem') : 'failed'],
      adding: ['calm', 'adding'],
      added: ['good', 'added'],
      known: ['calm', 'managed already'],
    }[row.state];
    const open = failed.length > 0 || this.open.has(row.address);
    return html`<div class="result">
      <input type="checkbox" aria-label="Add ${row.address}" .checked=${row.chosen} ?disabled=${!['passed', 'failed'].includes(row.state)} @change=${(event) => this.#set(row.address, { chosen: event.target.checked })}>
      <span class="mono clip">${row.address}</span>
      <span>${row.state === 'checking' || row.state === 'adding' ? html`<span class="spinner"></span> ${word[1]}` : status(/** @type {any} */ (word[0]), word[1])}</span>
      ${row.problem ? html`<ul><li class="no"><span></span><b>${row.problem}</b></li></ul>` : nothing}
      ${open ? html`<ul>${failed.map((check) => html`<li class="no"><span class="bad-text">✕</span><span><b>${check.name}</b> ${check.text}</span></li>`)}${failed.length ? html`<li><span></span><span class="quiet">You can add it all the same: tick it.</span></li>` : nothing}</ul>` : nothing}
    </div>`;
  }
}

function sentence(error) {
  return error instanceof ApiError && error.fields.address ? error.fields.address.join(' ') : error.message;
}
customElements.define('servers-add-page', ServersAddPage);
