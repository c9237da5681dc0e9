import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bytesIn, hashOf, readJson } from './files.mjs';
import { runProgram } from './run-program.mjs';
import { shippedNode } from './shipped-node.mjs';
import { readStamp, remember } from './stamp.mjs';

/**
 * Electron's own program, which its npm package fetches apart: by that package's own installer, which
 * checks the file against the checksums that came with the package. Lamina runs without it, in a browser.
 */

/** A line that brings nothing for so long will not bring the rest in the time that a person waits. */
const silenceMs = 15_000;

/** @param {import('./checkout.mjs').Checkout} checkout */
const packageFolder = (checkout) => path.join(checkout.modules, 'electron');

/** @param {import('./checkout.mjs').Checkout} checkout */
const isThere = (checkout) => existsSync(path.join(packageFolder(checkout), 'path.txt'));

/** @param {import('./checkout.mjs').Checkout} checkout @returns {string} what was tried: another version is another try */
function wanted(checkout) {
  const { version = '' } = /** @type {{ version?: string } | undefined} */ (readJson(path.join(packageFolder(checkout), 'package.json'))) ?? {};
  return hashOf(version, `${process.platform}-${process.arch}`);
}

/** @param {NodeJS.ProcessEnv} environment @param {NodeJS.Platform} platform */
function hasDisplay(environment, platform) {
  return platform === 'darwin' || platform === 'win32' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

/**
 * Whether there is nothing to fetch: it is there, another one is named, there is no display to show a
 * window on, or it could not be had before and nobody asks to try again.
 *
 * @param {{ checkout: import('./checkout.mjs').Checkout, environment?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, retry: boolean }} request
 * @returns {boolean}
 */
export function electronIsCurrent({ checkout, environment = process.env, platform = process.platform, retry }) {
  if (isThere(checkout) || environment['ELECTRON_OVERRIDE_DIST_PATH'] || !hasDisplay(environment, platform)) return true;
  return !retry && readStamp(checkout).electron === wanted(checkout);
}

/**
 * @param {{ checkout: import('./checkout.mjs').Checkout, environment?: NodeJS.ProcessEnv, report: (megabytes: number) => void, patienceMs?: number }} request
 * @returns {Promise<boolean>} whether it is there now
 */
export async function fetchElectron({ checkout, environment = process.env, report, patienceMs = silenceMs }) {
  // The installer downloads to a folder in the temporary one: kept inside ours, so that its growth can be seen.
  const temporary = path.join(checkout.root, 'build', 'set-up', 'electron');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const patience = new AbortController();
  let last = { bytes: 0, at: Date.now() };
  const clock = setInterval(() => {
    const bytes = bytesIn(temporary) + bytesIn(path.join(packageFolder(checkout), 'dist'));
    if (bytes !== last.bytes) last = { bytes, at: Date.now() };
    else if (Date.now() - last.at > patienceMs) patience.abort();
    report(Math.round(bytes / 1e6));
  }, 500);
  try {
    await runProgram(shippedNode(checkout), [path.join(packageFolder(checkout), 'install.js')], {
      environment: { ...environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary, ELECTRON_GET_NO_PROGRESS: '1', ELECTRON_GET_USE_PROXY: '1' },
      signal: patience.signal,
    });
  } finally {
    clearInterval(clock);
    rmSync(temporary, { recursive: true, force: true });
  }
  if (!isThere(checkout)) remember(checkout, { electron: wanted(checkout) });
  return isThere(checkout);
}
