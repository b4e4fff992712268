import { html, nothing } from 'lit';
import { Dialog, ask } from '../components/dialogs.js';
import { css } from '../components/element.js';
import { icon } from '../components/icons.js';
import { stateOf } from '../components/states.js';
import { store, Watch } from '../store/store.js';
import { router } from '../router.js';
import { sections } from '../pages/routes.js';

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
    const pages = sections
      .flat()
      .filter((entry) => entry.may?.() ?? true)
      .map((entry) => ({
        label: entry.label,
        what: 'page',
        to: entry.path,
        icon: entry.icon,
        kind: '',
        item: null,
      }));
    const things = words.length
      ? [
          ...store.filesystem.list.map((item) => ({
            label: item.name,
            what: 'filesystem',
            to: `/filesystems/${item.id}`,
            icon: 'filesystem',
            kind: 'filesystem',
            item,
          })),
          ...store.host.list.map((item) => ({
            label: item.label,
            what: 'server',
            to: `/servers/${item.id}`,
            icon: 'server',
            kind: 'host',
            item,
          })),
          ...store.target.list.map((item) => ({
            label: item.label ?? item.name,
            what: item.kind,
            to: `/targets/${item.id}`,
            icon: 'volume',
            kind: 'target',
            item,
          })),
        ]
      : [];
    return [...things, ...pages]
      .map((entry) => ({ entry, score: score(`${entry.label} ${entry.what}`.toLowerCase(), words) }))
      .filter((found) => found.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, 40)
      .map((found) => found.entry);
  }

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

  #go(entry) {
    this.close();
    router.go(entry.to);
  }

  render() {
    const found = this.#found;
    return html`<dialog aria-label="Jump to">
      <div class="ask">${icon('search')}<input placeholder="Server, target, filesystem or page" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant="palette-${this.at}" autocomplete="off" spellcheck="false" .value=${this.text}
        @input=${(event) => {
          this.text = event.target.value;
          this.at = 0;
        }} @keydown=${(event) => this.#key(event)}></div>
      <ul role="listbox" id="palette-list">${found.map((entry, index) => html`<li role="option" id="palette-${index}" aria-selected=${index === this.at} @click=${() => this.#go(entry)} @mousemove=${() => (this.at = index)}>${icon(/** @type {any} */ (entry.icon))}<span class="clip">${entry.label}</span>${entry.item ? html`<span class="small">${stateOf(entry.kind, entry.item)}</span>` : nothing}<small>${entry.what}</small></li>`)}
        ${found.length ? nothing : html`<li class="quiet">Nothing has that name.</li>`}</ul>
    </dialog>`;
  }
}

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
