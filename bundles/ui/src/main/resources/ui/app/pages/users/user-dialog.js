import { html, nothing } from 'lit';
import { Dialog } from '../../components/dialogs.js';
import { onSubmit } from '../../components/events.js';
import { post, problemOf, put } from '../../api/client.js';
import { session } from '../../api/session.js';
import { failure, fieldError } from '../../components/pieces.js';
import { tell } from '../../components/toasts.js';

/** @type {Array<[name: string, short: string, what: string]>} */
export const GROUPS = [
  ['superusers', 'everything', 'Everything, including users'],
  ['filesystem_administrators', 'servers and filesystems', 'Change servers, volumes and filesystems'],
  ['filesystem_users', 'look', 'View everything, and change their own account'],
];

/** The fields of the request that have a place in the form. */
const PLACED = [
  'username',
  'email',
  'first_name',
  'last_name',
  'password1',
  'password2',
  'new_password1',
  'new_password2',
  'old_password',
  'groups',
];

/**
 * @typedef {object} FieldOptions
 * @property {string} [key] its name in errors, where that is another
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {string} [value]
 * @property {boolean} [required]
 * @property {string} [hint]
 */

/** Adds a user, or changes one; the own account asks for the old password. */
class UserDialog extends Dialog {
  static properties = {
    user: { attribute: false },
    errors: { state: true },
    error: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    /** Null for a new one. @type {Api.User|null} */
    this.user = null;
    /** @type {import('../../api/client.js').Fields} */
    this.errors = {};
    /** @type {Error|null} */
    this.error = null;
    this.busy = false;
  }

  get #own() {
    return this.user !== null && this.user.id === session.user?.id;
  }

  /** What the form asks for, as the manager wants it. @param {FormData} form */
  #request(form) {
    const text = (/** @type {string} */ name) => form.get(name)?.toString() ?? '';
    const names = { first_name: text('first_name'), last_name: text('last_name'), email: text('email') };
    const groups = session.maySeeUsers && form.has('group') ? { groups: [text('group')] } : {};
    const [password, repeated] = [text('password1'), text('password2')];
    if (!this.user)
      return { ...names, ...groups, username: text('username'), password1: password, password2: repeated };
    if (!password) return { ...names, ...groups };
    const old = this.#own ? { old_password: text('old_password') } : {};
    return { ...names, ...groups, ...old, new_password1: password, new_password2: repeated };
  }

  /** @param {HTMLFormElement} form */
  async #save(form) {
    const data = new FormData(form);
    const body = this.#request(data);
    this.busy = true;
    this.errors = {};
    this.error = null;
    try {
      const answer = this.user ? await put(`user/${this.user.id}/`, body) : await post('user/', body);
      tell(this.user ? 'Changed.' : `${data.get('username')} may log in now.`, 'good');
      this.close(answer);
    } catch (thrown) {
      const problem = problemOf(thrown);
      this.errors = problem.fields;
      this.error = problem;
    }
    this.busy = false;
  }

  /** @param {string} name @param {string} label @param {FieldOptions} options */
  #field(
    name,
    label,
    { key = name, type = 'text', autocomplete = 'off', value = '', required = false, hint } = {},
  ) {
    const wrong = key in this.errors;
    return html`<div class="field">
      <label for="user-${name}">${label}</label>
      <input class="input" id="user-${name}" name=${name} type=${type} autocomplete=${autocomplete} .value=${value}
        ?required=${required} aria-invalid=${wrong ? 'true' : nothing}>
      ${hint && !wrong ? html`<span class="hint">${hint}</span>` : nothing}${fieldError(this.errors, key)}
    </div>`;
  }

  render() {
    const { user } = this;
    const title = !user ? 'Add user' : this.#own ? 'Your account' : `Change ${user.username}`;
    const general = this.error && !PLACED.some((name) => this.errors[name]) ? this.error : null;
    return html`<dialog aria-labelledby="user-title">
      <header><h1 id="user-title">${title}</h1></header>
      <form class="body stack" id="user-form" @submit=${onSubmit((form) => this.#save(form))}>
        ${general ? failure(general) : nothing}
        ${user ? nothing : this.#field('username', 'User name', { required: true })}
        ${this.#field('first_name', 'First name', { value: user?.first_name })}
        ${this.#field('last_name', 'Last name', { value: user?.last_name })}
        ${this.#field('email', 'E-mail', { type: 'email', value: user?.email, hint: 'Where alerts are sent to.' })}
        ${session.maySeeUsers && !this.#own ? this.#groups() : nothing}
        ${this.#passwords()}
      </form>
      <footer>
        <button class="button" type="button" @click=${() => this.close()}>Cancel</button>
        <button class="button primary" form="user-form" ?disabled=${this.busy}>${user ? 'Save' : 'Add user'}</button>
      </footer>
    </dialog>`;
  }

  #groups() {
    const chosen = this.user?.groups.at(0)?.name ?? 'filesystem_administrators';
    return html`<div class="field">
      <span class="label">May</span>
      ${GROUPS.map(
        ([value, , what]) => html`<label class="choice">
          <input type="radio" name="group" value=${value} .checked=${value === chosen}><span>${what}</span>
        </label>`,
      )}
      ${fieldError(this.errors, 'groups')}
    </div>`;
  }

  #passwords() {
    const known = this.user !== null;
    const fresh = { type: 'password', autocomplete: 'new-password', required: !known };
    return html`${
      this.#own
        ? this.#field('old_password', 'Old password', {
            type: 'password',
            autocomplete: 'current-password',
            hint: 'Needed only to set a new one.',
          })
        : nothing
    }
    ${this.#field('password1', known ? 'New password' : 'Password', {
      ...fresh,
      key: known ? 'new_password1' : 'password1',
      hint: known ? 'Empty leaves it as it is.' : 'At least 8 characters.',
    })}
    ${this.#field('password2', 'Once more', { ...fresh, key: known ? 'new_password2' : 'password2' })}`;
  }
}
customElements.define('user-dialog', UserDialog);
