import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { empty, failure, heading, loading, ago } from '../../components/pieces.js';
import { hostWord, isSilent, stateOf } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { href } from '../../router.js';
import { plural } from '../../format/units.js';
import { Targets, rolesOf, silentFor } from './server-facts.js';
import { alertTone } from '../alerts/alert-lines.js';
import { performMany, offeredByAll } from '../../components/bulk.js';
import { perform } from '../../components/actions.js';
import { DETECT, SERVER_JOBS, onServers } from './server-jobs.js';
import '../../components/data-table.js';

class ServersPage extends Element {
  static properties = { selection: { state: true } };

  constructor() {
    super();
    this.selection = new Set();
    /** @type {any[]|undefined} */
    this.made = undefined;
    this.watch = new Watch(this, store.host, store.target, store.alert, store.job);
  }

  get #columns() {
    return (this.made ??= [
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
        value: (host) => this.targets.runningOn(host.id).length,
      },
      {
        key: 'nids',
        label: 'NIDs',
        rank: 3,
        value: (host) => (host.nids ?? []).join(' '),
        cell: (host) => html`<span class="mono">${(host.nids ?? []).join(' ') || '–'}</span>`,
      },
      { key: 'address', label: 'Address', rank: 4, off: true },
      {
        key: 'contact',
        label: 'Last report',
        rank: 2,
        value: (host) => host.last_contact,
        cell: (host) =>
          html`<span class=${isSilent(host.id) ? 'bad-text' : silentFor(host) ? 'warn-text' : 'soft'}>${ago(host.last_contact)}</span>`,
      },
      {
        key: 'alerts',
        label: 'Alerts',
        number: true,
        rank: 2,
        value: (host) => this.alertsOf(host).length,
        cell: (host) => {
          const found = this.alertsOf(host);
          return found.length
            ? html`<a class=${found.some((alert) => alertTone(alert) === 'bad') ? 'bad-text' : 'warn-text'} href=${href('/alerts')} title=${found.map((alert) => alert.message).join('\n')}>${found.length}</a>`
            : html`<span class="quiet">–</span>`;
        },
      },
      {
        key: 'actions',
        label: '',
        fixed: true,
        cell: (host) => html`<action-buttons menu .kind=${'host'} .item=${host}></action-buttons>`,
      },
    ]);
  }

  alertsOf(host) {
    return store.alert.list.filter((alert) => String(alert.alert_item ?? '').endsWith(`/host/${host.id}/`));
  }

  #bulk() {
    const hosts = [...this.selection].map((id) => store.host.get(id)).filter(Boolean);
    return [
      ...offeredByAll(hosts).map(
        (transition) =>
          html`<button class="button tiny" @click=${() => performMany('host', hosts, transition, plural(hosts.length, 'server'))}>${transition.verb}</button>`,
      ),
      ...SERVER_JOBS.map(
        (job) =>
          html`<button class="button tiny" @click=${() => perform(onServers(job, hosts))}>${job.verb}</button>`,
      ),
    ];
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const hosts = store.host.list;
    this.targets = new Targets(store.target.list);
    const add = session.mayConfigure
      ? html`<a class="button primary" href=${href('/servers/add')}>${icon('plus')}Add servers</a>`
      : nothing;
    const detect =
      session.mayConfigure && hosts.length
        ? html`<button class="button" @click=${() => perform(onServers(DETECT, null))}>${DETECT.verb}</button>`
        : nothing;
    return html`${heading('Servers', nothing, html`${detect}${add}`)}
      <data-table name="servers" noun="server" sort="label" .columns=${this.#columns} .rows=${hosts} ?selectable=${session.mayConfigure} .selection=${this.selection} .bulk=${this.#bulk()} @selection=${(event) => (this.selection = event.detail)}
        .empty=${empty('No servers yet', 'Chroma manages Lustre on servers that you add by their address. It connects over SSH, checks what it needs, and sets up its agent.', add)}></data-table>`;
  }
}
customElements.define('servers-page', ServersPage);
