import type { BrowserWindow } from 'electron';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from '../../../src-main/electron/channels.ts';
import { Refusal } from '../../../src-main/electron/host-process.ts';
import { fake, fakeElectron, messageFrom } from './fake-electron.ts';

vi.mock('electron', () => fakeElectron);
const { offerFiles } = await import('../../../src-main/electron/files.ts');
const { createDialogs } = await import('../../../src-main/electron/dialogs.ts');

const window = {} as BrowserWindow;
const page = messageFrom('http://127.0.0.1:4000/');
const scan = path.resolve('scans', 'a.nii');
let granted: (readonly string[])[] = [];
let hostIsThere = true;

const ask = (channel: string, event: object, given?: unknown): Promise<unknown> => fake.handlers.get(channel)!(event, given) as Promise<unknown>;

beforeEach(() => {
  granted = [];
  hostIsThere = true;
  offerFiles({
    window: () => window,
    door: () => (hostIsThere ? { port: 4000, token: 't' } : null),
    locale: () => 'zh-CN',
    grant: async (paths) => {
      if (paths.includes(path.resolve('forbidden'))) throw new Refusal({ en: 'No.', 'zh-CN': '不。' });
      granted.push(paths);
      return `grant:${granted.length}`;
    },
  });
});

describe('files of this machine', () => {
  it('are granted to the page', async () => {
    expect(await ask(channels.grantDropped, page, [scan])).toEqual({ value: 'grant:1' });
    expect(granted).toEqual([[scan]]);
  });

  it.each([
    ['a frame within it', messageFrom('http://127.0.0.1:4000/', {})],
    ['another origin', messageFrom('http://127.0.0.1:4001/')],
    ['a page that has gone', { senderFrame: null }],
  ])('are not granted to %s', async (_, event) => {
    for (const channel of Object.values(channels)) expect(await ask(channel, event, [scan])).toEqual({ refused: expect.any(String) as string });
    expect(granted).toEqual([]);
    expect(fake.dialog.showOpenDialog).not.toHaveBeenCalled();
  });

  it.each([[[]], [['']], [['a.nii']], [[scan, '']], [[scan, 7]], ['all'], [undefined], [{ 0: scan, length: 1 }]])('are not what %j names', async (given) => {
    expect(await ask(channels.grantDropped, page, given)).toEqual({ refused: expect.stringMatching(/\p{Script=Han}/u) as string });
    expect(granted).toEqual([]);
  });

  it('that the host refuses are refused in its words, in the person’s language', async () => {
    expect(await ask(channels.grantDropped, page, [path.resolve('forbidden')])).toEqual({ refused: '不。' });
  });

  it('cannot be granted while there is no host', async () => {
    hostIsThere = false;
    expect(await ask(channels.grantDropped, page, [scan])).toEqual({ refused: expect.stringContaining('重新启动') as string });
  });

  it('that were picked come back as a grant and the last part of the path', async () => {
    fake.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path.resolve('scans')] });
    expect(await ask(channels.pickFolder, page)).toEqual({ value: { grant: 'grant:1', name: 'scans' } });
    expect(await ask(channels.pickFolder, page)).toEqual({ value: null });
    fake.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: path.resolve('out', 'masks.zip') });
    expect(await ask(channels.pickSaveTarget, page, '../../etc/masks.zip')).toEqual({ value: { grant: 'grant:2', name: 'masks.zip' } });
    expect(fake.dialog.showSaveDialog.mock.lastCall![1]).toMatchObject({ defaultPath: 'masks.zip' });
  });
});

it('Enter, Escape and closing a question never lose work', async () => {
  const dialogs = createDialogs(() => 'en');
  const asked = async (jobs: number, trainings: number): Promise<unknown> => {
    expect(await dialogs.askToClose(window, { jobs, trainings })).toBe(false);
    return fake.dialog.showMessageBox.mock.lastCall![1];
  };
  expect(await asked(1, 1)).toMatchObject({ message: 'A training is running; closing Lamina pauses it.', buttons: ['Pause and Close', 'Keep Working'] });
  expect(await asked(2, 1)).toMatchObject({ detail: expect.stringContaining('The training is paused and can go on later') as string, buttons: ['Stop and Close', 'Keep Working'] });
  expect(await asked(3, 0)).toMatchObject({ message: '3 jobs are still running or waiting; closing Lamina stops them.', detail: expect.not.stringContaining('training') as string });
  expect(dialogs.askToLeave(window)).toBe(false);
  for (const [, options] of [...fake.dialog.showMessageBox.mock.calls, ...fake.dialog.showMessageBoxSync.mock.calls]) {
    expect(options).toMatchObject({ defaultId: 1, cancelId: 1, buttons: [expect.stringContaining('Close') as string, 'Keep Working'] });
  }
});
