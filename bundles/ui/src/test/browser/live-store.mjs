import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, withPage } from './browser.mjs';

const stateOf = (page, server) => page.locator('data-table tr', { hasText: server }).locator('.status');

/** The requests for servers from now on. */
function hostRequests(page) {
  const found = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/api/host/') found.push(url.search);
  });
  return found;
}

test('a change shows by itself, and only what changed is fetched', () =>
  withPage('little', '/servers', async (page, { cluster }) => {
    await stateOf(page, 'server3.cluster').waitFor();
    const requests = hostRequests(page);
    cluster.host.get('3').state = 'lnet_down';
    cluster.host.get('4').state = 'lnet_unloaded';
    cluster.tell(['host/3']);
    cluster.tell(['host/4']);
    await stateOf(page, 'server3.cluster').getByText('LNet down').waitFor();
    await stateOf(page, 'server4.cluster').getByText('LNet unloaded').waitFor();
    assert.deepEqual(requests, ['?id__in=3&id__in=4&limit=0']);
  }));

test('what comes appears, and what goes disappears', () =>
  withPage('little', '/servers', async (page, { cluster }) => {
    await stateOf(page, 'server4.cluster').waitFor();
    cluster.addHost('late.cluster', 'lnet_up');
    cluster.host.delete('4');
    cluster.tell(['host/5', 'host/4']);
    await stateOf(page, 'late.cluster').waitFor();
    await stateOf(page, 'server4.cluster').waitFor({ state: 'detached' });
  }));

test('after a gap in the stream everything is looked at again', () =>
  withPage('little', '/servers', async (page, { cluster, dropStreams }) => {
    await stateOf(page, 'server2.cluster').getByText('LNet up').waitFor();
    const lost = page.getByText('The manager has not answered since');
    dropStreams();
    await lost.waitFor();
    // Nobody is told of this.
    cluster.host.get('2').state = 'lnet_down';
    await stateOf(page, 'server2.cluster').getByText('LNet down').waitFor();
    await lost.waitFor({ state: 'detached' });
  }));

test('what could not be loaded is said, and loaded when the manager answers again', () =>
  withPage('little', '/volumes', async (page) => {
    await page.getByRole('heading', { name: 'Volumes' }).waitFor();
    let refused = 0;
    await page.route('**/api/user/?*', (route) => (refused++ ? route.continue() : route.abort()));
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('alert').getByText('The manager does not answer.').waitFor();
    await until('the users are there', async () => page.getByText('operator@example.org').isVisible());
  }));

test('a job that holds an object takes the place of its state, and leads to its command', () =>
  withPage('little', '/servers', async (page, { cluster }) => {
    await stateOf(page, 'server1.cluster').waitFor();
    const host = cluster.host.get('1');
    const command = cluster.run('Stop LNet', cluster.plan('host', host, 'lnet_down'), 'admin');
    const { release } = cluster.hold(command);
    const busy = page.locator('data-table tr', { hasText: 'server1.cluster' }).locator('a.busy');
    await busy.getByText('Stop LNet on server1.cluster').waitFor();
    assert.match(await busy.getAttribute('href'), new RegExp(`/commands/${command.id}$`));
    release();
    await stateOf(page, 'server1.cluster').getByText('LNet down').waitFor();
  }));
