import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Element, css } from '../components/element.js';
import { icon, mark } from '../components/icons.js';
import { empty, failure, loading, segments } from '../components/pieces.js';
import { problemOf } from '../api/client.js';
import { connection } from '../api/connection.js';
import { session } from '../api/session.js';
import { stream } from '../api/stream.js';
import { reloadFailed, store, Watch } from '../store/store.js';
import { router, Route, href } from '../router.js';
import { isAllowed, menu, pageAt, pageWithKey, pages } from '../pages/routes.js';
import { alertTone } from '../pages/alerts/alert-lines.js';
import { moment } from '../format/time.js';
import { plural } from '../format/units.js';
import { crumb } from './crumb.js';
import '../components/toasts.js';
import '../components/time-range.js';
import '../pages/login/login-page.js';
import { openPalette } from './palette.js';
import { openShortcuts } from './shortcuts.js';

const THEME = 'chroma.theme';

/** The frame: menu, bar with what runs and what is wrong, and the page of the present address. */
class ChromaApp extends Element {
  static properties = {
    problem: { state: true },
    drawer: { state: true },
    menu: { state: true },
  };

  static css = css`
    .frame { display: grid; grid-template-columns: var(--nav) minmax(0, 1fr); min-height: 100vh; }
    .side {
      position: sticky;
      top: 0;
      height: 100vh;
      overflow-y: auto;
      border-right: 1px solid var(--line);
      padding: 0 var(--s-2) var(--s-3);
      display: flex;
      flex-direction: column;
      gap: var(--s-3);
    }
    .side .home {
      display: flex;
      align-items: center;
      gap: 10px;
      height: var(--bar);
      padding: 0 10px;
      color: var(--ink);
      font-weight: 640;
      font-size: 16px;
      letter-spacing: -0.01em;
    }
    .side .home:hover { text-decoration: none; }
    .side ul { display: flex; flex-direction: column; gap: 1px; }
    .side li a {
      display: flex;
      align-items: center;
      gap: 10px;
      height: 32px;
      padding: 0 10px;
      border-radius: var(--radius);
      color: var(--ink-2);
    }
    .side li a:hover { background: var(--hover); color: var(--ink); text-decoration: none; }
    .side li a[aria-current] {
      background: var(--accent-soft);
      color: var(--accent-strong);
      font-weight: 560;
    }
    .side li .tag { margin-left: auto; }
    .side .tag.bad { background: var(--bad-soft); color: var(--bad); }
    .side .tag.warn { background: var(--warn-soft); color: var(--warn); }
    .side .foot { margin-top: auto; padding: 0 10px; color: var(--ink-3); font-size: var(--small); }
    @media (pointer: coarse) { .side li a { height: 44px; } }

    .bar {
      position: sticky;
      top: 0;
      z-index: 40;
      height: var(--bar);
      display: flex;
      align-items: center;
      gap: var(--s-2);
      padding: 0 var(--s-4);
      background: color-mix(in srgb, var(--ground) 94%, transparent);
      backdrop-filter: blur(6px);
      border-bottom: 1px solid var(--line);
    }
    .bar .crumbs { display: flex; align-items: center; gap: 6px; min-width: 0; flex: 1; color: var(--ink-3); }
    .bar .crumbs a { color: var(--ink-2); }
    .bar .crumbs b { font-weight: 560; color: var(--ink); }
    .bar .jump { min-width: 190px; justify-content: flex-start; color: var(--ink-3); font-weight: 400; }
    .bar .jump kbd { margin-left: auto; }
    .bar .running { color: var(--ink-2); }
    .bar .user { position: relative; }
    .bar .user > div {
      position: absolute;
      right: 0;
      top: calc(100% + 4px);
      width: 220px;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      box-shadow: var(--shadow);
      padding: var(--s-2);
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    .bar .user > div .button { justify-content: flex-start; }
    .open-drawer { display: none; }

    .stale {
      position: sticky;
      top: var(--bar);
      z-index: 39;
      padding: 8px var(--s-4);
      background: var(--warn-soft);
      border-bottom: 1px solid var(--line);
    }
    main { padding: var(--s-4); padding-bottom: 80px; max-width: 1760px; margin: 0 auto; }
    .page { display: flex; flex-direction: column; gap: var(--s-3); }
    .page-heading { min-height: 36px; }
    .skip { position: absolute; left: 8px; top: -60px; z-index: 100; }
    .skip:focus { top: 8px; }

    @media (max-width: 900px) {
      .frame { grid-template-columns: minmax(0, 1fr); }
      .side {
        display: none;
        position: fixed;
        inset: 0 auto 0 0;
        width: 264px;
        z-index: 60;
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      .side.drawn { display: flex; }
      .shade { position: fixed; inset: 0; background: #00000066; z-index: 59; }
      .open-drawer { display: inline-flex; margin-left: -8px; }
      .bar { padding: 0 var(--s-3); }
      .bar .jump { min-width: 0; }
      .bar .jump span, .bar .jump kbd { display: none; }
    }
    @media (max-width: 620px) {
      .bar .running span:not(.spinner), .bar .crumbs > * { display: none; }
      main { padding-inline: 12px; }
    }
  `;

  constructor() {
    super();
    /** @type {Error|null} */
    this.problem = null;
    this.drawer = false;
    this.menu = false;
    /** Whether g was pressed: the next key names a page. */
    this.leader = false;
    /** Whether the manager has newer pages than these. */
    this.outdated = false;
    /** @type {import('../pages/routes.js').Found|null} */
    this.found = null;
    /** @type {Watch|undefined} */
    this.watch = undefined;
    this.route = new Route(this);
    session.addEventListener('change', () => this.#entered());
    connection.addEventListener('change', () => this.requestUpdate());
    crumb.addEventListener('change', () => this.requestUpdate());
    router.addEventListener('navigate', (event) => {
      this.drawer = false;
      this.menu = false;
      if (/** @type {CustomEvent} */ (event).detail.moved) {
        crumb.clear();
        window.scrollTo(0, 0);
        this.#show();
      }
    });
    document.addEventListener('click', (event) => {
      const user = this.querySelector('.user');
      if (this.menu && user && !event.composedPath().includes(user)) this.menu = false;
    });
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#begin();
  }

  async #begin() {
    try {
      await session.load();
    } catch (thrown) {
      this.problem = problemOf(thrown);
      setTimeout(() => this.#begin(), 5000);
      return;
    }
    this.problem = null;
    this.#entered();
  }

  #entered() {
    if (session.user) {
      stream.start();
      this.watch ??= new Watch(
        this,
        store.alert,
        store.command,
        store.job,
        store.host,
        store.target,
        store.filesystem,
      );
      reloadFailed();
      this.#show();
    } else {
      stream.stop();
      if (this.watch) location.reload();
    }
    this.requestUpdate();
  }

  async #show() {
    const found = pageAt(router.path);
    this.found = found;
    if (!found || !isAllowed(found.page)) {
      this.requestUpdate();
      return;
    }
    try {
      await found.page.load();
    } catch (thrown) {
      // A module that cannot be had any more: the manager was updated since the page was loaded.
      console.error(thrown);
      this.outdated = true;
    }
    this.requestUpdate();
    document.title = `${found.page.title} · Chroma`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const modified = event.ctrlKey || event.metaKey;
    if (modified && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (session.user) openPalette();
      return;
    }
    const typing =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog');
    if (typing || modified || event.altKey || !session.user) return;
    if (event.key === '?') openShortcuts();
    else if (event.key === '/') this.#find(event);
    else if (this.leader) {
      this.leader = false;
      const page = pageWithKey(event.key);
      if (page) router.go(page.path);
    } else if (event.key === 'g') {
      this.leader = true;
      setTimeout(() => (this.leader = false), 1200);
    }
  }

  /** @param {KeyboardEvent} event */
  #find(event) {
    const find = /** @type {HTMLElement|null} */ (this.querySelector('main input[type="search"]'));
    if (!find) return;
    event.preventDefault();
    find.focus();
  }

  render() {
    if (!session.ready) return this.problem ? html`<main>${failure(this.problem)}</main>` : nothing;
    if (!session.user) return html`<login-page></login-page>`;
    return html`
      <a class="button skip" href="#main">Skip to the page</a>
      <div class="frame">
        ${this.drawer ? html`<div class="shade" @click=${() => (this.drawer = false)}></div>` : nothing}
        ${this.#side()}
        <div>
          ${this.#bar(session.user)}
          ${this.#banners()}
          <main id="main" tabindex="-1">${this.#page()}</main>
        </div>
      </div>
      <toast-stack></toast-stack>`;
  }

  #banners() {
    const { lostSince } = connection;
    const lost = html`<div class="stale" role="status">The manager has not answered since ${moment(lostSince)}.
      What you see is from then. Trying again by itself.</div>`;
    const outdated = html`<div class="stale" role="status">Chroma was updated.
      <button class="button tiny" @click=${() => location.reload()}>Load the new pages</button></div>`;
    return html`${lostSince === null ? nothing : lost}${this.outdated ? outdated : nothing}`;
  }

  #side() {
    const section = this.found?.page.section ?? router.path;
    const groups = [1, 2, 3].map((group) => menu().filter((page) => page.group === group));
    return html`<nav class="side ${this.drawer ? 'drawn' : ''}" aria-label="Main">
      <a class="home" href=${href('/')}>${mark()}Chroma</a>
      ${groups.map((group) => html`<ul>${group.map((page) => this.#menuEntry(page, page.path === section))}</ul>`)}
    </nav>`;
  }

  /** @param {import('../pages/routes.js').Page} page @param {boolean} here */
  #menuEntry(page, here) {
    return html`<li><a href=${href(page.path)} aria-current=${here ? 'page' : nothing}
      >${page.icon ? icon(page.icon) : nothing}${page.title}${page.path === '/alerts' ? alertBadge() : nothing}</a></li>`;
  }

  /** @param {Api.User} user */
  #bar(user) {
    const page = this.found?.page;
    return html`<header class="bar">
      <button class="button bare open-drawer" aria-label="Menu" @click=${() => (this.drawer = true)}>${icon('menu')}</button>
      <nav class="crumbs" aria-label="Breadcrumb">${sectionLink(page)}<b class="clip"
        >${crumb.text ?? page?.title ?? 'Not found'}</b></nav>
      ${runningCommands()}
      ${page?.timeRange ? html`<time-range></time-range>` : nothing}
      <button class="button jump" @click=${openPalette} aria-label="Jump to"
        >${icon('search')}<span>Jump to…</span><kbd>Ctrl K</kbd></button>
      <span class="user"><button class="button bare" aria-expanded=${this.menu}
        @click=${() => (this.menu = !this.menu)}>${user.username}${icon('down')}</button>
        ${this.menu ? this.#userMenu() : nothing}
      </span>
    </header>`;
  }

  #userMenu() {
    return html`<div>
      <span class="small quiet">Appearance</span>
      ${segments(
        [
          ['', 'System'],
          ['light', 'Light'],
          ['dark', 'Dark'],
        ],
        localStorage.getItem(THEME) ?? '',
        (theme) => this.#theme(theme),
      )}
      <button class="button bare" @click=${openShortcuts}>Shortcuts<kbd>?</kbd></button>
      <button class="button bare" @click=${() => session.logOut()}>Log out</button>
    </div>`;
  }

  /** @param {string} value light, dark, or empty for what the system has */
  #theme(value) {
    if (value) {
      localStorage.setItem(THEME, value);
      document.documentElement.dataset.theme = value;
    } else {
      localStorage.removeItem(THEME);
      delete document.documentElement.dataset.theme;
    }
    window.dispatchEvent(new Event('theme'));
    this.requestUpdate();
  }

  #page() {
    if (!this.found)
      return empty(
        'There is no such page',
        'The address may be outdated, or the object was removed.',
        html`<a class="button" href=${href('/')}>Dashboard</a>`,
      );
    const { page, parameters } = this.found;
    if (!isAllowed(page))
      return empty('Not allowed', 'You are not allowed to see this page. Ask a superuser.');
    const type = customElements.get(page.tag);
    if (!type) return loading();
    return keyed(router.path, html`${make(type, parameters)}`);
  }
}

/** How many alerts are open, beside the entry of their page. */
function alertBadge() {
  const open = store.alert.list.filter((alert) => !alert.dismissed);
  if (!open.length) return nothing;
  const bad = open.some((alert) => alertTone(alert) === 'bad');
  return html`<span class="tag ${bad ? 'bad' : 'warn'}">${open.length}</span>`;
}

/** The page of the menu that a page belongs to. @param {import('../pages/routes.js').Page|undefined} page */
function sectionLink(page) {
  const section = pages.find((candidate) => candidate.path === page?.section);
  return section ? html`<a href=${href(section.path)}>${section.title}</a><i>/</i>` : nothing;
}

/** What runs now; one command leads to its page. */
function runningCommands() {
  const running = store.command.list.filter((command) => !command.complete);
  if (!running.length) return nothing;
  const single = running.length === 1;
  const to = single ? `/commands/${running[0].id}` : '/activity';
  const text = single ? running[0].message.slice(0, 40) : plural(running.length, 'command');
  const title = running.map((command) => command.message).join('\n');
  return html`<a class="button bare running" href=${href(to)} title=${title}
    ><span class="spinner"></span><span>${text}</span></a>`;
}

/** @type {{type: CustomElementConstructor|null, path: string, node: HTMLElement|null}} */
const made = { type: null, path: '', node: null };
/**
 * Makes the page's element once for an address, and keeps it while the frame redraws.
 *
 * @param {CustomElementConstructor} type
 * @param {Record<string, string>} parameters
 */
function make(type, parameters) {
  if (made.type !== type || made.path !== router.path) {
    made.type = type;
    made.path = router.path;
    made.node = Object.assign(new type(), parameters);
    made.node.classList.add('page');
  }
  return made.node;
}

customElements.define('chroma-app', ChromaApp);
