import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './files.mjs';
import { runProgram } from './run-program.mjs';
import { SetUpFailure, failures } from './sentences.mjs';
import { findShippedNode } from './shipped-node.mjs';
import { carryRecordsBack, carryRecordsOut, readStamp, remember, wantedPackages } from './stamp.mjs';

/**
 * The packages of package-lock.json, by npm's own exact install. Knows nothing of what they are for.
 */

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Whether exactly the packages of the lock file are there, by the list that npm leaves in node_modules
 * at the end of every install: so packages that a person installed with npm itself count as well.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @returns {boolean}
 */
function installedAsLocked(checkout) {
  const packagesOf = (/** @type {string} */ file) =>
    /** @type {{ packages?: Record<string, LockedPackage> } | undefined} */ (readJson(file))?.packages;
  const locked = packagesOf(path.join(checkout.root, 'package-lock.json'));
  const installed = packagesOf(path.join(checkout.modules, '.package-lock.json'));
  if (!locked || !installed) return false;
  const same = (/** @type {LockedPackage | undefined} */ a, /** @type {LockedPackage | undefined} */ b) =>
    a?.version === b?.version && a?.integrity === b?.integrity;
  return (
    Object.entries(installed).every(([place, found]) => same(locked[place], found)) &&
    // Optional ones are for other systems, and npm leaves them out.
    Object.entries(locked).every(([place, wanted]) => place === '' || wanted.optional === true || same(installed[place], wanted))
  );
}

/** @param {import('./checkout.mjs').Checkout} checkout @returns {boolean} */
export function packagesAreCurrent(checkout) {
  const stamp = readStamp(checkout);
  const wanted = wantedPackages(checkout);
  if (!findShippedNode(checkout)) return false;
  if (stamp.lockFile === wanted.lockFile && stamp.node === wanted.node) return true;
  if ((stamp.node ?? wanted.node) !== wanted.node || !installedAsLocked(checkout)) return false;
  carryRecordsBack(checkout);
  remember(checkout, wanted);
  return true;
}

/**
 * How to start npm: the very npm that started us where there is one, under the Node that it runs on.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ program: string, before: string[] }}
 */
export function npm(environment) {
  const script = environment['npm_execpath'];
  if (script && /npm-cli\.c?js$/.test(script) && existsSync(script)) {
    return { program: environment['npm_node_execpath'] ?? process.execPath, before: [script] };
  }
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', before: [] };
}

/**
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {{ environment?: NodeJS.ProcessEnv, onTrouble: (text: string) => void }} options `onTrouble` is given npm's own words when it fails
 * @returns {Promise<void>}
 */
export async function installPackages(checkout, { environment = process.env, onTrouble }) {
  const wanted = wantedPackages(checkout);
  carryRecordsOut(checkout);
  const { program, before } = npm(environment);
  // NODE_ENV=production or a person's own npm settings must not leave out what the tests need.
  const args = [...before, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, missing, output } = await runProgram(program, args, { cwd: checkout.root, environment });
  if (missing) throw new SetUpFailure(failures.npmMissing);
  if (code !== 0) {
    onTrouble(output.trimEnd());
    throw new SetUpFailure(/ENOSPC|EDQUOT/.test(output) ? failures.npmFull : failures.npmFailed);
  }
  carryRecordsBack(checkout);
  remember(checkout, wanted);
}
