import { html, nothing } from 'lit';
import { Dialog } from '../../components/dialogs.js';
import { post, put } from '../../api/client.js';
import { session } from '../../api/session.js';
import { failure, fieldError } from '../../components/pieces.js';
import { tell } from '../../components/toasts.js';

export const GROUPS = [
  ['superusers', 'everything', 'Everything, also users'],
  ['filesystem_administrators', 'servers and filesystems', 'Change servers, volumes and filesystems'],
  ['filesystem_users', 'look', 'Look, and change the own account'],
];

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
    this.user = null;
    this.errors = {};
    this.error = null;
    this.busy = false;
  }

  get #own() {
    return this.user && String(this.user.id) === String(session.user?.id);
  }

  async #save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const text = (name) => form.get(name)?.toString() ?? '';
    const body = { first_name: text('first_name'), last_name: text('last_name'), email: text('email') };
    if (session.maySeeUsers && form.has('group')) body.groups = [text('group')];
    if (this.user) {
      if (text('password1'))
        Object.assign(body, { new_password1: text('password1'), new_password2: text('password2') });
      if (text('password1') && this.#own) body.old_password = text('old_password');
    } else
      Object.assign(body, {
        username: text('username'),
        password1: text('password1'),
        password2: text('password2'),
      });
    this.busy = true;
    this.errors = {};
    this.error = null;
    try {
      const answer = this.user ? await put(`user/${this.user.id}/`, body) : await post('user/', body);
      tell(this.user ? 'Changed.' : `${body.username} may log in now.`, 'good');
      this.close(answer ?? true);
    } catch (error) {
      this.errors = error.fields ?? {};
      this.error = error;
    }
    this.busy = false;
  }

  #field(name, label, options = {}) {
    const key = options.key ?? name;
    return html`<div class="field"><label for="user-${name}">${label}</label><input class="input" id="user-${name}" name=${name} type=${options.type ?? 'text'} autocomplete=${options.autocomplete ?? 'off'} .value=${options.value ?? ''} ?required=${options.required} aria-invalid=${this.errors[key] ? 'true' : nothing}>${options.hint && !this.errors[key] ? html`<span class="hint">${options.hint}</span>` : nothing}${fieldError(this.errors, key)}</div>`;
  }

  render() {
    const { user } = this;
    const group = (user?.groups ?? [])[0]?.name ?? (user?.groups ?? [])[0] ?? 'filesystem_administrators';
    const shown = [
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
    return html`<dialog aria-labelledby="user-title"><header><h1 id="user-title">${user ? (this.#own ? 'Your account' : `Change ${user.username}`) : 'Add user'}</h1></header>
      <form class="body stack" id="user-form" @submit=${(event) => this.#save(event)}>
        ${this.error && !shown.some((name) => this.errors[name]) ? failure(this.error) : nothing}
        ${user ? nothing : this.#field('username', 'User name', { required: true })}
        ${this.#field('first_name', 'First name', { value: user?.first_name })}
        ${this.#field('last_name', 'Last name', { value: user?.last_name })}
        ${this.#field('email', 'E-mail', { type: 'email', value: user?.email, hint: 'Where alerts are sent to.' })}
        ${session.maySeeUsers && !this.#own ? html`<div class="field"><span class="label">May</span>${GROUPS.map(([value, , hint]) => html`<label class="choice"><input type="radio" name="group" value=${value} .checked=${value === group}><span>${hint}</span></label>`)}${fieldError(this.errors, 'groups')}</div>` : nothing}
        ${this.#own ? this.#field('old_password', 'Old password', { type: 'password', autocomplete: 'current-password', hint: 'Needed only to set a new one.' }) : nothing}
        ${this.#field('password1', user ? 'New password' : 'Password', { type: 'password', autocomplete: 'new-password', required: !user, key: user ? 'new_password1' : 'password1', hint: user ? 'Empty leaves it as it is.' : 'At least 8 characters.' })}
        ${this.#field('password2', 'Once more', { type: 'password', autocomplete: 'new-password', required: !user, key: user ? 'new_password2' : 'password2' })}
      </form>
      <footer><button class="button" type="button" @click=${() => this.close()}>Cancel</button><button class="button primary" form="user-form" ?disabled=${this.busy}>${user ? 'Save' : 'Add user'}</button></footer></dialog>`;
  }
}
customElements.define('user-dialog', UserDialog);
