/** Tests of the modules that draw nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { expand } from '../../main/resources/ui/app/pages/servers/addresses.js';
import { flatten, idOf, kindOf, queryString } from '../../main/resources/ui/app/api/client.js';
import { byServer, merge, outages, readPlan } from '../../main/resources/ui/app/api/plan.js';
import { bandwidth, byName, bytes, count, percent } from '../../main/resources/ui/app/format/units.js';
import { duration } from '../../main/resources/ui/app/format/time.js';
import { align, lone } from '../../main/resources/ui/app/charts/samples.js';
import { silentServers } from '../../main/resources/ui/app/store/contact.js';
import { arrange } from '../../main/resources/ui/app/pages/commands/job-tree.js';
import { balance } from '../../main/resources/ui/app/pages/volumes/balance.js';
import { byIndex } from '../../main/resources/ui/app/pages/targets/target-order.js';
import { Cluster } from '../fixture/cluster.mjs';
import { pageAt, pages } from '../../main/resources/ui/app/pages/routes.js';
import {
  errorsByVolume,
  formatErrors,
  problemsOf,
  propose,
  requestOf,
  resultOf,
} from '../../main/resources/ui/app/pages/filesystems/design.js';

const PAGES = new URL('../../main/resources/ui/app/pages/', import.meta.url);

const plain = (text) => text.replaceAll('\u00a0', ' ');

test('host lists expand as they are written', () => {
  assert.deepEqual(expand('oss[01-03].cluster').addresses, [
    'oss01.cluster',
    'oss02.cluster',
    'oss03.cluster',
  ]);
  assert.deepEqual(expand('root@mds[1,3-4]:2222, mgs\nmgs').addresses, [
    'root@mds1:2222',
    'root@mds3:2222',
    'root@mds4:2222',
    'mgs',
  ]);
  assert.deepEqual(expand('r[1-2]n[8-10]').addresses, ['r1n8', 'r1n9', 'r1n10', 'r2n8', 'r2n9', 'r2n10']);
  assert.deepEqual(expand('  ').addresses, []);
});

test('wrong host lists say what is wrong with which part', () => {
  assert.match(expand('oss[1-').errors[0], /oss\[1-: the bracket is not closed/);
  assert.match(expand('oss[3-1]').errors[0], /runs backwards/);
  assert.match(expand('oss[1-99999]').errors[0], /longer than/);
  assert.match(expand('oss]').errors[0], /not opened/);
  assert.match(expand('oss[1-2;]').errors[0], /neither a number nor a range/);
});

test('errors of nested requests are found by path', () => {
  assert.deepEqual(flatten({ name: ['Too long'], mgt: {}, osts: [{}, { volume_id: ['In use'] }] }), {
    name: ['Too long'],
    'osts.1.volume_id': ['In use'],
  });
  assert.deepEqual(flatten({ __all__: ['No'] }), { __all__: ['No'] });
});

test('addresses of resources tell kind and number', () => {
  assert.equal(idOf('/api/host/12/'), '12');
  assert.equal(kindOf('/api/host/12/'), 'host');
  assert.equal(idOf(null), null);
  assert.equal(queryString({ a: [1, 2], b: null, c: '' }), '?a=1&a=2&c=');
});

test('numbers read as people read them', () => {
  assert.equal(plain(bytes(0)), '0 B');
  assert.equal(plain(bytes(1536)), '1.50 KiB');
  assert.equal(plain(bytes(1024 ** 4)), '1 TiB');
  assert.equal(plain(bandwidth(3.25 * 1024 ** 3)), '3.25 GiB/s');
  assert.equal(plain(count(9999)), '9,999');
  assert.equal(plain(count(2_150_000_000)), '2.15 G');
  assert.equal(plain(percent(0.655)), '66 %');
  assert.equal(bytes(null), '–');
  assert.equal(plain(duration(61_000)), '1 min 1 s');
  assert.deepEqual(['OST10', 'OST9'].sort(byName), ['OST9', 'OST10']);
  // Lustre counts its targets in base 16.
  assert.deepEqual(
    ['lfs-OST0010', 'lfs-OST000a', 'lfs-OST0001', 'lfs2-OST0000', 'lfs-OST0000', 'lfs-OST0009'].sort(byName),
    ['lfs-OST0000', 'lfs-OST0001', 'lfs-OST0009', 'lfs-OST000a', 'lfs-OST0010', 'lfs2-OST0000'],
  );
});

test('a plan is read with its consequences, and grouped by server in order', () => {
  const plan = readPlan({
    message: 'Stop',
    jobs: [
      { class_name: 'A', description: 'a', server: 'one', depends_on: [] },
      { class_name: 'B', description: 'b', server: null, depends_on: [0] },
    ],
  });
  assert.equal(plan.jobs[0].main, false);
  assert.equal(plan.jobs[1].main, true);
  assert.deepEqual(
    byServer(plan.jobs).map((group) => [group.server, group.jobs.map((job) => job.number)]),
    [
      ['one', [1]],
      [null, [2]],
    ],
  );
  assert.deepEqual(readPlan([]).jobs, []);
});

test('plans of several requests name what they share once', () => {
  const job = (name, ...depends_on) => ({ class_name: name, description: name, server: null, depends_on });
  const merged = merge([
    readPlan({ message: '', jobs: [job('shared'), job('one', 0)] }),
    readPlan({ message: '', jobs: [job('other'), job('shared'), job('two', 0, 1)] }),
  ]);
  assert.deepEqual(
    merged.jobs.map((one) => [one.description, one.dependsOn, one.main]),
    [
      ['shared', [], false],
      ['one', [0], true],
      ['other', [], false],
      ['two', [2, 0], true],
    ],
  );
});

test('each address leads to one page, whose module is there', () => {
  const addressOf = (page) => page.path.replaceAll(/:\w+/g, '7');
  for (const page of pages) {
    assert.equal(pageAt(addressOf(page)).page, page, `${page.path} leads to itself`);
    const source = readFileSync(new URL(`${page.module}.js`, PAGES), 'utf8');
    assert.ok(source.includes(`customElements.define('${page.tag}'`), `${page.module} defines ${page.tag}`);
    assert.ok(
      !page.section || pages.some((other) => other.path === page.section),
      `${page.path} has its section`,
    );
  }
  assert.equal(pageAt('/servers/12').parameters.id, '12');
  assert.equal(pageAt('/servers/12x'), null);
  const keys = pages.flatMap((page) => page.key ?? []);
  assert.equal(new Set(keys).size, keys.length, 'no key leads to two pages');
});

test('a plan tells which other filesystems it takes away', () => {
  const job = (subject, state, description) => ({ stateful_object: subject, new_state: state, description });
  const stopped = [
    job('/api/filesystem/2/', 'unavailable', 'Make filesystem two unavailable'),
    job('/api/target/5/', 'unmounted', 'Stop two-OST0000'),
    job('/api/filesystem/2/', 'stopped', 'Stop filesystem two'),
    job('/api/filesystem/3/', 'available', 'Start filesystem three'),
  ];
  const of = (main) => outages(readPlan({ jobs: [...stopped, main] }).jobs);
  assert.deepEqual(of(job('/api/host/1/', 'removed', 'Remove oss1')), [
    'Filesystem two will be stopped, too.',
  ]);
  assert.deepEqual(of(job('/api/filesystem/2/', 'removed', 'Remove filesystem two')), []);
  assert.deepEqual(of(job(null, null, 'Re-write the configuration')), ['Filesystem two will be stopped.']);
});

test('a value between gaps is shown as a point', () => {
  assert.deepEqual(lone([null, 1, null, 2, 3, null, 0]), [1, 6]);
  assert.deepEqual(lone([]), []);
});

test('samples share an axis, and a pause becomes a gap', () => {
  const at = (seconds) => new Date(seconds * 1000).toISOString();
  const samples = [10, 20, 30, 100, 110].map((seconds) => ({ ts: at(seconds), data: { v: seconds } }));
  const [axis, values] = align([{ samples, value: (data) => data.v }]);
  assert.deepEqual(axis, [10, 20, 30, 40, 100, 110]);
  assert.deepEqual(values, [10, 20, 30, null, 100, 110]);
});

test('jobs stand in the order in which they run, also where they wait in a circle', () => {
  const job = (id, ...waits) => ({
    id: String(id),
    state: 'PENDING',
    wait_for: waits.map((other) => `/api/job/${other}/`),
    created_at: '2026-01-01T00:00:00Z',
    modified_at: '2026-01-01T00:00:00Z',
  });
  const arranged = arrange([job(3, 2), job(2, 1), job(1), job(4)]);
  assert.deepEqual(
    arranged.map((one) => [one.id, one.depth]),
    [
      ['1', 0],
      ['4', 0],
      ['2', 1],
      ['3', 2],
    ],
  );
  assert.equal(arrange([job(1, 2), job(2, 1)]).length, 2);
});

const volume = (id, size, hosts, status = 'configured-ha') => ({
  id: String(id),
  label: `v${id}`,
  size,
  status,
  volume_nodes: hosts.map((host, index) => ({
    id: `${id}${host}`,
    host_id: String(host),
    host_label: `s${host}`,
    primary: index === 0,
    use: true,
  })),
});
const volumes = new Map(
  [
    volume(1, 1, [1, 2]),
    volume(2, 2, [2, 1]),
    volume(3, 100, [1, 2]),
    volume(4, 100, [2], 'configured-noha'),
  ].map((one) => [one.id, one]),
);
const design = (parts, more = {}) => ({
  name: 'lfs',
  mgt: '',
  parts: new Map(parts),
  inodeSize: '',
  bytesPerInode: '',
  reformat: false,
  confParams: {},
  ...more,
});

test('the proposal puts small volumes to metadata and large ones to data', () => {
  assert.deepEqual(
    [...propose([...volumes.values()], true)],
    [
      ['1', 'mgt'],
      ['2', 'mdt'],
      ['3', 'ost'],
      ['4', 'ost'],
    ],
  );
});

test('a design becomes the request, and what it lacks is named by field', () => {
  const whole = design(
    [
      ['1', 'mgt'],
      ['2', 'mdt'],
      ['3', 'ost'],
    ],
    { inodeSize: '1024' },
  );
  assert.deepEqual(problemsOf(whole, volumes), {});
  assert.deepEqual(requestOf(whole, volumes), {
    name: 'lfs',
    mgt: { volume_id: 1 },
    mdts: [{ volume_id: 2, conf_params: {}, inode_size: 1024 }],
    osts: [{ volume_id: 3, conf_params: {} }],
    conf_params: {},
  });
  assert.deepEqual(Object.keys(problemsOf(design([], { name: 'much-too-long' }), volumes)), [
    'name',
    'mgt',
    'mdts',
    'osts',
  ]);
  assert.deepEqual(
    problemsOf(
      design(
        [
          ['2', 'mdt'],
          ['3', 'ost'],
        ],
        { mgt: '7' },
      ),
      volumes,
    ),
    {},
  );
});

test('what results counts capacity, cover and servers', () => {
  const result = resultOf(
    design([
      ['1', 'mgt'],
      ['2', 'mdt'],
      ['3', 'ost'],
      ['4', 'ost'],
    ]),
    volumes,
  );
  assert.equal(result.bytes, 200);
  assert.equal(result.protected, 3);
  assert.match(result.warnings[0], /v4 has no failover server/);
  assert.deepEqual(
    [...result.servers.values()].map((server) => server.targets),
    [2, 2],
  );
  assert.match(
    resultOf(
      design([
        ['1', 'mgt'],
        ['2', 'mdt'],
        ['3', 'ost'],
      ]),
      volumes,
      (host) => host === '2',
    ).warnings[0],
    /^No contact with s2: /,
  );
});

test('servers are compared with those that carry the same kind', () => {
  const osts = [11, 12, 13, 14, 15, 16].map((id) => volume(id, 100, [id % 2 ? 3 : 4, id % 2 ? 4 : 3]));
  const alone = [17, 18].map((id) => volume(id, 100, [3, 4]));
  const all = new Map([...volumes.values(), ...osts, ...alone].map((one) => [one.id, one]));
  const warnings = (list) =>
    resultOf(design([['1', 'mgt'], ['2', 'mdt'], ...list.map((one) => [one.id, 'ost'])]), all).warnings;
  assert.deepEqual(warnings(osts), []);
  const lopsided = [osts[1], osts[0], osts[2], osts[4], ...alone];
  assert.deepEqual(warnings(lopsided), ['Some servers carry many more OSTs than others.']);
});

test('targets stand by kind and index, which is hexadecimal', () => {
  const target = (kind, label, filesystem) => ({ kind, label, filesystem_name: filesystem });
  const names = ['one-OST0010', 'one-OST000f', 'one-OST0001', 'two-OST0000'].map((label) =>
    target('OST', label, label.slice(0, 3)),
  );
  assert.deepEqual(
    [...names, target('MDT', 'one-MDT0000', 'one'), target('MGT', 'MGS')]
      .sort(byIndex)
      .map((one) => one.label),
    ['MGS', 'one-MDT0000', 'one-OST0001', 'one-OST000f', 'one-OST0010', 'two-OST0000'],
  );
});

test('errors of format fields stand at the field, once', () => {
  const fields = {
    'mdts.0.inode_size': ['A whole number is expected'],
    'mdts.1.inode_size': ['A whole number is expected'],
    'mdts.1.volume_id': ['In use'],
  };
  assert.deepEqual(formatErrors(fields), { inode_size: ['A whole number is expected'] });
  assert.deepEqual(
    [
      ...errorsByVolume(
        fields,
        design([
          ['1', 'mdt'],
          ['2', 'mdt'],
        ]),
        volumes,
      ),
    ],
    [['2', ['In use']]],
  );
});

test('errors of the manager find their volume', () => {
  const found = errorsByVolume(
    { 'osts.1.volume_id': ['In use'], 'mgt.volume_id': ['No'] },
    design([
      ['1', 'mgt'],
      ['3', 'ost'],
      ['4', 'ost'],
    ]),
    volumes,
  );
  assert.deepEqual(
    [...found],
    [
      ['4', ['In use']],
      ['1', ['No']],
    ],
  );
});

test('balancing spreads primaries', () => {
  const shared = [5, 6, 7, 8].map((id) => volume(id, 1, [1, 2]));
  assert.deepEqual(
    balance(shared).map(([, choice]) => choice.primary),
    ['51', '62', '71', '82'],
  );
});

test('a server is silent while its alert is active', () => {
  const alert = (type, item, active = true) => ({ alert_type: type, alert_item: item, active });
  const silent = silentServers([
    alert('HostContactAlert', '/api/host/2/'),
    alert('HostContactAlert', '/api/host/3/', false),
    alert('LNetOfflineAlert', '/api/host/4/'),
    alert('TargetOfflineAlert', null),
  ]);
  assert.deepEqual([...silent.keys()], ['2']);
});

/** The fields of each type that the manager's own description gives, without those of details alone. */
function describedFields() {
  const types = readFileSync(new URL('../../main/types/api.d.ts', import.meta.url), 'utf8');
  const interfaces = [...types.matchAll(/interface (\w+) \{(.*?)\n {2}\}/gs)];
  return new Map(
    interfaces.map(([, name, body]) => [name, [...body.matchAll(/^ {4}(\w+):/gm)].map(([, field]) => field)]),
  );
}

test('the stand-in for the manager answers with the fields that the manager has', () => {
  const cluster = new Cluster('little', () => {});
  cluster.raise('HostContactAlert', '/api/host/1/', 'Lost contact', 'ERROR');
  cluster.run('Stop', cluster.plan('target', cluster.target.get('2'), 'unmounted'), 'admin');
  const described = describedFields();
  const kinds = {
    host: 'Host',
    target: 'Target',
    filesystem: 'Filesystem',
    volume: 'Volume',
    alert: 'Alert',
    command: 'Command',
    job: 'Job',
    user: 'User',
    plugin: 'Plugin',
    storage_resource: 'StorageResource',
  };
  for (const [kind, type] of Object.entries(kinds)) {
    const [, answer] = cluster.handle('GET', [kind], new URLSearchParams({ limit: '1' }), {}, null);
    const fields = Object.keys(answer.objects[0]).filter((field) => field !== 'logs');
    assert.deepEqual(fields.sort(), described.get(type).sort(), kind);
  }
  cluster.close();
});
