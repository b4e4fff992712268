import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until, withPage } from './browser.mjs';

const create = (page) => page.locator('.outcome').getByRole('button', { name: /^Create/ });

test('a proposal becomes a plan, and the plan a filesystem', () =>
  withPage('bare', '/filesystems/new', async (page, { cluster }) => {
    await page.getByLabel('Name').fill('lfs');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByText('1 MGT, 2 MDT, 8 OST').waitFor();
    await page.getByText('8 TiB').waitFor();
    await page.getByText('11 of 11 new targets can fail over').waitFor();
    await page.getByRole('heading', { name: /^The plan: \d+ jobs/ }).waitFor();
    assert.equal(cluster.filesystem.size, 0);
    await create(page).click();
    await page.waitForURL('**/commands/*');
    await until('it runs', async () => cluster.filesystem.get('2')?.state === 'available');
  }));

test('what lacks is a hint until it is asked for, then an error at its field', () =>
  withPage('bare', '/filesystems/new', async (page) => {
    await page.getByLabel('Name').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await create(page).click();
    await page.getByRole('alert').getByText('A name is needed.').waitFor();
    await page.getByRole('alert').getByText('Choose at least one volume for data.').waitFor();
    await page.getByLabel('Name').fill('much-too-long');
    await page.locator('#error-name').getByText('At most 8 characters; these are 13.').waitFor();
    assert.equal(await page.getByLabel('Name').getAttribute('aria-invalid'), 'true');
  }));

test('what the manager refuses stands at its field and at its volume', () =>
  withPage('bare', '/filesystems/new', async (page) => {
    await page.route('**/api/filesystem/', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 400,
            json: {
              mgt: { name: ['There is a filesystem of that name.'] },
              osts: [{}, { volume_id: ['In use by another.'] }],
            },
          })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByLabel('Name').fill('lfs');
    await page
      .locator('.field', { has: page.getByLabel('Name') })
      .getByText('There is a filesystem of that name.')
      .waitFor();
    const rows = page.locator('data-table tr', { hasText: 'In use by another.' });
    await rows.waitFor();
    assert.equal(await rows.count(), 1);
    assert.ok(await create(page).isDisabled());
  }));

test('a server that is silent is named before anything is planned on it', () =>
  withPage('bare', '/filesystems/new', async (page, { cluster }) => {
    await page.getByRole('button', { name: 'Propose' }).click();
    cluster.tell([`alert/${cluster.raise('HostContactAlert', '/api/host/2/', 'Lost contact', 'ERROR')}`]);
    await page.getByText('No contact with server2.cluster: targets there will not start').waitFor();
  }));
