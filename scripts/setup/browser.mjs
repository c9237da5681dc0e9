import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { runProgram } from './run-program.mjs';
import { SetUpFailure, failures, fill } from './sentences.mjs';

/**
 * The browser in which tests open the real page: any of the Chromium family, for they all speak the
 * protocol that tests steer it by. The product itself opens whichever browser a person has.
 */

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge', 'brave-browser'];

/** @param {NodeJS.Platform} platform @param {NodeJS.ProcessEnv} environment @returns {string[]} where such browsers lie besides the search path */
function usualPlaces(platform, environment) {
  if (platform === 'darwin') {
    const programs = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'];
    return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) => programs.map((program) => path.join(folder, program)));
  }
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe', 'Chromium\\Application\\chrome.exe'];
    return folders.flatMap((folder) => programs.map((program) => path.join(folder, program)));
  }
  return ['/usr/lib/chromium/chromium', '/usr/lib/chromium-browser/chromium-browser', '/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Places where a program of this name may lie, on the search path.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} environment
 */
export function onSearchPath(name, environment) {
  return (environment['PATH'] ?? '').split(path.delimiter).filter(Boolean).map((folder) => path.join(folder, name)).find(isProgram);
}

/**
 * @param {NodeJS.ProcessEnv} environment `LAMINA_BROWSER` wins
 * @param {{ platform?: NodeJS.Platform }} [machine]
 * @returns {Promise<string | undefined>} a Chromium that starts; undefined where there is none
 * @throws {SetUpFailure} where `LAMINA_BROWSER` names something that does not start
 */
export async function findBrowser(environment, { platform = process.platform } = {}) {
  const chosen = environment['LAMINA_BROWSER'];
  if (chosen) {
    if (await starts(chosen, platform)) return chosen;
    throw new SetUpFailure(fill(failures.browserChosen, { file: chosen }));
  }
  const found = [...names.flatMap((name) => onSearchPath(name, environment) ?? []), ...usualPlaces(platform, environment).filter(isProgram)];
  for (const place of found) if (await starts(place, platform)) return place;
  return undefined;
}

/**
 * Ubuntu has a `chromium-browser` that only says where to get the real one. On Windows no browser
 * answers, so there it is enough that the file is one.
 *
 * @param {string} file
 * @param {NodeJS.Platform} platform
 */
async function starts(file, platform) {
  if (platform === 'win32') return isProgram(file);
  const { code, output } = await runProgram(file, ['--version']);
  return code === 0 && /\d+\.\d+/.test(output);
}
