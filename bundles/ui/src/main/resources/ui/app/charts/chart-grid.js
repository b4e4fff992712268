import { html, nothing } from 'lit';
import { Element, css } from '../components/element.js';
import { Route } from '../router.js';
import { timeRange } from '../components/time-range.js';
import { Fetches } from './samples.js';
import './time-chart.js';

const EVERY = 10_000;

/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {'bandwidth'|'bytes'|'rate'|'count'|'percent'} unit
 * @property {number} [most] fixed top of the axis
 * @property {{path: string, query: object}[]} sources
 * @property {(answers: any[]) => {lines: import('./time-chart.js').Line[], data: any}} read
 */

/** Charts side by side over the page's time range, renewed as samples come in: one every ten seconds. */
class ChartGrid extends Element {
  static properties = { charts: { attribute: false }, columns: { type: Number }, drawn: { state: true } };

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
    /** @type {Chart[]} */
    this.charts = [];
    this.drawn = new Map();
    this.route = new Route(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      if (!document.hidden && timeRange().live) this.#load();
    }, EVERY);
    this.shown = () => !document.hidden && this.#load();
    document.addEventListener('visibilitychange', this.shown);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.shown);
  }

  updated() {
    const wanted = JSON.stringify([
      this.charts.map((chart) => chart.sources),
      location.search.match(/(range|from|to)=[^&]*/g),
    ]);
    if (wanted !== this.loaded) {
      this.loaded = wanted;
      this.#load();
    }
  }

  async #load() {
    const range = timeRange();
    const fetches = new Fetches();
    const turn = (this.turn = (this.turn ?? 0) + 1);
    await Promise.all(
      this.charts.map(async (chart) => {
        let drawing;
        try {
          const answers = await Promise.all(chart.sources.map((source) => fetches.fetch(source, range)));
          drawing = { ...chart.read(answers), range };
        } catch (error) {
          const before = this.drawn.get(chart.title);
          drawing = before ? { ...before, range, error } : { error, lines: [], data: [[]], range };
        }
        if (turn === this.turn) this.drawn = new Map(this.drawn).set(chart.title, drawing);
      }),
    );
  }

  render() {
    const number = this.charts.length;
    return html`<div class="${number % 2 ? 'odd' : ''} ${number === 3 ? 'three' : ''}">${this.charts.map(
      (chart) => {
        const drawing = this.drawn.get(chart.title);
        return html`<section class="card"><header><h2>${chart.title}</h2>${drawing?.error ? html`<span class="small warn-text" title=${drawing.error.message}>not up to date</span>` : nothing}</header>
        <div class="body"><time-chart .lines=${drawing?.lines ?? []} .data=${drawing?.data ?? [[]]} .range=${drawing?.range ?? timeRange()} unit=${chart.unit} .most=${chart.most ?? NaN}></time-chart></div></section>`;
      },
    )}</div>`;
  }
}
customElements.define('chart-grid', ChartGrid);
