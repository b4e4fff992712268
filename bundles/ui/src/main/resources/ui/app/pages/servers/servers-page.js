import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { onSelection } from '../../components/events.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { empty, failure, heading, loading, ago } from '../../components/pieces.js';
import { hostWord, isSilent, stateOf } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { href } from '../../router.js';
import { plural } from '../../format/units.js';
import { Targets, rolesOf, silentFor } from './server-facts.js';
import { alertTone, alertsOf } from '../alerts/alert-lines.js';
import { performMany, offeredByAll } from '../../components/bulk.js';
import { perform } from '../../components/actions.js';
import { DETECT, SERVER_JOBS, onServers } from './server-jobs.js';
import '../../components/data-table.js';

class ServersPage extends Element {
  static properties = { selection: { state: true } };

  constructor() {
    super();
    /** @type {Set<string>} */
    this.selection = new Set();
    this.targets = new Targets([]);
    this.columns = this.#columns();
    this.watch = new Watch(this, store.host, store.target, store.alert, store.job);
  }

  /** @returns {import('../../components/data-table.js').ColumnOf<Api.Host>[]} */
  #columns() {
    return [
      {
        key: 'label',
        label: 'Server',
        value: (host) => host.label,
        cell: (host) => html`<a class="name" href=${href(`/servers/${host.id}`)}>${host.label}</a>`,
      },
      { key: 'state', label: 'State', value: hostWord, cell: (host) => stateOf('host', host) },
      { key: 'role', label: 'Role', rank: 2, value: (host) => rolesOf(this.targets, host) },
      {
        key: 'targets',
        label: 'Running here',
        number: true,
        rank: 3,
        value: (host) => this.targets.runningOn(host).length,
      },
      {
        key: 'nids',
        label: 'NIDs',
        rank: 3,
        value: (host) => host.nids.join(' '),
        cell: (host) => html`<span class="mono">${host.nids.join(' ') || '–'}</span>`,
      },
      { key: 'address', label: 'Address', rank: 4, off: true },
      {
        key: 'contact',
        label: 'Last report',
        rank: 2,
        value: (host) => host.last_contact,
        cell: contactCell,
      },
      {
        key: 'alerts',
        label: 'Alerts',
        number: true,
        rank: 2,
        value: (host) => alertsOf(store.alert.list, host).length,
        cell: (host) => alertsCell(alertsOf(store.alert.list, host)),
      },
      {
        key: 'actions',
        label: '',
        fixed: true,
        cell: (host) => html`<action-buttons menu .kind=${'host'} .item=${host}></action-buttons>`,
      },
    ];
  }

  #bulk() {
    const hosts = store.host.some(this.selection);
    const name = plural(hosts.length, 'server');
    const button = (/** @type {string} */ verb, /** @type {() => unknown} */ run) =>
      html`<button class="button tiny" @click=${run}>${verb}</button>`;
    return [
      ...offeredByAll(hosts).map((transition) =>
        button(transition.verb, () => performMany('host', hosts, transition, name)),
      ),
      ...SERVER_JOBS.map((job) => button(job.verb, () => perform(onServers(job, hosts)))),
    ];
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const hosts = store.host.list;
    const may = session.mayConfigure;
    this.targets = new Targets(store.target.list);
    const add = may
      ? html`<a class="button primary" href=${href('/servers/add')}>${icon('plus')}Add servers</a>`
      : nothing;
    const detect =
      may && hosts.length
        ? html`<button class="button" @click=${() => perform(onServers(DETECT, null))}>${DETECT.verb}</button>`
        : nothing;
    return html`${heading('Servers', nothing, html`${detect}${add}`)}
      <data-table name="servers" noun="server" sort="label" .columns=${this.columns} .rows=${hosts} ?selectable=${may}
        .selection=${this.selection} @selection=${onSelection((selection) => (this.selection = selection))}
        .bulk=${this.#bulk()} .empty=${empty('No servers yet', HOW, add)}></data-table>`;
  }
}

const HOW =
  'Chroma manages Lustre on servers that you add by their address. It connects over SSH, checks what it needs, and ' +
  'sets up its agent.';

/** @param {Api.Host} host */
function contactCell(host) {
  const tone = isSilent(host.id) ? 'bad-text' : silentFor(host) ? 'warn-text' : 'soft';
  return html`<span class=${tone}>${ago(host.last_contact)}</span>`;
}

/** @param {Api.Alert[]} alerts */
function alertsCell(alerts) {
  if (!alerts.length) return html`<span class="quiet">–</span>`;
  const bad = alerts.some((alert) => alertTone(alert) === 'bad');
  const title = alerts.map((alert) => alert.message).join('\n');
  return html`<a class=${bad ? 'bad-text' : 'warn-text'} href=${href('/alerts')} title=${title}>${alerts.length}</a>`;
}
customElements.define('servers-page', ServersPage);
