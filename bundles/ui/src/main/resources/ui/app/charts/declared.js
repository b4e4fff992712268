/** What plugins declare to be measured: the charts of pages are made of it. */
import { Collection } from '../store/store.js';

/**
 * @typedef {object} Metric
 * @property {string} name as in metric queries
 * @property {string} unit
 * @property {string} kind
 * @property {string} about
 * @property {string} total
 * @property {string} chart
 * @property {string} line
 */

export const declared = new Collection('metric', { present: true });
