import { html, nothing } from 'lit';
import { Element, css } from '../components/element.js';
import { Route } from '../router.js';
import { problemOf } from '../api/client.js';
import { rangeKey, timeRange } from '../components/time-range.js';
import { Watch } from '../store/store.js';
import { declared } from './declared.js';
import { Fetches } from './samples.js';
import './time-chart.js';

const EVERY = 10_000;
/** Plugins come and go; so do the charts that they declare. */
const RENEWED = 60_000;

/**
 * @typedef {(metrics: import('./declared.js').Metric[]) => Chart[]} Charts makes charts of what is declared
 *
 * @typedef {object} Chart
 * @property {string} title
 * @property {import('./time-chart.js').Unit} unit
 * @property {number} [most] fixed top of the axis
 * @property {import('./samples.js').Source[]} sources
 * @property {(answers: import('./samples.js').Sample[][]) => Drawing} read
 *
 * @typedef {object} Drawing
 * @property {import('./time-chart.js').Line[]} lines
 * @property {import('./time-chart.js').Data} data
 *
 * @typedef {Drawing & {range: import('../components/time-range.js').Range, error?: Error}} Drawn
 */

/** Charts side by side over the page's time range, renewed as samples come in: one every ten seconds. */
class ChartGrid extends Element {
  static properties = { charts: { attribute: false }, drawn: { state: true } };

  static css = css`
    chart-grid { display: block; min-width: 0; container: charts / inline-size; }
    chart-grid > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s-3); }
    /* The first chart is the widest where that leaves no hole. */
    @container charts (min-width: 800px) {
      chart-grid > div { grid-template-columns: 1fr 1fr; }
      chart-grid > .odd > :first-child { grid-column: span 2; }
    }
    @container charts (min-width: 1240px) {
      chart-grid > div { grid-template-columns: 1fr 1fr 1fr; }
      chart-grid > .three > :first-child { grid-column: auto; }
    }
    chart-grid .card > header { min-height: 40px; }
    chart-grid .card > .body { padding-top: 4px; padding-bottom: 8px; }
  `;

  constructor() {
    super();
    /** @type {Charts} */
    this.charts = () => [];
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    this.route = new Route(this);
    this.watch = new Watch(this, declared);
    this.timer = 0;
    this.renewal = 0;
    /** What is shown, to notice that something else is wanted. */
    this.loaded = '';
    this.turn = 0;
    this.shown = () => !document.hidden && this.#load();
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      if (!document.hidden && timeRange().live) this.#load();
    }, EVERY);
    this.renewal = window.setInterval(() => !document.hidden && declared.load(), RENEWED);
    document.addEventListener('visibilitychange', this.shown);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearInterval(this.renewal);
    document.removeEventListener('visibilitychange', this.shown);
  }

  /** @returns {Chart[]} */
  get #charts() {
    return this.charts(declared.list);
  }

  updated() {
    const wanted = JSON.stringify([this.#charts.map((chart) => chart.sources), rangeKey()]);
    if (wanted !== this.loaded) {
      this.loaded = wanted;
      this.#load();
    }
  }

  async #load() {
    const range = timeRange();
    const fetches = new Fetches();
    const turn = ++this.turn;
    await Promise.all(
      this.#charts.map(async (chart) => {
        const drawing = await this.#draw(chart, fetches, range);
        if (turn === this.turn) this.drawn = new Map(this.drawn).set(chart.title, drawing);
      }),
    );
  }

  /** @param {Chart} chart @param {Fetches} fetches @param {import('../components/time-range.js').Range} range @returns {Promise<Drawn>} */
  async #draw(chart, fetches, range) {
    try {
      const answers = await Promise.all(chart.sources.map((source) => fetches.fetch(source, range)));
      return { ...chart.read(answers), range };
    } catch (thrown) {
      const before = this.drawn.get(chart.title) ?? { lines: [], data: [[]] };
      return { ...before, range, error: problemOf(thrown) };
    }
  }

  render() {
    const charts = this.#charts;
    const number = charts.length;
    return html`<div class="${number % 2 ? 'odd' : ''} ${number === 3 ? 'three' : ''}">${charts.map((chart) =>
      this.#chart(chart, this.drawn.get(chart.title)),
    )}</div>`;
  }

  /** @param {Chart} chart @param {Drawn|undefined} drawing */
  #chart(chart, drawing) {
    const error = drawing?.error;
    return html`<section class="card">
      <header>
        <h2>${chart.title}</h2>
        ${error ? html`<span class="small warn-text" title=${error.message}>not up to date</span>` : nothing}
      </header>
      <div class="body"><time-chart .lines=${drawing?.lines ?? []} .data=${drawing?.data ?? [[]]}
        .range=${drawing?.range ?? timeRange()} unit=${chart.unit} .most=${chart.most ?? NaN}></time-chart></div>
    </section>`;
  }
}
customElements.define('chart-grid', ChartGrid);
