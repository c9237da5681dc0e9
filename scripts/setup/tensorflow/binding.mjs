import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashOf, readJson } from '../files.mjs';
import { runProgram } from '../run-program.mjs';
import { findCompiler } from './tools.mjs';
import { folderNameOf } from './flavours.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * The piece between Node and TensorFlow: the two C++ sources of the tfjs package, compiled unchanged
 * against the library of the wheel, instead of the older one that the package would download.
 */

const bindingName = 'tfjs_binding.node';

/** @param {import('../checkout.mjs').Checkout} checkout */
export const tfjsFolder = (checkout) => path.join(checkout.modules, '@tensorflow', 'tfjs-node-gpu');

/** Where the tfjs package looks for its binding: Node-API version 8, whatever the Node. */
/** @param {import('../checkout.mjs').Checkout} checkout */
export const bindingPlace = (checkout) => path.join(tfjsFolder(checkout), 'lib', 'napi-v8', bindingName);

/** The library seen from the compiled binding: one link that can be turned to another flavour. */
/** @param {import('../checkout.mjs').Checkout} checkout */
export const libraryPlace = (checkout) => path.join(tfjsFolder(checkout), 'deps', 'lib');

/** @param {import('../checkout.mjs').Checkout} checkout @returns {string} a hash over everything that is compiled */
export function hashOfSources(checkout) {
  const folder = path.join(tfjsFolder(checkout), 'binding');
  const version = (/** @type {string} */ place) => /** @type {{ version?: string } | undefined} */ (readJson(path.join(place, 'package.json')))?.version ?? '';
  const sources = readdirSync(folder).sort().flatMap((name) => [name, readFileSync(path.join(folder, name))]);
  return hashOf(version(tfjsFolder(checkout)), version(path.join(checkout.modules, 'node-api-headers')), ...sources);
}

/**
 * @param {import('./flavours.mjs').Build} build
 * @returns {string[]} how the linker makes a Node addon on this system, and where the addon looks for the library when loaded
 */
function linkerOptions(build) {
  const onMac = build.system.startsWith('darwin');
  const beside = onMac ? '@loader_path/../../deps/lib' : '$ORIGIN/../../deps/lib';
  return [...(onMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']), `-Wl,-rpath,${beside}`];
}

/**
 * @param {import('./flavours.mjs').Build} build
 * @param {{ checkout: import('../checkout.mjs').Checkout, cache: string, library: string, environment?: NodeJS.ProcessEnv, report: () => void }} options
 * @returns {Promise<string>} the compiled binding in the cache
 * @throws {Unavailable} `no-compiler` or `compile-failed`
 */
export async function ensureBinding(build, { checkout, cache, library, environment = process.env, report }) {
  const compiler = await findCompiler(environment);
  if (!compiler) throw new Unavailable('no-compiler');
  const key = hashOf(folderNameOf(build), hashOfSources(checkout), compiler.version).slice(0, 16);
  const folder = path.join(cache, `binding-${key}`);
  const compiled = path.join(folder, bindingName);
  if (existsSync(compiled)) return compiled;

  report();
  const growing = `${folder}.partial`;
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true });
  const libraries = path.join(library, 'tensorflow');
  const args = [
    '-O2', '-std=c++17', '-fPIC', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION',
    '-I.', `-I${path.join(libraries, 'include')}`, `-I${path.join(checkout.modules, 'node-api-headers', 'include')}`,
    path.join('binding', 'tfjs_backend.cc'), path.join('binding', 'tfjs_binding.cc'),
    ...build.libraries.map((name) => path.join(libraries, name)),
    ...linkerOptions(build), '-o', path.join(growing, bindingName),
  ];
  const { code, output } = await runProgram(compiler.program, args, { cwd: tfjsFolder(checkout), environment });
  if (code !== 0) {
    const log = path.join(cache, 'binding-compiler.log');
    writeFileSync(log, output);
    rmSync(growing, { recursive: true, force: true });
    throw new Unavailable('compile-failed', { compiler: compiler.version, log });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(growing, folder);
  return compiled;
}

/**
 * Puts a copy of the binding where tfjs looks for it. A copy, since it finds the library by its own place.
 *
 * @param {import('../checkout.mjs').Checkout} checkout
 * @param {string} compiled
 */
export function placeBinding(checkout, compiled) {
  const place = bindingPlace(checkout);
  mkdirSync(path.dirname(place), { recursive: true });
  const temporary = `${place}.${process.pid}.partial`;
  copyFileSync(compiled, temporary);
  renameSync(temporary, place);
}
