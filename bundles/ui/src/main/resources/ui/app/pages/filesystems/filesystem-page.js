import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { onSelection } from '../../components/events.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
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
import { alertLines, alertsOf } from '../alerts/alert-lines.js';
import { offeredByAll, performMany } from '../../components/bulk.js';
import { filesUsed, rest, spaceUsed } from './filesystem-facts.js';
import '../../components/data-table.js';
import '../../components/actions.js';
import '../../components/conf-params-dialog.js';
import '../../charts/chart-grid.js';
import '../../charts/heat-map.js';
import './placement-map.js';
import './target-add-dialog.js';

/** Fewer OSTs are compared well enough in the table. */
const HEATED = 4;

/** Alerts that are shown here; the others are on their own page. */
const ALERTS = 4;

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
    /** @type {Set<string>} */
    this.selection = new Set();
    /** @type {import('../../charts/chart-grid.js').Charts} */
    this.charts = () => [];
    this.chartsOf = '';
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
    const mgt = store.target.get(filesystem.mgt?.id);
    const own = store.target.list.filter((target) => target.filesystem_id === filesystem.id);
    const osts = own.filter((target) => target.kind === 'OST');
    const targets = mgt ? [mgt, ...own] : own;
    if (this.chartsOf !== filesystem.id) {
      this.chartsOf = filesystem.id;
      this.charts = filesystemCharts(filesystem);
    }
    return html`${heading(filesystem.name, stateOf('filesystem', filesystem), this.#actions(filesystem))}
      ${this.#alerts(filesystem, targets)}
      <div class="overview">
        <div class="stack">
          ${card('Use', use(filesystem))}
          ${card('On clients', mountCommand(filesystem))}
          ${card('Made of', parts(filesystem, mgt, own))}
        </div>
        <chart-grid .charts=${this.charts}></chart-grid>
      </div>
      ${card('Where its targets run', html`<placement-map .targets=${targets} .hosts=${store.host}></placement-map>`)}
      ${
        osts.length >= HEATED
          ? card('OSTs over time', html`<heat-map .filesystem=${filesystem.id} .targets=${own}></heat-map>`)
          : nothing
      }
      ${this.#targets(filesystem, targets)}`;
  }

  /** @param {Api.Filesystem} filesystem */
  #actions(filesystem) {
    const open = () => ask('conf-params-dialog', { kind: 'filesystem', item: filesystem });
    const parameters = html`<button class="button" @click=${open}>${icon('settings')}Parameters</button>`;
    return html`${session.mayConfigure ? parameters : nothing}
      <action-buttons .kind=${'filesystem'} .item=${filesystem}></action-buttons>`;
  }

  /** Alerts about it and its targets. @param {Api.Filesystem} filesystem @param {Api.Target[]} targets */
  #alerts(filesystem, targets) {
    const open = store.alert.list.filter((alert) => !alert.dismissed);
    const found = alertsOf(open, filesystem, ...targets);
    if (!found.length) return nothing;
    const more = found.length - ALERTS;
    return html`${alertLines(found.slice(0, ALERTS))}
    ${more > 0 ? html`<a href=${href('/alerts')}>and ${plural(more, 'other alert')}</a>` : nothing}`;
  }

  /** @param {Api.Filesystem} filesystem @param {Api.Target[]} targets */
  #targets(filesystem, targets) {
    const may = session.mayConfigure;
    const open = () => ask('target-add-dialog', { filesystem });
    const add = html`<button class="button" @click=${open}>${icon('plus')}Add targets</button>`;
    return html`<section class="stack">
      <div class="spread"><h2>Targets</h2>${may && !filesystem.immutable_state ? add : nothing}</div>
      <data-table name="targets" noun="target" .columns=${this.columns} .rows=${targets} ?selectable=${may}
        .selection=${this.selection} @selection=${onSelection((selection) => (this.selection = selection))}
        .bulk=${this.#bulk()}></data-table>
    </section>`;
  }

  #bulk() {
    const chosen = store.target.some(this.selection);
    const name = plural(chosen.length, 'target');
    return offeredByAll(chosen).map((transition) => {
      const run = () => performMany('target', chosen, transition, name);
      return html`<button class="button tiny" @click=${run}>${transition.verb}</button>`;
    });
  }
}

/** How full it is. @param {Api.Filesystem} filesystem */
function use(filesystem) {
  const { bytes_total, bytes_free, files_total, files_free } = filesystem;
  const space = spaceUsed(filesystem);
  const files = filesUsed(filesystem);
  if (space === null && files === null)
    return html`<p class="quiet">Known once its targets run and report.</p>`;
  const spaceText = `${bytes(rest(bytes_total, bytes_free))} of ${bytes(bytes_total)} used, ${percent(space)}`;
  const filesText = `${count(rest(files_total, files_free))} of ${count(files_total)} used, ${percent(files)}`;
  return html`<div class="use"><b>${bytes(bytes_free)} free</b>${meter(space)}
      <span class="soft small">${spaceText}</span></div>
    <div class="use"><b>${count(files_free)} files free</b>${meter(files, 'of files used')}
      <span class="soft small">${filesText}</span></div>`;
}

/** @param {Api.Filesystem} filesystem */
function mountCommand({ mount_command: command }) {
  if (!command) return html`<p class="quiet">The mount command is known once the NIDs of the MGS are.</p>`;
  return html`<div class="mount"><code>${command}</code>${copyButton(command)}</div>`;
}

/** @param {Api.Filesystem} filesystem @param {Api.Target|undefined} mgt @param {Api.Target[]} own its MDTs and OSTs */
function parts(filesystem, mgt, own) {
  const number = (/** @type {string} */ kind) => count(own.filter((target) => target.kind === kind).length);
  return facts(
    [
      'MGT',
      mgt ? html`<a href=${href(`/targets/${mgt.id}`)}>${mgt.label}</a> on ${mgt.active_host_name}` : '–',
    ],
    ['MDTs', number('MDT')],
    ['OSTs', number('OST')],
    ['Clients', count(filesystem.client_count)],
    ['In this state', `since ${moment(filesystem.state_modified_at)}`],
    ['Managed', filesystem.immutable_state ? 'monitored only' : 'yes'],
  );
}
customElements.define('filesystem-page', FilesystemPage);
