import { html, nothing } from 'lit';
import { Element, css } from '../components/element.js';
import { get } from '../api/client.js';
import { Route, router } from '../router.js';
import { timeRange } from '../components/time-range.js';
import { bandwidth, byName, percent, plural } from '../format/units.js';
import { millis, moment } from '../format/time.js';
import { color } from './colors.js';

const COLUMNS = 72;
const EVERY = 60_000;

const SHOWN = {
  write: {
    label: 'Writing',
    metrics: 'stats_write_bytes',
    value: (data) => data.stats_write_bytes,
    text: bandwidth,
  },
  read: {
    label: 'Reading',
    metrics: 'stats_read_bytes',
    value: (data) => data.stats_read_bytes,
    text: bandwidth,
  },
  full: {
    label: 'Fullness',
    metrics: 'kbytestotal,kbytesfree',
    value: (data) => (data.kbytestotal ? 1 - data.kbytesfree / data.kbytestotal : null),
    text: percent,
    most: 1,
  },
};

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
    this.targets = [];
    this.what = 'write';
    this.rows = null;
    this.at = null;
    this.error = null;
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
    const wanted = this.filesystem + this.what + location.search.match(/(range|from|to)=[^&]*/g);
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
      const answer = await get('target/metric/', {
        kind: 'OST',
        filesystem_id: this.filesystem,
        metrics: shown.metrics,
        begin: new Date(range.from * 1000).toISOString(),
        end: new Date(range.to * 1000).toISOString(),
        max_points: COLUMNS,
      });
      const width = (range.to - range.from) / COLUMNS;
      const rows = Object.entries(answer ?? {}).map(([id, samples]) => {
        const sums = new Array(COLUMNS).fill(0);
        const counts = new Array(COLUMNS).fill(0);
        for (const sample of samples) {
          const at = Math.floor((millis(sample.ts) / 1000 - range.from) / width);
          const value = shown.value(sample.data ?? {});
          if (at < 0 || at >= COLUMNS || value === null || value === undefined) continue;
          sums[at] += value;
          counts[at]++;
        }
        // Where samples are further apart than columns, a reading holds until the next one.
        const cells = sums.map((sum, index) => (counts[index] ? sum / counts[index] : null));
        for (let index = 1; index < COLUMNS; index++)
          if (cells[index] === null && samples.length < COLUMNS * 0.8) cells[index] = cells[index - 1];
        return { id, cells };
      });
      this.range = range;
      const names = new Map(this.targets.map((target) => [String(target.id), target.label ?? target.name]));
      this.rows = rows
        .map((row) => ({ ...row, name: names.get(row.id) ?? row.id }))
        .sort((a, b) => byName(a.name, b.name));
      this.most =
        shown.most ??
        this.rows.reduce(
          (most, row) => row.cells.reduce((high, value) => Math.max(high, value ?? 0), most),
          1,
        );
      this.error = null;
    } catch (error) {
      this.error = error;
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

  #point(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const row = this.rows[Math.floor(((event.clientY - box.top) / box.height) * this.rows.length)];
    const at = Math.floor(((event.clientX - box.left) / box.width) * COLUMNS);
    this.at = row ? { row, at } : null;
  }

  #open() {
    if (this.at) router.go(`/targets/${this.at.row.id}`);
  }

  render() {
    const shown = SHOWN[this.what];
    const time =
      this.at && this.range
        ? (this.range.from + ((this.at.at + 0.5) / COLUMNS) * (this.range.to - this.range.from)) * 1000
        : null;
    return html`<div class="spread top"><span class="segments">${Object.entries(SHOWN).map(([key, entry]) => html`<button aria-pressed=${key === this.what} @click=${() => (this.what = key)}>${entry.label}</button>`)}</span>
        <span class="scale">${shown.text(0)}<i></i>${this.rows?.length ? shown.text(this.most ?? shown.most ?? 0) : nothing}</span></div>
      <canvas role="img" aria-label="${shown.label} of ${plural(this.rows?.length ?? 0, 'OST')} over time" @mousemove=${(event) => this.rows && this.#point(event)} @mouseleave=${() => (this.at = null)} @click=${() => this.#open()}></canvas>
      <div class="says">${this.error ? html`<span class="warn-text">${this.error.message}</span>` : this.at ? html`<b>${this.at.row.name}</b> ${moment(time)}: ${shown.text(this.at.row.cells[this.at.at])}` : this.rows && !this.rows.length ? 'Nothing was measured in this time.' : 'Point at a line to see which OST it is; click to open it.'}</div>`;
  }
}
customElements.define('heat-map', HeatMap);
