/** The server on which a target on the volume normally runs. @param {Api.Volume} volume */
export const primaryNode = (volume) => volume.volume_nodes.find((node) => node.primary) ?? null;

/** Where else it may run. @param {Api.Volume} volume */
export const failoverNodes = (volume) => volume.volume_nodes.filter((node) => node.use && !node.primary);

/** Nodes of the servers that would run its target, primary first. @param {Api.Volume} volume */
export function serving(volume) {
  const nodes = volume.volume_nodes;
  const primary = primaryNode(volume) ?? (nodes.length === 1 ? nodes[0] : null);
  const others = failoverNodes(volume).filter((node) => node !== primary);
  return primary ? [primary, ...others] : others;
}

/** "oss1, oss2": primary first. @param {Api.Volume} volume */
export const volumeServers = (volume) =>
  serving(volume)
    .map((node) => node.host_label)
    .join(', ') || 'no primary yet';

/** The targets by the volume that carries them. @param {Api.Target[]} targets @returns {Map<string, Api.Target>} */
export const targetsByVolume = (targets) =>
  new Map(
    targets.flatMap((target) => (target.volume ? [/** @type {const} */ ([target.volume.id, target])] : [])),
  );

/**
 * Whether a new target can be put on it: nothing there yet, and it is known where it would run.
 *
 * @param {Api.Volume} volume
 * @param {Map<string, Api.Target>} carried
 */
export const isUsable = (volume, carried) =>
  !carried.has(volume.id) && (volume.volume_nodes.length === 1 || primaryNode(volume) !== null);
