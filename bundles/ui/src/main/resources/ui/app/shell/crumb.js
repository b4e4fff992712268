/** The name of what the page shows, for the breadcrumb; pages set it when they know it. */
class Crumb extends EventTarget {
  /** @type {string|null} */
  text = null;

  /** @param {string} text */
  set(text) {
    if (text && text !== this.text) {
      this.text = text;
      document.title = `${text} · Chroma`;
      queueMicrotask(() => this.dispatchEvent(new Event('change')));
    }
  }

  clear() {
    this.text = null;
  }
}
export const crumb = new Crumb();
