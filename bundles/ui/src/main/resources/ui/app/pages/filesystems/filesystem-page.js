import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { idOf } from '../../api/client.js';
import { card, copyButton, empty, facts, failure, heading, loading, meter } from '../../components/pieces.js';
import { stateOf } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { ask } from '../../components/dialogs.js';
import { crumb } from '../../shell/crumb.js';
import { href } from '../../router.js';
import { bytes, count, percent, plural } from '../../format/units.js';
import { moment } from '../../format/time.js';
import { filesystemCharts } from '../../charts/definitions.js';
import { targetColumns } from '../targets/target-columns.js';
import { alertLines } from '../alerts/alert-lines.js';
import { offeredByAll, performMany } from '../../components/bulk.js';
import '../../components/data-table.js';
import '../../components/actions.js';
import '../../components/conf-params-dialog.js';
import '../../charts/chart-grid.js';
import '../../charts/heat-map.js';
import './placement-map.js';
import './target-add-dialog.js';

const HEATED = 4;

class FilesystemPage extends Element {
  static properties = { id: {}, selection: { state: true } };

  static css = css`
    .mount {
      display: flex;
      gap: var(--s-2);
      align-items: flex-start;
      background: var(--sunken);
      border-radius: var(--radius);
      padding: 8px 8px 8px 12px;
    }
    .mount code { flex: 1; overflow-wrap: anywhere; line-height: 20px; }
    .use { display: grid; gap: 6px; }
    .use b { font-size: var(--large); line-height: 26px; font-weight: 600; }
    .use + .use { margin-top: var(--s-3); }
  `;

  constructor() {
    super();
    this.id = '';
    this.selection = new Set();
    this.watch = new Watch(this, store.filesystem, store.target, store.host, store.alert, store.job);
    this.columns = targetColumns({ filesystem: false });
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!store.filesystem.ready || !store.target.ready) return loading();
    const filesystem = store.filesystem.get(this.id);
    if (!filesystem)
      return empty(
        'There is no such filesystem',
        'It was removed, or never existed.',
        html`<a class="button" href=${href('/filesystems')}>All filesystems</a>`,
      );
    crumb.set(filesystem.name);
    const mgt = store.target.get(idOf(filesystem.mgt));
    const own = store.target.list.filter(
      (target) => String(target.filesystem_id ?? idOf(target.filesystem)) === String(filesystem.id),
    );
    const targets = mgt ? [mgt, ...own] : own;
    const ids = new Set(targets.map((target) => `/target/${target.id}/`));
    const alerts = store.alert.list.filter(
      (alert) =>
        !alert.dismissed &&
        (String(alert.alert_item).endsWith(`/filesystem/${filesystem.id}/`) ||
          [...ids].some((part) => String(alert.alert_item).endsWith(part))),
    );
    if (this.chartsOf !== filesystem.id) {
      this.chartsOf = filesystem.id;
      this.charts = filesystemCharts(filesystem);
    }
    const may = session.mayConfigure;
    return html`${heading(
      filesystem.name,
      stateOf('filesystem', filesystem),
      html`
        ${may && filesystem.conf_params ? html`<button class="button" @click=${() => ask('conf-params-dialog', { kind: 'filesystem', item: filesystem })}>${icon('settings')}Parameters</button>` : nothing}
        <action-buttons .kind=${'filesystem'} .item=${filesystem}></action-buttons>`,
    )}
      ${alerts.length ? alertLines(alerts.slice(0, 4)) : nothing}
      ${alerts.length > 4 ? html`<a href=${href('/alerts')}>and ${plural(alerts.length - 4, 'other alert')}</a>` : nothing}
      <div class="overview">
        <div class="stack">
          ${card('Use', this.#use(filesystem))}
          ${card('On clients', html`${filesystem.mount_command ? html`<div class="mount"><code>${filesystem.mount_command}</code>${copyButton(filesystem.mount_command)}</div>` : html`<p class="quiet">The mount command is known once the NIDs of the MGS are.</p>`}`)}
          ${card(
            'Made of',
            facts(
              [
                'MGT',
                mgt
                  ? html`<a href=${href(`/targets/${mgt.id}`)}>${mgt.label ?? mgt.name}</a> on ${mgt.active_host_name ?? '–'}`
                  : '–',
              ],
              ['MDTs', count(own.filter((target) => target.kind === 'MDT').length)],
              ['OSTs', count(own.filter((target) => target.kind === 'OST').length)],
              ['Clients', count(filesystem.client_count)],
              ['In this state', `since ${moment(filesystem.state_modified_at)}`],
              ['Managed', filesystem.immutable_state ? 'monitored only' : 'yes'],
            ),
          )}
        </div>
        <chart-grid .charts=${this.charts}></chart-grid>
      </div>
      ${card('Where its targets run', html`<placement-map .targets=${targets} .hosts=${store.host}></placement-map>`)}
      ${own.filter((target) => target.kind === 'OST').length >= HEATED ? card('OSTs over time', html`<heat-map .filesystem=${filesystem.id} .targets=${own}></heat-map>`) : nothing}
      <section class="stack">
        <div class="spread"><h2>Targets</h2>${may && !filesystem.immutable_state ? html`<button class="button" @click=${() => ask('target-add-dialog', { filesystem })}>${icon('plus')}Add targets</button>` : nothing}</div>
        <data-table name="targets" noun="target" .columns=${this.columns} .rows=${targets} ?selectable=${may} .selection=${this.selection} .bulk=${this.#bulk()} @selection=${(event) => (this.selection = event.detail)}></data-table>
      </section>`;
  }

  #use(filesystem) {
    const space = filesystem.bytes_total ? 1 - filesystem.bytes_free / filesystem.bytes_total : null;
    const files = filesystem.files_total ? 1 - filesystem.files_free / filesystem.files_total : null;
    if (space === null && files === null)
      return html`<p class="quiet">Known once its targets run and report.</p>`;
    return html`<div class="use"><b>${bytes(filesystem.bytes_free)} free</b>${meter(space)}<span class="soft small">${bytes(filesystem.bytes_total - filesystem.bytes_free)} of ${bytes(filesystem.bytes_total)} used, ${percent(space)}</span></div>
      <div class="use"><b>${count(filesystem.files_free)} files free</b>${meter(files, 'of files used')}<span class="soft small">${count(filesystem.files_total - filesystem.files_free)} of ${count(filesystem.files_total)} used, ${percent(files)}</span></div>`;
  }

  #bulk() {
    const chosen = [...this.selection].map((id) => store.target.get(id)).filter(Boolean);
    return offeredByAll(chosen).map(
      (transition) =>
        html`<button class="button tiny" @click=${() => performMany('target', chosen, transition, plural(chosen.length, 'target'))}>${transition.verb}</button>`,
    );
  }
}
customElements.define('filesystem-page', FilesystemPage);
