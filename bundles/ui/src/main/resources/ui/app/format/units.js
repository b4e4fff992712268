/** Numbers as people read them. An unknown value is an en dash, never a zero. */
const NONE = '–';
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const DECIMAL = ['', 'k', 'M', 'G', 'T'];

/** @typedef {number|null|undefined} Quantity */

/** @param {Quantity} value @returns {value is number} */
const known = (value) => value !== null && value !== undefined && !Number.isNaN(value);

/** Three significant figures, without an exponent. @param {number} value */
function figures(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {number} value @param {number} base @param {string[]} units */
function scaled(value, base, units) {
  let index = 0;
  let rest = value;
  while (Math.abs(rest) >= base * 0.9995 && index < units.length - 1) {
    rest /= base;
    index++;
  }
  return [figures(rest), units[index]];
}

/** @param {Quantity} value */
export function bytes(value) {
  return known(value) ? scaled(value, 1024, BINARY).join('\u00a0') : NONE;
}

/** @param {Quantity} value bytes per second */
export function bandwidth(value) {
  return known(value) ? `${bytes(value)}/s` : NONE;
}

/** @param {Quantity} value */
export function count(value) {
  if (!known(value)) return NONE;
  if (Math.abs(value) < 10_000) return Number.isInteger(value) ? value.toLocaleString('en') : figures(value);
  const [number, unit] = scaled(value, 1000, DECIMAL);
  return `${number}${unit ? `\u00a0${unit}` : ''}`;
}

/** @param {Quantity} value per second */
export function rate(value) {
  if (!known(value)) return NONE;
  return `${count(Math.abs(value) < 10 ? Number(value.toFixed(1)) : Math.round(value))}/s`;
}

/** @param {Quantity} share 0 to 1 */
export function percent(share) {
  if (!known(share)) return NONE;
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}\u00a0%`;
}

/** @param {number} number @param {string} one @param {string} many */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Sorts names with numbers in them as people do, and the names of targets by their index, which Lustre writes in base 16.
 *
 * @param {string} a
 * @param {string} b
 */
export function byName(a, b) {
  return collator.compare(decimal(a), decimal(b));
}

/** @param {string} name */
function decimal(name) {
  return name.replace(/-(MDT|OST)([0-9a-f]{4})$/i, (all, kind, index) => `-${kind}${parseInt(index, 16)}`);
}
