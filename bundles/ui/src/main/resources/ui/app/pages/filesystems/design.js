/**
 * A filesystem in the making: which volume plays which part, and what results. Pure functions, so that the page only draws.
 *
 * @typedef {'mgt'|'mdt'|'ost'} Part
 * @typedef {object} Design
 * @property {string} name
 * @property {string} mgt id of an existing MGT; empty for a new one on a volume
 * @property {Map<string, Part>} parts volume id to its part
 * @property {string} inodeSize
 * @property {string} bytesPerInode
 * @property {boolean} reformat
 * @property {Record<string, string|null>} confParams
 */
import { byName } from '../../format/units.js';

/** Lustre's own defaults for an MDT. */
export const MDT_INODE_SIZE = 512;
export const MDT_BYTES_PER_INODE = 2048;

/** @param {Design} design @param {Part} part @param {Map<string, any>} volumes */
export function volumesOf(design, part, volumes) {
  return [...design.parts]
    .filter(([, value]) => value === part)
    .map(([id]) => volumes.get(id))
    .filter(Boolean)
    .sort((a, b) => byName(a.label, b.label));
}

/** The body of the request; the order of `mdts` and `osts` is that of `volumesOf`, so errors find their volume. */
export function requestOf(design, volumes) {
  const extra = design.reformat ? { reformat: true } : {};
  const mdt = {};
  if (design.inodeSize) mdt.inode_size = Number(design.inodeSize);
  if (design.bytesPerInode) mdt.bytes_per_inode = Number(design.bytesPerInode);
  const [mgt] = volumesOf(design, 'mgt', volumes);
  return {
    name: design.name,
    mgt: design.mgt ? { id: Number(design.mgt) } : mgt ? { volume_id: Number(mgt.id), ...extra } : {},
    mdts: volumesOf(design, 'mdt', volumes).map((volume) => ({
      volume_id: Number(volume.id),
      conf_params: {},
      ...mdt,
      ...extra,
    })),
    osts: volumesOf(design, 'ost', volumes).map((volume) => ({
      volume_id: Number(volume.id),
      conf_params: {},
      ...extra,
    })),
    conf_params: design.confParams,
  };
}

/** What can be seen before asking the manager. Keys are those of its own error bodies. @param {Design} design */
export function problemsOf(design, volumes) {
  const problems = {};
  if (!design.name) problems.name = ['A name is needed.'];
  else if (design.name.length > 8) problems.name = [`At most 8 characters; these are ${design.name.length}.`];
  else if (!/^[A-Za-z0-9_-]+$/.test(design.name)) problems.name = ['Letters, digits, - and _ only.'];
  const mgts = volumesOf(design, 'mgt', volumes).length;
  if (!design.mgt && mgts === 0) problems.mgt = ['Choose a volume for the MGT, or an existing MGT.'];
  if (!design.mgt && mgts > 1) problems.mgt = ['One volume is enough for the MGT.'];
  if (!volumesOf(design, 'mdt', volumes).length) problems.mdts = ['Choose at least one volume for metadata.'];
  if (!volumesOf(design, 'ost', volumes).length) problems.osts = ['Choose at least one volume for data.'];
  return problems;
}

/**
 * What the filesystem will be.
 * @param {Design} design @param {Map<string, any>} volumes @param {(host: string) => boolean} [isSilent] whether contact with a server was lost
 * @returns {{bytes: number, files: number, targets: number, protected: number, unprotected: any[], servers: Map<string, {label: string, targets: number, bytes: number}>, warnings: string[]}}
 */
export function resultOf(design, volumes, isSilent = (host) => false) {
  const mdts = volumesOf(design, 'mdt', volumes);
  const osts = volumesOf(design, 'ost', volumes);
  const mgts = design.mgt ? [] : volumesOf(design, 'mgt', volumes);
  const all = [...mgts, ...mdts, ...osts];
  const perInode = Number(design.bytesPerInode) || MDT_BYTES_PER_INODE;
  const servers = new Map();
  for (const volume of all) {
    const primary = primaryOf(volume);
    if (!primary) continue;
    const key = String(primary.host_id);
    const entry = servers.get(key) ?? { label: primary.host_label, targets: 0, bytes: 0 };
    entry.targets++;
    entry.bytes += volume.size ?? 0;
    servers.set(key, entry);
  }
  const unprotected = all.filter((volume) => volume.status !== 'configured-ha');
  const warnings = [];
  if (unprotected.length)
    warnings.push(
      unprotected.length === all.length
        ? 'No target survives the loss of a server: no volume has a failover server.'
        : `${unprotected.length === 1 ? `${unprotected[0].label} has` : `${unprotected.length} volumes have`} no failover server: ${unprotected.length === 1 ? 'its target' : 'their targets'} would be down with ${unprotected.length === 1 ? 'its' : 'their'} server.`,
    );
  const silent = new Set(
    all
      .flatMap((volume) => volume.volume_nodes ?? [])
      .filter((node) => (node.primary || node.use) && isSilent(String(node.host_id)))
      .map((node) => node.host_label),
  );
  if (silent.size)
    warnings.push(
      `No contact with ${[...silent].sort(byName).join(', ')}: targets there will not start, and none can fail over to ${silent.size === 1 ? 'it' : 'them'}.`,
    );
  const sizes = new Set(osts.map((volume) => volume.size));
  if (sizes.size > 1 && Math.max(...sizes) > Math.min(...sizes) * 1.5)
    warnings.push('The OSTs differ much in size: files fill the small ones first.');
  for (const [kind, chosen] of [
    ['MDTs', mdts],
    ['OSTs', osts],
  ])
    if (uneven(chosen)) warnings.push(`Some servers carry many more ${kind} than others.`);
  if (design.reformat) warnings.push('What is on the chosen volumes will be overwritten.');
  return {
    bytes: osts.reduce((sum, volume) => sum + (volume.size ?? 0), 0),
    files: mdts.reduce((sum, volume) => sum + Math.floor((volume.size ?? 0) / perInode), 0),
    targets: all.length,
    protected: all.length - unprotected.length,
    unprotected,
    servers,
    warnings,
  };
}

/** Whether the servers that carry these volumes, by number of them, differ much; those that carry none do other things. */
function uneven(volumes) {
  const counts = new Map();
  for (const volume of volumes) {
    const primary = primaryOf(volume);
    if (primary) counts.set(primary.host_id, (counts.get(primary.host_id) ?? 0) + 1);
  }
  return counts.size > 1 && Math.max(...counts.values()) > 2 * Math.min(...counts.values()) + 1;
}

const primaryOf = (volume) =>
  (volume.volume_nodes ?? []).find((node) => node.primary) ?? volume.volume_nodes?.[0];

/** A sensible start: the smallest volume for management, the next smallest ones for metadata, the others for data. @returns {Map<string, Part>} */
export function propose(volumes, withMgt) {
  const sorted = [...volumes].sort((a, b) => (a.size ?? 0) - (b.size ?? 0) || byName(a.label, b.label));
  const parts = new Map();
  if (withMgt && sorted.length) parts.set(String(sorted.shift().id), 'mgt');
  if (!sorted.length) return parts;
  const most = sorted.at(-1).size ?? 0;
  const small = sorted.filter((volume) => (volume.size ?? 0) < most / 2);
  const mdts = small.length && small.length < sorted.length ? small : sorted.slice(0, 1);
  for (const volume of sorted) parts.set(String(volume.id), mdts.includes(volume) ? 'mdt' : 'ost');
  return parts;
}

/** What is chosen once for all MDTs, by its name in the request. @type {Record<string, string>} */
export const FORMAT_FIELDS = {
  inode_size: 'Inode size of MDTs, bytes',
  bytes_per_inode: 'Bytes per inode of MDTs',
};

/** The format field that an error of the manager is about, which names it once for each MDT; else null. @param {string} field */
export function formatField(field) {
  const last = field.split('.').at(-1) ?? '';
  return /^mdts?\./.test(field) && last in FORMAT_FIELDS ? last : null;
}

/** Errors of the manager by format field. @param {Record<string, string[]>} fields */
export function formatErrors(fields) {
  const found = {};
  for (const [field, messages] of Object.entries(fields)) {
    const name = formatField(field);
    if (name) found[name] = [...new Set([...(found[name] ?? []), ...messages])];
  }
  return found;
}

/** Errors of the manager by volume id. @param {Record<string, string[]>} fields */
export function errorsByVolume(fields, design, volumes) {
  const found = new Map();
  const put = (volume, messages) =>
    volume && found.set(String(volume.id), [...(found.get(String(volume.id)) ?? []), ...messages]);
  const mdts = volumesOf(design, 'mdt', volumes);
  const osts = volumesOf(design, 'ost', volumes);
  for (const [field, messages] of Object.entries(fields)) {
    if (formatField(field)) continue;
    const [list, index] = field.split('.');
    if (list === 'mdts') put(mdts[Number(index)], messages);
    else if (list === 'osts') put(osts[Number(index)], messages);
    else if (list === 'mdt') put(mdts[0], messages);
    else if (field === 'mgt.volume_id' || field === 'mgt.reformat')
      put(volumesOf(design, 'mgt', volumes)[0], messages);
  }
  return found;
}
