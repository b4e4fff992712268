import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { get } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes } from '../../store/store.js';
import { card, empty, facts, heading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { ask } from '../../components/dialogs.js';
import { byName } from '../../format/units.js';
import '../../components/data-table.js';
import '../users/user-dialog.js';

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
  static properties = { plugins: { state: true }, about: { state: true } };

  constructor() {
    super();
    this.plugins = null;
    this.about = null;
    new Changes(
      this,
      (names) => (names === null || names.some((name) => name.startsWith('plugin'))) && this.#load(),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      const objects = (await get('plugin/', { limit: 0 })).objects;
      this.plugins = objects
        .map((plugin) => ({ ...plugin, id: plugin.id ?? `${plugin.kind}/${plugin.name}` }))
        .sort((a, b) => byName(a.name, b.name));
    } catch (error) {
      this.plugins = [];
      this.problem = error.status === 404 ? null : error;
    }
  }

  async #account() {
    if (await ask('user-dialog', { user: session.user })) session.load();
  }

  render() {
    const { user } = session;
    return html`${heading('Settings')}
      ${card('Your account', facts(['User', user.username], ['Name', user.full_name || '–'], ['E-mail', user.email || '–'], ['Groups', (user.groups ?? []).map((group) => (group.name ?? group).replaceAll('_', ' ')).join(', ') || '–']), html`<button class="button" @click=${() => this.#account()}>Change</button>`)}
      <section class="stack"><h2>Plugins</h2>
        <data-table name="plugins" noun="plugin" sort="name" .columns=${columns} .rows=${this.plugins ?? []} .empty=${this.plugins ? empty('No plugins to show', 'Plugins are jars in the manager’s deploy folder. They come and go without a restart.') : nothing}></data-table></section>`;
  }
}
customElements.define('settings-page', SettingsPage);
