import { html, nothing } from 'lit';
import uPlot from 'uplot';
import { Element, css } from '../components/element.js';
import { bandwidth, bytes, count, percent, rate } from '../format/units.js';
import { router } from '../router.js';
import { color, faint } from './colors.js';
import { latest, lone } from './samples.js';

const FORMATS = {
  bandwidth: (/** @type {number} */ value) => bandwidth(Math.abs(value)),
  bytes,
  rate: (/** @type {number} */ value) => rate(Math.abs(value)),
  count,
  percent,
};
const BINARY = Array.from({ length: 60 }, (_, power) => 2 ** power);
const HEIGHT = 168;

/**
 * @typedef {keyof typeof FORMATS} Unit
 * @typedef {[times: number[], ...Array<Array<number|null>>]} Data seconds, and for each line its values then
 *
 * @typedef {object} Line
 * @property {string} label
 * @property {string} color token
 * @property {boolean} [fill]
 */

/** One chart: the page's time range, a cursor that all charts share, a legend that tells values and toggles. */
export class TimeChart extends Element {
  static properties = {
    lines: { attribute: false },
    data: { attribute: false },
    range: { attribute: false },
    unit: {},
    most: { type: Number },
    at: { state: true },
    hiddenLines: { state: true },
  };

  static css = css`
    time-chart { display: block; min-width: 0; position: relative; }
    time-chart .plot { height: 168px; margin: 4px -8px 0; overflow: hidden; }
    time-chart .u-select { background: color-mix(in srgb, var(--accent) 18%, transparent); }
    time-chart .u-cursor-x, time-chart .u-cursor-y { border-color: var(--ink-3); }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: 2px var(--s-3);
      font-size: var(--small);
      line-height: 18px;
      min-height: 18px;
    }
    .legend button {
      border: 0;
      padding: 0;
      background: none;
      cursor: pointer;
      display: inline-flex;
      align-items: center;
      gap: 6px;
      color: var(--ink-2);
    }
    .legend button[aria-pressed="false"] { opacity: 0.45; text-decoration: line-through; }
    .legend i { width: 10px; height: 3px; border-radius: 2px; background: currentColor; flex: none; }
    .legend b { font-weight: 560; color: var(--ink); min-width: 4ch; text-align: left; }
    .legend .key-1 i { color: var(--chart-1); }
    .legend .key-2 i { color: var(--chart-2); }
    .legend .key-3 i { color: var(--chart-3); }
    .legend .key-4 i { color: var(--chart-4); }
    .legend .key-5 i { color: var(--chart-5); }
    .legend .key-6 i { color: var(--chart-6); }
    time-chart .none {
      position: absolute;
      inset: 40px 0 0;
      display: grid;
      place-items: center;
      color: var(--ink-3);
      pointer-events: none;
    }
  `;

  constructor() {
    super();
    /** @type {Line[]} */
    this.lines = [];
    /** @type {Data} */
    this.data = [[]];
    this.range = { from: 0, to: 1 };
    /** @type {Unit} */
    this.unit = 'count';
    this.most = NaN;
    /** @type {number|null} */
    this.at = null;
    /** @type {Set<string>} */
    this.hiddenLines = new Set();
    /** @type {uPlot|null} */
    this.plot = null;
    /** What is drawn, to notice that it has to be drawn from the start. */
    this.shape = '';
    this.recolor = () => this.#rebuild();
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.sizes = new ResizeObserver((entries) => {
      const width = Math.floor(entries[0].contentRect.width);
      if (this.plot && width && width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
    });
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('theme', this.recolor);
    this.scheme.addEventListener('change', this.recolor);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('theme', this.recolor);
    this.scheme.removeEventListener('change', this.recolor);
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  /** @param {import('lit').PropertyValues<this>} changed */
  updated(changed) {
    const shape = this.lines.map((line) => line.label + line.color).join('|') + this.unit;
    if (!this.plot || shape !== this.shape) {
      this.shape = shape;
      this.#rebuild();
    } else if (changed.has('data') || changed.has('range')) this.plot.setData(this.data);
    if (changed.has('hiddenLines'))
      this.lines.forEach((line, index) =>
        this.plot?.setSeries(index + 1, { show: !this.hiddenLines.has(line.label) }),
      );
  }

  #rebuild() {
    const box = /** @type {HTMLElement|null} */ (this.querySelector('.plot'));
    if (!box) return;
    this.plot?.destroy();
    const text = FORMATS[this.unit];
    const axis = {
      stroke: color('--ink-3'),
      font: '11px system-ui, sans-serif',
      grid: { stroke: color('--chart-grid'), width: 1 },
      ticks: { show: false },
    };
    this.plot = new uPlot(
      {
        width: box.clientWidth || 320,
        height: HEIGHT,
        padding: [8, 20, 0, 0],
        legend: { show: false },
        cursor: {
          sync: { key: 'chroma', setSeries: false },
          y: false,
          points: { size: 6 },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          bind: {
            dblclick: () => () => {
              router.set({ from: null, to: null }, { replace: false });
              return null;
            },
          },
        },
        scales: {
          x: { time: true, range: () => [this.range.from, this.range.to] },
          y: { range: (_, low, high) => this.#scale(low, high) },
        },
        axes: [
          {
            ...axis,
            size: 24,
            space: 64,
            values: [
              [86_400, '{D} {MMM}', null, null, null, null, null, null, 1],
              [3600, '{HH}:{mm}', '\n{D} {MMM}', null, null, null, null, null, 1],
              [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
              [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
            ],
          },
          {
            ...axis,
            size: 68,
            space: 36,
            gap: 6,
            values: (_, splits) => splits.map((value) => text(value)),
            ...(this.unit === 'bandwidth' || this.unit === 'bytes' ? { incrs: BINARY } : {}),
          },
        ],
        series: [
          {},
          ...this.lines.map((line) => ({
            label: line.label,
            stroke: color(line.color),
            width: 1.5,
            fill: line.fill === false ? undefined : faint(line.color, 0.13),
            spanGaps: false,
            points: {
              show: false,
              size: 4,
              filter: (/** @type {uPlot} */ plot, /** @type {number} */ index) => lone(columnOf(plot, index)),
            },
            show: !this.hiddenLines.has(line.label),
          })),
        ],
        hooks: {
          setCursor: [(plot) => (this.at = plot.cursor.idx ?? null)],
          setSelect: [(plot) => this.#zoom(plot)],
        },
      },
      this.data,
      box,
    );
    this.sizes.disconnect();
    this.sizes.observe(box);
  }

  /** @param {number|null} low @param {number|null} high @returns {[number, number]} */
  #scale(low, high) {
    if (low === null || high === null) return [0, Number.isNaN(this.most) ? 1 : this.most];
    if (!Number.isNaN(this.most)) return [0, this.most];
    const down = Math.min(0, low);
    const up = Math.max(0, high);
    const room = (up - down || 1) * 0.08;
    return [down < 0 ? down - room : 0, up + room];
  }

  /** @param {uPlot} plot */
  #zoom(plot) {
    if (plot.select.width < 6) return;
    const from = Math.floor(plot.posToVal(plot.select.left, 'x'));
    const to = Math.ceil(plot.posToVal(plot.select.left + plot.select.width, 'x'));
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (to - from >= 30) router.set({ from, to }, { replace: false });
  }

  /** @param {string} label */
  #toggle(label) {
    const hidden = new Set(this.hiddenLines);
    if (!hidden.delete(label)) hidden.add(label);
    this.hiddenLines = hidden;
  }

  render() {
    return html`<div class="legend">${this.lines.map((line, index) => this.#key(line, this.data[index + 1] ?? []))}</div>
      <div class="plot" role="img" aria-label=${this.lines.map((line) => line.label).join(', ')}></div>
      ${this.data[0].length ? nothing : html`<div class="none small">Nothing was measured in this period.</div>`}`;
  }

  /** A line's place in the legend, with its value at the cursor or its newest one. @param {Line} line @param {Array<number|null>} column */
  #key(line, column) {
    const value = this.at === null ? latest(column) : (column[this.at] ?? null);
    return html`<button type="button" class="key-${line.color.slice(-1)}"
      aria-pressed=${!this.hiddenLines.has(line.label)} @click=${() => this.#toggle(line.label)}
      ><i></i>${line.label}<b>${value === null ? '–' : FORMATS[this.unit](value)}</b></button>`;
  }
}

/** The values of a line. @param {uPlot} plot @param {number} index @returns {Array<number|null>} */
const columnOf = (plot, index) => Array.from(plot.data[index], (value) => value ?? null);

customElements.define('time-chart', TimeChart);
