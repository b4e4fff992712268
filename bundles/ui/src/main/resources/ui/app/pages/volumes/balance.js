/** @typedef {{primary: string, failover: string}} Choice node ids; empty for none */

/**
 * Spreads primaries evenly: each volume goes to the one of its servers that has the fewest so far, and fails over to the one
 * with the fewest after it.
 *
 * @param {Api.Volume[]} volumes
 * @returns {[Api.Volume, Choice][]}
 */
export function balance(volumes) {
  /** @type {Map<string, number>} */
  const load = new Map();
  const of = (/** @type {Api.VolumeNode} */ node) => load.get(node.host_id) ?? 0;
  return volumes.map((volume) => {
    const nodes = [...volume.volume_nodes].sort(
      (a, b) => of(a) - of(b) || Number(a.host_id) - Number(b.host_id),
    );
    const [primary, failover] = nodes;
    load.set(primary.host_id, of(primary) + 1);
    return [volume, { primary: primary.id, failover: failover?.id ?? '' }];
  });
}
