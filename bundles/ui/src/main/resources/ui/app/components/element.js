import { LitElement, css } from 'lit';

const adopted = new WeakSet();

/**
 * An element that draws into the page itself, so that the shared style sheets, labels and anchors reach it. What is its own
 * stands in `static css` beside its template and is adopted once.
 */
export class Element extends LitElement {
  createRenderRoot() {
    for (let type = this.constructor; type !== Element; type = Object.getPrototypeOf(type)) {
      const sheet = Object.hasOwn(type, 'css') ? /** @type {any} */ (type).css : null;
      if (sheet && !adopted.has(sheet)) {
        adopted.add(sheet);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet.styleSheet];
      }
    }
    return this;
  }
}

export { css };
