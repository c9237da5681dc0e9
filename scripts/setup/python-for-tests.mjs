import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { hashOf } from './files.mjs';
import { alone } from './lock.mjs';
import { runProgram } from './run-program.mjs';
import { SetUpFailure, failures, fill, inWords, words } from './sentences.mjs';
import { findPythonWithPip } from './tensorflow/tools.mjs';

/**
 * The Python packages that tests compare with: one folder in the cache for each list of packages and
 * each Python, so that clones share it and a changed list never meets an old folder. Nothing of the
 * product needs them.
 *
 * @param {{ requirementsFile: string, environment: NodeJS.ProcessEnv, python?: string }} request
 * @returns {{ folder: string, complete: boolean } | { unavailable: string }}
 */
export function findTestPython({ requirementsFile, environment, python = 'python3' }) {
  let version;
  try {
    version = execFileSync(python, ['-c', 'import sys, sysconfig; print(sys.implementation.cache_tag, sysconfig.get_platform())'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return { unavailable: `${python} cannot be run` };
  }
  const folder = path.join(cacheFolder(environment), `python-${hashOf(readFileSync(requirementsFile), version).slice(0, 16)}`);
  // The folder appears by one rename once everything is inside, so its presence says that it is whole.
  return { folder, complete: existsSync(folder) };
}

/**
 * @param {{ requirementsFile: string, environment: NodeJS.ProcessEnv, report: (text: string) => void }} request
 * @returns {Promise<void>}
 * @throws {SetUpFailure} where Python, pip or the network are missing; the tests then skip or, in CI, fail
 */
export async function installTestPython({ requirementsFile, environment, report }) {
  const python = await findPythonWithPip(environment);
  const found = python ? findTestPython({ requirementsFile, environment, python }) : { unavailable: '' };
  if (!python || 'unavailable' in found) throw new SetUpFailure(failures.pythonMissing);
  const { folder } = found;
  await alone(path.join(path.dirname(folder), 'lock'), { onWait: () => report(inWords(words.waiting)) }, async () => {
    if (existsSync(folder)) return;
    const growing = `${folder}.partial`;
    rmSync(growing, { recursive: true, force: true });
    mkdirSync(growing, { recursive: true });
    const args = ['-m', 'pip', 'install', '--target', growing, '--requirement', requirementsFile,
      '--no-deps', '--only-binary=:all:', '--no-compile', '--no-cache-dir', '--progress-bar', 'off', '--disable-pip-version-check', '--retries', '3'];
    // A person's own `--user` setting cannot stand beside --target.
    const { code, output } = await runProgram(python, args, { environment: { ...environment, PIP_USER: '0' } });
    if (code !== 0) {
      rmSync(growing, { recursive: true, force: true });
      const message = output.trim().split('\n').findLast((line) => line.startsWith('ERROR')) ?? output.trim().split('\n').at(-1) ?? '';
      throw new SetUpFailure(fill(failures.pythonFailed, { message }));
    }
    renameSync(growing, folder);
  });
}
