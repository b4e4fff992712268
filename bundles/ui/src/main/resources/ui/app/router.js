/** Addresses below /ui/: which page, with which parameters, and a query that pages keep their filters in. */
const BASE = '/ui';

class Router extends EventTarget {
  constructor() {
    super();
    this.#read();
    window.addEventListener('popstate', () => this.#arrive());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** Path without the base, such as `/servers/4`. */
  path = '/';
  /** @type {URLSearchParams} */
  query = new URLSearchParams();

  /** @param {string} to such as `/servers/4?tab=log` */
  go(to, { replace = false } = {}) {
    const url = BASE + to;
    if (url === location.pathname + location.search) return;
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
    this.#arrive();
  }

  /**
   * Changes parameters of the present address; null or an empty text removes.
   *
   * @param {Record<string, string|number|null>} changes
   */
  set(changes, { replace = true } = {}) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') query.delete(name);
      else query.set(name, String(value));
    }
    const text = query.toString();
    this.go(this.path + (text ? `?${text}` : ''), { replace });
  }

  #read() {
    this.path = location.pathname.slice(BASE.length).replace(/\/+$/, '') || '/';
    this.query = new URLSearchParams(location.search);
  }

  #arrive() {
    const before = this.path;
    this.#read();
    this.dispatchEvent(new CustomEvent('navigate', { detail: { moved: before !== this.path } }));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link?.href || link.target || link.hasAttribute('download') || link.origin !== location.origin)
      return;
    const path = link.pathname;
    if (path !== BASE && !path.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    this.go(path.slice(BASE.length) + link.search);
  }
}

export const router = new Router();

/** The address to put into an `href`. @param {string} to */
export const href = (to) => {
  const range = keptRange();
  return BASE + to + (range && !to.includes('?') ? `?${range}` : '');
};

/** The time range travels with links, so that it is the same on the next page. */
function keptRange() {
  const kept = new URLSearchParams();
  for (const name of ['range', 'from', 'to']) {
    const value = router.query.get(name);
    if (value) kept.set(name, value);
  }
  return kept.toString();
}

/** Redraws its element when the address changes. */
export class Route {
  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.listener = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    router.addEventListener('navigate', this.listener);
  }

  hostDisconnected() {
    router.removeEventListener('navigate', this.listener);
  }
}
