import { connection } from '../api/connection.js';

const NONE = '–';
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/**
 * Milliseconds since the epoch; null for what is not a time.
 *
 * @param {string|number|null|undefined} value ISO 8601, or milliseconds already
 */
export function millis(value) {
  if (value === null || value === undefined || value === '') return null;
  const at = typeof value === 'number' ? value : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/** 14:03:22, yesterday 14:03:22 or 3 Nov 14:03:22, in local time. @param {string|number|null|undefined} value */
export function moment(value) {
  const at = millis(value);
  if (at === null) return NONE;
  const date = new Date(at);
  const midnight = new Date(connection.now()).setHours(0, 0, 0, 0);
  if (at >= midnight && at < midnight + 86_400_000) return clock.format(date);
  if (at >= midnight - 86_400_000 && at < midnight) return `yesterday ${clock.format(date)}`;
  return `${day.format(date)} ${clock.format(date)}`;
}

/** With date and zone. @param {string|number|null|undefined} value */
export function exact(value) {
  const at = millis(value);
  return at === null ? '' : full.format(new Date(at));
}

/** 4 s, 3 min, 2 h 10 min, 5 days. @param {number|null} milliseconds */
export function duration(milliseconds) {
  if (milliseconds === null || Number.isNaN(milliseconds)) return NONE;
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return minutes < 5 && seconds % 60 ? `${minutes}\u00a0min ${seconds % 60}\u00a0s` : `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours}\u00a0h ${minutes % 60}\u00a0min` : `${hours}\u00a0h`;
  return `${Math.floor(hours / 24)}\u00a0days`;
}

/** How long ago, by the manager's clock. @param {string|number|null|undefined} value */
export function age(value) {
  const at = millis(value);
  if (at === null) return 'never';
  const passed = connection.now() - at;
  return passed < 2000 ? 'just now' : `${duration(passed)} ago`;
}
