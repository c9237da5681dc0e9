import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bytesIn, hashOfFile } from '../files.mjs';
import { runProgram } from '../run-program.mjs';
import { fill, inWords, words } from '../sentences.mjs';
import { pythonVersion } from './flavours.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * Fetches one wheel with pip, which knows this machine's registry, proxy and certificates, and
 * refuses it when its checksum is not the pinned one; then nothing of it stays.
 *
 * @param {import('./flavours.mjs').Wheel} wheel
 * @param {{ folder: string, python: string, environment?: NodeJS.ProcessEnv, report: (text: string) => void }} options `folder` is emptied first
 * @returns {Promise<string>} the wheel's path
 * @throws {Unavailable} `download-failed`, `disk-full` or `wrong-checksum`
 */
export async function downloadWheel(wheel, { folder, python, environment = process.env, report }) {
  rmSync(folder, { recursive: true, force: true });
  const temporary = path.join(folder, 'pip');
  mkdirSync(temporary, { recursive: true });
  const progress = () =>
    report(inWords(fill(words.downloading, { name: wheel.name, done: Math.min(wheel.megabytes, Math.round(bytesIn(folder) / 1e6)), total: wheel.megabytes })));
  progress();
  const clock = setInterval(progress, 500);
  const args = ['-m', 'pip', 'download', `${wheel.name}==${wheel.version}`, '--no-deps', '--only-binary=:all:', '--dest', folder,
    '--platform', wheel.platform, '--python-version', pythonVersion, '--implementation', 'cp',
    '--no-cache-dir', '--progress-bar', 'off', '--disable-pip-version-check', '--retries', '3'];
  // pip writes to its temporary folder first: kept inside ours, so that its growth can be shown, an
  // interruption leaves nothing elsewhere, and a small temporary disk is no obstacle.
  const { output } = await runProgram(python, args, { environment: { ...environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary } })
    .finally(() => clearInterval(clock));

  const [file] = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  if (!file) {
    rmSync(folder, { recursive: true, force: true });
    if (/No space left|ENOSPC|Errno 28|Errno 122/.test(output)) throw new Unavailable('disk-full', { needed: wheel.megabytes, folder: path.dirname(folder) });
    throw new Unavailable('download-failed', { file: `${wheel.name} ${wheel.version}` });
  }
  report(inWords(fill(words.checking, { name: wheel.name })));
  const place = path.join(folder, file);
  if ((await hashOfFile(place)) !== wheel.sha256) {
    rmSync(folder, { recursive: true, force: true });
    throw new Unavailable('wrong-checksum', { file });
  }
  return place;
}
