/** Which servers are silent. Pure, so that it is tested without a browser. */
import { idOf, kindOf } from '../api/client.js';

const LOST = 'HostContactAlert';

/**
 * The alert of each server that is silent, by the server's id.
 *
 * @param {Pick<Api.Alert, 'active'|'alert_type'|'alert_item'>[]} alerts
 */
export function silentServers(alerts) {
  /** @type {Map<string, Pick<Api.Alert, 'active'|'alert_type'|'alert_item'>>} */
  const found = new Map();
  for (const alert of alerts) {
    const host = kindOf(alert.alert_item) === 'host' ? idOf(alert.alert_item) : null;
    if (host && alert.active && alert.alert_type === LOST) found.set(host, alert);
  }
  return found;
}
