import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { list, problemOf } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes } from '../../store/store.js';
import { card, empty, facts, failure, heading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { ask } from '../../components/dialogs.js';
import { byName } from '../../format/units.js';
import '../../components/data-table.js';
import '../users/user-dialog.js';

/** @type {import('../../components/data-table.js').ColumnOf<Api.Plugin>[]} */
const columns = [
  { key: 'name', label: 'Plugin', cell: (plugin) => html`<b>${plugin.name}</b>` },
  { key: 'kind', label: 'Kind', rank: 2 },
  {
    key: 'bundle',
    label: 'Bundle',
    rank: 3,
    cell: (plugin) => html`<span class="mono">${plugin.bundle}</span>`,
  },
  {
    key: 'problem',
    label: 'State',
    value: (plugin) => plugin.problem || 'works',
    cell: (plugin) =>
      plugin.problem
        ? html`<span title=${plugin.problem}>${status('bad', plugin.problem)}</span>`
        : status('good', 'works'),
  },
];

/** The own account, and the plugins that the manager runs. */
class SettingsPage extends Element {
  static properties = { plugins: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Api.Plugin[]|null} */
    this.plugins = null;
    /** @type {Error|null} */
    this.problem = null;
    // The stream does not tell of plugins.
    new Changes(this, (names) => names === null && this.#load());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.plugins = (await list('plugin', { limit: 0 })).objects.sort((a, b) => byName(a.name, b.name));
      this.problem = null;
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
  }

  async #account() {
    if (await ask('user-dialog', { user: session.user })) session.load();
  }

  render() {
    const { user } = session;
    if (!user) return nothing;
    const change = html`<button class="button" @click=${() => this.#account()}>Change</button>`;
    return html`${heading('Settings')}
      ${card('Your account', about(user), change)}
      <section class="stack"><h2>Plugins</h2>${this.problem ? failure(this.problem) : this.#table()}</section>`;
  }

  #table() {
    return html`<data-table name="plugins" noun="plugin" sort="name" .columns=${columns} .rows=${this.plugins ?? []}
      .empty=${this.plugins ? noPlugins() : nothing}></data-table>`;
  }
}

/** @param {Api.User} user */
function about(user) {
  const groups = user.groups.map((group) => group.name.replaceAll('_', ' ')).join(', ');
  return facts(
    ['User', user.username],
    ['Name', user.full_name || '–'],
    ['E-mail', user.email || '–'],
    ['Groups', groups || '–'],
  );
}

const noPlugins = () =>
  empty(
    'No plugins to show',
    'Plugins are jars in the manager’s deploy folder. They come and go without a restart.',
  );
customElements.define('settings-page', SettingsPage);
