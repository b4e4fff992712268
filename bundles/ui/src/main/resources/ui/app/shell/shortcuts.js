import { html } from 'lit';
import { Dialog, ask } from '../components/dialogs.js';
import { css } from '../components/element.js';

const keys = [
  ['Ctrl K', 'Jump to a server, target, filesystem or page'],
  ['/', 'Filter the table'],
  ['g d', 'Dashboard'],
  ['g f', 'Filesystems'],
  ['g s', 'Servers'],
  ['g v', 'Volumes'],
  ['g t', 'Storage'],
  ['g a', 'Alerts'],
  ['g c', 'Activity'],
  ['Esc', 'Close'],
  ['?', 'This list'],
];

class ShortcutList extends Dialog {
  static css = css`
    shortcut-list dl { display: grid; grid-template-columns: 88px 1fr; gap: 8px; }
    shortcut-list dialog { width: min(440px, calc(100vw - 16px)); }
  `;

  render() {
    return html`<dialog aria-labelledby="shortcut-title"><header><h1 id="shortcut-title">Shortcuts</h1></header>
      <div class="body"><dl>${keys.map(([key, what]) => html`<dt>${key.split(' ').map((part) => html`<kbd>${part}</kbd> `)}</dt><dd>${what}</dd>`)}</dl></div>
      <footer><button class="button" @click=${() => this.close()}>Close</button></footer></dialog>`;
  }
}
customElements.define('shortcut-list', ShortcutList);

export const openShortcuts = () =>
  document.querySelector('shortcut-list') ? null : ask('shortcut-list', {});
