/** A browser for tests of components: Debian's Chromium, one for all of them, against the stand-in for the manager. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from '../fixture/server.mjs';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds after which something that should have come did not. */
const PATIENCE = 30_000;

/** Milliseconds of one step of the stand-in's jobs. */
const PACE = 25;

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: QUIET,
  });
});
after(() => browser?.close());

/**
 * Does something with a page of a cluster of its own, logged in; then looks whether a script failed meanwhile.
 *
 * @param {'nothing'|'bare'|'little'|'lot'} size
 * @param {string} path below `/ui`
 * @param {(page: import('playwright-core').Page, manager: Awaited<ReturnType<typeof start>>) => Promise<void>} use
 */
export async function withPage(size, path, use) {
  const manager = await start(size, 0, PACE);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE);
  try {
    await logIn(context, manager.url);
    const page = await context.newPage();
    const failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
    await page.goto(manager.url.replace(/\/$/, path));
    await use(page, manager);
    assert.deepEqual(failures, [], 'no script failed');
  } finally {
    await context.close();
    manager.close();
  }
}

async function logIn(context, url) {
  const api = new URL('/api/session/', url).href;
  await context.request.get(api);
  const answer = await context.request.post(api, {
    data: { username: 'admin', password: 'anything' },
    headers: { 'X-CSRFToken': 'token' },
  });
  assert.equal(answer.status(), 201);
}

/**
 * Waits until something holds.
 *
 * @param {string} words what is waited for
 * @param {() => Promise<unknown>} condition
 */
export async function until(words, condition) {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `still waiting until ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
