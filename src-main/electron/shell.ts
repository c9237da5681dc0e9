/**
 * The desktop shell as a short list of steps: language, session, files, host, window. It knows of the
 * host only its process and its messages; everything that a person does goes from the page to the host.
 */
import { join } from 'node:path';
import { app, Menu, shell as desktop, type BrowserWindow } from 'electron';
import { fill, type Locale } from '#shared/text/sentence.ts';
import type { Busy } from '../desktop/shell-messages.ts';
import { createCrashLimit } from './crash-limit.ts';
import { createDialogs } from './dialogs.ts';
import { offerFiles } from './files.ts';
import { guardContents } from './guard.ts';
import { Refusal, startHostProcess, whyNotStarted, type HostNews, type Ready } from './host-process.ts';
import { watchHost } from './host-watch.ts';
import { menuTemplate } from './menu.ts';
import { findProduct } from './product-place.ts';
import { shellSentences } from './shell-sentences.ts';
import { watchWindow } from './window-life.ts';
import { createWindow, openSession, showPage } from './window.ts';

const idle: Busy = { jobs: 0, trainings: 0 };

/** @param shellFolder where the bundled shell and its preload lie */
export async function runShell(shellFolder: string): Promise<void> {
  const place = findProduct(shellFolder);
  let window: BrowserWindow | null = null;
  let ready: Ready | null = null;
  let shownAt: number | null = null;
  let log = '';
  let busy: Busy = idle;
  let language: 'system' | Locale = 'system';

  const locale = (): Locale => (language === 'system' ? (/^zh/i.test(app.getLocale()) ? 'zh-CN' : 'en') : language);
  const dialogs = createDialogs(locale);
  const showMenu = (): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(
    { locale: locale(), platform: process.platform, packaged: app.isPackaged },
    { about: () => void dialogs.tell(window, fill(shellSentences.about, { version: app.getVersion() })), showLog: () => desktop.showItemInFolder(log) },
  )));

  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('web-contents-created', (_event, contents) => guardContents(contents, () => ready));
  await app.whenReady();
  showMenu();

  const { node } = place;
  if (node === null) {
    await dialogs.tell(null, whyNotStarted(fill(shellSentences.noNode, { folder: place.root })));
    return app.quit();
  }

  const opened = openSession(() => ready);
  const open = (door: Ready): void => {
    const shown = window ?? createWindow({ session: opened, preload: join(shellFolder, 'preload.cjs'), icon: place.icon });
    if (window === null) watchWindow(shown, { dialogs, busy: () => busy, door: () => ready, log: () => log, onClosed: () => { window = null; } });
    window = shown;
    void showPage(shown, door);
  };
  const onNews = (news: HostNews): void => {
    if (news.kind === 'busy') busy = news;
    else {
      language = news.language;
      showMenu();
    }
  };
  const host = watchHost({
    start: (port) => startHostProcess({ node, hostEntry: place.hostEntry, port, locale: locale(), onNews }),
    limit: createCrashLimit(),
    now: Date.now,
    onReady: (door, again) => {
      ready = door;
      log = door.log;
      // A page at the same address finds the new host by itself, and sends what it has not sent yet.
      if (window === null || shownAt !== door.port) open(door);
      shownAt = door.port;
      if (again) void dialogs.tell(window, fill(shellSentences.hostRestarted, { log }));
    },
    onDied: () => {
      ready = null;
      busy = idle;
    },
    ask: (lastWords) => dialogs.askToTryAgain(window, lastWords, log),
  });

  offerFiles({
    window: () => window,
    door: () => ready,
    locale,
    grant: async (paths) => {
      const living = host.current();
      if (living === null) throw new Refusal(shellSentences.hostAway);
      return living.grant(paths);
    },
  });

  app.on('window-all-closed', () => app.quit());
  let ended = false;
  app.on('will-quit', (event) => {
    if (ended) return;
    // The project is closed properly before the program is gone.
    event.preventDefault();
    void host.end().then(() => {
      ended = true;
      app.quit();
    });
  });
  await host.over;
  if (!ended) app.quit();
}
