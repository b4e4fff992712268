import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { card, empty, facts, failure, heading, loading, ago } from '../../components/pieces.js';
import { isSilent, stateOf, word } from '../../components/states.js';
import { exact, moment } from '../../format/time.js';
import { crumb } from '../../shell/crumb.js';
import { href } from '../../router.js';
import { Targets, rolesOf, silentFor } from './server-facts.js';
import { alertLines, alertsOf } from '../alerts/alert-lines.js';
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
    const osts = targets.runningOn(host).filter((target) => target.kind === 'OST');
    const alerts = alertsOf(store.alert.list, host);
    const actions = html`<action-buttons .kind=${'host'} .item=${host}></action-buttons>`;
    return html`${heading(host.label, stateOf('host', host), actions)}
      ${silence(host)}
      ${alerts.length ? alertLines(alerts) : nothing}
      <div class="overview">
        ${card('Server', about(host, rolesOf(targets, host)))}
        <chart-grid .charts=${serverCharts(host, osts)}></chart-grid>
      </div>
      ${card('Targets that can run here', targetTable(targets.ableOn(host)))}`;
  }
}

/** Since when nothing was heard of a server that should report. @param {Api.Host} host */
function silence(host) {
  const lost = isSilent(host.id);
  if (!lost && !silentFor(host)) return nothing;
  const state = lost ? html`; last known: <b>${word(host.state)}</b>` : nothing;
  return html`<div class="banner ${lost ? 'bad' : 'warn'}" role="status"><span>No report since
    ${moment(host.last_contact)}. Everything below is what was known then${state}.</span></div>`;
}

/** @param {unknown} text */
const mono = (text) => html`<span class="mono">${text}</span>`;

/** @param {Api.Host} host @param {string} role */
function about(host, role) {
  return facts(
    ['Role', role],
    ['Address', mono(host.address)],
    ['Full name', host.fqdn ? mono(host.fqdn) : '–'],
    ['Node name', host.nodename ? mono(host.nodename) : '–'],
    ['NIDs', host.nids.length ? mono(host.nids.join(', ')) : 'not known yet'],
    ['Last report', ago(host.last_contact)],
    [
      isSilent(host.id) ? `${word(host.state)}, when last heard` : 'In this state',
      html`<span title=${exact(host.state_modified_at)}>since ${moment(host.state_modified_at)}</span>`,
    ],
    ['Managed', host.immutable_state ? 'monitored only' : 'yes'],
  );
}

/** @param {Api.Target[]} targets */
function targetTable(targets) {
  if (!targets.length)
    return html`<p class="quiet">None. Volumes that this server reaches are under
      <a href=${href('/volumes')}>Volumes</a>.</p>`;
  return html`<data-table plain name="targets" .columns=${targetColumns()} .rows=${targets}
    sort="name"></data-table>`;
}
customElements.define('server-page', ServerPage);
