import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkoutAt } from '../../scripts/setup/checkout.mjs';
import { electronIsCurrent, fetchElectron } from '../../scripts/setup/electron.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const display = { ...process.env, DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: '' };

/** A checkout whose Electron package installs as the given script does. */
function checkoutWith(install: string) {
  const root = temporaryFolder();
  writeFiles(root, {
    'package-lock.json': '{}',
    'node_modules/electron/package.json': '{ "version": "41.0.0" }',
    'node_modules/electron/install.js': `const { writeFileSync } = require('node:fs'); const path = require('node:path'); ${install}`,
  });
  return checkoutAt(root);
}

const fetched = (checkout: ReturnType<typeof checkoutAt>, patienceMs = 30_000) => fetchElectron({ checkout, environment: display, report: () => {}, patienceMs });
const current = (checkout: ReturnType<typeof checkoutAt>, retry = false, environment: NodeJS.ProcessEnv = display) => electronIsCurrent({ checkout, environment, platform: 'linux', retry });

it('Electron is fetched by its own installer, once', async () => {
  const checkout = checkoutWith("writeFileSync(path.join(__dirname, 'path.txt'), 'electron');");
  expect(current(checkout)).toBe(false);
  expect(await fetched(checkout)).toBe(true);
  expect(current(checkout)).toBe(true);
});

it('Without a display, or where another one is named, nothing is fetched', () => {
  const checkout = checkoutWith('');
  expect(current(checkout, true, { ...display, DISPLAY: '' })).toBe(true);
  expect(current(checkout, true, { ...display, ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' })).toBe(true);
});

it('What cannot be had is not asked for at every start, but when a person asks, and for another version', async () => {
  const checkout = checkoutWith('process.exit(1);');
  expect(await fetched(checkout)).toBe(false);
  expect(current(checkout)).toBe(true);
  expect(current(checkout, true)).toBe(false);
  writeFiles(checkout.root, { 'node_modules/electron/package.json': '{ "version": "42.0.0" }' });
  expect(current(checkout)).toBe(false);
});

it('A download that brings nothing any more is given up, and leaves nothing behind', async () => {
  const checkout = checkoutWith("writeFileSync(path.join(process.env.TMPDIR, 'half'), 'x'); setTimeout(() => {}, 600_000);");
  expect(await fetched(checkout, 300)).toBe(false);
  expect(existsSync(path.join(checkout.root, 'build', 'set-up', 'electron'))).toBe(false);
});
