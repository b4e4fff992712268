import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { card, empty, facts, failure, heading, loading, ago } from '../../components/pieces.js';
import { isSilent, stateOf, word } from '../../components/states.js';
import { exact, moment } from '../../format/time.js';
import { crumb } from '../../shell/crumb.js';
import { href } from '../../router.js';
import { Targets, rolesOf, silentFor } from './server-facts.js';
import { alertLines } from '../alerts/alert-lines.js';
import { targetColumns } from '../targets/target-columns.js';
import '../../components/data-table.js';
import '../../components/actions.js';
import '../../charts/chart-grid.js';
import { serverCharts } from '../../charts/definitions.js';

class ServerPage extends Element {
  static properties = { id: {} };

  constructor() {
    super();
    this.id = '';
    this.watch = new Watch(
      this,
      store.host,
      store.target,
      store.alert,
      store.job,
      store.volume,
      store.filesystem,
    );
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!store.host.ready) return loading();
    const host = store.host.get(this.id);
    if (!host)
      return empty(
        'This server is not managed',
        'It was removed, or never existed.',
        html`<a class="button" href=${href('/servers')}>All servers</a>`,
      );
    crumb.set(host.label);
    const targets = new Targets(store.target.list);
    const here = targets.ableOn(host.id);
    const alerts = store.alert.list.filter((alert) =>
      String(alert.alert_item ?? '').endsWith(`/host/${host.id}/`),
    );
    const lost = isSilent(host.id);
    const silent = silentFor(host);
    return html`${heading(host.label, stateOf('host', host), html`<action-buttons .kind=${'host'} .item=${host}></action-buttons>`)}
      ${lost || silent ? html`<div class="banner ${lost ? 'bad' : 'warn'}" role="status"><span>No report since ${moment(host.last_contact)}. Everything below is what was known then${lost ? html`; last known: <b>${word(host.state)}</b>` : nothing}.</span></div>` : nothing}
      ${alerts.length ? alertLines(alerts) : nothing}
      <div class="overview">
        ${card(
          'Server',
          facts(
            ['Role', rolesOf(targets, host)],
            ['Address', html`<span class="mono">${host.address}</span>`],
            ['Full name', host.fqdn ? html`<span class="mono">${host.fqdn}</span>` : '–'],
            ['Node name', host.nodename ? html`<span class="mono">${host.nodename}</span>` : '–'],
            [
              'NIDs',
              (host.nids ?? []).length
                ? html`<span class="mono">${host.nids.join(', ')}</span>`
                : 'not known yet',
            ],
            ['Last report', ago(host.last_contact)],
            [
              lost ? `${word(host.state)}, when last heard` : 'In this state',
              html`<span title=${exact(host.state_modified_at)}>since ${moment(host.state_modified_at)}</span>`,
            ],
            ['Managed', host.immutable_state ? 'monitored only' : 'yes'],
          ),
        )}
        <chart-grid .charts=${serverCharts(
          host,
          targets.runningOn(host.id).filter((target) => target.kind === 'OST'),
        )}></chart-grid>
      </div>
      ${card('Targets that can run here', here.length ? html`<data-table plain name="targets" .columns=${targetColumns({ host: host.id })} .rows=${here} sort="name"></data-table>` : html`<p class="quiet">None. Volumes that this server reaches are under <a href=${href('/volumes')}>Volumes</a>.</p>`)}`;
  }
}
customElements.define('server-page', ServerPage);
