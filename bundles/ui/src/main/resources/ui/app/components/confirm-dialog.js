import { html } from 'lit';
import { Dialog } from './dialogs.js';

/** A question with one loud answer. */
class ConfirmDialog extends Dialog {
  static properties = { heading: {}, text: {}, verb: {} };

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    this.verb = '';
  }

  render() {
    return html`<dialog aria-labelledby="confirm-title">
      <header><h1 id="confirm-title">${this.heading}</h1></header>
      <div class="body">${this.text}</div>
      <footer>
        <button class="button" @click=${() => this.close()}>Cancel</button>
        <button class="button danger" @click=${() => this.close(true)}>${this.verb}</button>
      </footer>
    </dialog>`;
  }
}
customElements.define('confirm-dialog', ConfirmDialog);
