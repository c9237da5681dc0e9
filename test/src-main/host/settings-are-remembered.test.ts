import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientOf } from '#main/cli/connect.ts';
import { startHost } from '#main/host/host.ts';
import { openLog } from '#main/host/log.ts';
import { personFolders } from '#main/host/person-folders.ts';
import { openPersonSettings } from '#main/host/person-settings.ts';
import { fakeEngine } from '../fake-engine.ts';
import { foldersIn, hostInTest } from './host-in-test.ts';

const place = { caseId: '0b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f01', sliceAxis: 2, sliceIndex: 17 } as const;

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'lamina-settings-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('settings', () => {
  it('outlive the host, tell every window that they changed, and change only where something was given', async () => {
    const { client, host, folder: root } = await hostInTest();
    const events = await client.jobs.events({});
    expect((await client.settings.get()).theme).toBe('dark');
    await client.settings.change({ theme: 'light', labelStyle: { drawing: 'outline', opacity: 0.25 } });
    expect((await events.next()).value).toMatchObject({ kind: 'settings' });
    await client.settings.change({ language: 'zh-CN' });
    await host.close();
    const again = startHost({ engine: fakeEngine(), log: openLog(path.join(root, 'log')), folders: foldersIn(root) });
    expect(await clientOf(again).settings.get()).toMatchObject({ theme: 'light', language: 'zh-CN', labelStyle: { drawing: 'outline', opacity: 0.25 } });
    await again.close();
  });

  it('refuse what a setting cannot be', async () => {
    const { client } = await hostInTest({ project: false });
    await expect(client.settings.change({ brushRadiusVoxels: 1e6 })).rejects.toMatchObject({ code: 'bad-input' });
    expect((await client.settings.get()).brushRadiusVoxels).toBeLessThan(200);
  });

  it('lose nothing where two hosts write at once', async () => {
    const made = folder();
    const hosts = [openPersonSettings(made, () => {}), openPersonSettings(made, () => {})];
    const names = Array.from({ length: 10 }, (_, at) => `/projects/${at}`);
    await Promise.all(names.map((name, at) => hosts[at % 2]!.useProject({ folder: name, name })));
    expect((await hosts[0]!.get()).recentProjects.map((project) => project.folder).sort()).toEqual(names);
    expect(readdirSync(made)).toEqual(['settings.json']);
  });

  it('can be written although a killed host left its lock', async () => {
    const made = folder();
    const lock = path.join(made, 'settings.json.lock');
    writeFileSync(lock, '');
    utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    expect((await openPersonSettings(made, () => {}).change({ theme: 'system' })).theme).toBe('system');
  });

  it.each([
    ['is cut off', '{"version":1,"settings":{"theme":"li'],
    ['holds something else', '[1, 2]'],
    ['was written by a newer Lamina', '{"version":2,"settings":{"theme":"light","language":"fr","wheel":"x"}}'],
  ])('that are in a file which %s fall back one by one, and the file is kept aside when it is replaced', async (_what, text) => {
    const made = folder();
    const file = path.join(made, 'settings.json');
    writeFileSync(file, text);
    const settings = openPersonSettings(made, () => {});
    expect(await settings.get()).toMatchObject({ language: 'system', theme: text.includes('"light"') ? 'light' : 'dark' });
    // Reading alone changes nothing: the newer Lamina may still be there.
    expect(readFileSync(file, 'utf8')).toBe(text);
    await settings.change({ language: 'en' });
    expect(await settings.get()).toMatchObject({ language: 'en' });
    const kept = readdirSync(made).filter((name) => name !== 'settings.json');
    expect(kept.map((name) => readFileSync(path.join(made, name), 'utf8'))).toEqual([text]);
  });

  it('that cannot be written say so, and keep no project from being opened', async () => {
    const { client, folder: root } = await hostInTest({ project: false });
    writeFileSync(path.join(root, 'config'), 'a file where the folder belongs');
    await expect(client.settings.change({ theme: 'light' })).rejects.toMatchObject({ code: 'bad-input' });
    expect((await client.project.create({ folder: path.join(root, 'project') })).cases).toBe(0);
  });
});

describe('projects', () => {
  it('are remembered, the newest first and ten at most, until they are forgotten', async () => {
    const { client, folder: root } = await hostInTest({ project: false });
    const folders = Array.from({ length: 12 }, (_, at) => path.join(root, `project-${at}`));
    for (const one of folders) await client.project.create({ folder: one, instead: true });
    await client.project.open({ folder: folders[5]!, instead: true });
    const expected = [folders[5], ...folders.slice(3).reverse().filter((one) => one !== folders[5])];
    expect((await client.settings.get()).recentProjects.map((one) => one.folder)).toEqual([...expected, folders[2]].slice(0, 10));
    const left = await client.settings.forgetProject({ folder: folders[5]! });
    expect(left.recentProjects.map((one) => one.folder)).not.toContain(folders[5]);
  });

  it('are not remembered by a single command', async () => {
    const root = folder();
    const host = startHost({ engine: fakeEngine(), log: openLog(path.join(root, 'log')), folders: foldersIn(root), remembersProjects: false });
    await clientOf(host).project.create({ folder: path.join(root, 'project') });
    expect((await clientOf(host).settings.get()).recentProjects).toEqual([]);
    await host.close();
  });

  it('keep the place where they were left, each its own', async () => {
    const { client, folder: root } = await hostInTest();
    expect(await client.settings.lastPlace()).toBeNull();
    await client.settings.rememberPlace(place);
    await client.settings.rememberPlace({ ...place, sliceIndex: 18 });
    await client.project.create({ folder: path.join(root, 'other'), instead: true });
    expect(await client.settings.lastPlace()).toBeNull();
    await client.project.open({ folder: path.join(root, 'project'), instead: true });
    expect(await client.settings.lastPlace()).toEqual({ ...place, sliceIndex: 18 });
  });
});

describe('the folders of a person', () => {
  it('are where each system keeps such things', () => {
    expect(personFolders({}, 'linux', '/home/ada')).toEqual({
      settings: path.join('/home/ada', '.config/lamina'), data: path.join('/home/ada', '.local/share/lamina'), transfers: path.join('/home/ada', '.cache/lamina/transfers'),
    });
    expect(personFolders({ XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/k' }, 'linux', '/home/ada')).toEqual({ settings: path.join('/c/lamina'), data: path.join('/d/lamina'), transfers: path.join('/k/lamina/transfers') });
    expect(personFolders({}, 'darwin', '/Users/ada').settings).toBe(path.join('/Users/ada/Library/Application Support/Lamina'));
    expect(personFolders({ APPDATA: 'R', LOCALAPPDATA: 'L' }, 'win32', 'C')).toMatchObject({ settings: path.join('R', 'Lamina'), data: path.join('L', 'Lamina') });
    expect(personFolders({ LAMINA_CONFIG: '/elsewhere', XDG_CONFIG_HOME: '' }, 'linux', '/home/ada')).toMatchObject({ settings: '/elsewhere' });
  });

  it('are made when they are needed', async () => {
    const root = folder();
    const deep = path.join(root, 'a', 'b');
    await openPersonSettings(deep, () => {}).change({ theme: 'light' });
    expect(readdirSync(deep)).toEqual(['settings.json']);
  });
});
