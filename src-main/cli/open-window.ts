/** `lamina open`: the desktop window where one can be had; else says in one line why not. Knows of Electron only how it is started. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktopSentences } from '#main/desktop/desktop-sentences.ts';
import { findElectron, thisDesktop, type Desktop } from '#main/desktop/find-electron.ts';
import { findDisplay, findOpener } from '#main/desktop/find-screen.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';

export const productRoot = fileURLToPath(new URL('../..', import.meta.url));

/** One that ends sooner, and not well, never showed its window: a display that is gone, a sandbox that is not allowed. */
const soonMs = 15_000;

export type Opened = { readonly inWindow: true } | { readonly inWindow: false; readonly why: Sentence };

/** Resolves when the window is closed, or at once where there can be none. */
export async function openWindow(interrupted: AbortSignal, root: string = productRoot, desktop: Desktop = thisDesktop): Promise<Opened> {
  const not = (why: Sentence): Opened => ({ inWindow: false, why });
  if (findDisplay(desktop) === null) return not(desktopSentences.inBrowserNoDisplay);
  const electron = findElectron(root, desktop);
  if (electron === null) return not(desktopSentences.inBrowserNoElectron);
  if (!existsSync(join(root, 'build', 'shell', 'main.cjs'))) return not(desktopSentences.inBrowserNotBuilt);

  const startedAt = Date.now();
  const end = await run(electron.program, root, desktop, interrupted);
  if (end === 0 || interrupted.aborted || Date.now() - startedAt > soonMs) return { inWindow: true };
  return not(fill(desktopSentences.inBrowserFailed, { end }));
}

function run(program: string, root: string, { environment, platform }: Desktop, interrupted: AbortSignal): Promise<number | string> {
  const withoutNode = { ...environment };
  // Would make a plain Node of it.
  delete withoutNode['ELECTRON_RUN_AS_NODE'];
  // Chromium's sandbox refuses to work for root; the page stays isolated all the same.
  const args = platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox', root] : [root];
  const child = spawn(program, args, { env: withoutNode, stdio: 'inherit' });
  const stop = (): void => { child.kill(); };
  interrupted.addEventListener('abort', stop);
  return new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? ''));
  }).finally(() => interrupted.removeEventListener('abort', stop));
}

/** Opens an address in the person's browser where there is one; nobody waits for it. @returns whether one was started */
export function openInBrowser(address: string, desktop: Desktop = thisDesktop): boolean {
  const opener = findOpener(desktop);
  if (opener === null) return false;
  const child = spawn(opener.program, [...opener.args, address], { stdio: 'ignore', detached: true });
  // The address is printed all the same.
  child.on('error', () => undefined);
  child.unref();
  return true;
}
