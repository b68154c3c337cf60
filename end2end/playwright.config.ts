// How the journeys run: which server, which browser, which screens. The server is the release binary on a demo shop of
// its own, in a directory that is gone afterwards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { WITHOUT_WINDOWS } from './tests/browser.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const env = process.env;

// The workers read this file again: what is decided once is handed to them in the environment.
env.ORINOCO_BIN ??= resolve(here, '../target/release/orinoco');
env.E2E_PASSWORD ??= 'seven stones in the river';
env.E2E_DATA ??= mkdtempSync(join(tmpdir(), 'orinoco-e2e-'));
env.E2E_PORT ??= execFileSync(process.execPath, [
  '-e',
  "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })",
]).toString().trim();

const address = `127.0.0.1:${env.E2E_PORT}`;
// A person's own shop must never be the one that is tested, nor its settings: the program reads its environment.
const foreign = ['DATABASE_URL', ...Object.keys(env).filter((name) => name.startsWith('ORINOCO_'))];
const serve = [
  `exec env ${foreign.map((name) => `-u ${name}`).join(' ')}`,
  `'${env.ORINOCO_BIN}' serve --demo --demo-password '${env.E2E_PASSWORD}'`,
  `--listen ${address} --data-dir '${env.E2E_DATA}/data'`,
  // All visitors of these tests come from one address.
  '--set limits.sign_in_per_minute=6000 --set limits.writes_per_minute=60000 --set limits.sign_ups_per_hour=60000 --set log.level=warn',
  '--set disputes.seconds=1',
  // The programs of journeys listen on this machine.
  '--set webhooks.local=true',
].join(' ');

const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, screen: { width: 390, height: 844 }, deviceScaleFactor: 1 };

export default defineConfig({
  testDir: 'tests',
  // Pictures for people to look at are taken when that is asked for; there are more of them than of journeys.
  testIgnore: [...(env.PICTURES ? [] : ['**/pictures.spec.ts']), ...(env.README ? [] : ['**/readme.spec.ts'])],
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(env.CI),
  // What fails now and then is broken now and then: here it fails. Where nobody looks on it is tried once more, because the
  // machine may be busy with others; the report calls it flaky.
  retries: env.CI ? 1 : 0,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: env.CI ? [['list'], ['html', { open: 'never' }]] : [['list']],
  globalSetup: './tests/setup.ts',
  globalTeardown: './tests/teardown.ts',
  use: {
    baseURL: `http://${address}`,
    locale: 'en-US',
    timezoneId: 'UTC',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    // Recording costs a third of a journey's time, so only the second try of one that failed is recorded; to record a first
    // one: `scripts/journeys --trace on`.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: WITHOUT_WINDOWS,
  },
  // Both screens run everything but what no screen changes: see `ONCE` and `ON_PHONE` of the fixtures.
  projects: [
    { name: 'desktop', grepInvert: /@phone\b/, use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    { name: 'phone', grepInvert: /@once\b/, use: phone },
  ],
  webServer: {
    command: serve,
    url: `http://${address}/readyz`,
    timeout: 60_000,
    stdout: 'ignore',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
