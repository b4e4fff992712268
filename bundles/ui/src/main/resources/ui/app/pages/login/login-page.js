import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { mark } from '../../components/icons.js';
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
    this.error = null;
    this.busy = false;
  }

  firstUpdated() {
    document.title = 'Log in · Chroma';
    /** @type {HTMLElement} */ (this.querySelector('[name="username"]')).focus();
  }

  async #submit(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    this.busy = true;
    this.error = null;
    try {
      await session.logIn(data.get('username'), data.get('password'));
      if (!session.user) this.error = 'The browser did not keep the session cookie.';
    } catch (failed) {
      this.error =
        failed.status === 403 || failed.status === 401 || failed.status === 400
          ? 'User name and password do not match.'
          : failed.message;
    }
    this.busy = false;
  }

  render() {
    return html`<form @submit=${(event) => this.#submit(event)}>
      <div class="name">${mark()}<h1>Chroma</h1></div>
      <div class="field"><label for="username">User name</label><input class="input" id="username" name="username" autocomplete="username" required autocapitalize="none" spellcheck="false"></div>
      <div class="field"><label for="password">Password</label><input class="input" id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="login-error"></div>
      ${this.error ? html`<span class="field-error" id="login-error" role="alert">${this.error}</span>` : nothing}
      <button class="button primary" ?disabled=${this.busy}>${this.busy ? html`<span class="spinner"></span>` : nothing}Log in</button>
    </form>`;
  }
}
customElements.define('login-page', LoginPage);
