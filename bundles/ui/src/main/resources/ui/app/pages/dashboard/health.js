/** What is wrong, worst first, many of a kind as one line. */
import { alertTone, placeOf } from '../alerts/alert-lines.js';
import { href } from '../../router.js';
import { plural } from '../../format/units.js';
import { holders } from '../../components/states.js';
import { spaceUsed } from '../filesystems/filesystem-facts.js';

const FULL = 0.9;
/** @type {Record<string, (number: number) => string>} */
const KINDS = {
  HostContactAlert: (number) => `Lost contact with ${plural(number, 'server')}`,
  LNetOfflineAlert: (number) => `LNet is not running on ${plural(number, 'server')}`,
  LNetNidsChangedAlert: (number) =>
    `${plural(number, 'server')} changed ${number === 1 ? 'its' : 'their'} NIDs`,
  TargetOfflineAlert: (number) => `${plural(number, 'target is', 'targets are')} not running`,
  TargetFailoverAlert: (number) => `${plural(number, 'target runs', 'targets run')} on a failover server`,
  TargetRecoveryAlert: (number) => `${plural(number, 'target is', 'targets are')} in recovery`,
};

/** @typedef {{tone: 'bad'|'warn', text: string, since: string|null, place: string|null}} Trouble */

/** @param {Api.Alert[]} alerts @param {Api.Filesystem[]} filesystems @returns {Trouble[]} */
export function troubles(alerts, filesystems) {
  /** @type {Map<string, Api.Alert[]>} */
  const kinds = new Map();
  for (const alert of alerts) {
    if (!alert.active || alert.dismissed || alertTone(alert) === 'calm') continue;
    kinds.set(alert.alert_type, [...(kinds.get(alert.alert_type) ?? []), alert]);
  }
  const offline = kinds.has('TargetOfflineAlert');
  return [
    ...[...kinds].map(([kind, alike]) => ofAlerts(kind, alike)),
    ...filesystems.flatMap((filesystem) => ofFilesystem(filesystem, offline)),
  ].sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}

/** @param {string} kind @param {Api.Alert[]} alerts of that kind @returns {Trouble} */
function ofAlerts(kind, alerts) {
  const oldest = alerts.reduce((a, b) => (a.begin < b.begin ? a : b));
  const [{ message, alert_item: item }] = alerts;
  const single = alerts.length === 1;
  const text = KINDS[kind]?.(alerts.length) ?? `${message}, and ${alerts.length - 1} more like it`;
  return {
    tone: alerts.some((alert) => alertTone(alert) === 'bad') ? 'bad' : 'warn',
    text: single ? message : text,
    since: oldest.begin,
    place: single ? placeOf(item) : href('/alerts'),
  };
}

/**
 * @param {Api.Filesystem} filesystem
 * @param {boolean} explained whether stopped targets tell already why it is not available
 * @returns {Trouble[]}
 */
function ofFilesystem(filesystem, explained) {
  const { id, name, state } = filesystem;
  const place = href(`/filesystems/${id}`);
  /** @type {Trouble[]} */
  const found = [];
  const used = spaceUsed(filesystem) ?? 0;
  if (used >= FULL) {
    const text = `Filesystem ${name} is ${Math.round(used * 100)} % full`;
    found.push({ tone: 'warn', text, since: null, place });
  }
  if (state === 'unavailable' && !explained && !holders('filesystem', id).length) {
    const text = `Filesystem ${name} is not available`;
    found.push({ tone: 'warn', text, since: filesystem.state_modified_at, place });
  }
  return found;
}
