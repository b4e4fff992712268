import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { idOf } from '../../api/client.js';
import { card, empty, facts, failure, heading, loading } from '../../components/pieces.js';
import { holders, isSilent, serverName, stateOf, status, word } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { ask } from '../../components/dialogs.js';
import { crumb } from '../../shell/crumb.js';
import { href } from '../../router.js';
import { bytes, count } from '../../format/units.js';
import { exact, moment } from '../../format/time.js';
import { targetCharts } from '../../charts/definitions.js';
import { alertLines, alertsOf } from '../alerts/alert-lines.js';
import { runsOn, serverLink } from './target-columns.js';
import '../../components/actions.js';
import '../../components/conf-params-dialog.js';
import '../../charts/chart-grid.js';

class TargetPage extends Element {
  static properties = { id: {} };

  constructor() {
    super();
    this.id = '';
    /** @type {import('../../charts/chart-grid.js').Charts} */
    this.charts = () => [];
    this.chartsOf = '';
    this.watch = new Watch(this, store.target, store.host, store.filesystem, store.alert, store.job);
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!store.target.ready) return loading();
    const target = store.target.get(this.id);
    if (!target)
      return empty(
        'There is no such target',
        'It was removed, or never existed.',
        html`<a class="button" href=${href('/filesystems')}>Filesystems</a>`,
      );
    crumb.set(target.label);
    if (this.chartsOf !== target.id) {
      this.chartsOf = target.id;
      this.charts = targetCharts(target);
    }
    const state = html`<span class="tag">${target.kind}</span>${stateOf('target', target)}`;
    const alerts = alertsOf(store.alert.list, target);
    const jobs = holders('target', target.id);
    return html`${heading(target.label, state, actions(target))}
      ${alerts.length ? alertLines(alerts) : nothing}
      ${jobs.length ? card('Jobs that use it', html`<ul class="stack-tight">${jobs.map(holder)}</ul>`) : nothing}
      <div class="overview">
        <div class="stack">
          ${card('Target', about(target))}
          ${card('Volume', volume(target))}
        </div>
        <chart-grid .charts=${this.charts}></chart-grid>
      </div>`;
  }
}

/** @param {Api.Target} target */
function actions(target) {
  const open = () => ask('conf-params-dialog', { kind: 'target', item: target });
  const parameters = html`<button class="button" @click=${open}>${icon('settings')}Parameters</button>`;
  return html`${session.mayConfigure && target.conf_params ? parameters : nothing}
    <action-buttons .kind=${'target'} .item=${target}></action-buttons>`;
}

/** @param {{job: Api.Job, write: boolean}} holder */
function holder({ job, write }) {
  const to = href(`/commands/${idOf(job.commands[0])}?job=${job.id}`);
  const what = write ? 'changes it' : 'needs it unchanged';
  return html`<li class="line"><a href=${to}>${job.description}</a
    ><span class="soft">${word(job.state)}, ${what}</span></li>`;
}

/** @param {Api.Target} target */
function about(target) {
  const mono = (/** @type {string} */ text) => html`<span class="mono">${text}</span>`;
  const failover = target.failover_servers.at(0);
  return facts(
    ['Filesystem', filesystems(target)],
    ['Runs on', runsOn(target)],
    ['Primary', serverLink(target.primary_server, target.primary_server_name)],
    ['Failover', failover ? serverLink(failover, target.failover_server_name) : 'none'],
    [
      'In this state',
      html`<span title=${exact(target.state_modified_at)}>since ${moment(target.state_modified_at)}</span>`,
    ],
    ['UUID', target.uuid ? mono(target.uuid) : 'not formatted yet'],
    ['Failover resource', target.ha_label ? mono(target.ha_label) : '–'],
    ['Inode size', target.inode_size ? bytes(target.inode_size) : '–'],
    ['Inodes', count(target.inode_count)],
  );
}

/** The one that it belongs to; of an MGT those whose configuration it holds. @param {Api.Target} target */
function filesystems(target) {
  const link = (/** @type {string} */ id, /** @type {string|null} */ name) =>
    html`<a href=${href(`/filesystems/${id}`)}>${name}</a>`;
  if (target.filesystem_id) return link(target.filesystem_id, target.filesystem_name);
  if (!target.filesystems?.length) return 'none';
  return target.filesystems.map((item) => html`${link(item.id, item.name)} `);
}

/** @param {Api.Target} target */
function volume(target) {
  const { volume_name: name } = target;
  const nodes = target.volume?.volume_nodes ?? [];
  const to = `${href('/volumes').split('?')[0]}?volumes.find=${encodeURIComponent(name)}`;
  return html`<div class="stack-tight"><a class="mono" href=${to}>${name}</a
      ><span class="soft">${target.volume?.kind}, ${bytes(target.volume?.size)}</span></div>
    ${nodes.length ? html`<ul class="stack-tight">${nodes.map((one) => node(target, one))}</ul>` : nothing}`;
}

/**
 * A server that reaches the volume. Green is where the target runs now, whichever is its primary.
 *
 * @param {Api.Target} target
 * @param {Api.VolumeNode} way
 */
function node(target, way) {
  const here = target.active_host === way.host;
  const silent = isSilent(way.host_id);
  const name = serverName(way.host_id, way.host_label);
  const part = [
    way.primary ? 'primary' : way.use ? 'failover' : 'not used',
    here ? 'runs here' : '',
    silent ? 'no contact' : '',
  ]
    .filter(Boolean)
    .join(', ');
  return html`<li class="line">${silent ? name : status(here ? 'good' : 'calm', name)}
    <span class="small soft">${part}</span><span class="mono soft clip">${way.path}</span></li>`;
}
customElements.define('target-page', TargetPage);
