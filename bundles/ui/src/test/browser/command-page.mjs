import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, withPage } from './browser.mjs';

/** Stops the filesystem of the cluster, so that there is a command with jobs that wait for each other. */
function stopFilesystem(cluster) {
  const filesystem = cluster.filesystem.get('1');
  return cluster.run('Stop filesystem lfs', cluster.plan('filesystem', filesystem, 'stopped'), 'admin');
}

const jobStates = (page) =>
  page.locator('.job-list a > span:first-child').evaluateAll((signs) => signs.map((sign) => sign.title));

test('a command is followed to its end, and its last words are announced', () =>
  withPage('little', '/activity', async (page, { cluster, url }) => {
    const { id } = stopFilesystem(cluster);
    await page.goto(`${url}commands/${id}`);
    await page.getByRole('heading', { name: '11 jobs' }).waitFor();
    await page.locator('.page-heading').getByText('succeeded').waitFor();
    assert.deepEqual(await jobStates(page), new Array(11).fill('succeeded'));
    await page
      .locator('[aria-live]')
      .getByText('Stop filesystem lfs: succeeded')
      .waitFor({ state: 'attached' });
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
  }));

test('what a step prints is shown while it prints it', () =>
  withPage('bare', '/activity', async (page, { cluster, url }) => {
    const target = cluster.addTarget('MGT', cluster.volume.get('1'), null, 'unformatted');
    const { id } = cluster.run('Add MGT', cluster.plan('target', target, 'mounted'), 'admin');
    await page.goto(`${url}commands/${id}`);
    await page
      .locator('.job-list')
      .getByRole('link', { name: /Format MGT/ })
      .click();
    await page.locator('.console').getByText('Writing CONFIGS/mountdata').waitFor();
    await page.locator('.detail').getByText('Called with').waitFor();
  }));

test('of a failure the reason comes first, and what could not run names what it waited for', () =>
  withPage('bare', '/activity', async (page, { cluster, url }) => {
    cluster.failNext = 'Format';
    const target = cluster.addTarget('MGT', cluster.volume.get('1'), null, 'unformatted');
    const { id } = cluster.run('Add MGT', cluster.plan('target', target, 'mounted'), 'admin');
    await page.goto(`${url}commands/${id}`);
    const reason = page.locator('.detail').getByRole('alert');
    await reason.getByText('It failed', { exact: true }).waitFor();
    await reason.getByText('mkfs.lustre ended with status 17').waitFor();
    assert.equal(await page.locator('.detail').getByText('FormatTargetPlugin.run').isVisible(), false);
    await page.locator('.page-heading').getByText('failed').waitFor();
    assert.deepEqual(await jobStates(page), ['failed', 'not run', 'not run', 'not run']);
    await page
      .locator('.job-list')
      .getByRole('link', { name: /Register/ })
      .click();
    await reason.getByText('It was not run').waitFor();
    await page.waitForURL('**?job=*');
  }));

test('what has not finished can be cancelled', () =>
  withPage('little', '/activity', async (page, { cluster, url }) => {
    const command = stopFilesystem(cluster);
    const { job } = cluster.hold(command);
    await page.goto(`${url}commands/${command.id}`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await until('it is cancelled', async () => command.complete);
    await page
      .locator('.page-heading')
      .getByText(/cancelled|failed/)
      .waitFor();
    assert.equal(job.state, 'cancelled');
  }));
