import { Element } from './element.js';

/**
 * A modal question. Subclasses draw a `<dialog>`; `close(value)` ends it. Opened by `ask`, which resolves to that value, or to
 * undefined where the user went away.
 */
export class Dialog extends Element {
  /** @type {((value: any) => void)|undefined} */
  resolve;
  /** @type {unknown} */
  value;

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
  }

  firstUpdated() {
    const dialog = this.#dialog;
    dialog.addEventListener('close', () => this.#end());
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog && event.clientX && outside(event, dialog)) this.close();
    });
    dialog.showModal();
  }

  /** @param {unknown} [value] what the question is answered with */
  close(value) {
    this.value = value;
    this.#dialog.close();
  }

  #end() {
    this.remove();
    this.resolve?.(this.value);
  }
}

/** @param {MouseEvent} event @param {HTMLElement} dialog */
function outside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left ||
    event.clientX > box.right ||
    event.clientY < box.top ||
    event.clientY > box.bottom
  );
}

/**
 * @param {string} tag
 * @param {object} properties
 * @returns {Promise<any>} what the dialog was closed with; the caller knows its kind
 */
export function ask(tag, properties) {
  const element = /** @type {Dialog} */ (Object.assign(document.createElement(tag), properties));
  document.body.append(element);
  return new Promise((resolve) => (element.resolve = resolve));
}
