/** The one window: its page is as locked in as a browser's tab, and a little more. */
import { BrowserWindow, session, type Session } from 'electron';
import { guardSession } from './guard.ts';
import { originOf, type Door } from './page-rules.ts';

/** In memory: voxels must not lie in a cache on the disk, and settings live in the host. */
export function openSession(door: () => Door | null): Session {
  const opened = session.fromPartition('lamina', { cache: false });
  guardSession(opened, door);
  // The door's word must not pass a proxy, whatever this machine is set to.
  void opened.setProxy({ proxyRules: 'direct://' });
  return opened;
}

export interface WindowOptions {
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
}

export function createWindow({ session: opened, preload, icon }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    title: 'Lamina',
    icon,
    show: false,
    // The page's own ground, so that nothing flashes in a dim room.
    backgroundColor: '#121212',
    webPreferences: {
      session: opened,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from elsewhere.
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** A host that dies while its page is loading is seen by its end, not by this. */
export async function showPage(window: BrowserWindow, door: Door): Promise<void> {
  await window.loadURL(`${originOf(door)}/`).catch(() => undefined);
}
