import { idOf } from '../../api/client.js';

/** The server on which a target on the volume normally runs. */
export const primaryNode = (volume) => (volume.volume_nodes ?? []).find((node) => node.primary) ?? null;

/** Where else it may run. */
export const failoverNodes = (volume) =>
  (volume.volume_nodes ?? []).filter((node) => node.use && !node.primary);

/** Nodes of the servers that would run its target, primary first. */
export function serving(volume) {
  const primary =
    primaryNode(volume) ?? ((volume.volume_nodes ?? []).length === 1 ? volume.volume_nodes[0] : null);
  return [primary, ...failoverNodes(volume).filter((node) => node !== primary)].filter(Boolean);
}

/** "oss1, oss2": primary first. */
export function volumeServers(volume) {
  return (
    serving(volume)
      .map((node) => node.host_label ?? idOf(node.host))
      .join(', ') || 'no primary yet'
  );
}

/** The targets by the volume that carries them. @param {any[]} targets @returns {Map<string, any>} */
export function targetsByVolume(targets) {
  return new Map(targets.map((target) => [String(idOf(target.volume)), target]));
}

/** Whether a new target can be put on it: nothing there yet, and it is known where it would run. @param {Map<string, any>} carried */
export function isUsable(volume, carried) {
  return (
    !carried.has(String(volume.id)) &&
    ((volume.volume_nodes ?? []).length === 1 || primaryNode(volume) !== null)
  );
}
