import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkoutAt, type Checkout } from '../../scripts/setup/checkout.mjs';
import { installPackages, packagesAreCurrent } from '../../scripts/setup/node-packages.mjs';
import { readStamp, remember } from '../../scripts/setup/stamp.mjs';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

const lockFile = (version: string): string =>
  JSON.stringify({ packages: { '': { name: 'x' }, 'node_modules/a': { version, integrity: `of ${version}` }, 'node_modules/for-mac': { version: '1.0.0', optional: true } } });
const installedList = (version: string): string => JSON.stringify({ packages: { 'node_modules/a': { version, integrity: `of ${version}` } } });

function freshClone(): Checkout {
  const root = temporaryFolder();
  writeFiles(root, { 'package-lock.json': lockFile('1.0.0') });
  return checkoutAt(root);
}

/** Stands for npm: empties node_modules first, as npm does, then installs or dies. */
function fakeNpm(checkout: Checkout, ending: 'installs' | 'dies'): NodeJS.ProcessEnv {
  const script = path.join(checkout.root, 'npm-cli.js');
  writeFileSync(script, `
    const fs = require('node:fs');
    fs.rmSync('node_modules', { recursive: true, force: true });
    fs.mkdirSync('node_modules');
    if (${ending === 'dies'}) { console.error('npm error network unreachable'); process.exit(1); }
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
    fs.writeFileSync('arguments.txt', process.argv.slice(2).join(' '));`);
  return { ...process.env, npm_execpath: script, npm_node_execpath: process.execPath };
}

it('Packages are installed in a fresh clone, and not again until the lock file changes', async () => {
  const checkout = freshClone();
  const environment = fakeNpm(checkout, 'installs');
  expect(packagesAreCurrent(checkout)).toBe(false);
  await installPackages(checkout, { environment, onTrouble: () => undefined });
  expect(packagesAreCurrent(checkout)).toBe(true);
  expect(readFileSync(path.join(checkout.root, 'arguments.txt'), 'utf8')).toMatch(/^ci .*--ignore-scripts/);
  writeFiles(checkout.root, { 'package-lock.json': lockFile('1.0.1') });
  expect(packagesAreCurrent(checkout)).toBe(false);
});

it('A failed npm shows its own words, says one sentence, and is not taken for an install', async () => {
  const checkout = freshClone();
  let trouble = '';
  const attempt = installPackages(checkout, { environment: fakeNpm(checkout, 'dies'), onTrouble: (text) => { trouble = text; } });
  await expect(attempt).rejects.toThrow(/npm could not install the packages.*run this command again\.$/);
  expect(trouble).toContain('network unreachable');
  expect(packagesAreCurrent(checkout)).toBe(false);
});

it('The chosen TensorFlow outlives npm, which empties the folder where the choice is kept, even when npm dies once', async () => {
  const checkout = freshClone();
  await installPackages(checkout, { environment: fakeNpm(checkout, 'installs'), onTrouble: () => undefined });
  remember(checkout, { flavour: 'gpu' });
  writeFiles(checkout.root, { 'package-lock.json': lockFile('2.0.0') });
  await installPackages(checkout, { environment: fakeNpm(checkout, 'dies'), onTrouble: () => undefined }).catch(() => undefined);
  await installPackages(checkout, { environment: fakeNpm(checkout, 'installs'), onTrouble: () => undefined });
  expect(readStamp(checkout).flavour).toBe('gpu');
  expect(packagesAreCurrent(checkout)).toBe(true);
});

it('What a person installed with npm itself counts, if it is what the lock file names', () => {
  const checkout = freshClone();
  writeFiles(checkout.root, { 'node_modules/.package-lock.json': installedList('0.9.0') });
  expect(packagesAreCurrent(checkout)).toBe(false);
  writeFiles(checkout.root, { 'node_modules/.package-lock.json': installedList('1.0.0') });
  expect(packagesAreCurrent(checkout)).toBe(true);
});

it('Packages of another system, on a shared disk, are installed anew', () => {
  const checkout = freshClone();
  writeFiles(checkout.root, { 'node_modules/.package-lock.json': installedList('1.0.0') });
  remember(checkout, { node: 'plan9-mips' });
  expect(packagesAreCurrent(checkout)).toBe(false);
});
