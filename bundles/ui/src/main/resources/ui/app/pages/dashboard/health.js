/** What is wrong, worst first, many of a kind as one line. */
import { alertTone, placeOf } from '../alerts/alert-lines.js';
import { href } from '../../router.js';
import { plural } from '../../format/units.js';
import { holders } from '../../components/states.js';

const FULL = 0.9;
const KINDS = {
  HostContactAlert: (number) => `Lost contact with ${plural(number, 'server')}`,
  LNetOfflineAlert: (number) => `LNet is not running on ${plural(number, 'server')}`,
  LNetNidsChangedAlert: (number) =>
    `${plural(number, 'server')} changed ${number === 1 ? 'its' : 'their'} NIDs`,
  TargetOfflineAlert: (number) => `${plural(number, 'target is', 'targets are')} not running`,
  TargetFailoverAlert: (number) => `${plural(number, 'target runs', 'targets run')} on a failover server`,
  TargetRecoveryAlert: (number) => `${plural(number, 'target is', 'targets are')} in recovery`,
};

/** @returns {{tone: 'bad'|'warn', text: string, since: string|null, place: string|null}[]} */
export function troubles(store) {
  const groups = new Map();
  for (const alert of store.alert.list) {
    if (!alert.active || alert.dismissed || alertTone(alert) === 'calm') continue;
    const key = alert.alert_type ?? alert.type ?? alert.message;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(alert);
  }
  const found = [...groups].map(([key, alerts]) => {
    const oldest = alerts.reduce((a, b) => (a.begin < b.begin ? a : b));
    return {
      tone: /** @type {'bad'|'warn'} */ (alerts.some((alert) => alertTone(alert) === 'bad') ? 'bad' : 'warn'),
      text:
        alerts.length === 1
          ? alerts[0].message
          : (KINDS[key]?.(alerts.length) ?? `${alerts[0].message}, and ${alerts.length - 1} more like it`),
      since: oldest.begin,
      place: alerts.length === 1 ? placeOf(alerts[0].alert_item) : href('/alerts'),
    };
  });
  for (const filesystem of store.filesystem.list) {
    const share = filesystem.bytes_total ? 1 - filesystem.bytes_free / filesystem.bytes_total : 0;
    if (share >= FULL)
      found.push({
        tone: 'warn',
        text: `Filesystem ${filesystem.name} is ${Math.round(share * 100)} % full`,
        since: null,
        place: href(`/filesystems/${filesystem.id}`),
      });
    if (
      filesystem.state === 'unavailable' &&
      !groups.has('TargetOfflineAlert') &&
      !holders('filesystem', filesystem.id).length
    )
      found.push({
        tone: 'warn',
        text: `Filesystem ${filesystem.name} is not available`,
        since: filesystem.state_modified_at,
        place: href(`/filesystems/${filesystem.id}`),
      });
  }
  return found.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}
