import { connection } from '../../api/connection.js';
import { millis } from '../../format/time.js';

/** A report is due every 10 s; after two missed ones contact counts as lost. */
const PATIENCE = 25_000;

/** Targets by the servers that run them and that may run them. */
export class Targets {
  /** @type {Map<string, Api.Target[]>} */
  #running = new Map();
  /** @type {Map<string, Api.Target[]>} */
  #able = new Map();

  /** @param {Api.Target[]} targets */
  constructor(targets) {
    for (const target of targets) {
      push(this.#running, target.active_host, target);
      for (const server of [target.primary_server, ...target.failover_servers])
        push(this.#able, server, target);
    }
  }

  /** @param {Api.Host} host */
  runningOn(host) {
    return this.#running.get(host.resource_uri) ?? [];
  }

  /** @param {Api.Host} host */
  ableOn(host) {
    return this.#able.get(host.resource_uri) ?? [];
  }
}

/** @param {Map<string, Api.Target[]>} map @param {string|null} server @param {Api.Target} target */
function push(map, server, target) {
  if (server !== null) map.set(server, [...(map.get(server) ?? []), target]);
}

/** MGS/MDS/OSS, or what there is of them. @param {Targets} targets @param {Api.Host} host */
export function rolesOf(targets, host) {
  const kinds = new Set(targets.ableOn(host).map((target) => target.kind));
  const roles = ['MGT', 'MDT', 'OST'].filter((kind) => kinds.has(kind)).map((kind) => `${kind.slice(0, 2)}S`);
  return roles.join('/') || 'Unused';
}

/**
 * Milliseconds without a report beyond what is usual; 0 where all is well or none was expected yet.
 *
 * @param {Api.Host} host
 */
export function silentFor(host) {
  const at = millis(host.last_contact);
  if (at === null) return 0;
  const silent = connection.now() - at;
  return silent > PATIENCE ? silent : 0;
}
