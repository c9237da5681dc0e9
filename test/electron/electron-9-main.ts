/**
 * What the shell's main script sees as `electron` in Electron 9.4.1: the same things under today's names.
 * The shell itself knows only today's Electron; this file stands for it where no other can be had.
 */
import * as electron from 'electron';

type OldPopUp = (event: { preventDefault(): void }, url: string) => void;
type Handler = (event: Electron.IpcMainInvokeEvent, ...given: unknown[]) => unknown;

// Until release 12 a pop-up was an event that could be prevented.
electron.app.on('web-contents-created', (_event, contents) => {
  const listen = contents.on.bind(contents) as unknown as (name: 'new-window', listener: OldPopUp) => void;
  contents.setWindowOpenHandler = (decide) => listen('new-window', (event, url) => {
    const { action } = decide({ url } as Electron.HandlerDetails);
    if (action === 'deny') event.preventDefault();
  });
});

/** Until release 12 a message named its page, not its frame; a page that may not navigate has one. */
export const ipcMain = {
  handle: (channel: string, handler: Handler): void => electron.ipcMain.handle(channel, (event, ...given: unknown[]) => {
    const senderFrame = { url: event.sender.getURL(), parent: null };
    return handler({ ...event, senderFrame } as unknown as Electron.IpcMainInvokeEvent, ...given);
  }),
};

export const { app, BrowserWindow, dialog, Menu, session, shell } = electron;
