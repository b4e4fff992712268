import { html } from 'lit';
import { Element } from './element.js';
import { onValue } from './events.js';
import { router, Route } from '../router.js';
import { connection } from '../api/connection.js';
import { moment } from '../format/time.js';

/** @type {Record<string, [label: string, seconds: number]>} */
export const RANGES = {
  '10m': ['10 minutes', 600],
  '30m': ['30 minutes', 1800],
  '1h': ['1 hour', 3600],
  '6h': ['6 hours', 21_600],
  '1d': ['1 day', 86_400],
  '7d': ['7 days', 604_800],
  '30d': ['30 days', 2_592_000],
};
const USUAL = '30m';

/** @typedef {{from: number, to: number, live: boolean}} Range seconds since the epoch; live when it ends now */

/** The page's time range. @returns {Range} */
export function timeRange() {
  const from = Number(router.query.get('from'));
  const to = Number(router.query.get('to'));
  if (from && to > from) return { from, to, live: false };
  const seconds = (RANGES[router.query.get('range') ?? USUAL] ?? RANGES[USUAL])[1];
  const now = Math.floor(connection.now() / 1000);
  return { from: now - seconds, to: now, live: true };
}

/** What of the address the time range depends on, to notice that it changed. */
export const rangeKey = () => String(location.search.match(/(range|from|to)=[^&]*/g));

/** Chooses the time range of all charts of the page; it is kept in the address. */
class TimeRange extends Element {
  constructor() {
    super();
    this.route = new Route(this);
  }

  /** @param {string} key */
  #choose(key) {
    router.set({ range: key === USUAL ? null : key, from: null, to: null }, { replace: false });
  }

  render() {
    const range = timeRange();
    const chosen = range.live ? (router.query.get('range') ?? USUAL) : 'custom';
    return html`<label>
      <span class="unheard">Time range</span>
      <select class="input small-select" .value=${chosen} @change=${onValue((key) => this.#choose(key))}>
        ${Object.entries(RANGES).map(
          ([key, [label]]) => html`<option value=${key} ?selected=${key === chosen}>Last ${label}</option>`,
        )}
        ${range.live ? '' : this.#custom(range)}
      </select>
    </label>`;
  }

  /** @param {Range} range */
  #custom(range) {
    return html`<option value="custom" selected>${moment(range.from * 1000)} – ${moment(range.to * 1000)}</option>`;
  }
}
customElements.define('time-range', TimeRange);
