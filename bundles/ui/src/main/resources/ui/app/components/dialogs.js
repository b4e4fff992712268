import { Element } from './element.js';

/**
 * A modal question. Subclasses draw a `<dialog>`; `close(value)` ends it. Opened by `ask`, which resolves to that value, or to
 * undefined where the user went away.
 */
export class Dialog extends Element {
  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.addEventListener('close', () => this.#end());
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog && event.clientX && outside(event, dialog)) this.close();
    });
    dialog.showModal();
  }

  /** @type {((value: any) => void)|undefined} */
  resolve;

  close(value) {
    this.value = value;
    this.querySelector('dialog').close();
  }

  #end() {
    this.remove();
    this.resolve?.(this.value);
  }
}

function outside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left ||
    event.clientX > box.right ||
    event.clientY < box.top ||
    event.clientY > box.bottom
  );
}

/** @param {string} tag @param {object} properties */
export function ask(tag, properties) {
  const element = /** @type {any} */ (Object.assign(document.createElement(tag), properties));
  document.body.append(element);
  return new Promise((resolve) => (element.resolve = resolve));
}
