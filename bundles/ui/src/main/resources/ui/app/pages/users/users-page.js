import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { remove } from '../../api/client.js';
import { failure, heading, loading } from '../../components/pieces.js';
import { icon } from '../../components/icons.js';
import { ask } from '../../components/dialogs.js';
import { tell } from '../../components/toasts.js';
import { GROUPS } from './user-dialog.js';
import '../../components/data-table.js';
import '../../components/confirm-dialog.js';

const groupsOf = (user) =>
  (user.groups ?? [])
    .map((group) => GROUPS.find(([name]) => name === (group.name ?? group))?.[1] ?? group.name ?? group)
    .join(', ');

class UsersPage extends Element {
  constructor() {
    super();
    this.watch = new Watch(this, store.user);
    this.columns = [
      {
        key: 'username',
        label: 'User',
        cell: (user) =>
          html`<b>${user.username}</b>${String(user.id) === String(session.user?.id) ? html` <span class="tag">you</span>` : nothing}`,
      },
      { key: 'full_name', label: 'Name', rank: 3 },
      { key: 'email', label: 'E-mail', rank: 2, cell: (user) => user.email || '–' },
      { key: 'groups', label: 'May', value: groupsOf },
      {
        key: 'active',
        label: 'Log-in',
        rank: 3,
        value: (user) => (user.is_active === false ? 'locked' : 'allowed'),
      },
      {
        key: 'actions',
        label: '',
        fixed: true,
        cell: (user) =>
          html`<button class="button bare tiny" @click=${() => this.#edit(user)}>Change</button>${String(user.id) === String(session.user?.id) ? nothing : html`<button class="button bare tiny bad-text" @click=${() => this.#delete(user)}>Delete</button>`}`,
      },
    ];
  }

  async #edit(user) {
    if (await ask('user-dialog', { user })) store.user.load();
  }

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
    } catch (error) {
      tell(error.message, 'bad');
    }
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    return html`${heading('Users', nothing, html`<button class="button primary" @click=${() => this.#edit(null)}>${icon('plus')}Add user</button>`)}
      <data-table name="users" noun="user" sort="username" .columns=${this.columns} .rows=${store.user.list}></data-table>`;
  }
}
customElements.define('users-page', UsersPage);
