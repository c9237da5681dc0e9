/** What `lamina doctor` says of the window: Electron, display, browser. None of them is needed: the other doors stay open. */
import type { DoctorReport } from '#shared/contract/system.ts';
import { fill } from '#shared/text/sentence.ts';
import { desktopSentences } from './desktop-sentences.ts';
import { findElectron, findElectrons, oldestElectron, thisDesktop, type Desktop } from './find-electron.ts';
import { findBrowserName, findDisplay } from './find-screen.ts';

type Check = DoctorReport['checks'][number];

/** @param root folder that holds `node_modules` */
export function examineDesktop(root: string, desktop: Desktop = thisDesktop): Check[] {
  return [electronCheck(root, desktop), displayCheck(desktop), browserCheck(desktop)];
}

function electronCheck(root: string, desktop: Desktop): Check {
  const name = 'Electron';
  const running = desktop.environment['LAMINA_ELECTRON_VERSION'];
  if (running) return { name, state: 'good', finding: fill(desktopSentences.electronRuns, { version: running }) };
  const found = findElectron(root, desktop);
  if (found !== null) return { name, state: 'good', finding: fill(desktopSentences.electron, { ...found }) };
  const [old] = findElectrons(root, desktop);
  return {
    name,
    state: 'note',
    finding: old === undefined ? desktopSentences.noElectron : fill(desktopSentences.oldElectron, { ...old, oldest: oldestElectron }),
  };
}

function displayCheck(desktop: Desktop): Check {
  const display = findDisplay(desktop);
  return display === null
    ? { name: 'Display', state: 'note', finding: desktopSentences.noDisplay }
    : { name: 'Display', state: 'good', finding: fill(desktopSentences.named, { name: display }) };
}

function browserCheck(desktop: Desktop): Check {
  const browser = findBrowserName(desktop);
  return browser === null
    ? { name: 'Browser', state: 'note', finding: desktopSentences.noBrowser }
    : { name: 'Browser', state: 'good', finding: fill(desktopSentences.named, { name: browser }) };
}
