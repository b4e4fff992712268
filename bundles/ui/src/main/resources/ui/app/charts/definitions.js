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

const sum = (data, names) => {
  const known = names.map((name) => data?.[name]).filter((value) => value !== null && value !== undefined);
  return known.length ? known.reduce((total, value) => total + value, 0) : null;
};
const value = (name) => (data) => data?.[name] ?? null;
const negative = (name) => (data) =>
  data?.[name] === null || data?.[name] === undefined ? null : -data[name];
const share = (part, whole) => (part === null || !whole ? null : part / whole);

/** @param {string} path @param {object} query @param {string} title */
function bandwidthChart(path, query, title = 'Bandwidth') {
  return {
    title,
    unit: /** @type {const} */ ('bandwidth'),
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

function metadataChart(path, query) {
  const rest = METADATA.filter((name) => !SINGLE.includes(name)).map((name) => `stats_${name}`);
  return {
    title: 'Metadata operations',
    unit: /** @type {const} */ ('rate'),
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

const cpu = (data) => share(sum(data, ['cpu_user', 'cpu_system', 'cpu_iowait']), data?.cpu_total);
const memory = (data) =>
  data?.mem_MemTotal ? share(data.mem_MemTotal - data.mem_MemFree, data.mem_MemTotal) : null;

function loadChart(title, unit, metrics, read) {
  return {
    title,
    unit,
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

/** @param {any[]} filesystems */
function capacityChart(filesystems) {
  const shown = [...filesystems].sort((a, b) => byName(a.name, b.name)).slice(0, 6);
  return {
    title: 'Space used',
    unit: /** @type {const} */ ('percent'),
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
          value: (data) =>
            data?.kbytestotal ? share(data.kbytestotal - data.kbytesfree, data.kbytestotal) : null,
        })),
      ),
    }),
  };
}

/** @returns {import('./chart-grid.js').Chart[]} */
export const dashboardCharts = (filesystems) => [
  bandwidthChart('target/metric/', { kind: 'OST', reduce_fn: 'sum' }),
  metadataChart('target/metric/', { kind: 'MDT', reduce_fn: 'sum' }),
  ...(filesystems.length ? [capacityChart(filesystems)] : []),
  loadChart('Processors', 'percent', 'cpu_user,cpu_system,cpu_iowait,cpu_total', cpu),
  loadChart('Memory', 'percent', 'mem_MemTotal,mem_MemFree', memory),
];

/** @returns {import('./chart-grid.js').Chart[]} */
export const filesystemCharts = (filesystem) => [
  bandwidthChart('target/metric/', { kind: 'OST', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
  metadataChart('target/metric/', { kind: 'MDT', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
  capacityChart([filesystem]),
];

/** @param {any[]} osts those that run on the server @returns {import('./chart-grid.js').Chart[]} */
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
          value: (data) => share(data?.[name] ?? null, data?.cpu_total),
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
        {
          samples,
          value: (data) => (data?.mem_MemTotal ? (data.mem_MemTotal - data.mem_MemFree) * 1024 : null),
        },
        { samples, value: (data) => (data?.mem_MemTotal ? data.mem_MemTotal * 1024 : null) },
        {
          samples,
          value: (data) => (data?.mem_SwapTotal ? (data.mem_SwapTotal - data.mem_SwapFree) * 1024 : null),
        },
      ]),
    }),
  },
];

/** @returns {import('./chart-grid.js').Chart[]} */
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
        {
          samples,
          value: (data) =>
            data?.kbytestotal ? share(data.kbytestotal - data.kbytesfree, data.kbytestotal) : null,
        },
        {
          samples,
          value: (data) =>
            data?.filestotal ? share(data.filestotal - data.filesfree, data.filestotal) : null,
        },
      ]),
    }),
  },
];
