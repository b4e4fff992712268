/**
 * Answers of the metric endpoints as columns for charts.
 *
 * @typedef {{ts: string, data: Readings}} Sample values of metrics at a time; unknown ones are left out
 * @typedef {Record<string, number|undefined>} Readings
 * @typedef {{path: string, query: import('../api/client.js').Query}} Source
 * @typedef {{samples: Sample[], value: (data: Readings) => number|null}} Column
 */
import { get, queryString } from '../api/client.js';
import { millis } from '../format/time.js';

const POINTS = 360;

/** Fetches each source once, however many charts of a page want it. */
export class Fetches {
  /** @type {Map<string, Promise<Sample[]>>} */
  #asked = new Map();

  /** @param {Source} source @param {{from: number, to: number}} range */
  fetch(source, range) {
    const query = {
      ...source.query,
      begin: new Date(range.from * 1000).toISOString(),
      end: new Date(range.to * 1000).toISOString(),
      max_points: POINTS,
    };
    const key = source.path + queryString(query);
    const asked = this.#asked.get(key) ?? get(source.path, query);
    this.#asked.set(key, asked);
    return asked;
  }
}

/**
 * Several lists of samples on one time axis; times that a list lacks are null there, and where nothing was measured for
 * longer than usual a gap is put in.
 *
 * @param {Column[]} wanted
 * @returns {[number[], ...Array<Array<number|null>>]}
 */
export function align(wanted) {
  const columns = wanted.map(({ samples, value }) => {
    /** @type {Map<number, number|null>} */
    const column = new Map();
    for (const sample of samples) {
      const at = millis(sample.ts);
      if (at !== null) column.set(at / 1000, value(sample.data));
    }
    return column;
  });
  const times = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  const steps = times
    .slice(1)
    .map((time, index) => time - times[index])
    .sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 0;
  /** @type {number[]} */
  const axis = [];
  for (const time of times) {
    const before = axis.at(-1);
    if (before !== undefined && usual && time - before > usual * 2.5) axis.push(before + usual);
    axis.push(time);
  }
  return [axis, ...columns.map((column) => axis.map((time) => column.get(time) ?? null))];
}

/** Where a value stands between gaps, so that no line leads to it. @param {Array<number|null>} column @returns {number[]} */
export function lone(column) {
  return [...column.keys()].filter(
    (at) => column[at] !== null && (column[at - 1] ?? null) === null && (column[at + 1] ?? null) === null,
  );
}

/** The newest value that is known. @param {Array<number|null>} column */
export function latest(column) {
  for (let index = column.length - 1; index >= 0; index--) {
    if (column[index] !== null) return column[index];
  }
  return null;
}
