import { html } from 'lit';
import { Dialog, ask } from '../components/dialogs.js';
import { css } from '../components/element.js';
import { pages } from '../pages/routes.js';

/** @returns {[keys: string, what: string][]} */
const shortcuts = () => [
  ['Ctrl K', 'Jump to a server, target, filesystem or page'],
  ['/', 'Filter the table'],
  ...pages.flatMap(({ key, title }) => (key ? [/** @type {[string, string]} */ ([`g ${key}`, title])] : [])),
  ['Esc', 'Close'],
  ['?', 'This list'],
];

class ShortcutList extends Dialog {
  static css = css`
    shortcut-list dl { display: grid; grid-template-columns: 88px 1fr; gap: 8px; }
    shortcut-list dialog { width: min(440px, calc(100vw - 16px)); }
  `;

  render() {
    return html`<dialog aria-labelledby="shortcut-title">
      <header><h1 id="shortcut-title">Shortcuts</h1></header>
      <div class="body"><dl>${shortcuts().map(
        ([keys, what]) =>
          html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd>`,
      )}</dl></div>
      <footer><button class="button" @click=${() => this.close()}>Close</button></footer>
    </dialog>`;
  }
}
customElements.define('shortcut-list', ShortcutList);

export const openShortcuts = () =>
  document.querySelector('shortcut-list') ? null : ask('shortcut-list', {});
