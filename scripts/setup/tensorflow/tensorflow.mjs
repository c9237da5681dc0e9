import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { hashOf } from '../files.mjs';
import { alone } from '../lock.mjs';
import { SetUpFailure, inWords, words } from '../sentences.mjs';
import { shippedNode } from '../shipped-node.mjs';
import { readStamp, remember } from '../stamp.mjs';
import { bindingPlace, ensureBinding, hashOfSources, libraryPlace, placeBinding } from './binding.mjs';
import { findBuild, folderNameOf, tensorflowVersion } from './flavours.mjs';
import { ensureLibrary } from './library.mjs';
import { readRecord, writeRecord } from './record.mjs';
import { findCompiler, findPythonWithPip } from './tools.mjs';
import { tryBinding } from './try-binding.mjs';
import { Unavailable } from './unavailable.mjs';
import { runWindowsInstaller } from './windows-installer.mjs';

/**
 * Native TensorFlow under the tfjs package: library from the cache, binding compiled, both seen to work.
 * Knows nothing of the engine; that only reads the record which is left for it.
 *
 * @typedef {object} Request
 * @property {import('../checkout.mjs').Checkout} checkout
 * @property {string} cache
 * @property {import('./flavours.mjs').Flavour | undefined} flavour what was asked for now; else what was asked for last
 * @property {boolean} retry try again what failed for the network's sake
 */

const system = `${process.platform}-${process.arch}`;

/** @param {Request} request */
const flavourOf = ({ checkout, flavour }) => flavour ?? readStamp(checkout).flavour ?? 'cpu';

/** @param {import('../checkout.mjs').Checkout} checkout @param {import('./flavours.mjs').Flavour} flavour */
function keyOf(checkout, flavour) {
  const build = findBuild(flavour);
  return hashOf(system, flavour, build ? folderNameOf(build) : '', hashOfSources(checkout));
}

/** Whether what stopped native TensorFlow last time is out of the way now, as far as a moment's look can tell. */
/** @type {Readonly<Record<string, () => Promise<boolean>>>} */
const mended = {
  'no-compiler': async () => (await findCompiler()) !== undefined,
  'no-pip': async () => (await findPythonWithPip()) !== undefined,
  'no-wheel': async () => false,
};

/** @param {Request} request @returns {Promise<boolean>} */
export async function tensorflowIsCurrent(request) {
  const { checkout, retry } = request;
  const record = readRecord(checkout);
  const flavour = flavourOf(request);
  if (!record || record.flavour !== flavour || readStamp(checkout).tensorflow !== keyOf(checkout, flavour)) return false;
  // The link leads out of the checkout, into a cache that people empty.
  if (record.native) return existsSync(bindingPlace(checkout)) && existsSync(libraryPlace(checkout));
  const isMended = mended[record.why?.code ?? ''];
  return isMended ? !(await isMended()) : !retry;
}

/**
 * @param {Request} request
 * @param {(text: string) => void} report
 * @returns {Promise<void>} also where there is no native TensorFlow: the record then says why
 * @throws {SetUpFailure} where a flavour was asked for by name and cannot be had; what was there stays
 */
export async function installTensorFlow(request, report) {
  const { checkout } = request;
  const flavour = flavourOf(request);
  try {
    const version = await install(request, flavour, report);
    writeRecord(checkout, { flavour, version, native: true, reason: null, why: null });
  } catch (error) {
    const why = asUnavailable(error, request.cache);
    const before = readRecord(checkout);
    if (request.flavour && before?.native && before.flavour !== flavour) {
      await install(request, before.flavour, report);
      throw new SetUpFailure(why.sentence);
    }
    rmSync(bindingPlace(checkout), { force: true });
    writeRecord(checkout, { flavour, version: tensorflowVersion, native: false, reason: why.sentence.en, why: { code: why.code, sentence: why.sentence } });
    if (request.flavour === 'gpu') throw new SetUpFailure(why.sentence);
  }
  remember(checkout, { flavour, tensorflow: keyOf(checkout, flavour) });
}

/** @param {unknown} error @param {string} cache @returns {Unavailable} */
function asUnavailable(error, cache) {
  if (error instanceof Unavailable) return error;
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Unavailable('disk-full', { needed: 1000, folder: cache });
  if (code) return new Unavailable('cache-unusable', { folder: cache, message: /** @type {Error} */ (error).message });
  throw error;
}

/**
 * @param {Request} request
 * @param {import('./flavours.mjs').Flavour} flavour
 * @param {(text: string) => void} report
 * @returns {Promise<string>} the version that works now
 */
async function install({ checkout, cache }, flavour, report) {
  const node = shippedNode(checkout);
  const build = findBuild(flavour);
  if (process.platform === 'win32') {
    await runWindowsInstaller(checkout, { node, flavour });
  } else {
    if (!build) throw new Unavailable('no-wheel', { flavour, system });
    // Looked for before hundreds of megabytes are fetched for nothing.
    if (!(await findCompiler())) throw new Unavailable('no-compiler');
    const onWait = () => report(inWords(words.waiting));
    const { library, compiled } = await alone(path.join(cache, 'lock'), { onWait }, async () => {
      const folder = await ensureLibrary(build, { cache, python: findPythonWithPip, report });
      const binding = await ensureBinding(build, { checkout, cache, library: folder, report: () => report(inWords(words.compiling)) });
      return { library: folder, compiled: binding };
    });
    linkLibrary(checkout, path.join(library, 'tensorflow'));
    placeBinding(checkout, compiled);
  }
  report(inWords(words.trying));
  return tryBinding(checkout, { node });
}

/**
 * One link to the folder, not one for each file: the loader then finds CUDA beside the folder in the cache.
 *
 * @param {import('../checkout.mjs').Checkout} checkout
 * @param {string} folder
 */
function linkLibrary(checkout, folder) {
  const place = libraryPlace(checkout);
  const temporary = `${place}.${process.pid}.partial`;
  mkdirSync(path.dirname(place), { recursive: true });
  rmSync(temporary, { force: true });
  symlinkSync(folder, temporary, 'dir');
  try {
    renameSync(temporary, place);
  } catch {
    // A folder of files, made by another installer, cannot be replaced in one step.
    rmSync(place, { recursive: true, force: true });
    renameSync(temporary, place);
  }
}
