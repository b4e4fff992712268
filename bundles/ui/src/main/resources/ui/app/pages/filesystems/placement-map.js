import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from '../../components/element.js';
import { idOf } from '../../api/client.js';
import { store } from '../../store/store.js';
import { href } from '../../router.js';
import { byName } from '../../format/units.js';
import { holders, isSilent, status, tone, word } from '../../components/states.js';
import { byIndex } from '../targets/target-order.js';
import { silentFor } from '../servers/server-facts.js';

/** More targets than this are drawn without their names. */
const CROWD = 150;

/** Servers side by side with their failover partners; in each, the targets that run there now. A thousand fit on a screen. */
class PlacementMap extends Element {
  static properties = { targets: { attribute: false }, hosts: { attribute: false } };

  static css = css`
    .pairs { display: flex; flex-wrap: wrap; gap: 12px; }
    .pair {
      display: flex;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--sunken);
      padding: 4px;
      gap: 4px;
    }
    .place {
      min-width: 132px;
      max-width: 260px;
      background: var(--surface);
      border-radius: var(--radius-small);
      padding: 6px 8px 8px;
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    .place.gone { background: var(--bad-soft); }
    .place > a { color: var(--ink-2); font-size: var(--small); line-height: 16px; }
    .place .cells { display: flex; flex-wrap: wrap; gap: 3px; min-height: 20px; }
    .cell {
      min-width: 20px;
      height: 20px;
      padding: 0 4px;
      border-radius: 3px;
      background: var(--good-soft);
      color: var(--good);
      font-size: 11px;
      line-height: 20px;
      text-align: center;
    }
    .cell:hover { text-decoration: none; outline: 2px solid var(--accent); }
    .cell.warn { background: var(--warn-soft); color: var(--warn); }
    .cell.bad { background: var(--bad-soft); color: var(--bad); }
    .cell.calm { background: var(--sunken); color: var(--ink-3); }
    .cell.away { box-shadow: inset 0 0 0 2px var(--warn-dot); }
    .cell.busy-cell {
      background: repeating-linear-gradient(135deg, var(--accent-soft) 0 4px, var(--surface) 4px 8px);
      color: var(--accent-strong);
    }
    .cell.wide { padding: 0 6px; font-weight: 560; }
    .dense .pair { padding: 3px; gap: 3px; }
    .dense .place { min-width: 92px; max-width: 132px; padding: 3px 6px 5px; gap: 3px; }
    .dense .place > a { font-size: 11px; }
    .dense .cells { gap: 2px; min-height: 10px; }
    .dense .cell {
      min-width: 10px;
      width: 10px;
      height: 10px;
      padding: 0;
      color: transparent;
      border-radius: 2px;
      background: var(--good-dot);
      opacity: 0.55;
      font-size: 0;
    }
    .dense .cell.warn { background: var(--warn-dot); opacity: 1; }
    .dense .cell.bad { background: var(--bad-dot); opacity: 1; }
    .dense .cell.away { opacity: 1; box-shadow: 0 0 0 2px var(--warn-dot); }
    .dense .cell.wide {
      width: auto;
      height: 14px;
      padding: 0 4px;
      font-size: 10px;
      line-height: 14px;
      color: var(--surface);
      opacity: 0.9;
    }
    .dense .cell.busy-cell { background: var(--accent); opacity: 1; }
    .dense .place.off .cells::after { content: none; }
    .place.off .cells::after { content: "nothing runs here"; color: var(--ink-3); font-size: 11px; }
    .map-key {
      display: flex;
      gap: var(--s-3);
      flex-wrap: wrap;
      margin-top: 12px;
      color: var(--ink-3);
      font-size: var(--small);
    }
    .map-key span { display: inline-flex; align-items: center; gap: 6px; }
    .map-key .cell { min-width: 12px; width: 12px; height: 12px; padding: 0; }
  `;

  constructor() {
    super();
    /** @type {Api.Target[]} */
    this.targets = [];
    this.hosts = store.host;
  }

  /** @param {string} id of a server */
  #name(id) {
    return this.hosts.get(id)?.label ?? `server ${id}`;
  }

  render() {
    const pairs = pairsOf(this.targets).sort((a, b) =>
      byName(this.#name(a.servers[0]), this.#name(b.servers[0])),
    );
    const dense = this.targets.length > CROWD;
    return html`<div class="pairs ${dense ? 'dense' : ''}">${repeat(
      pairs,
      (pair) => pair.servers.join('+'),
      (pair) => html`<div class="pair">${pair.servers.map((id) => this.#place(id, pair.targets))}</div>`,
    )}</div>
      ${key(this.targets.some(isAway))}`;
  }

  /** A server, with those of some targets that run there. @param {string} id @param {Api.Target[]} targets */
  #place(id, targets) {
    const host = this.hosts.get(id);
    const here = targets
      .filter((target) => idOf(target.active_host ?? target.primary_server) === id)
      .sort(byIndex);
    const lost = isSilent(id);
    const gone = lost || (host && silentFor(host) > 0);
    const title = lost ? 'No contact' : gone ? 'No reports' : nothing;
    return html`<div class="place ${gone ? 'gone' : ''} ${here.length ? '' : 'off'}">
      <a class="clip" href=${href(`/servers/${id}`)} title=${title}
        >${lost ? status('bad', this.#name(id)) : this.#name(id)}</a>
      <div class="cells">${here.map(cell)}</div>
    </div>`;
  }
}

/** Whether a target runs on a server other than its primary. @param {Api.Target} target */
const isAway = (target) => target.active_host !== null && target.active_host !== target.primary_server;

/** What the signs mean. @param {boolean} away whether something runs elsewhere */
function key(away) {
  return html`<div class="map-key">
    <span><i class="cell"></i>running</span>
    ${away ? html`<span><i class="cell away"></i>runs on its failover server</span>` : nothing}
    <span><i class="cell warn"></i>not running, shown at its primary</span>
    <span><i class="cell busy-cell"></i>a job is changing it</span>
  </div>`;
}

/** @param {Api.Target} target */
function cell(target) {
  const away = isAway(target);
  const jobs = holders('target', target.id).filter((holder) => holder.write);
  const what = jobs.length ? jobs[0].job.description : word(target.state);
  const where = away ? `, on its failover server (primary is ${target.primary_server_name})` : '';
  const title = `${target.label}: ${what}${where}`;
  const how = jobs.length ? 'busy-cell' : tone('target', target.state);
  const classes = ['cell', how, away && 'away', target.kind !== 'OST' && 'wide'].filter(Boolean).join(' ');
  return html`<a class=${classes} href=${href(`/targets/${target.id}`)} title=${title} aria-label=${title}
    >${shortName(target)}</a>`;
}

/** The index in base 16, as in the target's name; with the kind where it is not an OST. @param {Api.Target} target */
function shortName({ kind, label }) {
  if (kind === 'MGT') return 'MGT';
  const index = /([0-9a-f]{4})$/i.exec(label)?.[1].replace(/^0{1,3}/, '');
  return kind === 'OST' ? (index ?? '·') : `MDT${index ?? ''}`;
}

/** @typedef {{servers: string[], targets: Api.Target[]}} Pair servers that can run the same targets */

/**
 * Targets by the servers that can run them; those of one server alone stand in the pair that it belongs to.
 *
 * @param {Api.Target[]} targets
 */
function pairsOf(targets) {
  /** @type {Map<string, Pair>} */
  const pairs = new Map();
  for (const target of targets) {
    const servers = [target.primary_server, ...target.failover_servers]
      .flatMap((uri) => idOf(uri) ?? [])
      .sort((a, b) => Number(a) - Number(b));
    const pair = pairs.get(servers.join('+')) ?? { servers, targets: [] };
    pair.targets.push(target);
    pairs.set(servers.join('+'), pair);
  }
  const big = [...pairs.values()].filter((pair) => pair.servers.length > 1);
  const rest = [];
  for (const pair of [...pairs.values()].filter((candidate) => candidate.servers.length < 2)) {
    const home = big.find((other) => pair.servers.every((id) => other.servers.includes(id)));
    if (home) home.targets.push(...pair.targets);
    else rest.push(pair);
  }
  return [...big, ...rest];
}
customElements.define('placement-map', PlacementMap);
