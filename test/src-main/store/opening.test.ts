import Sqlite from 'better-sqlite3';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '#main/store/database.ts';
import { migrations } from '#main/store/migrations/all.ts';
import { createProject, openProject } from '#main/store/open-project.ts';
import { copyClosedDatabase } from '#main/store/verify-copy.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { newCase, newProject, paintVoxel, sampleProject, temporaryFolder } from './sample-project.ts';

/** The failure that a person meets; one sentence in both languages that names the folder. */
async function refusal(attempt: Promise<unknown>): Promise<UserFacingError> {
  const error: unknown = await attempt.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof UserFacingError)) throw new Error(`expected a sentence, got ${String(error)}`);
  expect(error.sentence.en).toMatch(/^[A-Z/][^\n]+\.$/);
  expect(error.sentence['zh-CN']).toMatch(/^[^\n]+。$/);
  expect(error.sentence.en).not.toMatch(/\{|SQLITE|Error:/);
  return error;
}

describe('a new project', () => {
  it('lies in a folder with its file and its three subfolders, and can be opened again', async () => {
    const folder = join(await temporaryFolder(), 'a', 'new project');
    const store = await createProject(folder, { name: 'Livers' });
    const { projectId } = store;
    store.close();
    store.close();
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'models', 'project.sqlite', 'snapshots']);
    const again = await openProject(folder);
    expect(again).toMatchObject({ folder, projectId, name: 'Livers', readOnly: null });
    expect(again.settings.get()).toEqual({ conflictingForms: 'sform', modality: null, onlyReviewedTeach: false, nextSliceBy: null, batchSlices: 20, refillQueue: true });
    again.settings.set({ modality: 'ct' });
    again.settings.set({ conflictingForms: 'qform' });
    again.close();
    const third = await openProject(folder);
    expect(third.settings.get()).toEqual({ conflictingForms: 'qform', modality: 'ct', onlyReviewedTeach: false, nextSliceBy: null, batchSlices: 20, refillQueue: true });
    third.close();
  });

  it('is named after its folder where nobody says otherwise', async () => {
    const store = await createProject(join(await temporaryFolder(), 'spleens'));
    expect(store.name).toBe('spleens');
    store.close();
  });

  it('is a Lamina file to other programs, and durable', async () => {
    const store = await newProject();
    store.close();
    const header = await readFile(join(store.folder, 'project.sqlite'));
    expect(header.subarray(68, 72).toString('latin1')).toBe('LaMi');
    expect(header.readUInt32BE(60)).toBe(migrations.length);
    // The values that sqlite.org/pragma.html gives: 2 is FULL.
    const database = openDatabase(join(store.folder, 'project.sqlite'), { create: false });
    const pragmas = ['synchronous', 'journal_mode', 'locking_mode', 'foreign_keys'].map((name) => database.pragma(name, { simple: true }));
    database.close();
    expect(pragmas).toEqual([2, 'wal', 'exclusive', 1]);
  });

  it('is refused where something lies, and leaves that as it was', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'thesis.txt'), 'mine');
    expect((await refusal(createProject(folder))).code).toBe('conflict');
    expect(await readdir(folder)).toEqual(['thesis.txt']);
    const store = await newProject();
    expect((await refusal(createProject(store.folder))).sentence.en).toContain('already holds a Lamina project');
    expect((await refusal(createProject(join(folder, 'thesis.txt')))).code).toBe('bad-input');
    expect((await refusal(createProject(join(folder, 'thesis.txt', 'below')))).code).toBe('bad-input');
  });

  it('takes the place of one that was never finished', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'project.sqlite.unfinished'), 'half');
    await writeFile(join(folder, 'project.sqlite.unfinished-wal'), 'half');
    const store = await createProject(folder);
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
    store.close();
  });
});

describe('opening', () => {
  it('says where there is no project', async () => {
    const folder = await temporaryFolder();
    expect((await refusal(openProject(folder))).sentence.en).toContain(folder);
    expect((await refusal(openProject(join(folder, 'nothing')))).code).toBe('not-found');
  });

  it.each([
    ['text', async (file: string) => writeFile(file, 'This is no database, but it is long enough to be taken for one. '.repeat(99)), 'corrupt'],
    ['nothing', async (file: string) => writeFile(file, ''), 'bad-input'],
    ['half of itself', async (file: string) => truncate(file, 40_000), 'corrupt'],
    ['another program’s database', async (file: string) => {
      await writeFile(file, '');
      const other = new Sqlite(file);
      other.exec('CREATE TABLE bookmark (id)');
      other.close();
    }, 'bad-input'],
    ['the file of a newer Lamina', async (file: string) => {
      const newer = new Sqlite(file);
      newer.pragma('user_version = 99');
      newer.close();
    }, 'unsupported-file'],
  ])('refuses %s in place of the project file, and leaves it as it is', async (_, spoil, code) => {
    const store = await newProject();
    store.close();
    const file = join(store.folder, 'project.sqlite');
    await spoil(file);
    const before = await readFile(file);
    const error = await refusal(openProject(store.folder));
    expect(error.code).toBe(code);
    expect(error.sentence.en).toContain(store.folder);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('looks the whole file over after a crash, and refuses it where a page is damaged', async () => {
    const sample = await sampleProject();
    paintVoxel(sample, [1, 1, 1], 1);
    const { folder } = sample.store;
    // What a killed process leaves: the file with its log beside it, and no lock.
    const [file, log] = await Promise.all(['project.sqlite', 'project.sqlite-wal'].map((name) => readFile(join(folder, name))));
    expect(log!.length).toBeGreaterThan(0);
    const crashed = await temporaryFolder();
    await mkdir(join(crashed, 'blobs', 'unfinished'), { recursive: true });
    await writeFile(join(crashed, 'project.sqlite'), file!);
    await writeFile(join(crashed, 'project.sqlite-wal'), log!);
    const whole = await openProject(crashed);
    expect(whole.labelmaps.history(sample.labelmapId).length).toBe(1);
    whole.close();
    expect((await readdir(crashed)).filter((name) => name.startsWith('project'))).toEqual(['project.sqlite']);

    // The last page belongs to a table that opening does not read; SQLite's pages are 4,096 bytes here.
    const damagedFile = Buffer.from(file!);
    damagedFile.fill(0xee, damagedFile.length - 4096);
    await writeFile(join(crashed, 'project.sqlite'), damagedFile);
    await writeFile(join(crashed, 'project.sqlite-wal'), log!);
    const error = await refusal(openProject(crashed));
    expect(error.code).toBe('corrupt');
    expect((await readFile(join(crashed, 'project.sqlite'))).equals(damagedFile)).toBe(true);
  });

  it('clears away what an earlier program was writing when it ended', async () => {
    const store = await newProject();
    store.close();
    await writeFile(join(store.folder, 'blobs', 'unfinished', 'half'), 'half');
    const again = await openProject(store.folder);
    expect(await readdir(join(store.folder, 'blobs', 'unfinished'))).toEqual([]);
    again.close();
  });

  it('makes jobs that ran or waited when the last host ended interrupted: nobody would ever start them', async () => {
    const store = await newProject();
    const [running, waiting, done] = ['train', 'import', 'export'].map((kind) => store.jobs.add(kind, 'engine', { kind }));
    store.jobs.setState(running!.id, 'running');
    store.jobs.setState(done!.id, 'running');
    store.jobs.setState(done!.id, 'done', { result: 7 });
    store.close();
    const again = await openProject(store.folder);
    expect(again.jobs.list().map(({ id, state }) => [id, state])).toEqual([
      [running!.id, 'interrupted'], [waiting!.id, 'interrupted'], [done!.id, 'done'],
    ]);
    expect(again.jobs.get(running!.id).endedAt).not.toBeNull();
    again.close();
  });
});

describe('a second writer', () => {
  it('in the same program is told at once where the project is open, and disturbs nothing', async () => {
    const store = await newProject();
    const error = await refusal(openProject(store.folder));
    expect(error.code).toBe('conflict');
    expect(error.sentence.en).toContain(store.folder);
    store.cases.add(await newCase(store));
    store.close();
    (await openProject(store.folder)).close();
  });

  it('in another program too, until that one ends', async () => {
    const { store } = await sampleProject();
    store.close();
    const holder = fileURLToPath(new URL('project-holder.ts', import.meta.url));
    const child = spawn(process.execPath, [holder, store.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect((await refusal(openProject(store.folder))).code).toBe('conflict');
    child.kill('SIGKILL');
    await once(child, 'close');
    const mine = await openProject(store.folder);
    expect(mine.readOnly).toBeNull();
    mine.close();
  });

  it('does not loosen the lock against a third one, not even by another path to the same folder', async () => {
    const store = await newProject();
    const link = `${store.folder}-link`;
    await symlink(store.folder, link);
    for (const folder of [store.folder, link]) {
      expect((await refusal(openProject(folder))).code).toBe('conflict');
      expect(() => copyClosedDatabase(folder, join(store.folder, 'copy'))).toThrow(UserFacingError);
    }
    const holder = fileURLToPath(new URL('project-holder.ts', import.meta.url));
    expect(spawnSync(process.execPath, [holder, store.folder], { stdio: 'ignore', timeout: 20_000 }).status).toBe(1);
  });

  it('that comes while another one is about to let go waits for it, so that of two in one moment one has it', async () => {
    const store = await newProject();
    store.close();
    const other = new Sqlite(join(store.folder, 'project.sqlite'));
    other.exec('BEGIN; SELECT * FROM project');
    setTimeout(() => other.close(), 25);
    const mine = await openProject(store.folder);
    expect([mine.readOnly, other.open]).toEqual([null, false]);
    mine.close();
  });
});
