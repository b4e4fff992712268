import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, withPage } from './browser.mjs';

/** Opens the plan of a button of the page. */
async function planOf(page, verb) {
  await page.locator('action-buttons').getByRole('button', { name: verb, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}

test('a plan names its jobs by server in their order, and nothing is done before it is confirmed', () =>
  withPage('little', '/filesystems/1', async (page, { cluster }) => {
    const dialog = await planOf(page, 'Stop');
    await dialog.getByText('11 jobs on 4 servers').waitFor();
    const groups = await dialog.locator('plan-view h3').allTextContents();
    assert.deepEqual(
      groups.map((text) => text.trim()),
      [
        'server1.cluster3 jobs',
        'server3.cluster3 jobs',
        'server2.cluster2 jobs',
        'server4.cluster2 jobs',
        'Manager1 job',
      ],
    );
    await dialog.getByText('after 1, 2, 3, 4, 5 and 5 more').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(cluster.command.size, 0);
    assert.equal(cluster.filesystem.get('1').state, 'available');
  }));

test('what is destroyed has its name typed first', () =>
  withPage('little', '/filesystems/1', async (page, { cluster }) => {
    const dialog = await planOf(page, 'Remove');
    const go = dialog.getByRole('button', { name: 'Remove' });
    const name = dialog.getByRole('textbox');
    await name.waitFor();
    assert.ok(await go.isDisabled());
    await name.fill('lf');
    assert.ok(await go.isDisabled());
    await name.press('Enter');
    assert.equal(cluster.command.size, 0);
    await name.fill('lfs');
    await go.click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('toast-stack').getByText('Remove filesystem lfs').waitFor();
    await until('it is gone', async () => cluster.filesystem.size === 0);
  }));

test('a refusal stays in the dialog, in words', () =>
  withPage('little', '/targets/4', async (page) => {
    await page.route('**/api/target/4/', (route) =>
      route.request().postDataJSON().dry_run
        ? route.continue()
        : route.fulfill({ status: 409, json: { __all__: ['Another job holds lfs-OST0000.'] } }),
    );
    const dialog = await planOf(page, 'Stop');
    const go = dialog.getByRole('button', { name: 'Stop' });
    await go.click();
    await dialog.getByRole('alert').getByText('Another job holds lfs-OST0000.').waitFor();
    assert.ok(await go.isEnabled());
  }));

test('where nothing has to be done, nothing can be confirmed', () =>
  withPage('little', '/targets/4', async (page) => {
    await page.route('**/api/target/4/', (route) => route.fulfill({ status: 200, json: [] }));
    const dialog = await planOf(page, 'Stop');
    await dialog.getByText('nothing would be done').waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Stop' }).isDisabled());
  }));

test('another job of an object is planned and run as it is', () =>
  withPage('little', '/targets/4', async (page, { cluster }) => {
    const before = cluster.target.get('4').active;
    const dialog = await planOf(page, 'Failover');
    await dialog.getByText('1 job on 1 server').waitFor();
    await dialog.getByRole('button', { name: 'Failover' }).click();
    await until('it runs elsewhere', async () => cluster.target.get('4').active !== before);
    await page.getByText('failed over').waitFor();
  }));
