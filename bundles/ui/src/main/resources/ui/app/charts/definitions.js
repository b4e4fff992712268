/**
 * What the charts of each page look like: how lines are grouped, in what order and colour. What there is to be
 * drawn, and in which
 * unit, plugins declare; a chart that nothing here knows of is drawn as it is declared.
 *
 * @typedef {import('./declared.js').Metric} Metric
 * @typedef {import('./chart-grid.js').Chart} Chart
 * @typedef {import('./time-chart.js').Line} Line
 * @typedef {import('./samples.js').Readings} Readings
 * @typedef {import('../api/client.js').Query} Query
 * @typedef {(data: Readings) => number|null} Value
 * @typedef {Line & {value: Value}} Drawn
 */
import { align } from './samples.js';
import { byName } from '../format/units.js';

const COLORS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'];

/**
 * Units that are drawn as another one: what a reading is multiplied with, and what is drawn of it and of its rate.
 *
 * @type {Record<string, {factor: number, drawn: Chart['unit'], rate: Chart['unit']}>}
 */
const UNITS = {
  bytes: { factor: 1, drawn: 'bytes', rate: 'bandwidth' },
  kB: { factor: 1024, drawn: 'bytes', rate: 'bandwidth' },
  '%': { factor: 0.01, drawn: 'percent', rate: 'rate' },
};
/** @type {{factor: number, drawn: Chart['unit'], rate: Chart['unit']}} */
const PLAIN = { factor: 1, drawn: 'count', rate: 'rate' };

/** @param {Metric} metric */
const unitOf = (metric) => UNITS[metric.unit] ?? PLAIN;

/** @param {Metric} metric @returns {Chart['unit']} */
const drawnUnit = (metric) => unitOf(metric)[metric.kind === 'gauge' ? 'drawn' : 'rate'];

/** @param {Metric|undefined} metric one that is not declared is unknown @returns {Value} */
function valueOf(metric) {
  if (!metric) return () => null;
  const { factor } = unitOf(metric);
  return (data) => {
    const value = data[metric.name] ?? null;
    return value === null ? null : value * factor;
  };
}

/** @param {number|null} one @param {number|null} other */
const minus = (one, other) => (one === null || other === null ? null : one - other);
/** @param {number|null} part @param {number|null} whole */
const share = (part, whole) => (part === null || !whole ? null : part / whole);
/** The sum of those that are known. @param {(number|null)[]} values */
const sum = (values) => {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((total, value) => total + Number(value), 0) : null;
};

/** How much of the whole is not free. @param {Value} whole @param {Value} free @returns {Value} */
const usedOf = (whole, free) => (data) => (whole(data) ? minus(whole(data), free(data)) : null);
/** @param {Value} whole @param {Value} free @returns {Value} */
const usedShare = (whole, free) => (data) => share(usedOf(whole, free)(data), whole(data));

/** Metadata operations that are drawn by themselves; the others are summed up. */
const SINGLE = ['stats_open', 'stats_close', 'stats_getattr', 'stats_unlink'];
/** What is drawn below the axis. */
const BELOW = ['stats_write_bytes'];
/** What the processors do, most telling first, each as a share of what they do in all. */
const MODES = ['cpu_user', 'cpu_system', 'cpu_iowait'];
const ALL_MODES = 'cpu_total';

/** A chart's metrics by name. */
class Declared {
  /** @param {Metric[]} all @param {...string} charts */
  constructor(all, ...charts) {
    this.metrics = all.filter((metric) => charts.includes(metric.chart) && !metric.name.endsWith('*'));
  }

  get names() {
    return this.metrics.map((metric) => metric.name).join(',');
  }

  /** @param {string} name */
  find(name) {
    return this.metrics.find((metric) => metric.name === name);
  }

  /** @param {string} name @returns {Value} */
  value(name) {
    return valueOf(this.find(name));
  }
}

/** @param {Metric} metric @param {number} index @returns {Drawn} */
function plainLine(metric, index) {
  const units = UNITS[metric.unit] || !metric.unit || metric.unit === metric.line;
  return {
    label: units ? metric.line : `${metric.line} (${metric.unit})`,
    color: COLORS[index % COLORS.length],
    fill: index === 0 ? undefined : false,
    value: valueOf(metric),
  };
}

/** @param {Declared} of @returns {Drawn[]} */
const bandwidthLines = (of) =>
  of.metrics.map((metric, index) => ({
    label: metric.line,
    color: COLORS[index % COLORS.length],
    value: BELOW.includes(metric.name) ? (data) => minus(0, valueOf(metric)(data)) : valueOf(metric),
  }));

/** @param {Declared} of @returns {Drawn[]} */
function metadataLines(of) {
  const single = SINGLE.map((name) => of.find(name)).filter((metric) => metric !== undefined);
  const rest = of.metrics.filter((metric) => !SINGLE.includes(metric.name)).map(valueOf);
  return [
    ...single.map((metric, index) => ({
      label: metric.line,
      color: COLORS[index],
      fill: false,
      value: valueOf(metric),
    })),
    {
      label: 'others',
      color: COLORS[5],
      fill: false,
      value: (data) => sum(rest.map((value) => value(data))),
    },
  ];
}

/** @param {Declared} of @returns {Drawn[]} */
const processorLines = (of) =>
  MODES.map((name, index) => ({
    label: of.find(name)?.line ?? name,
    color: COLORS[index],
    fill: false,
    value: (data) => share(of.value(name)(data), of.value(ALL_MODES)(data)),
  }));

/** @param {Declared} of @returns {Drawn[]} */
function memoryLines(of) {
  const installed = of.value('mem_MemTotal');
  return [
    { label: 'used', color: COLORS[0], value: usedOf(installed, of.value('mem_MemFree')) },
    { label: 'installed', color: COLORS[5], fill: false, value: (data) => installed(data) || null },
    {
      label: 'swap used',
      color: COLORS[1],
      fill: false,
      value: usedOf(of.value('mem_SwapTotal'), of.value('mem_SwapFree')),
    },
  ];
}

/**
 * The declared charts that are drawn in a way of their own; those of which a page draws none here are drawn
 * elsewhere.
 */
const KNOWN = ['Bandwidth', 'Metadata operations', 'Processors', 'Memory', 'Space used', 'Files used'];

/**
 * A chart of one source.
 *
 * @param {string} title
 * @param {Chart['unit']} unit
 * @param {{path: string, query?: object}} source
 * @param {Declared} of what is drawn
 * @param {Drawn[]} lines
 * @returns {Chart[]} none where nothing is declared of it
 */
function chart(title, unit, source, of, lines) {
  if (!of.metrics.length) return [];
  return [
    {
      title,
      unit,
      ...(unit === 'percent' ? { most: 1 } : {}),
      sources: [{ path: source.path, query: { ...source.query, metrics: of.names } }],
      read: ([samples]) => ({
        lines: lines.map(({ label, color, fill }) => ({ label, color, fill })),
        data: align(lines.map(({ value }) => ({ samples, value }))),
      }),
    },
  ];
}

/** @param {Metric[]} all @param {string} path @param {object} [query] */
function bandwidthChart(all, path, query) {
  const of = new Declared(all, 'Bandwidth');
  return chart('Bandwidth', 'bandwidth', { path, query }, of, bandwidthLines(of));
}

/** @param {Metric[]} all @param {string} path @param {object} [query] */
function metadataChart(all, path, query) {
  const of = new Declared(all, 'Metadata operations');
  return chart('Metadata operations', 'rate', { path, query }, of, metadataLines(of));
}

/**
 * Charts that nothing here knows of, as they are declared.
 *
 * @param {Metric[]} all
 * @param {string} path
 * @param {(metric: Metric) => boolean} fits whether the page is about what the metric is about
 */
function otherCharts(all, path, fits) {
  const fitting = all.filter((metric) => metric.chart && !KNOWN.includes(metric.chart) && fits(metric));
  const titles = [...new Set(fitting.map((metric) => metric.chart))].sort(byName);
  return titles.flatMap((title) => {
    const of = new Declared(fitting, title);
    return of.metrics.length
      ? chart(title, drawnUnit(of.metrics[0]), { path }, of, of.metrics.map(plainLine))
      : [];
  });
}

/**
 * Metadata servers and object servers, a line each.
 *
 * @param {string} title
 * @param {Declared} of
 * @param {Value} value
 * @returns {Chart[]}
 */
function loadChart(title, of, value) {
  if (!of.metrics.length) return [];
  return [
    {
      title,
      unit: 'percent',
      most: 1,
      sources: ['MDS', 'OSS'].map((role) => ({
        path: 'host/metric/',
        query: { role, reduce_fn: 'average', metrics: of.names },
      })),
      read: ([mds, oss]) => ({
        lines: [
          { label: 'Metadata servers', color: COLORS[2], fill: false },
          { label: 'Object servers', color: COLORS[0], fill: false },
        ],
        data: align([
          { samples: mds, value },
          { samples: oss, value },
        ]),
      }),
    },
  ];
}

/** @param {Metric[]} all @param {any[]} filesystems @returns {Chart[]} */
function capacityChart(all, filesystems) {
  const of = new Declared(all, 'Space used');
  const shown = [...filesystems].sort((a, b) => byName(a.name, b.name)).slice(0, COLORS.length);
  if (!of.metrics.length || !shown.length) return [];
  return [
    {
      title: 'Space used',
      unit: 'percent',
      most: 1,
      sources: shown.map((filesystem) => ({
        path: `filesystem/${filesystem.id}/metric/`,
        query: { metrics: of.names },
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
            value: usedShare(of.value('kbytestotal'), of.value('kbytesfree')),
          })),
        ),
      }),
    },
  ];
}

/** @param {any[]} filesystems */
export const dashboardCharts =
  (filesystems) =>
  /** @param {Metric[]} all @returns {Chart[]} */
  (all) => {
    const processors = new Declared(all, 'Processors');
    const memory = new Declared(all, 'Memory');
    const busy = processorLines(processors);
    return [
      ...bandwidthChart(all, 'target/metric/', { kind: 'OST', reduce_fn: 'sum' }),
      ...metadataChart(all, 'target/metric/', { kind: 'MDT', reduce_fn: 'sum' }),
      ...capacityChart(all, filesystems),
      ...loadChart('Processors', processors, (data) => sum(busy.map((line) => line.value(data)))),
      ...loadChart('Memory', memory, usedShare(memory.value('mem_MemTotal'), memory.value('mem_MemFree'))),
    ];
  };

/** @param {any} filesystem */
export const filesystemCharts =
  (filesystem) =>
  /** @param {Metric[]} all @returns {Chart[]} */
  (all) => [
    ...bandwidthChart(all, 'target/metric/', { kind: 'OST', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
    ...metadataChart(all, 'target/metric/', { kind: 'MDT', filesystem_id: filesystem.id, reduce_fn: 'sum' }),
    ...capacityChart(all, [filesystem]),
    ...otherCharts(
      all,
      `filesystem/${filesystem.id}/metric/`,
      (metric) => metric.total !== 'none' && metric.about !== 'job',
    ),
  ];

/** @param {any} host @param {any[]} osts those that run on the server */
export const serverCharts =
  (host, osts) =>
  /** @param {Metric[]} all @returns {Chart[]} */
  (all) => {
    const path = `host/${host.id}/metric/`;
    const processors = new Declared(all, 'Processors');
    const memory = new Declared(all, 'Memory');
    return [
      ...(osts.length
        ? bandwidthChart(all, 'target/metric/', {
            id__in: osts.map((target) => target.id).sort(),
            reduce_fn: 'sum',
          })
        : []),
      ...chart('Processors', 'percent', { path }, processors, processorLines(processors)),
      ...chart('Memory', 'bytes', { path }, memory, memoryLines(memory)),
      ...otherCharts(all, path, (metric) => metric.about === 'server'),
    ];
  };

/** @param {any} target */
export const targetCharts =
  (target) =>
  /** @param {Metric[]} all @returns {Chart[]} */
  (all) => {
    const path = `target/${target.id}/metric/`;
    const used = new Declared(all, 'Space used', 'Files used');
    return [
      ...(target.kind === 'OST' ? bandwidthChart(all, path) : []),
      ...(target.kind === 'MDT' ? metadataChart(all, path) : []),
      ...chart('Space and files used', 'percent', { path }, used, [
        {
          label: 'space',
          color: COLORS[0],
          value: usedShare(used.value('kbytestotal'), used.value('kbytesfree')),
        },
        {
          label: target.kind === 'OST' ? 'objects' : 'files',
          color: COLORS[1],
          fill: false,
          value: usedShare(used.value('filestotal'), used.value('filesfree')),
        },
      ]),
      ...otherCharts(all, path, (metric) => ['target', target.kind.toLowerCase()].includes(metric.about)),
    ];
  };
