/** Which servers are silent. Pure, so that it is tested without a browser. */
import { idOf, kindOf } from '../api/client.js';

const LOST = 'HostContactAlert';

/** The alert of each server that is silent, by the server's id. @param {any[]} alerts @returns {Map<string, any>} */
export function silentServers(alerts) {
  const found = new Map();
  for (const alert of alerts) {
    if (alert.active && alert.alert_type === LOST && kindOf(alert.alert_item) === 'host')
      found.set(idOf(alert.alert_item), alert);
  }
  return found;
}
