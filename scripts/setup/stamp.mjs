import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hashOf, readJson, writeJson } from './files.mjs';

/**
 * What set-up remembers of its last run, so that the next one can see in a moment that nothing changed.
 *
 * @typedef {object} Stamp
 * @property {string} [lockFile] hash of the package-lock.json whose packages are installed
 * @property {string} [node] platform and architecture that the packages were installed for
 * @property {import('./tensorflow/flavours.mjs').Flavour} [flavour] the TensorFlow that was asked for last
 * @property {string} [electron] key of the Electron that could not be had
 * @property {string} [tensorflow] key of the native TensorFlow that was installed or tried last
 */

/** @param {import('./checkout.mjs').Checkout} checkout */
const stampFile = (checkout) => path.join(checkout.records, 'set-up.json');

/** @param {import('./checkout.mjs').Checkout} checkout @returns {Stamp} empty where nothing was set up */
export function readStamp(checkout) {
  return /** @type {Stamp | undefined} */ (readJson(stampFile(checkout))) ?? {};
}

/**
 * Adds to what is remembered.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {Stamp} news
 */
export function remember(checkout, news) {
  writeJson(stampFile(checkout), { ...readStamp(checkout), ...news });
}

/**
 * npm empties node_modules before it installs, and with it the flavour that a person chose. So the
 * records are carried out first, which also makes an interrupted npm look as unfinished as it is.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 */
export function carryRecordsOut(checkout) {
  if (!existsSync(checkout.records)) return;
  mkdirSync(path.dirname(checkout.carriedRecords), { recursive: true });
  rmSync(checkout.carriedRecords, { recursive: true, force: true });
  renameSync(checkout.records, checkout.carriedRecords);
}

/** @param {import('./checkout.mjs').Checkout} checkout */
export function carryRecordsBack(checkout) {
  if (!existsSync(checkout.carriedRecords)) return;
  rmSync(checkout.records, { recursive: true, force: true });
  renameSync(checkout.carriedRecords, checkout.records);
}

/** @param {import('./checkout.mjs').Checkout} checkout @returns {Required<Pick<Stamp, 'lockFile' | 'node'>>} what a finished install of today's lock file leaves */
export function wantedPackages(checkout) {
  return {
    lockFile: hashOf(readFileSync(path.join(checkout.root, 'package-lock.json'))),
    node: `${process.platform}-${process.arch}`,
  };
}
