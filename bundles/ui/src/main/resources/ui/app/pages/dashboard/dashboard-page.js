import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { failure, loading, meter, ago } from '../../components/pieces.js';
import { stateOf, status } from '../../components/states.js';
import { icon } from '../../components/icons.js';
import { href } from '../../router.js';
import { idOf } from '../../api/client.js';
import { filesUsed, rest, spaceUsed } from '../filesystems/filesystem-facts.js';
import { bytes, byName, count, percent, plural } from '../../format/units.js';
import { dashboardCharts } from '../../charts/definitions.js';
import { troubles } from './health.js';
import '../../charts/chart-grid.js';

const SHOWN = 6;

class DashboardPage extends Element {
  static css = css`
    .health { display: grid; gap: 12px; }
    .health h1 { display: flex; align-items: center; gap: 12px; font-size: 22px; }
    .health h1 i { width: 14px; height: 14px; border-radius: 50%; background: var(--good-dot); flex: none; }
    .health h1 i.warn { background: var(--warn-dot); border-radius: 3px; rotate: 45deg; }
    .health h1 i.bad { background: var(--bad-dot); border-radius: 2px; }
    .health .sum { color: var(--ink-2); }
    .troubles {
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      overflow: hidden;
    }
    .troubles li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      gap: var(--s-3);
      align-items: center;
      padding: 8px var(--s-3);
      border-left: 3px solid var(--warn-dot);
      min-height: 40px;
    }
    .troubles li.bad { border-left-color: var(--bad-dot); }
    .troubles li + li { border-top: 1px solid var(--line); }
    .troubles small { color: var(--ink-3); font-size: var(--small); white-space: nowrap; }
    @media (max-width: 620px) {
      .troubles li { grid-template-columns: minmax(0, 1fr) auto; gap: 4px 8px; }
      .troubles li > :first-child { grid-column: 1 / -1; }
    }
    .filesystem-strip {
      display: grid;
      grid-template-columns: minmax(110px, 1.1fr) minmax(110px, auto) minmax(150px, 2.2fr) repeat(3, minmax(84px, 1fr));
      gap: 4px var(--s-4);
      align-items: center;
      padding: 12px var(--s-3);
    }
    .filesystem-strip + .filesystem-strip { border-top: 1px solid var(--line); }
    .filesystem-strip a.name { font-weight: 600; font-size: 15px; color: var(--ink); }
    .filesystem-strip .n { display: grid; }
    .filesystem-strip .n b { font-weight: 560; }
    .filesystem-strip .n span { color: var(--ink-3); font-size: var(--small); line-height: 16px; }
    .filesystem-strip .space { display: grid; gap: 5px; }
    .filesystem-strip .space span:last-child {
      color: var(--ink-2);
      font-size: var(--small);
      line-height: 16px;
    }
    @media (max-width: 860px) {
      .filesystem-strip { grid-template-columns: minmax(0, 1fr) auto; }
      .filesystem-strip .space { grid-column: 1 / -1; }
    }
    .begin {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
      gap: var(--s-3);
    }
    .begin .card {
      padding: var(--s-4);
      display: flex;
      flex-direction: column;
      gap: var(--s-2);
      align-items: flex-start;
    }
    .begin .card b { color: var(--accent); font-size: var(--large); font-weight: 600; }
    .begin .card .button { margin-top: auto; }
    .begin .later { color: var(--ink-3); }
  `;

  constructor() {
    super();
    /** @type {import('../../charts/chart-grid.js').Charts|undefined} */
    this.charts = undefined;
    /** The filesystems of the charts, to notice that others have to be drawn. */
    this.chartKey = '';
    this.watch = new Watch(this, store.filesystem, store.host, store.target, store.alert, store.job);
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    if (!store.host.items.size) return begin();
    const filesystems = store.filesystem.list.sort((a, b) => byName(a.name, b.name));
    const key = filesystems.map((filesystem) => filesystem.id + filesystem.name).join();
    if (key !== this.chartKey || !this.charts) {
      this.chartKey = key;
      this.charts = dashboardCharts(filesystems);
    }
    return html`${health()}
      ${
        filesystems.length
          ? html`<section class="card" aria-label="Filesystems">${filesystems.map(strip)}</section>`
          : noFilesystem()
      }
      <chart-grid .charts=${this.charts}></chart-grid>`;
  }
}

function noFilesystem() {
  const servers = store.host.items.size;
  const create = html`<a class="button primary" href=${href('/filesystems/new')}>${icon('plus')}Create filesystem</a>`;
  return html`<section class="card"><div class="empty">
    <strong>No filesystem yet</strong>
    <p>${plural(servers, 'server')} ${servers === 1 ? 'is' : 'are'} managed. Choose volumes for metadata and data;
      you see what results, and the plan, before anything is formatted.</p>
    ${session.mayConfigure ? create : nothing}
  </div></section>`;
}

/** What is wrong, in a line each. */
function health() {
  const found = troubles(store.alert.list, store.filesystem.list);
  const bad = found.some((trouble) => trouble.tone === 'bad');
  return html`<section class="health" aria-label="Health">
    <h1><i class=${found.length ? (bad ? 'bad' : 'warn') : ''}></i>${verdict(found.length)}</h1>
    <p class="sum">${inventory()}</p>
    ${found.length ? troubleList(found) : nothing}
  </section>`;
}

/** @param {number} number of things that are wrong */
function verdict(number) {
  if (!number) return 'Everything is in order';
  return number === 1 ? 'One thing needs attention' : `${count(number)} things need attention`;
}

function inventory() {
  const targets = store.target.list;
  const running = targets.filter((target) => target.state === 'mounted').length;
  const share = running === targets.length ? 'all ' : `${count(running)} of `;
  const parts = [plural(store.filesystem.items.size, 'filesystem'), plural(store.host.items.size, 'server')];
  parts.push(targets.length ? `${share}${plural(targets.length, 'target')} running` : 'no targets');
  return parts.join(', ');
}

/** @param {import('./health.js').Trouble[]} found */
function troubleList(found) {
  const more = found.length - SHOWN;
  return html`<ul class="troubles">
    ${found.slice(0, SHOWN).map(
      (trouble) => html`<li class=${trouble.tone}>
        ${status(trouble.tone, trouble.text)}<small>${trouble.since ? ago(trouble.since) : nothing}</small>
        <a href=${trouble.place ?? href('/alerts')}>Look</a>
      </li>`,
    )}
    ${more > 0 ? html`<li><a href=${href('/alerts')}>and ${plural(more, 'other', 'others')}</a></li>` : nothing}
  </ul>`;
}

/** A filesystem in a line. @param {Api.Filesystem} filesystem */
function strip(filesystem) {
  const osts = store.target.some(filesystem.osts.flatMap((uri) => idOf(uri) ?? []));
  const up = osts.filter((target) => target.state === 'mounted').length;
  const clients = filesystem.client_count;
  return html`<div class="filesystem-strip">
    <a class="name clip" href=${href(`/filesystems/${filesystem.id}`)}>${filesystem.name}</a>
    <span>${stateOf('filesystem', filesystem)}</span>
    <span class="space">${meter(spaceUsed(filesystem))}<span>${sizeOf(filesystem)}</span></span>
    <span class="n"><b>${percent(filesUsed(filesystem))}</b><span>of files used</span></span>
    <span class="n"><b>${count(clients)}</b><span>${clients === 1 ? 'client' : 'clients'}</span></span>
    <span class="n"><b class=${up < osts.length ? 'warn-text' : ''}>${count(up)} / ${count(osts.length)}</b
      ><span>${osts.length === 1 ? 'OST' : 'OSTs'} running</span></span>
  </div>`;
}

/** @param {Api.Filesystem} filesystem */
function sizeOf(filesystem) {
  const { bytes_total: total, bytes_free: free } = filesystem;
  if (!total) return 'size not known yet';
  return html`${bytes(rest(total, free))} of ${bytes(total)} used, ${percent(spaceUsed(filesystem))}`;
}

/** What to do where there is nothing yet. */
function begin() {
  const add = html`<a class="button primary" href=${href('/servers/add')}>Add servers</a>`;
  return html`<section class="health">
      <h1>Welcome to Chroma</h1>
      <p class="sum">From bare servers to a mounted Lustre filesystem in three steps.</p>
    </section>
    <div class="begin">
      <div class="card"><b>1</b><h2>Add servers</h2>
        <p class="soft">Give their addresses. Chroma checks each one and says what is missing before it changes anything.</p>
        ${session.mayConfigure ? add : nothing}</div>
      <div class="card later"><b>2</b><h2>Look at their volumes</h2>
        <p>Disks that two servers share become volumes with a primary and a failover server. Chroma proposes; you may
          change it.</p></div>
      <div class="card later"><b>3</b><h2>Create a filesystem</h2>
        <p>Choose volumes for management, metadata and data, see capacity and the plan, and run it.</p></div>
    </div>`;
}
customElements.define('dashboard-page', DashboardPage);
