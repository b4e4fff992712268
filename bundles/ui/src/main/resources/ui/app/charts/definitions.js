/** What the charts of each page show. Names of series are those of the metric endpoints. */
import { align } from './samples.js';
import { byName } from '../format/units.js';

const METADATA = [
  'open',
  'close',
  'getattr',
  'setattr',
  'mknod',
  'mkdir',
  'rmdir',
  'link',
  'unlink',
  'rename',
  'getxattr',
  'statfs',
];
/** Metadata operations that are drawn by themselves; the others are summed up. */
const SINGLE = ['open', 'close', 'getattr', 'unlink'];
const COLORS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'];

/**
 * @typedef {import('./chart-grid.js').Chart} Chart
 * @typedef {import('./samples.js').Readings} Readings
 * @typedef {import('../api/client.js').Query} Query
 */

/** The sum of those that are known. @param {Readings} data @param {string[]} names */
const sum = (data, names) => {
  const known = names.flatMap((name) => data[name] ?? []);
  return known.length ? known.reduce((total, value) => total + value, 0) : null;
};
/** @param {string} name @returns {(data: Readings) => number|null} */
const value = (name) => (data) => data[name] ?? null;
/** The same below the axis. @param {string} name @returns {(data: Readings) => number|null} */
const negative = (name) => (data) => {
  const reading = data[name];
  return reading === undefined ? null : -reading;
};
/** @param {number|null|undefined} part @param {number|undefined} whole */
const share = (part, whole) => (part === null || part === undefined || !whole ? null : part / whole);
/** How much of something is not free, in its own unit. @param {number|undefined} total @param {number|undefined} free */
const used = (total, free) => (total ? total - (free ?? 0) : null);

/** @param {string} path @param {Query} query @returns {Chart} */
function bandwidthChart(path, query) {
  return {
    title: 'Bandwidth',
    unit: 'bandwidth',
    sources: [{ path, query: { ...query, metrics: 'stats_read_bytes,stats_write_bytes' } }],
    read: ([samples]) => ({
      lines: [
        { label: 'Read', color: COLORS[0] },
        { label: 'Write', color: COLORS[1] },
      ],
      data: align([
        { samples, value: value('stats_read_bytes') },
        { samples, value: negative('stats_write_bytes') },
      ]),
    }),
  };
}

/** @param {string} path @param {Query} query @returns {Chart} */
function metadataChart(path, query) {
  const rest = METADATA.filter((name) => !SINGLE.includes(name)).map((name) => `stats_${name}`);
  return {
    title: 'Metadata operations',
    unit: 'rate',
    sources: [{ path, query: { ...query, metrics: METADATA.map((name) => `stats_${name}`).join(',') } }],
    read: ([samples]) => ({
      lines: [
        ...SINGLE.map((name, index) => ({ label: name, color: COLORS[index], fill: false })),
        { label: 'others', color: COLORS[5], fill: false },
      ],
      data: align([
        ...SINGLE.map((name) => ({ samples, value: value(`stats_${name}`) })),
        { samples, value: (data) => sum(data, rest) },
      ]),
    }),
  };
}

/** @param {Readings} data */
const cpu = (data) => share(sum(data, ['cpu_user', 'cpu_system', 'cpu_iowait']), data.cpu_total);
/** @param {Readings} data */
const memory = (data) => share(used(data.mem_MemTotal, data.mem_MemFree), data.mem_MemTotal);
/** @param {Readings} data */
const space = (data) => share(used(data.kbytestotal, data.kbytesfree), data.kbytestotal);
/** @param {Readings} data */
const files = (data) => share(used(data.filestotal, data.filesfree), data.filestotal);
/** @param {number|null} kibibytes */
const inBytes = (kibibytes) => (kibibytes === null ? null : kibibytes * 1024);

/** @param {string} title @param {string} metrics @param {(data: Readings) => number|null} read @returns {Chart} */
function loadChart(title, metrics, read) {
  return {
    title,
    unit: 'percent',
    most: 1,
    sources: ['MDS', 'OSS'].map((role) => ({
      path: 'host/metric/',
      query: { role, reduce_fn: 'average', metrics },
    })),
    read: ([mds, oss]) => ({
      lines: [
        { label: 'Metadata servers', color: COLORS[2], fill: false },
        { label: 'Object servers', color: COLORS[0], fill: false },
      ],
      data: align([
        { samples: mds, value: read },
        { samples: oss, value: read },
      ]),
    }),
  };
}

/** @param {Api.Filesystem[]} filesystems @returns {Chart} */
function capacityChart(filesystems) {
  const shown = [...filesystems].sort((a, b) => byName(a.name, b.name)).slice(0, 6);
  return {
    title: 'Space used',
    unit: 'percent',
    most: 1,
    sources: shown.map((filesystem) => ({
      path: `filesystem/${filesystem.id}/metric/`,
      query: { metrics: 'kbytestotal,kbytesfree' },
    })),
    read: (answers) => ({
      lines: shown.map((filesystem, index) => ({
        label: filesystem.name,
        color: COLORS[index],
        fill: shown.length === 1,
      })),
      data: align(
        answers.map((samples) => ({
          samples,
          value: space,
        })),
      ),
    }),
  };
}

/** @param {Api.Filesystem[]} filesystems @returns {Chart[]} */
export const dashboardCharts = (filesystems) => [
  bandwidthChart('target/metric/', { kind: 'OST', reduce_fn: 'sum' }),
  metadataChart('target/metric/', { kind: 'MDT', reduce_fn: 'sum' }),
  ...(filesystems.length ? [capacityChart(filesystems)] : []),
  loadChart('Processors', 'cpu_user,cpu_system,cpu_iowait,cpu_total', cpu),
  loadChart('Memory', 'mem_MemTotal,mem_MemFree', memory),
];

/** @param {Api.Filesystem} filesystem @returns {Chart[]} */
export const filesystemCharts = (filesystem) => [
  bandwidthChart('target/metric/', { kind: 'OST', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
  metadataChart('target/metric/', { kind: 'MDT', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
  capacityChart([filesystem]),
];

/** @param {Api.Host} host @param {Api.Target[]} osts those that run on the server @returns {Chart[]} */
export const serverCharts = (host, osts) => [
  ...(osts.length
    ? [bandwidthChart('target/metric/', { id__in: osts.map((target) => target.id).sort(), reduce_fn: 'sum' })]
    : []),
  {
    title: 'Processors',
    unit: 'percent',
    most: 1,
    sources: [
      { path: `host/${host.id}/metric/`, query: { metrics: 'cpu_user,cpu_system,cpu_iowait,cpu_total' } },
    ],
    read: ([samples]) => ({
      lines: [
        ['user', 'cpu_user'],
        ['system', 'cpu_system'],
        ['waiting for disks', 'cpu_iowait'],
      ].map(([label], index) => ({ label, color: COLORS[index], fill: false })),
      data: align(
        ['cpu_user', 'cpu_system', 'cpu_iowait'].map((name) => ({
          samples,
          value: (data) => share(data[name], data.cpu_total),
        })),
      ),
    }),
  },
  {
    title: 'Memory',
    unit: 'bytes',
    sources: [
      {
        path: `host/${host.id}/metric/`,
        query: { metrics: 'mem_MemTotal,mem_MemFree,mem_SwapTotal,mem_SwapFree' },
      },
    ],
    read: ([samples]) => ({
      lines: [
        { label: 'used', color: COLORS[0] },
        { label: 'installed', color: COLORS[5], fill: false },
        { label: 'swap used', color: COLORS[1], fill: false },
      ],
      data: align([
        { samples, value: (data) => inBytes(used(data.mem_MemTotal, data.mem_MemFree)) },
        { samples, value: (data) => inBytes(used(data.mem_MemTotal, 0)) },
        { samples, value: (data) => inBytes(used(data.mem_SwapTotal, data.mem_SwapFree)) },
      ]),
    }),
  },
];

/** @param {Api.Target} target @returns {Chart[]} */
export const targetCharts = (target) => [
  ...(target.kind === 'OST' ? [bandwidthChart(`target/${target.id}/metric/`, {})] : []),
  ...(target.kind === 'MDT' ? [metadataChart(`target/${target.id}/metric/`, {})] : []),
  {
    title: 'Space and files used',
    unit: 'percent',
    most: 1,
    sources: [
      {
        path: `target/${target.id}/metric/`,
        query: { metrics: 'kbytestotal,kbytesfree,filestotal,filesfree' },
      },
    ],
    read: ([samples]) => ({
      lines: [
        { label: 'space', color: COLORS[0] },
        { label: target.kind === 'OST' ? 'objects' : 'files', color: COLORS[1], fill: false },
      ],
      data: align([
        { samples, value: space },
        { samples, value: files },
      ]),
    }),
  },
];
