import { html, nothing } from 'lit';
import { Element, css } from '../components/element.js';
import { segments } from '../components/pieces.js';
import { get, problemOf } from '../api/client.js';
import { Route, router } from '../router.js';
import { rangeKey, timeRange } from '../components/time-range.js';
import { bandwidth, byName, percent, plural } from '../format/units.js';
import { millis, moment } from '../format/time.js';
import { color } from './colors.js';

const COLUMNS = 72;
const EVERY = 60_000;

/**
 * @typedef {import('./samples.js').Sample} Sample
 * @typedef {import('../components/time-range.js').Range} Range
 *
 * @typedef {object} Shown
 * @property {string} label
 * @property {string} metrics
 * @property {(data: import('./samples.js').Readings) => number|null} value
 * @property {(value: number|null) => string} text
 * @property {number} [most]
 *
 * @typedef {{id: string, name: string, cells: Array<number|null>}} Row
 */

/** @type {Record<string, Shown>} */
const SHOWN = {
  write: {
    label: 'Writing',
    metrics: 'stats_write_bytes',
    value: (data) => data.stats_write_bytes ?? null,
    text: bandwidth,
  },
  read: {
    label: 'Reading',
    metrics: 'stats_read_bytes',
    value: (data) => data.stats_read_bytes ?? null,
    text: bandwidth,
  },
  full: {
    label: 'Fullness',
    metrics: 'kbytestotal,kbytesfree',
    value: (data) => (data.kbytestotal ? 1 - (data.kbytesfree ?? 0) / data.kbytestotal : null),
    text: percent,
    most: 1,
  },
};

/**
 * The mean of each column of the time range; null where nothing is known.
 *
 * @param {Sample[]} samples
 * @param {Range} range
 * @param {Shown['value']} valueOf
 */
function cellsOf(samples, range, valueOf) {
  const width = (range.to - range.from) / COLUMNS;
  const sums = new Array(COLUMNS).fill(0);
  const counts = new Array(COLUMNS).fill(0);
  for (const sample of samples) {
    const at = Math.floor(((millis(sample.ts) ?? 0) / 1000 - range.from) / width);
    const value = valueOf(sample.data);
    if (at < 0 || at >= COLUMNS || value === null) continue;
    sums[at] += value;
    counts[at]++;
  }
  /** @type {Array<number|null>} */
  const cells = sums.map((sum, index) => (counts[index] ? sum / counts[index] : null));
  // Where samples are further apart than columns, a reading holds until the next one.
  for (let index = 1; index < COLUMNS; index++)
    if (cells[index] === null && samples.length < COLUMNS * 0.8) cells[index] = cells[index - 1];
  return cells;
}

/** One line of colour per OST over time: the one slow OST among a thousand stands out. */
class HeatMap extends Element {
  static properties = {
    filesystem: {},
    targets: { attribute: false },
    what: { state: true },
    rows: { state: true },
    at: { state: true },
    error: { state: true },
  };

  static css = css`
    heat-map { display: block; }
    heat-map canvas {
      width: 100%;
      display: block;
      border-radius: var(--radius-small);
      background: var(--sunken);
      cursor: crosshair;
    }
    heat-map .says { min-height: 20px; color: var(--ink-2); font-size: var(--small); }
    heat-map .top { margin-bottom: 8px; }
    heat-map .scale {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      color: var(--ink-3);
      font-size: var(--small);
    }
    heat-map .scale i {
      width: 96px;
      height: 8px;
      border-radius: 4px;
      background: linear-gradient(90deg, var(--sunken), var(--chart-1));
      box-shadow: inset 0 0 0 1px var(--line);
    }
  `;

  constructor() {
    super();
    this.filesystem = '';
    /** @type {Api.Target[]} */
    this.targets = [];
    this.what = 'write';
    /** @type {Row[]|null} */
    this.rows = null;
    /** What the pointer is at: a row, and a column of it. @type {{row: Row, at: number}|null} */
    this.at = null;
    /** @type {Error|null} */
    this.error = null;
    /** What is shown, to notice that something else is wanted. */
    this.loaded = '';
    this.timer = 0;
    /** The time range of the rows. @type {Range|null} */
    this.range = null;
    /** What the strongest colour stands for. */
    this.most = 1;
    this.route = new Route(this);
    this.redraw = () => this.#draw();
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = window.setInterval(() => !document.hidden && timeRange().live && this.#load(), EVERY);
    window.addEventListener('theme', this.redraw);
    window.addEventListener('resize', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    window.removeEventListener('theme', this.redraw);
    window.removeEventListener('resize', this.redraw);
  }

  updated() {
    const wanted = this.filesystem + this.what + rangeKey();
    if (wanted !== this.loaded) {
      this.loaded = wanted;
      this.#load();
    }
    this.#draw();
  }

  async #load() {
    const range = timeRange();
    const shown = SHOWN[this.what];
    try {
      /** @type {Record<string, Sample[]>} */
      const answer = await get('target/metric/', {
        kind: 'OST',
        filesystem_id: this.filesystem,
        metrics: shown.metrics,
        begin: new Date(range.from * 1000).toISOString(),
        end: new Date(range.to * 1000).toISOString(),
        max_points: COLUMNS,
      });
      const names = new Map(this.targets.map((target) => [target.id, target.label]));
      const rows = Object.entries(answer)
        .map(([id, samples]) => ({
          id,
          name: names.get(id) ?? id,
          cells: cellsOf(samples, range, shown.value),
        }))
        .sort((a, b) => byName(a.name, b.name));
      this.range = range;
      this.rows = rows;
      this.most = shown.most ?? rows.flatMap((row) => row.cells).reduce(higher, 1);
      this.error = null;
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  get #height() {
    const number = this.rows?.length ?? 0;
    return Math.max(24, number <= 40 ? number * 12 : number <= 200 ? number * 5 : number * 2);
  }

  #draw() {
    const canvas = this.querySelector('canvas');
    if (!canvas || !this.rows) return;
    const scale = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = this.#height;
    canvas.style.height = `${height}px`;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(scale, scale);
    const line = height / Math.max(1, this.rows.length);
    const column = width / COLUMNS;
    context.fillStyle = color('--chart-1');
    this.rows.forEach((row, y) =>
      row.cells.forEach((value, x) => {
        if (value === null) return;
        context.globalAlpha = 0.06 + 0.94 * Math.min(1, value / this.most);
        context.fillRect(x * column, y * line, Math.ceil(column), line > 4 ? line - 1 : line);
      }),
    );
  }

  /** @param {MouseEvent} event */
  #point(event) {
    if (!this.rows) return;
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const row = this.rows[Math.floor(((event.clientY - box.top) / box.height) * this.rows.length)];
    const at = Math.floor(((event.clientX - box.left) / box.width) * COLUMNS);
    this.at = row ? { row, at } : null;
  }

  #open() {
    if (this.at) router.go(`/targets/${this.at.row.id}`);
  }

  render() {
    const shown = SHOWN[this.what];
    const number = this.rows?.length ?? 0;
    const choices = Object.entries(SHOWN).map(
      ([key, { label }]) => /** @type {[string, string]} */ ([key, label]),
    );
    return html`<div class="spread top">
        ${segments(choices, this.what, (key) => (this.what = key))}
        <span class="scale">${shown.text(0)}<i></i>${number ? shown.text(this.most) : nothing}</span>
      </div>
      <canvas role="img" aria-label="${shown.label} of ${plural(number, 'OST')} over time"
        @mousemove=${this.#point} @mouseleave=${() => (this.at = null)} @click=${() => this.#open()}></canvas>
      <div class="says">${this.#says(shown)}</div>`;
  }

  /** What the pointer is at. @param {Shown} shown */
  #says(shown) {
    if (this.error) return html`<span class="warn-text">${this.error.message}</span>`;
    if (this.at && this.range) {
      const { row, at } = this.at;
      const { from, to } = this.range;
      const time = (from + ((at + 0.5) / COLUMNS) * (to - from)) * 1000;
      return html`<b>${row.name}</b> ${moment(time)}: ${shown.text(row.cells[at] ?? null)}`;
    }
    if (this.rows && !this.rows.length) return 'Nothing was measured in this period.';
    return 'Point at a line to see which OST it is; click to open it.';
  }
}

/** @param {number} high @param {number|null} value */
const higher = (high, value) => Math.max(high, value ?? 0);
customElements.define('heat-map', HeatMap);
