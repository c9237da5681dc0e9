/** Electron faked once: what the shell asks of it is kept, and a test answers in a person's or a page's place. */
import { vi } from 'vitest';

type Listener = (...given: unknown[]) => unknown;

export const fake = {
  handlers: new Map<string, Listener>(),
  dialog: {
    showOpenDialog: vi.fn<() => Promise<{ canceled: boolean; filePaths: string[] }>>(async () => ({ canceled: true, filePaths: [] })),
    showSaveDialog: vi.fn<(window: unknown, options: { defaultPath?: string }) => Promise<{ canceled: boolean; filePath: string }>>(async () => ({ canceled: true, filePath: '' })),
    showMessageBox: vi.fn<(window: unknown, options: object) => Promise<{ response: number }>>(async () => ({ response: 1 })),
    showMessageBoxSync: vi.fn<(window: unknown, options: object) => number>(() => 1),
  },
};

/** For `vi.mock('electron', …)`. */
export const fakeElectron = {
  dialog: fake.dialog,
  ipcMain: { handle: (channel: string, handler: Listener) => fake.handlers.set(channel, handler) },
};

/** A message as it comes from a frame. */
export const messageFrom = (url: string, parent: object | null = null) => ({ senderFrame: { url, parent } });
