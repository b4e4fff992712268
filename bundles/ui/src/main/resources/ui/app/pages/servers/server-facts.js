import { idOf } from '../../api/client.js';
import { connection } from '../../api/connection.js';
import { millis } from '../../format/time.js';

/** A report is due every 10 s; after two missed ones contact counts as lost. */
const PATIENCE = 25_000;

/** Targets by the servers that run them and that may run them. */
export class Targets {
  constructor(targets) {
    this.running = new Map();
    this.able = new Map();
    for (const target of targets) {
      push(this.running, idOf(target.active_host), target);
      push(this.able, idOf(target.primary_server), target);
      for (const server of target.failover_servers ?? []) push(this.able, idOf(server), target);
    }
  }

  runningOn(id) {
    return this.running.get(String(id)) ?? [];
  }

  ableOn(id) {
    return this.able.get(String(id)) ?? [];
  }
}

function push(map, key, value) {
  if (key === null) return;
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

/** MGS/MDS/OSS, or what there is of them. */
export function rolesOf(targets, host) {
  const kinds = new Set(targets.ableOn(host.id).map((target) => target.kind));
  return (
    ['MGT', 'MDT', 'OST']
      .filter((kind) => kinds.has(kind))
      .map((kind) => `${kind.slice(0, 2)}S`)
      .join('/') || 'Unused'
  );
}

/** Milliseconds without a report beyond what is usual; 0 where all is well or none was expected yet. */
export function silentFor(host) {
  const at = millis(host.last_contact);
  if (at === null) return 0;
  const silent = connection.now() - at;
  return silent > PATIENCE ? silent : 0;
}
