import { LitElement, css } from 'lit';

/** @type {WeakSet<import('lit').CSSResult>} */
const adopted = new WeakSet();

/** Adopts a style sheet once. @param {import('lit').CSSResult} sheet */
export function adopt(sheet) {
  if (!sheet.styleSheet || adopted.has(sheet)) return;
  adopted.add(sheet);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet.styleSheet];
}

/**
 * An element that draws into the page itself, so that the shared style sheets, labels and anchors reach it. What is its own
 * stands in `static css` beside its template and is adopted once.
 */
export class Element extends LitElement {
  /** @type {import('lit').CSSResult|undefined} */
  static css;

  createRenderRoot() {
    for (let type = this.constructor; type !== Element; type = Object.getPrototypeOf(type)) {
      const { css: sheet } = /** @type {typeof Element} */ (type);
      if (sheet) adopt(sheet);
    }
    return this;
  }
}

export { css };
