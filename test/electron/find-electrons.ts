/**
 * The Electrons in which the shell is tested: the old one that comes as a Python package, with a probe for
 * a page, and today's with the real page, wherever its program is. In CI the old one is never skipped.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findElectron } from '#main/desktop/find-electron.ts';
import { findTestElectron } from '../../scripts/setup/electron-for-tests.mjs';
import { onSearchPath } from '../../scripts/setup/browser.mjs';
import { bundleForElectron9 } from './shell-for-electron-9.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export interface TestedElectron {
  readonly name: string;
  readonly program: string;
  /** Folder of the page that the host serves. */
  readonly pages: string;
  /** Why it cannot be tested here; undefined where it can. */
  readonly missing: string | undefined;
  /** @returns the folder of the bundled shell */
  readonly bundle: () => Promise<string>;
}

const displayMissing = process.platform === 'linux' && onSearchPath('Xvfb', process.env) === undefined ? 'no Xvfb: npm test installs it where it may' : undefined;

function old(): TestedElectron {
  const found = findTestElectron(process.env);
  const missing = found === undefined ? 'it exists for Linux on x86-64 alone' : found.complete ? displayMissing : 'not installed: npm test does that';
  return {
    name: 'Electron 9.4.1, a probe for a page',
    program: found?.program ?? '',
    pages: path.join(import.meta.dirname, 'probe'),
    missing,
    bundle: async () => {
      const folder = path.join(root, 'build', `shell-in-test-${process.pid}`);
      await bundleForElectron9(root, folder);
      return folder;
    },
  };
}

function current(): TestedElectron {
  const found = findElectron(root);
  const built = existsSync(path.join(root, 'build', 'pages', 'index.html')) && existsSync(path.join(root, 'build', 'shell', 'main.cjs'));
  return {
    name: `Electron ${found?.version ?? 'of today'}, the real page`,
    program: found?.program ?? '',
    pages: path.join(root, 'build', 'pages'),
    missing: found === null ? 'its program is not here: npm start fetches it where it can' : built ? displayMissing : 'page and shell are not built: npm test does that',
    bundle: async () => path.join(root, 'build', 'shell'),
  };
}

export const electrons: readonly TestedElectron[] = [old(), current()];

/** In CI what is missing fails; but today's Electron cannot be had by every CI, and is fetched by none. */
export const maySkip = (electron: TestedElectron): boolean => process.env['CI'] !== 'true' || electron === electrons[1] || process.arch !== 'x64' || process.platform !== 'linux';
