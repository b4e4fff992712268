import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element, css } from './element.js';
import { onTick, onValue } from './events.js';
import { icon } from './icons.js';
import { byName, count } from '../format/units.js';
import { router, Route } from '../router.js';

/**
 * A column of a table of objects of one kind.
 *
 * @template R
 * @typedef {object} ColumnOf
 * @property {string} key
 * @property {string} label
 * @property {(row: R) => unknown} [value] what is sorted and filtered by; the field that `key` names where there is none
 * @property {(row: R) => unknown} [cell] what is drawn; the value where there is none
 * @property {boolean} [number] right-aligned
 * @property {1|2|3|4} [rank] 1 is always there, 4 on wide screens alone
 * @property {boolean} [off] hidden until chosen
 * @property {boolean} [fixed] cannot be sorted
 * @property {boolean} [wide] takes the room that is left
 */

/**
 * A row, of whatever kind: only its columns look into it.
 *
 * @typedef {{id: string, label?: string, name?: string|null}} Row
 * @typedef {ColumnOf<any>} Column
 */

const WINDOW = 120;
const MARGIN = 12;

/**
 * A table that sorts, filters, selects and lets columns be chosen. With many rows only those in sight are in the page, so
 * ten thousand scroll as well as ten.
 */
export class DataTable extends Element {
  static properties = {
    columns: { attribute: false },
    rows: { attribute: false },
    name: {},
    sort: {},
    selectable: { type: Boolean },
    selection: { attribute: false },
    bulk: { attribute: false },
    filters: { attribute: false },
    empty: { attribute: false },
    noun: {},
    plain: { type: Boolean },
    first: { state: true },
    choosing: { state: true },
    hiddenColumns: { state: true },
  };

  static css = css`
    data-table { display: block; min-width: 0; container: table / inline-size; }
    .table-tools {
      display: flex;
      gap: var(--s-2);
      align-items: center;
      flex-wrap: wrap;
      padding-bottom: 12px;
      min-height: 44px;
    }
    .table-tools .find { position: relative; flex: 0 1 260px; min-width: 140px; }
    .table-tools .find svg {
      position: absolute;
      left: 9px;
      top: 8px;
      color: var(--ink-3);
      pointer-events: none;
    }
    .table-tools .find input { padding-left: 31px; }
    .table-tools .tally { margin-left: auto; color: var(--ink-3); white-space: nowrap; }
    .table-tools .chosen {
      display: flex;
      gap: var(--s-2);
      align-items: center;
      flex-wrap: wrap;
      padding-left: 4px;
    }
    .choose { position: relative; }
    .choose > div {
      position: absolute;
      right: 0;
      top: 100%;
      margin-top: 4px;
      z-index: 20;
      background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: var(--radius);
      box-shadow: var(--shadow);
      padding: var(--s-2);
      display: grid;
      gap: 2px;
      min-width: 180px;
    }
    .choose label {
      display: flex;
      gap: var(--s-2);
      align-items: center;
      padding: 4px;
      border-radius: var(--radius-small);
    }
    .choose label:hover { background: var(--hover); }

    .table { width: 100%; border-collapse: separate; border-spacing: 0; }
    .table-frame {
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--radius);
      overflow-x: clip;
      overflow-clip-margin: 8px;
    }
    .table .pick input { display: block; }
    data-table[plain] .table-frame { border: 0; background: none; }
    .table th {
      text-align: left;
      font-size: var(--small);
      font-weight: 560;
      color: var(--ink-3);
      height: 32px;
      padding: 0 12px;
      white-space: nowrap;
      background: var(--surface);
      border-bottom: 1px solid var(--line);
      position: sticky;
      top: var(--bar);
      z-index: 2;
    }
    .table th:first-child { border-top-left-radius: var(--radius); }
    .table th:last-child { border-top-right-radius: var(--radius); }
    .table th button {
      border: 0;
      background: none;
      padding: 4px 0;
      cursor: pointer;
      font: inherit;
      color: inherit;
      display: inline-flex;
      align-items: center;
      gap: 2px;
    }
    .table th button:hover { color: var(--ink); }
    .table th svg { width: 12px; height: 12px; }
    .table th.number button { flex-direction: row-reverse; }
    .table td {
      height: var(--row);
      padding: 3px 12px;
      border-bottom: 1px solid var(--line);
      max-width: 300px;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .table tbody:last-child tr:last-child td { border-bottom: 0; }
    .table tbody tr:hover td { background: var(--hover); }
    .table tr[aria-selected="true"] td { background: var(--accent-soft); }
    .table td.number, .table th.number { text-align: right; }
    .table .pick { width: 40px; max-width: none; padding-right: 0; overflow: visible; }
    .table td a.name { font-weight: 560; color: var(--ink); }
    .table td a.name:hover { color: var(--accent); }
    .table .spacer td { padding: 0; border: 0; height: 0; }
    .table th.wide { width: 45%; }
    .table td.wide { max-width: 0; }
    @container table (max-width: 1080px) { .table .rank-4 { display: none; } .table td { max-width: 230px; } }
    @container table (max-width: 740px) { .table .rank-3 { display: none; } .table td { max-width: 200px; } }
    .table td.actions { max-width: none; width: 1%; text-align: right; overflow: visible; }
    @container table (max-width: 520px) {
      .table, .table thead, .table tbody, .table th { display: block; }
      .table thead tr {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        padding: 4px 12px;
        border-bottom: 1px solid var(--line);
      }
      .table thead th, .table thead .pick {
        position: static;
        width: auto;
        height: auto;
        padding: 0;
        border: 0;
        align-self: center;
      }
      .table tbody tr {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 4px 12px;
        padding: 8px 12px;
        position: relative;
        border-bottom: 1px solid var(--line);
      }
      .table tbody:last-child tr:last-child { border-bottom: 0; }
      .table tbody tr:has(> .pick) { padding-left: 40px; }
      .table tbody td, .table tbody td.number {
        display: block;
        width: auto;
        max-width: none;
        height: auto;
        padding: 0;
        border: 0;
        text-align: left;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      .table thead th.wide { width: auto; }
      .table tbody td.wide { max-width: none; grid-column: 1 / -1; }
      .table tbody td .status { white-space: normal; }
      .table tbody td[data-label]::before {
        content: attr(data-label);
        display: block;
        color: var(--ink-3);
        font-size: var(--small);
        line-height: 16px;
      }
      .table tbody td:not([data-label], .pick, .actions), .table tbody td[colspan] { grid-column: 1 / -1; }
      .table tbody td.pick { position: absolute; left: 12px; top: 10px; }
      .table tbody td.actions { grid-column: 2; width: auto; align-self: end; text-align: right; }
      .table tbody .spacer { padding: 0; border: 0; }
      .table tbody td.rank-3, .table tbody td.rank-4, .table thead th.rank-3, .table thead th.rank-4 {
        display: none;
      }
      .table tbody tr:hover, .table tbody tr:hover td { background: none; }
      .table tbody tr[aria-selected="true"], .table tbody tr[aria-selected="true"] td {
        background: var(--accent-soft);
      }
    }
  `;

  constructor() {
    super();
    /** @type {Column[]} */
    this.columns = [];
    /** @type {Row[]} */
    this.rows = [];
    this.name = '';
    this.sort = '';
    this.selectable = false;
    /** @type {Set<string>} */
    this.selection = new Set();
    /** @type {unknown} what can be done with the selected rows */
    this.bulk = null;
    /** @type {unknown} */
    this.filters = null;
    /** @type {unknown} what stands in place of a table without rows */
    this.empty = null;
    this.noun = 'row';
    this.plain = false;
    this.first = 0;
    this.choosing = false;
    /** @type {Set<string>|null} */
    this.hiddenColumns = null;
    this.route = new Route(this);
    this.rowsBefore = 0;
    this.rowsAfter = 0;
    /** @type {{key: unknown[], rows: Row[]}|null} */
    this.cached = null;
    this.typing = 0;
    this.scrolled = () => this.#place();
    this.away = (/** @type {MouseEvent} */ event) => {
      const chooser = this.querySelector('.choose');
      if (this.choosing && chooser && !event.composedPath().includes(chooser)) this.choosing = false;
    };
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('scroll', this.scrolled, { passive: true });
    window.addEventListener('resize', this.scrolled, { passive: true });
    document.addEventListener('click', this.away);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.scrolled);
    window.removeEventListener('resize', this.scrolled);
    document.removeEventListener('click', this.away);
  }

  get #prefix() {
    return this.name ? `${this.name}.` : '';
  }

  get #shownColumns() {
    const hidden = this.#hidden();
    return this.columns.filter((column) => !hidden.has(column.key));
  }

  #hidden() {
    if (!this.hiddenColumns) {
      const kept = localStorage.getItem(`chroma.columns.${this.name}`);
      this.hiddenColumns = new Set(
        kept === null
          ? this.columns.filter((column) => column.off).map((column) => column.key)
          : kept.split(',').filter(Boolean),
      );
    }
    return this.hiddenColumns;
  }

  get #order() {
    return router.query.get(`${this.#prefix}sort`) ?? this.sort;
  }

  #visibleRows() {
    const text = (router.query.get(`${this.#prefix}find`) ?? '').trim().toLowerCase();
    const order = this.#order;
    const key = [this.rows, this.columns, text, order];
    if (this.cached && this.cached.key.every((part, index) => part === key[index])) return this.cached.rows;
    const rows = this.#sorted(text ? this.#found(text) : this.rows, order);
    this.cached = { key, rows };
    return rows;
  }

  /** The rows that have every word in one of their columns. @param {string} text */
  #found(text) {
    const words = text.split(/\s+/);
    const searched = this.columns.filter((column) => !column.fixed);
    return this.rows.filter((row) => {
      const all = searched
        .map((column) => valueOf(column, row) ?? '')
        .join(' ')
        .toLowerCase();
      return words.every((part) => all.includes(part));
    });
  }

  /** @param {Row[]} rows @param {string} order key of a column, with a minus for downwards */
  #sorted(rows, order) {
    const column = this.columns.find((candidate) => candidate.key === order.replace('-', ''));
    if (!column) return rows;
    const sign = order.startsWith('-') ? -1 : 1;
    return [...rows].sort((a, b) => compare(valueOf(column, a), valueOf(column, b), sign));
  }

  #place() {
    if (this.rows.length <= WINDOW) return;
    const body = this.querySelector('tbody');
    if (!body) return;
    const top = -(this.querySelector('table')?.getBoundingClientRect().top ?? 0);
    const first = Math.max(0, Math.floor(top / this.#rowHeight()) - MARGIN);
    // Jumps of a few rows are inside the margin and need no drawing.
    if (Math.abs(first - this.first) >= MARGIN / 2 || (first === 0 && this.first !== 0)) this.first = first;
  }

  /** Of the rows in sight, as they are: names that wrap, and rows as cards on narrow screens, are higher than one line. */
  #rowHeight() {
    const rows = this.querySelectorAll('tbody tr[aria-rowindex]');
    const height = rows.length
      ? (rows[rows.length - 1].getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top) /
        rows.length
      : 0;
    if (height > 0) return height;
    return parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row')) + 1;
  }

  updated() {
    const height = this.#rowHeight();
    const space = (/** @type {string} */ name, /** @type {number} */ rows) => {
      const cell = /** @type {HTMLElement|null} */ (this.querySelector(`.spacer.${name} td`));
      if (cell) cell.style.height = `${rows * height}px`;
    };
    space('before', this.rowsBefore);
    space('after', this.rowsAfter);
  }

  /** @param {string} text */
  #find(text) {
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => router.set({ [`${this.#prefix}find`]: text }), 150);
  }

  /** @param {Column} column */
  #sortBy(column) {
    const now = this.#order;
    router.set({ [`${this.#prefix}sort`]: now === column.key ? `-${column.key}` : column.key });
  }

  /** @param {string} id @param {boolean} on */
  #pick(id, on) {
    const selection = new Set(this.selection);
    if (on) selection.add(id);
    else selection.delete(id);
    this.#selected(selection);
  }

  /** @param {Set<string>} selection */
  #selected(selection) {
    this.selection = selection;
    this.dispatchEvent(new CustomEvent('selection', { detail: selection, bubbles: true }));
  }

  /** @param {string} key @param {boolean} shown */
  #chooseColumn(key, shown) {
    const hidden = new Set(this.#hidden());
    if (shown) hidden.delete(key);
    else hidden.add(key);
    this.hiddenColumns = hidden;
    localStorage.setItem(`chroma.columns.${this.name}`, [...hidden].join(','));
  }

  render() {
    const rows = this.#visibleRows();
    if (!this.rows.length && this.empty) return html`<div class="table-frame">${this.empty}</div>`;
    const columns = this.#shownColumns;
    const many = rows.length > WINDOW;
    const first = many ? Math.min(this.first, Math.max(0, rows.length - 20)) : 0;
    const shown = many ? rows.slice(first, first + Math.ceil(window.innerHeight / 30) + 2 * MARGIN) : rows;
    this.rowsBefore = first;
    this.rowsAfter = rows.length - first - shown.length;
    return html`
      ${this.plain ? nothing : this.#tools(rows)}
      <div class="table-frame">
        <table class="table" aria-rowcount=${rows.length + 1}>
          <thead>
            <tr>
              ${this.selectable ? this.#pickAll(rows) : nothing}
              ${columns.map((column) => this.#head(column))}
            </tr>
          </thead>
          <tbody>
            ${this.rowsBefore ? html`<tr class="spacer before" aria-hidden="true"><td></td></tr>` : nothing}
            ${repeat(
              shown,
              (row) => row.id,
              (row, index) => this.#row(row, columns, first + index),
            )}
            ${this.rowsAfter ? html`<tr class="spacer after" aria-hidden="true"><td></td></tr>` : nothing}
            ${rows.length ? nothing : this.#noMatch(columns.length + 1)}
          </tbody>
        </table>
      </div>`;
  }

  /** @param {Row[]} rows */
  #pickAll(rows) {
    const all = rows.length > 0 && rows.every((row) => this.selection.has(row.id));
    return html`<th class="pick"><input type="checkbox" aria-label="Select all" .checked=${all}
      .indeterminate=${!all && this.selection.size > 0}
      @change=${onTick((on) => this.#selected(new Set(on ? rows.map((row) => row.id) : [])))}></th>`;
  }

  /** @param {Column} column */
  #head(column) {
    const order = this.#order;
    const sorted = order.replace('-', '') === column.key;
    const down = order.startsWith('-');
    const direction = down ? 'descending' : 'ascending';
    return html`<th scope="col" class=${classesOf(column)} aria-sort=${sorted ? direction : nothing}>
      ${
        column.fixed
          ? html`<span class=${column.label ? '' : 'unheard'}>${column.label || 'Actions'}</span>`
          : html`<button type="button" @click=${() => this.#sortBy(column)}
              >${column.label}${sorted ? icon(down ? 'down' : 'up') : nothing}</button>`
      }
    </th>`;
  }

  /** @param {number} width in columns */
  #noMatch(width) {
    return html`<tr><td colspan=${width} class="quiet">No ${this.noun} matches.
      <button class="button tiny" @click=${() => router.set({ [`${this.#prefix}find`]: null })}>Show all</button>
    </td></tr>`;
  }

  /** @param {Row} row @param {Column[]} columns @param {number} index among all rows */
  #row(row, columns, index) {
    const picked = this.selection.has(row.id);
    return html`<tr aria-rowindex=${index + 2} aria-selected=${this.selectable ? String(picked) : nothing}>
      ${
        this.selectable
          ? html`<td class="pick"><input type="checkbox" aria-label="Select ${row.label ?? row.name ?? row.id}"
              .checked=${picked} @change=${onTick((on) => this.#pick(row.id, on))}></td>`
          : nothing
      }
      ${columns.map(
        (column, at) =>
          html`<td data-label=${at && column.label ? column.label : nothing} class=${classesOf(column)}
            >${column.cell ? column.cell(row) : valueOf(column, row)}</td>`,
      )}
    </tr>`;
  }

  /** @param {Row[]} rows */
  #tools(rows) {
    const chosen = this.selection.size;
    return html`<div class="table-tools">
      <label class="find"><span class="unheard">Filter</span>${icon('search')}<input class="input" type="search"
        placeholder="Filter" .value=${router.query.get(`${this.#prefix}find`) ?? ''}
        @input=${onValue((text) => this.#find(text))}></label>
      ${this.filters ?? nothing}
      ${
        chosen && this.bulk
          ? html`<span class="chosen"><span class="soft">${count(chosen)} selected</span>${this.bulk}</span>`
          : nothing
      }
      <span class="tally small" aria-live="polite">${this.#tally(rows.length)}</span>
      <span class="choose">
        <button class="button bare tiny" type="button" aria-expanded=${this.choosing}
          @click=${() => (this.choosing = !this.choosing)}>${icon('columns')}Columns</button>
        ${this.choosing ? this.#chooser() : nothing}
      </span>
    </div>`;
  }

  /** @param {number} shown */
  #tally(shown) {
    const all = this.rows.length;
    const number = shown === all ? count(shown) : `${count(shown)} of ${count(all)}`;
    return `${number} ${all === 1 ? this.noun : `${this.noun}s`}`;
  }

  #chooser() {
    const hidden = this.#hidden();
    const named = this.columns.filter((column) => column.label);
    return html`<div>${named.map(
      (column, index) =>
        html`<label><input type="checkbox" .checked=${!hidden.has(column.key)} ?disabled=${index === 0}
          @change=${onTick((shown) => this.#chooseColumn(column.key, shown))}>${column.label}</label>`,
    )}</div>`;
  }
}

/** @param {Column} column @param {Row} row @returns {unknown} */
function valueOf(column, row) {
  return column.value ? column.value(row) : /** @type {Record<string, unknown>} */ (row)[column.key];
}

/** @param {Column} column */
function classesOf(column) {
  const flags = [column.number && 'number', column.wide && 'wide', column.fixed && 'actions'];
  return [`rank-${column.rank ?? 1}`, ...flags].filter(Boolean).join(' ');
}

/**
 * Numbers by size, all else as people sort names; what is unknown stands last either way.
 *
 * @param {unknown} left
 * @param {unknown} right
 * @param {1|-1} sign
 */
function compare(left, right, sign) {
  if (left === right) return 0;
  if (left === null || left === undefined || left === '') return 1;
  if (right === null || right === undefined || right === '') return -1;
  const numbers = typeof left === 'number' && typeof right === 'number';
  return sign * (numbers ? left - right : byName(String(left), String(right)));
}
customElements.define('data-table', DataTable);
