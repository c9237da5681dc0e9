import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkout, checkoutAt } from '../../scripts/setup/checkout.mjs';
import { findShippedNode } from '../../scripts/setup/shipped-node.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const old = { version: '20.0.0', path: '/usr/bin/node' };
const packages = JSON.parse(readFileSync(path.join(checkout.root, 'package.json'), 'utf8')) as { optionalDependencies: Record<string, string> };

it.each(Object.keys(packages.optionalDependencies))('each Node that is shipped is found where npm puts it: %s', (name) => {
  const [system, arch] = name.split('-').slice(-2) as [string, string];
  const platform = (system === 'win' ? 'win32' : system) as NodeJS.Platform;
  const place = checkoutAt(temporaryFolder());
  expect(findShippedNode(place, { platform, arch, running: old })).toBeUndefined();
  const program = path.join(place.modules, name, 'bin', system === 'win' ? 'node.exe' : 'node');
  mkdirSync(path.dirname(program), { recursive: true });
  writeFileSync(program, '');
  expect(findShippedNode(place, { platform, arch, running: old })).toBe(program);
});

it('the Node that runs serves only where it is as new as the shipped one', () => {
  const place = checkoutAt(temporaryFolder());
  expect(findShippedNode(place, { running: old })).toBeUndefined();
  expect(findShippedNode(place, { running: { version: '24.1.0', path: '/opt/node' } })).toBe('/opt/node');
});
