import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ball, writeNifti } from '../src-main/tiny-nifti.ts';
import type { Debugger } from './debugger.ts';
import { electrons, maySkip } from './find-electrons.ts';
import { startShell, type ShellInTest } from './shell-in-test.ts';

/** Someone who must never be asked for anything. */
async function stranger(): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '');
    reply.setHeader('access-control-allow-origin', '*').end('<p>elsewhere</p>');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => { server.close(); });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

/** Waits for what another process does in its own time. */
async function until<Value>(look: () => Promise<Value | null | undefined | false>, what: string): Promise<Value> {
  for (let tries = 0; tries < 500; tries += 1) {
    const seen = await look().catch(() => null);
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`never seen: ${what}`);
}

/** Attached anew at each look: the blank page that a window begins with, and the one of a former host, are others. */
const loadedPage = (shell: ShellInTest, former = ''): Promise<Debugger> => until(async () => {
  const page = await shell.page();
  if (await page.evaluate(`document.readyState === 'complete' && location.protocol === 'http:' && location.origin !== '${former}'`)) return page;
  page.close();
  return null;
}, 'the page');

const call = (name: string, input: object = {}): string =>
  `fetch('/api/${name}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(input))} }).then((reply) => reply.json())`;

/** Files as a person chooses them: only so they have a path. */
async function chooseFiles(page: Debugger, files: readonly string[]): Promise<void> {
  await page.evaluate("document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'chosen', multiple: true, hidden: true }))");
  const { root } = (await page.call('DOM.getDocument')) as { root: { nodeId: number } };
  const { nodeId } = await page.call('DOM.querySelector', { nodeId: root.nodeId, selector: '#chosen' });
  await page.call('DOM.setFileInputFiles', { nodeId, files });
}

const menu = (shell: ShellInTest): Promise<string> =>
  shell.main.evaluate("require('electron').Menu.getApplicationMenu().items.map(({ label }) => label).join(' ')");

/** Native dialogs answer by themselves, and what they said is kept. */
const answerDialogs = `(() => {
  const { dialog } = require('electron');
  globalThis.told = [];
  globalThis.answer = 0;
  globalThis.picked = { canceled: true, filePaths: [] };
  dialog.showMessageBox = async (...given) => { const { message, buttons } = given[given.length - 1]; told.push(message + ' [' + buttons.join('|') + ']'); return { response: answer }; };
  dialog.showOpenDialog = async () => picked;
  dialog.showSaveDialog = async (window, options) => ({ canceled: false, filePath: picked.folder + '/' + options.defaultPath });
})()`;

for (const electron of electrons) {
  describe.skipIf(electron.missing !== undefined && maySkip(electron))(`the shell in ${electron.name}${electron.missing === undefined ? '' : ` (${electron.missing})`}`, () => {
    let shell: ShellInTest;
    let page: Debugger;

    beforeAll(async () => {
      shell = await startShell(electron);
      page = await loadedPage(shell);
      await shell.main.evaluate(answerDialogs);
    }, 90_000);
    afterAll(() => shell.end());

    it('opens one window, locked in, with the page that the host serves', async () => {
      expect(await shell.pageAddresses()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//)]);
      const windows = "require('electron').BrowserWindow.getAllWindows()";
      await until(() => shell.main.evaluate(`${windows}.length === 1 && ${windows}[0].isVisible()`), 'one window');
      const preferences = await shell.main.evaluate<object>(`${windows}[0].webContents.getLastWebPreferences()`);
      expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
      expect(preferences).not.toMatchObject({ webviewTag: true });
    });

    it('gives the page three functions, and nothing of Node or Electron', async () => {
      expect(await page.evaluate('Object.keys(window.lamina).sort()')).toEqual(['grantDropped', 'pickFolder', 'pickSaveTarget']);
      expect(await page.evaluate("['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter((name) => name in window)")).toEqual([]);
    });

    it('keeps page and preload apart: neither sees what the other did to its world', async () => {
      const poisoned = `(async () => {
        const { map } = Array.prototype;
        Array.prototype.map = () => ['/etc/passwd'];
        try {
          return await window.lamina.grantDropped([new File(['x'], 'x')]);
        } finally {
          Array.prototype.map = map;
        }
      })()`;
      await expect(page.evaluate(poisoned)).rejects.toThrow('no file of this computer');
      await page.evaluate('void (window.lamina.pickFolder = () => 7)').catch(() => undefined);
      expect(await page.evaluate('window.lamina.pickFolder()')).toBeNull();
    });

    it('opens the door for the page with a word that the page never learns', async () => {
      expect(await page.evaluate(call('system/version'))).toMatchObject({ protocol: 1 });
      expect(await page.evaluate("JSON.stringify([location.href, document.cookie, { ...sessionStorage }, { ...localStorage }])")).not.toMatch(/[\w-]{43}/);
      const address = await page.evaluate<string>('location.origin');
      expect((await fetch(`${address}/api/system/version`, { method: 'POST' })).status).toBe(401);
    });

    it('asks nobody but the host, whatever the page’s own policy says', async () => {
      const { address, asked } = await stranger();
      const ask = (url: string): string => `new Promise((resolve) => {
        const { net, BrowserWindow } = require('electron');
        const request = net.request({ url: '${url}', session: BrowserWindow.getAllWindows()[0].webContents.session });
        request.on('response', ({ statusCode }) => resolve(statusCode));
        request.on('error', (error) => resolve(error.message));
        request.end();
      })`;
      expect(await shell.main.evaluate(ask(address))).toContain('ERR_BLOCKED_BY_CLIENT');
      // The page's own files refuse to be embedded elsewhere: that is the host's answer, not the shell's.
      expect(await shell.main.evaluate(ask(`${await page.evaluate<string>('location.origin')}/`))).not.toContain('ERR_BLOCKED_BY_CLIENT');
      expect(asked).toEqual([]);
    });

    it('lets the page open its one socket, to which it adds the word, and no other', async () => {
      const opened = (path: string): Promise<string> => page.evaluate(`new Promise((resolve) => {
        const socket = new WebSocket('ws://' + location.host + '${path}', ['lamina-edits']);
        socket.onopen = () => { socket.close(); resolve('open'); };
        socket.onerror = () => resolve('refused');
      })`);
      expect(await opened('/edits')).toBe('open');
      expect(await opened('/rpc')).toBe('refused');
    });

    it('goes nowhere else: no navigation, no second window, no frame', async () => {
      const { address, asked } = await stranger();
      const before = await page.evaluate<string>('location.href');
      await page.evaluate(`void (location.href = '${address}')`);
      await page.evaluate(`void window.open('${address}')`);
      await page.evaluate(`void Object.assign(document.createElement('a'), { href: '${address}', target: '_blank' }).click()`);
      await page.evaluate(`void document.body.append(Object.assign(document.createElement('iframe'), { src: '${address}' }), Object.assign(document.createElement('webview'), { src: '${address}' }))`);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      expect(await page.evaluate('location.href')).toBe(before);
      expect(await shell.main.evaluate("require('electron').webContents.getAllWebContents().filter((contents) => contents.getType() !== 'remote').length")).toBe(1);
      expect(asked).toEqual([]);
    });

    it('permits the page nothing that a person could be asked for', async () => {
      const refused = (use: string): Promise<string> => page.evaluate(`${use}.then(() => 'allowed', (error) => error.name)`);
      expect(await refused('navigator.mediaDevices.getUserMedia({ audio: true, video: true })')).not.toBe('allowed');
      expect(await refused('navigator.clipboard.readText()')).toBe('NotAllowedError');
      expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
      expect(await page.evaluate('new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(0), ({ code }) => resolve(code)))')).toBe(1);
    });

    it('turns what was chosen into grants that the host takes once, and shows the page no path', async () => {
      const file = path.join(shell.folder, 'scan.nii');
      writeNifti(file, ball(1).image);
      await chooseFiles(page, [file]);
      const grant = await page.evaluate<string>("window.lamina.grantDropped([...document.querySelector('#chosen').files])");
      expect(grant).toMatch(/^grant:[\w-]{16,64}$/);
      expect(await page.evaluate(call('cases/inspect', { path: grant }))).toMatchObject({ format: 'nifti', file: 'scan.nii' });
      expect(await page.evaluate(call('cases/inspect', { path: grant }))).not.toMatchObject({ format: 'nifti' });

      expect(await page.evaluate('window.lamina.pickFolder()')).toBeNull();
      await shell.main.evaluate(`void (globalThis.picked = { canceled: false, filePaths: [${JSON.stringify(shell.folder)}], folder: ${JSON.stringify(shell.folder)} })`);
      expect(await page.evaluate('window.lamina.pickFolder()')).toEqual({ grant: expect.stringMatching(/^grant:/) as string, name: path.basename(shell.folder) });
      // A page's name for a file is a name: it chooses no place.
      expect(await page.evaluate("window.lamina.pickSaveTarget('../../masks.zip')")).toEqual({ grant: expect.stringMatching(/^grant:/) as string, name: 'masks.zip' });
    });

    it('speaks the language of the settings in its menu as soon as it changes', async () => {
      expect(await menu(shell)).toMatch(/Edit.*Help/);
      await page.evaluate(call('settings/change', { language: 'zh-CN' }));
      await until(async () => /编辑.*帮助/.test(await menu(shell)), 'the Chinese menu');
      await page.evaluate(call('settings/change', { language: 'en' }));
      await until(async () => /Edit.*Help/.test(await menu(shell)), 'the English menu');
    });

    it('a second start ends at once and brings the first window to the front', async () => {
      await shell.main.evaluate("void require('electron').app.on('second-instance', () => { globalThis.second = true; })");
      expect(await shell.startAgain()).toBe(0);
      await until(() => shell.main.evaluate('globalThis.second === true'), 'the first one’s notice');
      expect(await shell.main.evaluate("require('electron').BrowserWindow.getAllWindows().length")).toBe(1);
    });

    it('loads a page that died again, and says so', async () => {
      page.close();
      process.kill(await shell.main.evaluate<number>("require('electron').BrowserWindow.getAllWindows()[0].webContents.getOSProcessId()"), 'SIGKILL');
      page = await loadedPage(shell);
      await until(() => shell.main.evaluate('told.length > 0'), 'the dialog');
      expect(await shell.main.evaluate('told.splice(0)')).toEqual([expect.stringMatching(/^The window’s page ended unexpectedly/)]);
      expect(await page.evaluate(call('system/version'))).toMatchObject({ protocol: 1 });
    });

    it('starts a host that was killed again where it was, says so, and leaves the page as it is', async () => {
      await until(() => page.evaluate<boolean>(`${call('project/current')}.then((project) => project.cases > 0)`), 'the example');
      const kill = async (): Promise<void> => {
        const former = (await shell.hostProcess())!;
        process.kill(former, 'SIGKILL');
        await until(async () => ![null, undefined, former].includes(await shell.hostProcess()), 'another host');
        await until(() => page.evaluate<boolean>(`${call('system/version')}.then(() => true, () => false)`), 'its answer');
      };
      await page.evaluate('void (window.unsent = 7)');
      await kill();
      const told = (): Promise<string[]> => shell.main.evaluate('told');
      expect(await told()).toEqual([expect.stringMatching(/^A part of Lamina ended unexpectedly and was started again; .*lamina\.log.*\[OK\]$/)]);
      expect(await page.evaluate(call('project/current'))).toMatchObject({ folder: expect.stringContaining(shell.folder) as string });
      await kill();
      await kill();
      // What the page had not sent yet is still there to be sent.
      expect(await page.evaluate('window.unsent')).toBe(7);
      // The third death in a row: a person decides, here to try again.
      expect((await told())[2]).toMatch(/several times in a row.*\[Try Again\|Close\]$/);
      expect(await page.evaluate(call('system/version'))).toMatchObject({ protocol: 1 });
    }, 90_000);

    it('asks before it closes while a training runs; then it is paused, and host and window end together', async () => {
      await shell.main.evaluate('void (globalThis.answer = 1, told.length = 0)');
      expect(await page.evaluate(call('training/start', { minutes: 5 }))).toMatchObject({ jobId: expect.any(String) as string });
      await until(async () => JSON.stringify(await page.evaluate(call('jobs/list'))).includes('"phase":"training"'), 'the first steps');
      const { folder } = await page.evaluate<{ folder: string }>(call('project/current'));
      // The shell is told of the job before it is told of the language: its menu shows that it knows both.
      await page.evaluate(call('settings/change', { language: 'zh-CN' }));
      await until(async () => /编辑/.test(await menu(shell)), 'the Chinese menu');
      const window = "require('electron').BrowserWindow.getAllWindows()[0]";
      await shell.main.evaluate(`void ${window}.close()`);
      await until(() => shell.main.evaluate('told.length > 0'), 'the question');
      expect(await shell.main.evaluate('told')).toEqual(['训练正在进行；关闭 Lamina 会将其暂停。 [暂停并关闭|继续工作]']);
      expect(await page.evaluate(call('system/version'))).toMatchObject({ protocol: 1 });

      const host = (await shell.hostProcess())!;
      const ended = new Promise((resolve) => { shell.process.once('exit', resolve); });
      await shell.main.evaluate(`void (globalThis.answer = 0, setTimeout((window) => window.close(), 100, ${window}))`);
      // Node stays as long as somebody debugs it.
      shell.main.close();
      expect(await ended).toBe(0);
      expect(existsSync(`/proc/${host}`)).toBe(false);
      const kept = path.join(folder, 'models', readdirSync(path.join(folder, 'models')).find((name) => name.endsWith('.training'))!);
      expect(JSON.parse(readFileSync(path.join(kept, 'training.json'), 'utf8'))).toMatchObject({ checkpoint: { folder: expect.stringMatching(/^checkpoint-/) as string } });
    }, 90_000);
  });
}
