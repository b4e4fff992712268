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
import { alertLines } from '../alerts/alert-lines.js';
import { runsOn, serverLink } from './target-columns.js';
import '../../components/actions.js';
import '../../components/conf-params-dialog.js';
import '../../charts/chart-grid.js';

class TargetPage extends Element {
  static properties = { id: {} };

  constructor() {
    super();
    this.id = '';
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
    const name = target.label ?? target.name;
    crumb.set(name);
    if (this.chartsOf !== target.id) {
      this.chartsOf = target.id;
      this.charts = targetCharts(target);
    }
    const alerts = store.alert.list.filter((alert) =>
      String(alert.alert_item).endsWith(`/target/${target.id}/`),
    );
    const jobs = holders('target', target.id);
    const nodes = target.volume?.volume_nodes ?? [];
    return html`${heading(
      name,
      html`<span class="tag">${target.kind}</span>${stateOf('target', target)}`,
      html`
        ${session.mayConfigure && target.conf_params ? html`<button class="button" @click=${() => ask('conf-params-dialog', { kind: 'target', item: target })}>${icon('settings')}Parameters</button>` : nothing}
        <action-buttons .kind=${'target'} .item=${target}></action-buttons>`,
    )}
      ${alerts.length ? alertLines(alerts) : nothing}
      ${jobs.length ? card('Jobs that hold it', html`<ul class="stack-tight">${jobs.map(({ job, write }) => html`<li class="line"><a href=${href(`/commands/${idOf((job.commands ?? [])[0])}?job=${job.id}`)}>${job.description}</a><span class="soft">${word(job.state)}, ${write ? 'changes it' : 'needs it as it is'}</span></li>`)}</ul>`) : nothing}
      <div class="overview">
        <div class="stack">
          ${card(
            'Target',
            facts(
              [
                'Filesystem',
                target.filesystem_id
                  ? html`<a href=${href(`/filesystems/${target.filesystem_id}`)}>${target.filesystem_name}</a>`
                  : (target.filesystems ?? []).length
                    ? target.filesystems.map(
                        (item) => html`<a href=${href(`/filesystems/${item.id}`)}>${item.name}</a> `,
                      )
                    : 'none',
              ],
              ['Runs on', runsOn(target)],
              ['Primary', serverLink(target.primary_server, target.primary_server_name)],
              [
                'Failover',
                (target.failover_servers ?? []).length
                  ? serverLink(target.failover_servers[0], target.failover_server_name)
                  : 'none',
              ],
              [
                'In this state',
                html`<span title=${exact(target.state_modified_at)}>since ${moment(target.state_modified_at)}</span>`,
              ],
              ['UUID', target.uuid ? html`<span class="mono">${target.uuid}</span>` : 'not formatted yet'],
              [
                'Failover resource',
                target.ha_label ? html`<span class="mono">${target.ha_label}</span>` : '–',
              ],
              ['Inode size', target.inode_size ? bytes(target.inode_size) : '–'],
              ['Inodes', count(target.inode_count)],
            ),
          )}
          ${card(
            'Volume',
            html`<div class="stack-tight"><a class="mono" href=${`${href('/volumes').split('?')[0]}?volumes.find=${encodeURIComponent(target.volume_name ?? '')}`}>${target.volume_name}</a><span class="soft">${target.volume?.kind}, ${bytes(target.volume?.size)}</span></div>
            ${nodes.length ? html`<ul class="stack-tight">${nodes.map((node) => this.#node(target, node))}</ul>` : nothing}`,
          )}
        </div>
        <chart-grid .charts=${this.charts}></chart-grid>
      </div>`;
  }

  /** A server that reaches the volume. Green is where the target runs now, whichever is its primary. */
  #node(target, node) {
    const here = idOf(target.active_host) === String(node.host_id);
    const name = serverName(node.host_id, node.host_label);
    const part = [
      node.primary ? 'primary' : node.use ? 'failover' : 'not used',
      here ? 'runs here' : '',
      isSilent(node.host_id) ? 'no contact' : '',
    ]
      .filter(Boolean)
      .join(', ');
    return html`<li class="line">${isSilent(node.host_id) ? name : status(here ? 'good' : 'calm', name)}<span class="small soft">${part}</span><span class="mono soft clip">${node.path}</span></li>`;
  }
}
customElements.define('target-page', TargetPage);
