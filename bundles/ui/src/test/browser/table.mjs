import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, withPage } from './browser.mjs';

const names = (page) => page.locator('data-table tbody a.name').allTextContents();
const tally = (page) => page.locator('data-table .tally').textContent();

test('a table sorts by its columns, and the address keeps the order', () =>
  withPage('little', '/servers', async (page) => {
    const head = page.getByRole('columnheader', { name: 'Server' });
    await head.waitFor();
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    await head.getByRole('button').click();
    await until('the order is reversed', async () => (await names(page))[0] === 'server4.cluster');
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    await page.reload();
    await head.waitFor();
    assert.deepEqual(
      await names(page),
      ['server4', 'server3', 'server2', 'server1'].map((name) => `${name}.cluster`),
    );
  }));

test('a filter leaves the rows that have every word, and says how many of how many', () =>
  withPage('lot', '/servers', async (page) => {
    const find = page.getByRole('searchbox', { name: 'Filter' });
    // One of the nine is silent.
    await find.fill('oss00 lnet');
    await until('the filter works', async () => (await tally(page)).trim() === '8 of 124 servers');
    await find.fill('nowhere');
    await page.getByText('No server matches.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await until('all are back', async () => (await tally(page)).trim() === '124 servers');
    assert.equal(await find.inputValue(), '');
  }));

test('of a thousand rows those in sight are in the page, also at its end', () =>
  withPage('lot', '/filesystems/1', async (page) => {
    await until('the table is there', async () => (await tally(page)).trim() === '1,003 targets');
    assert.ok((await page.locator('data-table tbody tr').count()) < 200);
    await until('the last row is there', async () => {
      await page.evaluate(() => globalThis.scrollTo(0, globalThis.document.body.scrollHeight));
      return page.locator('data-table tr[aria-rowindex="1004"]').isVisible();
    });
    assert.ok((await page.locator('data-table tbody tr').count()) < 200);
  }));

test('the choice of columns is kept', () =>
  withPage('little', '/servers', async (page) => {
    const server = page.getByRole('columnheader', { name: 'Server' });
    const role = page.getByRole('columnheader', { name: 'Role' });
    await role.waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.locator('.choose').getByLabel('Role').uncheck();
    await role.waitFor({ state: 'detached' });
    await page.reload();
    await server.waitFor();
    assert.equal(await role.count(), 0);
  }));

test('what every selected row offers can be done with all of them', () =>
  withPage('little', '/servers', async (page, { cluster }) => {
    await page.getByLabel('Select server1.cluster').check();
    await page.getByLabel('Select server2.cluster').check();
    const chosen = page.locator('.table-tools .chosen');
    await chosen.getByText('2 selected').waitFor();
    await chosen.getByRole('button', { name: 'Stop LNet' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Stop LNet: 2 servers' }).waitFor();
    await dialog.getByRole('button', { name: 'Stop LNet' }).click();
    await until('both are stopped', async () =>
      ['1', '2'].every((id) => cluster.host.get(id).state === 'lnet_down'),
    );
    assert.equal(cluster.host.get('3').state, 'lnet_up');
  }));
