import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { problemOf, remove } from '../../api/client.js';
import { failure, heading, loading } from '../../components/pieces.js';
import { icon } from '../../components/icons.js';
import { ask } from '../../components/dialogs.js';
import { tell } from '../../components/toasts.js';
import { GROUPS } from './user-dialog.js';
import '../../components/data-table.js';
import '../../components/confirm-dialog.js';

/** @param {Api.User} user */
const groupsOf = (user) =>
  user.groups.map(({ name }) => GROUPS.find(([known]) => known === name)?.[1] ?? name).join(', ');

/** @param {Api.User} user */
const isOwn = (user) => user.id === session.user?.id;

class UsersPage extends Element {
  constructor() {
    super();
    this.watch = new Watch(this, store.user);
    /** @type {import('../../components/data-table.js').ColumnOf<Api.User>[]} */
    this.columns = [
      {
        key: 'username',
        label: 'User',
        cell: (user) =>
          html`<b>${user.username}</b>${isOwn(user) ? html` <span class="tag">you</span>` : nothing}`,
      },
      { key: 'full_name', label: 'Name', rank: 3 },
      { key: 'email', label: 'E-mail', rank: 2, cell: (user) => user.email || '–' },
      { key: 'groups', label: 'May', value: groupsOf },
      {
        key: 'active',
        label: 'Log-in',
        rank: 3,
        value: (user) => (user.is_active ? 'allowed' : 'locked'),
      },
      { key: 'actions', label: '', fixed: true, cell: (user) => this.#buttons(user) },
    ];
  }

  /** @param {Api.User} user */
  #buttons(user) {
    const edit = () => this.#edit(user);
    const drop = () => this.#delete(user);
    return html`<button class="button bare tiny" @click=${edit}>Change</button>${
      isOwn(user) ? nothing : html`<button class="button bare tiny bad-text" @click=${drop}>Delete</button>`
    }`;
  }

  /** @param {Api.User|null} user null for a new one */
  async #edit(user) {
    if (await ask('user-dialog', { user })) store.user.load();
  }

  /** @param {Api.User} user */
  async #delete(user) {
    const sure = await ask('confirm-dialog', {
      heading: `Delete ${user.username}`,
      text: 'The user is logged out everywhere and cannot log in again.',
      verb: 'Delete',
    });
    if (!sure) return;
    try {
      await remove(`user/${user.id}/`);
      tell(`${user.username} deleted.`, 'good');
      store.user.load();
    } catch (thrown) {
      tell(problemOf(thrown).message, 'bad');
    }
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const add = html`<button class="button primary" @click=${() => this.#edit(null)}>${icon('plus')}Add user</button>`;
    return html`${heading('Users', nothing, add)}
      <data-table name="users" noun="user" sort="username" .columns=${this.columns} .rows=${store.user.list}></data-table>`;
  }
}
customElements.define('users-page', UsersPage);
