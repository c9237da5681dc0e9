import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache-folder.mjs';

/**
 * Where the test-only Python packages of this checkout lie: one folder for each list of packages
 * and each Python, so that two clones share it and a changed list never meets an old folder.
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
  const key = createHash('sha256').update(readFileSync(requirementsFile)).update(version).digest('hex').slice(0, 16);
  const folder = path.join(cacheFolder(environment), `python-${key}`);
  // The folder appears by one rename once everything is inside, so its presence says that it is whole.
  return { folder, complete: existsSync(folder) };
}
