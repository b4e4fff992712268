/**
 * A filesystem in the making: which volume plays which part, and what results. Pure functions, so that the page only draws.
 *
 * @typedef {'mgt'|'mdt'|'ost'} Part
 * @typedef {Map<string, Api.Volume>} Volumes by id
 * @typedef {import('../../api/client.js').Fields} Fields
 *
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

/** @param {Design} design @param {Part} part @param {Volumes} volumes */
export function volumesOf(design, part, volumes) {
  return [...design.parts]
    .filter(([, value]) => value === part)
    .flatMap(([id]) => volumes.get(id) ?? [])
    .sort((a, b) => byName(a.label, b.label));
}

/**
 * The body of the request; the order of `mdts` and `osts` is that of `volumesOf`, so errors find their volume.
 *
 * @param {Design} design
 * @param {Volumes} volumes
 */
export function requestOf(design, volumes) {
  const extra = design.reformat ? { reformat: true } : {};
  /** @type {{inode_size?: number, bytes_per_inode?: number}} */
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

/** What can be seen before asking the manager. Keys are those of its own error bodies. @param {Design} design @param {Volumes} volumes */
export function problemsOf(design, volumes) {
  /** @type {Fields} */
  const problems = {};
  if (!design.name) problems.name = ['A name is needed.'];
  else if (design.name.length > 8) problems.name = [`At most 8 characters; these are ${design.name.length}.`];
  else if (!/^[A-Za-z0-9_-]+$/.test(design.name)) problems.name = ['Letters, digits, - and _ only.'];
  const mgts = volumesOf(design, 'mgt', volumes).length;
  if (!design.mgt && mgts === 0) problems.mgt = ['Choose a volume for the MGT, or an existing MGT.'];
  if (!design.mgt && mgts > 1) problems.mgt = ['An MGT needs only one volume.'];
  if (!volumesOf(design, 'mdt', volumes).length) problems.mdts = ['Choose at least one volume for metadata.'];
  if (!volumesOf(design, 'ost', volumes).length) problems.osts = ['Choose at least one volume for data.'];
  return problems;
}

/**
 * What a filesystem will be.
 *
 * @typedef {object} Result
 * @property {number} bytes for data
 * @property {number} files at most
 * @property {number} targets new ones
 * @property {number} protected those of them that can fail over
 * @property {Map<string, {label: string, targets: number, bytes: number}>} servers by id, those that would normally run the targets
 * @property {string[]} warnings
 */

/**
 * @param {Design} design
 * @param {Volumes} volumes
 * @param {(host: string) => boolean} [isSilent] whether contact with a server was lost
 * @returns {Result}
 */
export function resultOf(design, volumes, isSilent = () => false) {
  const mdts = volumesOf(design, 'mdt', volumes);
  const osts = volumesOf(design, 'ost', volumes);
  const mgts = design.mgt ? [] : volumesOf(design, 'mgt', volumes);
  const all = [...mgts, ...mdts, ...osts];
  const unprotected = all.filter((volume) => volume.status !== 'configured-ha');
  const perInode = Number(design.bytesPerInode) || MDT_BYTES_PER_INODE;
  return {
    bytes: osts.reduce((sum, volume) => sum + (volume.size ?? 0), 0),
    files: mdts.reduce((sum, volume) => sum + Math.floor((volume.size ?? 0) / perInode), 0),
    targets: all.length,
    protected: all.length - unprotected.length,
    servers: serversOf(all),
    warnings: [
      ...unprotectedWarnings(unprotected, all.length),
      ...silentWarnings(all, isSilent),
      ...(differ(osts) ? ['The OSTs differ considerably in size: the small ones fill up first.'] : []),
      ...(uneven(mdts) ? ['Some servers carry many more MDTs than others.'] : []),
      ...(uneven(osts) ? ['Some servers carry many more OSTs than others.'] : []),
      ...(design.reformat ? ['All data on the chosen volumes will be overwritten.'] : []),
    ],
  };
}

/** @param {Api.Volume[]} volumes */
function serversOf(volumes) {
  /** @type {Result['servers']} */
  const servers = new Map();
  for (const volume of volumes) {
    const primary = primaryOf(volume);
    if (!primary) continue;
    const entry = servers.get(primary.host_id) ?? { label: primary.host_label, targets: 0, bytes: 0 };
    entry.targets++;
    entry.bytes += volume.size ?? 0;
    servers.set(primary.host_id, entry);
  }
  return servers;
}

/** @param {Api.Volume[]} unprotected @param {number} all how many volumes are chosen */
function unprotectedWarnings(unprotected, all) {
  if (!unprotected.length) return [];
  if (unprotected.length === all)
    return ['No target survives the loss of a server: no volume has a failover server.'];
  if (unprotected.length === 1)
    return [`${unprotected[0].label} has no failover server: its target would be down with its server.`];
  return [
    `${unprotected.length} volumes have no failover server: their targets would be down with their server.`,
  ];
}

/** @param {Api.Volume[]} volumes @param {(host: string) => boolean} isSilent */
function silentWarnings(volumes, isSilent) {
  const nodes = volumes.flatMap((volume) => volume.volume_nodes);
  const silent = nodes.filter((node) => (node.primary || node.use) && isSilent(node.host_id));
  const names = [...new Set(silent.map((node) => node.host_label))].sort(byName);
  if (!names.length) return [];
  const them = names.length === 1 ? 'it' : 'them';
  return [
    `No contact with ${names.join(', ')}: targets there will not start, and none can fail over to ${them}.`,
  ];
}

/** Whether sizes of volumes differ much. @param {Api.Volume[]} volumes */
function differ(volumes) {
  const sizes = volumes.map((volume) => volume.size ?? 0);
  return sizes.length > 1 && Math.max(...sizes) > Math.min(...sizes) * 1.5;
}

/**
 * Whether the servers that carry these volumes, by number of them, differ much; those that carry none do other things.
 *
 * @param {Api.Volume[]} volumes
 */
function uneven(volumes) {
  const counts = [...serversOf(volumes).values()].map((server) => server.targets);
  return counts.length > 1 && Math.max(...counts) > 2 * Math.min(...counts) + 1;
}

/** @param {Api.Volume} volume */
const primaryOf = (volume) => volume.volume_nodes.find((node) => node.primary) ?? volume.volume_nodes.at(0);

/**
 * A sensible start: the smallest volume for management, the next smallest ones for metadata, the others for data.
 *
 * @param {Api.Volume[]} volumes
 * @param {boolean} withMgt whether a volume for management is wanted
 * @returns {Map<string, Part>}
 */
export function propose(volumes, withMgt) {
  const sorted = [...volumes].sort((a, b) => (a.size ?? 0) - (b.size ?? 0) || byName(a.label, b.label));
  /** @type {Map<string, Part>} */
  const parts = new Map();
  const first = withMgt ? sorted.shift() : undefined;
  if (first) parts.set(first.id, 'mgt');
  const most = sorted.at(-1)?.size ?? 0;
  const small = sorted.filter((volume) => (volume.size ?? 0) < most / 2);
  const mdts = small.length && small.length < sorted.length ? small : sorted.slice(0, 1);
  for (const volume of sorted) parts.set(volume.id, mdts.includes(volume) ? 'mdt' : 'ost');
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
  return /^mdts\./.test(field) && last in FORMAT_FIELDS ? last : null;
}

/** Errors of the manager by format field. @param {Fields} fields */
export function formatErrors(fields) {
  /** @type {Fields} */
  const found = {};
  for (const [field, messages] of Object.entries(fields)) {
    const name = formatField(field);
    if (name) found[name] = [...new Set([...(found[name] ?? []), ...messages])];
  }
  return found;
}

/** Errors of the manager by volume id. @param {Fields} fields @param {Design} design @param {Volumes} volumes */
export function errorsByVolume(fields, design, volumes) {
  const [mgt] = volumesOf(design, 'mgt', volumes);
  const mdts = volumesOf(design, 'mdt', volumes);
  const osts = volumesOf(design, 'ost', volumes);
  const volumeOf = (/** @type {string} */ field) => {
    const [list, index] = field.split('.');
    if (list === 'mdts') return mdts[Number(index)];
    if (list === 'osts') return osts[Number(index)];
    return field === 'mgt.volume_id' || field === 'mgt.reformat' ? mgt : undefined;
  };
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [field, messages] of Object.entries(fields)) {
    const volume = formatField(field) ? undefined : volumeOf(field);
    if (volume) found.set(volume.id, [...(found.get(volume.id) ?? []), ...messages]);
  }
  return found;
}
