import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { onSubmit, onTick, onValue } from '../../components/events.js';
import { post, problemOf } from '../../api/client.js';
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
 * @property {import('./checks.js').Check[]} checks
 * @property {string} problem
 * @property {boolean} chosen
 */

/** How to log in to a server that does not know Chroma yet. @type {Array<[how: string, label: string, hint: string]>} */
const KEYS = [
  ['shared', 'Chroma’s own key', 'Its public half is in the servers’ authorized_keys already.'],
  ['password', 'Password', 'Used for this connection only, never stored.'],
  ['key', 'Another private key', 'Used for this connection only, never stored.'],
];

/** @type {Record<string, string>} */
const KEY_WORDS = { shared: 'with Chroma’s own key', password: 'with a password', key: 'with another key' };

/** Whether a server has been checked and can be added. @param {Row} row */
const isChecked = (row) => row.state === 'passed' || row.state === 'failed';

/** Whether something is being done for a server. @param {Row} row */
const isBusy = (row) => row.state === 'checking' || row.state === 'adding';

class ServersAddPage extends Element {
  static properties = {
    text: { state: true },
    rows: { state: true },
    busy: { state: true },
    how: { state: true },
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
    this.watch = new Watch(this, store.host);
  }

  #credentials() {
    const form = new FormData(this.querySelector('form') ?? undefined);
    if (this.how === 'password') return { root_password: form.get('root_password') };
    if (this.how === 'shared') return {};
    const passphrase = form.get('passphrase');
    return {
      private_key: form.get('private_key'),
      ...(passphrase ? { private_key_passphrase: passphrase } : {}),
    };
  }

  /** @param {string} address @param {Partial<Row>} change */
  #set(address, change) {
    this.rows = this.rows.map((row) => (row.address === address ? { ...row, ...change } : row));
  }

  async #check() {
    const known = new Set(store.host.list.map((host) => host.address));
    this.rows = expand(this.text).addresses.map((address) => ({
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
          const checks = readChecks(await post('test_host/', { address, ...credentials }));
          const passed = checks.every((check) => check.passed);
          this.#set(address, { state: passed ? 'passed' : 'failed', checks, chosen: passed });
        } catch (thrown) {
          this.#set(address, { state: 'failed', problem: sentence(thrown), chosen: false });
        }
      },
    );
    this.busy = false;
  }

  async #add() {
    const credentials = this.#credentials();
    const chosen = this.rows.filter((row) => row.chosen && isChecked(row));
    this.busy = true;
    const commands = await each(chosen, async ({ address }) => {
      this.#set(address, { state: 'adding' });
      try {
        /** @type {import('../../api/client.js').Accepted} */
        const answer = await post('host/', { address, ...credentials });
        store.host.put(answer.host);
        if (answer.command) follow(answer.command);
        this.#set(address, { state: 'added', chosen: false });
        return answer.command;
      } catch (thrown) {
        this.#set(address, { state: 'failed', problem: sentence(thrown) });
        return null;
      }
    });
    this.busy = false;
    if (this.rows.every((row) => row.state === 'added')) {
      const [command] = commands;
      router.go(commands.length === 1 && command ? `/commands/${command.id}` : '/servers');
    }
  }

  render() {
    const { addresses, errors } = expand(this.text);
    const number = addresses.length;
    return html`${heading('Add servers')}
      <div class="halves">
        <form class="card" @submit=${onSubmit(() => this.#check())}><div class="body stack">
          ${this.#addresses(addresses, errors)}
          ${this.#keys()}
          <div class="line">
            <button class="button primary" ?disabled=${!number || errors.length > 0 || this.busy}
              >Check ${number > 1 ? plural(number, 'server') : 'server'}</button>
            <a class="button bare" href=${href('/servers')}>Cancel</a>
          </div>
        </div></form>
        ${this.#results()}
      </div>`;
  }

  /** @param {string[]} addresses @param {string[]} errors */
  #addresses(addresses, errors) {
    return html`<div class="field">
      <label for="addresses">Addresses</label>
      <textarea class="input mono" id="addresses" rows="5" spellcheck="false" aria-describedby="addresses-hint"
        placeholder="mds[1-2].cluster&#10;oss[01-16].cluster" .value=${this.text}
        @input=${onValue((text) => (this.text = text))}></textarea>
      <span class="hint" id="addresses-hint">${meant(addresses)}</span>
      ${errors.map((error) => html`<span class="error" role="alert">${error}</span>`)}
    </div>`;
  }

  #keys() {
    const password = html`<div class="field">
      <label for="root_password">Password</label>
      <input class="input" type="password" id="root_password" name="root_password" autocomplete="off">
    </div>`;
    const key = html`<div class="field">
        <label for="private_key">Private key</label>
        <textarea class="input mono" id="private_key" name="private_key" rows="4" spellcheck="false"
          placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"></textarea>
      </div>
      <div class="field">
        <label for="passphrase">Passphrase, if it has one</label>
        <input class="input" type="password" id="passphrase" name="passphrase" autocomplete="off">
      </div>`;
    return html`<details class="keys">
      <summary>How to log in there: ${KEY_WORDS[this.how]}</summary>
      <div class="stack">
        ${KEYS.map(([how, label, hint]) => this.#keyChoice(how, label, hint))}
        ${this.how === 'password' ? password : nothing}
        ${this.how === 'key' ? key : nothing}
      </div>
    </details>`;
  }

  /** @param {string} how @param {string} label @param {string} hint */
  #keyChoice(how, label, hint) {
    return html`<label class="choice">
      <input type="radio" name="how" value=${how} .checked=${this.how === how} @change=${() => (this.how = how)}>
      <span>${label}<br><span class="quiet small">${hint}</span></span>
    </label>`;
  }

  #results() {
    const addable = this.rows.filter((row) => row.chosen && isChecked(row)).length;
    const add = html`<button class="button primary" ?disabled=${this.busy || !addable} @click=${() => this.#add()}
      >Add ${plural(addable, 'server')}</button>`;
    const offered = addable || this.rows.some((row) => row.state === 'adding');
    return html`<section class="card">
      <header><h2>Checks</h2>${offered ? add : nothing}</header>
      <div class="body" aria-live="polite">
        ${this.rows.length ? this.rows.map((row) => this.#row(row)) : nothingChecked()}
      </div>
    </section>`;
  }

  /** @param {Row} row */
  #row(row) {
    const failed = row.checks.filter((check) => !check.passed);
    const [tone, word] = inWords(row, failed.length);
    return html`<div class="result">
      <input type="checkbox" aria-label="Add ${row.address}" .checked=${row.chosen} ?disabled=${!isChecked(row)}
        @change=${onTick((chosen) => this.#set(row.address, { chosen }))}>
      <span class="mono clip">${row.address}</span>
      <span>${isBusy(row) ? html`<span class="spinner"></span> ${word}` : status(tone, word)}</span>
      ${row.problem ? html`<ul><li class="no"><span></span><b>${row.problem}</b></li></ul>` : nothing}
      ${failed.length ? problems(failed) : nothing}
    </div>`;
  }
}

/**
 * @param {Row} row
 * @param {number} failed how many checks
 * @returns {[tone: 'good'|'bad'|'calm', word: string]}
 */
function inWords(row, failed) {
  switch (row.state) {
    case 'passed':
    case 'added':
      return ['good', row.state];
    case 'failed':
      return ['bad', failed ? plural(failed, 'problem') : 'failed'];
    case 'known':
      return ['calm', 'managed already'];
    default:
      return ['calm', row.state];
  }
}

/** @param {import('./checks.js').Check[]} failed */
function problems(failed) {
  return html`<ul>
    ${failed.map(
      (check) =>
        html`<li class="no"><span class="bad-text">✕</span><span><b>${check.name}</b> ${check.text}</span></li>`,
    )}
    <li><span></span><span class="quiet">You can still add it: tick it.</span></li>
  </ul>`;
}

/** What was written stands for. @param {string[]} addresses */
function meant(addresses) {
  const mono = (/** @type {string} */ text) => html`<span class="mono">${text}</span>`;
  if (!addresses.length)
    return html`Each is ${mono('[user@]host[:port]')} of the server’s SSH service.
      Ranges such as ${mono('oss[01-16]')} stand for many.`;
  const named = addresses.length > 3 ? `${addresses[0]} … ${addresses.at(-1)}` : addresses.join(', ');
  return html`${plural(addresses.length, 'server')}: ${mono(named)}`;
}

const nothingChecked = () =>
  empty(
    'Nothing checked yet',
    'Chroma connects to each address, looks whether names and addresses agree in both directions, and says what to do ' +
      'where something is missing. Nothing is changed on a server before you add it.',
  );

/** @param {unknown} thrown */
function sentence(thrown) {
  const problem = problemOf(thrown);
  return problem.fields.address?.join(' ') ?? problem.message;
}
customElements.define('servers-add-page', ServersAddPage);
