import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { mark } from '../../components/icons.js';
import { onSubmit } from '../../components/events.js';
import { turning } from '../../components/pieces.js';
import { problemOf } from '../../api/client.js';
import { session } from '../../api/session.js';

class LoginPage extends Element {
  static properties = { error: { state: true }, busy: { state: true } };

  static css = css`
    login-page { display: grid; min-height: 100vh; place-items: center; padding: var(--s-3); }
    login-page form {
      width: min(344px, 100%);
      display: flex;
      flex-direction: column;
      gap: var(--s-3);
      padding: var(--s-5) var(--s-4);
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: 10px;
      margin-bottom: 8vh;
    }
    login-page .name { display: flex; align-items: center; gap: 10px; }
    login-page .button { margin-top: var(--s-1); min-height: 36px; }
  `;

  constructor() {
    super();
    /** @type {string|null} */
    this.error = null;
    this.busy = false;
  }

  firstUpdated() {
    document.title = 'Log in · Chroma';
    /** @type {HTMLElement|null} */ (this.querySelector('[name="username"]'))?.focus();
  }

  /** @param {HTMLFormElement} form */
  async #submit(form) {
    const data = new FormData(form);
    this.busy = true;
    this.error = null;
    try {
      await session.logIn(String(data.get('username')), String(data.get('password')));
      if (!session.user) this.error = 'The browser did not keep the session cookie.';
    } catch (thrown) {
      const { status, message } = problemOf(thrown);
      this.error = [400, 401, 403].includes(status) ? 'User name and password do not match.' : message;
    }
    this.busy = false;
  }

  render() {
    return html`<form @submit=${onSubmit((form) => this.#submit(form))}>
      <div class="name">${mark()}<h1>Chroma</h1></div>
      <div class="field">
        <label for="username">User name</label>
        <input class="input" id="username" name="username" autocomplete="username" required autocapitalize="none"
          spellcheck="false">
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input class="input" id="password" name="password" type="password" autocomplete="current-password" required
          aria-describedby="login-error">
      </div>
      ${this.error ? html`<span class="field-error" id="login-error" role="alert">${this.error}</span>` : nothing}
      <button class="button primary" ?disabled=${this.busy}>${turning(this.busy)}Log in</button>
    </form>`;
  }
}
customElements.define('login-page', LoginPage);
