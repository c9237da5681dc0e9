import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetUpFailure, failures, fill } from './sentences.mjs';

/** The first Node that strips types without a flag and without a warning, and the one that is shipped. */
const neededMajor = 24;

/**
 * The Node that everything but `scripts/` runs under: the one that npm brought, so that the tests run
 * exactly what is shipped; else the running one where it is new enough (systems that no package serves).
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {{ platform?: NodeJS.Platform, arch?: string, running?: { version: string, path: string } }} [machine]
 * @returns {string | undefined} undefined where there is none, or packages are not installed
 */
export function findShippedNode(checkout, { platform = process.platform, arch = process.arch, running } = {}) {
  const { version, path: runningPath } = running ?? { version: process.versions.node, path: process.execPath };
  const system = platform === 'win32' ? 'win' : platform;
  // On Apple silicon the package has another name, for somebody else holds the usual one.
  const shipped = [`node-${system}-${arch}`, `node-bin-${system}-${arch}`]
    .map((name) => path.join(checkout.modules, name, 'bin', platform === 'win32' ? 'node.exe' : 'node'))
    .find((place) => existsSync(place));
  if (shipped) return shipped;
  return Number.parseInt(version, 10) >= neededMajor ? runningPath : undefined;
}

/**
 * The same, for those who cannot go on without it.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @returns {string}
 */
export function shippedNode(checkout) {
  const found = findShippedNode(checkout);
  if (!found) throw new SetUpFailure(fill(failures.noNode, { system: `${process.platform}-${process.arch}` }));
  return found;
}
