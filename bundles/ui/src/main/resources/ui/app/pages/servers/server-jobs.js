/** Jobs on several servers at once, which no single object offers. */
import { jobRequest } from '../../components/actions.js';
import { plural } from '../../format/units.js';

/** Learns filesystems that were made without Chroma. */
export const DETECT = { class_name: 'DetectTargetsJob', verb: 'Detect filesystems' };

/** All of them, the harmless ones first. */
export const SERVER_JOBS = [
  DETECT,
  { class_name: 'RelearnNidsJob', verb: 'Re-scan NIDs' },
  { class_name: 'UpdateNidsJob', verb: 'Re-write target configuration' },
];

/**
 * @param {{class_name: string, verb: string}} job
 * @param {Api.Host[]|null} hosts null for all servers, also those that are added meanwhile
 */
export function onServers(job, hosts) {
  const name =
    hosts === null ? 'all servers' : hosts.length === 1 ? hosts[0].label : plural(hosts.length, 'server');
  const args = hosts === null ? {} : { hosts: hosts.map((host) => host.resource_uri) };
  return jobRequest({ label: `on ${name}` }, { ...job, args });
}
