import { html, nothing } from 'lit';
import { Dialog, ask } from '../components/dialogs.js';
import { css } from '../components/element.js';
import { onValue } from '../components/events.js';
import { icon } from '../components/icons.js';
import { stateOf } from '../components/states.js';
import { store, Watch } from '../store/store.js';
import { router } from '../router.js';
import { menu } from '../pages/routes.js';

/**
 * @typedef {object} Entry
 * @property {string} label
 * @property {string} what
 * @property {string} to
 * @property {import('../components/icons.js').IconName} icon
 * @property {unknown} state what is known of it at a glance
 */

/** @returns {Entry[]} */
const pageEntries = () =>
  menu().flatMap(({ title, path, icon: name }) =>
    name ? [{ label: title, what: 'page', to: path, icon: name, state: nothing }] : [],
  );

/** @returns {Entry[]} */
const thingEntries = () => [
  ...store.filesystem.list.map((item) => ({
    label: item.name,
    what: 'filesystem',
    to: `/filesystems/${item.id}`,
    icon: /** @type {const} */ ('filesystem'),
    state: small(stateOf('filesystem', item)),
  })),
  ...store.host.list.map((item) => ({
    label: item.label,
    what: 'server',
    to: `/servers/${item.id}`,
    icon: /** @type {const} */ ('server'),
    state: small(stateOf('host', item)),
  })),
  ...store.target.list.map((item) => ({
    label: item.label,
    what: item.kind,
    to: `/targets/${item.id}`,
    icon: /** @type {const} */ ('volume'),
    state: small(stateOf('target', item)),
  })),
];

/** @param {unknown} state */
const small = (state) => html`<span class="small">${state}</span>`;

/** Jumps to anything by name. */
class CommandPalette extends Dialog {
  static properties = { text: { state: true }, at: { state: true } };

  static css = css`
    command-palette dialog { margin-top: 10vh; width: min(600px, calc(100vw - 16px)); }
    command-palette .ask {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 12px 16px;
      border-bottom: 1px solid var(--line);
    }
    command-palette .ask input {
      border: 0;
      background: none;
      flex: 1;
      font-size: 16px;
      outline: none;
      min-width: 0;
    }
    command-palette ul { max-height: 50vh; overflow: auto; padding: 8px; }
    command-palette li {
      display: flex;
      gap: 10px;
      align-items: center;
      padding: 7px 10px;
      border-radius: var(--radius);
      cursor: pointer;
    }
    command-palette li[aria-selected="true"] { background: var(--accent-soft); }
    command-palette li small { margin-left: auto; color: var(--ink-3); flex: none; }
    command-palette li svg { color: var(--ink-3); flex: none; }
  `;

  constructor() {
    super();
    this.text = '';
    this.at = 0;
    this.watch = new Watch(this, store.host, store.target, store.filesystem);
  }

  get #found() {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return [...(words.length ? thingEntries() : []), ...pageEntries()]
      .map((entry) => ({ entry, score: score(`${entry.label} ${entry.what}`.toLowerCase(), words) }))
      .filter((found) => found.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 40)
      .map((found) => found.entry);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const found = this.#found;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.at = (this.at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(1, found.length);
      this.updateComplete.then(() =>
        this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter' && found[this.at]) {
      event.preventDefault();
      this.#go(found[this.at]);
    }
  }

  /** @param {Entry} entry */
  #go(entry) {
    this.close();
    router.go(entry.to);
  }

  /** @param {string} text */
  #ask(text) {
    this.text = text;
    this.at = 0;
  }

  render() {
    const found = this.#found;
    return html`<dialog aria-label="Jump to">
      <div class="ask">${icon('search')}<input placeholder="Server, target, filesystem or page" role="combobox"
        aria-expanded="true" aria-controls="palette-list" aria-activedescendant="palette-${this.at}"
        autocomplete="off" spellcheck="false" .value=${this.text}
        @input=${onValue((text) => this.#ask(text))} @keydown=${this.#key}></div>
      <ul role="listbox" id="palette-list">
        ${found.map((entry, index) => this.#entry(entry, index))}
        ${found.length ? nothing : html`<li class="quiet">Nothing matches.</li>`}
      </ul>
    </dialog>`;
  }

  /** @param {Entry} entry @param {number} index */
  #entry(entry, index) {
    return html`<li role="option" id="palette-${index}" aria-selected=${index === this.at}
      @click=${() => this.#go(entry)} @mousemove=${() => (this.at = index)}>
      ${icon(entry.icon)}<span class="clip">${entry.label}</span>${entry.state}<small>${entry.what}</small>
    </li>`;
  }
}

/** How well a text fits to words; 0 where one of them is not in it. @param {string} text @param {string[]} words */
function score(text, words) {
  let sum = words.length ? 0 : 1;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 3 : /[^a-z0-9]/.test(text[at - 1]) ? 2 : 1;
  }
  return sum;
}
customElements.define('command-palette', CommandPalette);

export const openPalette = () =>
  document.querySelector('command-palette') ? null : ask('command-palette', {});
