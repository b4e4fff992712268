/** Numbers as people read them. An unknown value is an en dash, never a zero. */
const NONE = '–';
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const DECIMAL = ['', 'k', 'M', 'G', 'T'];

const known = (value) => value !== null && value !== undefined && !Number.isNaN(Number(value));

/** Three significant figures, without an exponent. */
function figures(value) {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value));
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function scaled(value, base, units) {
  let index = 0;
  let rest = Number(value);
  while (Math.abs(rest) >= base * 0.9995 && index < units.length - 1) {
    rest /= base;
    index++;
  }
  return [figures(rest), units[index]];
}

export function bytes(value) {
  return known(value) ? scaled(value, 1024, BINARY).join('\u00a0') : NONE;
}

export function bandwidth(value) {
  return known(value) ? `${bytes(value)}/s` : NONE;
}

export function count(value) {
  if (!known(value)) return NONE;
  if (Math.abs(value) < 10_000)
    return Number.isInteger(Number(value)) ? Number(value).toLocaleString('en') : figures(Number(value));
  const [number, unit] = scaled(value, 1000, DECIMAL);
  return `${number}${unit ? `\u00a0${unit}` : ''}`;
}

export function rate(value) {
  return known(value)
    ? `${count(Math.abs(value) < 10 ? Number(Number(value).toFixed(1)) : Math.round(value))}/s`
    : NONE;
}

/** @param {number|null|undefined} share 0 to 1 */
export function percent(share) {
  if (!known(share)) return NONE;
  const value = Number(share) * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}\u00a0%`;
}

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

function decimal(name) {
  return String(name).replace(
    /-(MDT|OST)([0-9a-f]{4})$/i,
    (all, kind, index) => `-${kind}${parseInt(index, 16)}`,
  );
}
