import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openInBrowser, openWindow } from '#main/cli/open-window.ts';
import { examineDesktop } from '#main/desktop/examine-desktop.ts';
import { findElectron, type Desktop } from '#main/desktop/find-electron.ts';
import { findDisplay, findOpener } from '#main/desktop/find-screen.ts';

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'lamina-desktop-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function program(file: string, script = 'exit 0'): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** As a release is unpacked: the program with its version beside it. */
function electronIn(place: string, version: string, script?: string): string {
  program(path.join(place, 'electron'), script);
  writeFileSync(path.join(place, 'version'), version);
  return path.join(place, 'electron');
}

function checkoutWith(version: string, script?: string): string {
  const root = folder();
  electronIn(path.join(root, 'node_modules', 'electron', 'dist'), version, script);
  writeFileSync(path.join(root, 'node_modules', 'electron', 'path.txt'), 'electron');
  mkdirSync(path.join(root, 'build', 'shell'), { recursive: true });
  writeFileSync(path.join(root, 'build', 'shell', 'main.cjs'), '');
  return root;
}

const linux = (environment: NodeJS.ProcessEnv): Desktop => ({ platform: 'linux', environment });
const withDisplay = linux({ DISPLAY: ':0', PATH: '/usr/bin:/bin' });
const never = new AbortController().signal;

// The programs here are shell scripts.
describe.skipIf(process.platform === 'win32')('the window', () => {
  it('opens in the Electron of the packages, which is given the checkout', async () => {
    const root = checkoutWith('41.7.1', 'echo "$@" > "$(dirname "$0")/given"');
    expect(await openWindow(never, root, withDisplay)).toEqual({ inWindow: true });
    expect(readFileSync(path.join(root, 'node_modules', 'electron', 'dist', 'given'), 'utf8').trim().split(' ').at(-1)).toBe(root);
  });

  it.each([
    ['there is no display', linux({ PATH: '/usr/bin:/bin' }), '41.7.1', /no display/],
    ['its Electron is too old for the page', withDisplay, '9.4.1', /no Electron/],
    ['Electron ends at once, and badly', withDisplay, '41.7.1', /ended with 3/],
  ])('gives way to the browser where %s, and says so in one sentence', async (_, desktop, version, why) => {
    const opened = await openWindow(never, checkoutWith(version, 'exit 3'), desktop);
    expect(opened).toMatchObject({ inWindow: false, why: { en: expect.stringMatching(why) as string, 'zh-CN': expect.stringMatching(/\p{Script=Han}/u) as string } });
  });

  it('ends with the command that opened it', async () => {
    const stop = new AbortController();
    const root = checkoutWith('41.7.1', 'sleep 60');
    const opened = openWindow(stop.signal, root, withDisplay);
    stop.abort();
    expect(await opened).toEqual({ inWindow: true });
  });

  it('prefers the Electron that was named, and takes an installed one where the packages have none', () => {
    const [named, installed] = [folder(), folder()];
    electronIn(named, 'v42.0.0');
    electronIn(installed, '40.1.0');
    const root = checkoutWith('41.7.1');
    expect(findElectron(root, linux({ ELECTRON_OVERRIDE_DIST_PATH: named, PATH: installed }))?.version).toBe('42.0.0');
    expect(findElectron(root, linux({ PATH: installed }))?.version).toBe('41.7.1');
    expect(findElectron(folder(), linux({ PATH: installed }))).toEqual({ program: path.join(installed, 'electron'), version: '40.1.0' });
    expect(findElectron(folder(), linux({}))).toBeNull();
  });

  it('is not taken from a download that was interrupted', () => {
    const root = checkoutWith('41.7.1');
    rmSync(path.join(root, 'node_modules', 'electron', 'path.txt'));
    expect(findElectron(root, linux({}))).toBeNull();
  });
});

describe('the desktop', () => {
  it.each([
    [{ DISPLAY: ':1' }, 'linux', ':1'], [{ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, 'linux', 'wayland-0'], [{ DISPLAY: '' }, 'linux', null], [{}, 'linux', null],
    [{}, 'darwin', 'Quartz'], [{ SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'darwin', null], [{}, 'win32', 'Windows'],
  ] as const)('with %o on %s has the display %s', (environment, platform, display) => {
    expect(findDisplay({ environment, platform })).toBe(display);
  });

  it.skipIf(process.platform === 'win32')('opens an address with what the person chose, where there is a browser and a display', async () => {
    const place = folder();
    const seen = path.join(place, 'seen');
    program(path.join(place, 'xdg-open'), `echo "$1" > ${seen}.new; mv ${seen}.new ${seen}`);
    program(path.join(place, 'firefox'));
    const desktop = linux({ DISPLAY: ':0', PATH: place });
    expect(findOpener(desktop)).toEqual({ program: path.join(place, 'xdg-open'), args: [] });
    expect(findOpener(linux({ PATH: place }))).toBeNull();
    expect(openInBrowser('http://127.0.0.1:1/#token=a&b', desktop)).toBe(true);
    while (!existsSync(seen)) await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(readFileSync(seen, 'utf8')).toBe('http://127.0.0.1:1/#token=a&b\n');
    expect(findOpener(linux({ DISPLAY: ':0', PATH: folder() }))).toBeNull();
  });

  it('is told by doctor in three lines, none of which counts as missing', () => {
    const told = (desktop: Desktop, root = folder()) => examineDesktop(root, desktop).map(({ name, state, finding }) => [name, state, finding.en]);
    const notes = told(linux({ PATH: '' }));
    expect(notes.map(([name, state]) => [name, state])).toEqual([['Electron', 'note'], ['Display', 'note'], ['Browser', 'note']]);
    expect(told(linux({ PATH: '', DISPLAY: ':0', LAMINA_ELECTRON_VERSION: '41.7.1' }))[0]).toEqual(['Electron', 'good', '41.7.1, open now']);
    if (process.platform !== 'win32') expect(told(linux({ PATH: '' }), checkoutWith('9.4.1'))[0]![2]).toMatch(/^9\.4\.1 .* too old/);
  });
});
