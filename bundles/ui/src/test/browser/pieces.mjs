import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from './browser.mjs';

test('a copied command says so', () =>
  withPage('little', '/filesystems/1', async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^mount -t lustre /);
  }));

test('the keys that the pages declare lead to them, and the list of shortcuts has them', () =>
  withPage('little', '/', async (page) => {
    await page.getByRole('heading', { name: 'Everything is in order' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL('**/ui/volumes');
    await page.keyboard.press('?');
    const list = page.getByRole('dialog');
    await list.getByText('Volumes').waitFor();
    assert.equal(await list.locator('dd').count(), 11);
  }));

test('the time range is offered where there are charts', () =>
  withPage('little', '/', async (page) => {
    const range = page.getByLabel('Time range');
    await range.selectOption('1h');
    await page.waitForURL('**?range=1h');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Plugins' }).waitFor();
    assert.equal(await range.count(), 0);
  }));
