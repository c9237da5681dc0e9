import path from 'node:path';
import { findBrowser, onSearchPath } from './browser.mjs';
import { installFromDebian } from './debian.mjs';
import { findTestElectron, installTestElectron } from './electron-for-tests.mjs';
import { findTestPython, installTestPython } from './python-for-tests.mjs';
import { SetUpFailure, inWords, words } from './sentences.mjs';

/**
 * What only tests need: other people's programs as judges, a browser, an Electron, a display. What cannot
 * be had is said, and its tests are skipped; in CI they fail instead.
 *
 * @typedef {object} ForTests
 * @property {import('./sentences.mjs').Sentence} title
 * @property {import('./sentences.mjs').Sentence} missing
 * @property {() => boolean | Promise<boolean>} isThere
 * @property {(report: (text: string) => void) => Promise<void>} install
 */

/** @param {string} root @param {NodeJS.ProcessEnv} environment @returns {ForTests[]} */
function listForTests(root, environment) {
  const python = { requirementsFile: path.join(root, 'test', 'python', 'requirements.txt'), environment };
  return [
    {
      title: words.python,
      missing: words.noPython,
      isThere() {
        const found = findTestPython(python);
        return 'complete' in found && found.complete;
      },
      install: (report) => installTestPython({ ...python, report }),
    },
    {
      title: words.browser,
      missing: words.notHad,
      isThere: async () => (await findBrowser(environment)) !== undefined,
      install: () => installFromDebian(['chromium'], { environment }),
    },
    {
      title: words.display,
      missing: words.notHad,
      isThere: () => process.platform !== 'linux' || onSearchPath('Xvfb', environment) !== undefined,
      install: () => installFromDebian(['xvfb'], { environment }),
    },
    {
      title: words.oldElectron,
      missing: words.notHad,
      isThere: () => findTestElectron(environment)?.complete ?? true,
      install: (report) => installTestElectron({ environment, report }),
    },
  ];
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @param {(line: string) => void} say
 * @returns {import('./set-up.mjs').Step[]}
 */
export function stepsForTests(root, environment, say) {
  return listForTests(root, environment).map(({ title, missing, isThere, install }) => ({
    title,
    isCurrent: isThere,
    async run(report) {
      try {
        await install(report);
        return words.done;
      } catch (error) {
        if (!(error instanceof SetUpFailure)) throw error;
        say(inWords(error.sentence));
        return missing;
      }
    },
  }));
}
