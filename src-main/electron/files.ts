/** The page's three functions on the shell's side: dialogs and dropped files become grants. Paths go to the host, never to the page. */
import { basename, isAbsolute } from 'node:path';
import { dialog, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { Locale } from '#shared/text/sentence.ts';
import { channels, type Answer, type Picked } from './channels.ts';
import { Refusal } from './host-process.ts';
import { mayNavigate, type Door } from './page-rules.ts';
import { dialogWords, shellSentences } from './shell-sentences.ts';

export interface FilesOptions {
  readonly window: () => BrowserWindow | null;
  readonly door: () => Door | null;
  readonly locale: () => Locale;
  /** @throws Refusal */
  readonly grant: (paths: readonly string[]) => Promise<string>;
}

export function offerFiles({ window, door, locale, grant }: FilesOptions): void {
  const offer = <Value>(channel: string, run: (window: BrowserWindow, given: unknown) => Promise<Value>): void => {
    ipcMain.handle(channel, async (event, given: unknown): Promise<Answer<Value>> => {
      const shown = window();
      const open = door();
      if (shown === null || open === null || !comesFromPage(event, open)) return { refused: shellSentences.hostAway[locale()] };
      try {
        return { value: await run(shown, given) };
      } catch (error) {
        if (error instanceof Refusal) return { refused: error.sentence[locale()] };
        throw error;
      }
    });
  };
  const picked = async (path: string): Promise<Picked> => ({ grant: await grant([path]), name: basename(path) });

  offer(channels.grantDropped, async (_window, given) => {
    if (!arePaths(given)) throw new Refusal(shellSentences.noPath);
    return grant(given);
  });

  offer(channels.pickFolder, async (shown) => {
    const { canceled, filePaths: [path] } = await dialog.showOpenDialog(shown, {
      title: dialogWords.pickFolder[locale()],
      buttonLabel: dialogWords.choose[locale()],
      properties: ['openDirectory', 'createDirectory'],
    });
    return canceled || path === undefined ? null : picked(path);
  });

  offer(channels.pickSaveTarget, async (shown, given) => {
    const { canceled, filePath } = await dialog.showSaveDialog(shown, {
      title: dialogWords.saveAs[locale()],
      buttonLabel: dialogWords.save[locale()],
      // The page names a file, not a place.
      ...(typeof given === 'string' ? { defaultPath: basename(given) } : {}),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled || !filePath ? null : picked(filePath);
  });
}

/** Only our own page asks; a frame in it or a leftover of an earlier host does not. */
function comesFromPage({ senderFrame }: IpcMainInvokeEvent, door: Door): boolean {
  return senderFrame !== null && senderFrame.parent === null && mayNavigate(senderFrame.url, door);
}

/** A dropped text or picture has no path: Electron then gives an empty one. */
function arePaths(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.length > 0 && given.every((path) => typeof path === 'string' && isAbsolute(path));
}
