import Sqlite from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import type { NotedHead } from '#main/store/verify-noted.ts';
import { verifyProject } from '#main/use-cases/verify-project.ts';
import { copyOf, tamper, verify } from './proven-project.ts';
import { paintVoxel, sampleProject, temporaryFolder } from './sample-project.ts';
import { fixtureSize } from './write-schema-fixture.ts';

/** Every file with its bytes and when it was changed. */
function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return `${file} ${statSync(file).mtimeMs} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  }).sort();
}

/** The project that a program of before wrote, with the voxels of its image; its snapshot and its model are rows alone. */
async function projectOfSchema(version: number): Promise<string> {
  const folder = path.join(await temporaryFolder(), 'project');
  mkdirSync(folder);
  const database = new Sqlite(path.join(folder, 'project.sqlite'));
  database.exec(readFileSync(new URL(`schemas/schema-${version}.sql`, import.meta.url), 'utf8'));
  const hash = database.prepare<[], string>('SELECT hash FROM blob').pluck().get()!;
  database.close();
  mkdirSync(path.join(folder, 'blobs', hash.slice(0, 2)), { recursive: true });
  writeFileSync(path.join(folder, 'blobs', hash.slice(0, 2), hash.slice(2)), new Uint8Array(fixtureSize[0] * fixtureSize[1] * fixtureSize[2]));
  return folder;
}

describe.each([1, 2, 3, 6])('a project of schema %i', (version) => {
  it('is clean as it lies there, and after it was brought up to date and worked on', async () => {
    const folder = await projectOfSchema(version);
    const before = stateOf(folder);
    const missing = [{ kind: 'file', file: 'snapshots/a.json' }];
    const asItWas = await verify(folder);
    expect(asItWas.wrong).toMatchObject(missing);
    const said = asItWas.unproven.map(({ en }) => en).join('\n');
    // The third told them to the log already.
    if (version < 3) expect(said).toMatch(/names of these annotators, whom an earlier Lamina wrote down: Ada/);
    expect(said).toMatch(/files of these models were not noted .*: (the )?first/);
    expect(stateOf(folder)).toEqual(before);

    const store = await openProject(folder);
    const [scan] = store.cases.list();
    const [labelmap] = store.labelmaps.ofCase(scan!.id);
    paintVoxel({ store, caseId: scan!.id, labelmapId: labelmap!.id, size: fixtureSize }, [0, 0, 3], 2);
    store.close();
    const after = await verify(folder, [asItWas.head!.hash]);
    expect(after.wrong).toMatchObject(missing);
    expect(after.proven).toEqual({ event: asItWas.head!.event, at: asItWas.head!.at });
    expect(after.unproven.map(({ en }) => en).join('\n')).not.toMatch(/annotators/);

    // From now on a name is as little to be changed as a stroke.
    const copy = copyOf(folder);
    tamper(copy, (database) => database.exec("UPDATE annotator SET name = 'Eve' WHERE name = 'Ada'"));
    expect((await verify(copy)).wrong.map(({ kind }) => kind)).toContain('person');
  });
});

describe('a copied folder', () => {
  it('is clean, also when it has gone on, and holds the hash that it was copied at', async () => {
    const sample = await sampleProject();
    const { store } = sample;
    paintVoxel(sample, [1, 1, 1], 1);
    const head = store.events.head()!;
    store.close();
    const copy = copyOf(store.folder);
    const opened = await openProject(copy);
    paintVoxel({ ...sample, store: opened }, [2, 2, 2], 2);
    opened.close();
    const found = await verify(copy, [head]);
    expect(found.wrong).toEqual([]);
    expect(found.proven).not.toBeNull();
    expect(found.head!.event).toBe(found.proven!.event + 2);
  });
});

describe('hashes that were noted', () => {
  it('of the project that went on say nothing against a back-up of it that nobody has opened', async () => {
    const sample = await sampleProject();
    const { store } = sample;
    const backUp = copyOf(store.folder);
    paintVoxel(sample, [1, 1, 1], 1);
    const { hash, event, origin } = store.events.newest()!;
    store.close();
    const noted = (here: boolean): NotedHead[] => [{ hash, noted: { at: '2024-01-01T00:00:00.000Z', event, origin, here } }];
    const found = async (here: boolean) => inspected(backUp, async () => noted(here));
    expect(await found(false)).toMatchObject({ wrong: [] });
    expect((await found(false)).unproven.map(({ en }) => en).join()).toContain('other copies');
    // In the project's own place it is what a cut log looks like.
    expect((await found(true)).wrong).toHaveLength(1);
  });

  it('while the project is inspected are newer than what is looked at', async () => {
    const sample = await sampleProject();
    const { store } = sample;
    const found = await inspected(store, async () => {
      paintVoxel(sample, [1, 1, 1], 1);
      const { hash, event, origin } = store.events.newest()!;
      return [{ hash, noted: { at: new Date().toISOString(), event, origin, here: true } }];
    });
    expect(found.wrong).toEqual([]);
  });

  async function inspected(project: string | ProjectStore, notedHeads: () => Promise<NotedHead[]>) {
    const idle = { signal: new AbortController().signal, progress: () => {}, report: () => {} };
    return verifyProject({ project, heads: [], workFolder: await temporaryFolder(), notedHeads }, idle);
  }
});

describe('an inspection', () => {
  it('copies a project that somebody opened in the same moment as an open one, and not its file', async () => {
    const { store } = await sampleProject();
    const workFolder = await temporaryFolder();
    const idle = { signal: new AbortController().signal, progress: () => {}, report: () => {} };
    const found = await verifyProject({ project: store.folder, heads: [], workFolder, notedHeads: async () => [], copyClosed: async () => store }, idle);
    expect(found.wrong).toEqual([]);
    // The lock is still held.
    await expect(openProject(store.folder)).rejects.toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it.each([['ENOSPC', 'disk-full'], ['EACCES', 'bad-input']])('says in a sentence that its copy could not be made (%s)', async (code, told) => {
    const { store } = await sampleProject();
    const workFolder = await temporaryFolder();
    const idle = { signal: new AbortController().signal, progress: () => {}, report: () => {} };
    const copyClosed = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
    await expect(verifyProject({ project: store.folder, heads: [], workFolder, notedHeads: async () => [], copyClosed }, idle))
      .rejects.toMatchObject({ code: told, sentence: { en: expect.stringContaining('.sqlite') as string } });
  });

  it('looks at a project that is open, with what was just drawn, and leaves it as it was', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    paintVoxel(sample, [1, 1, 1], 1);
    const workFolder = await temporaryFolder();
    const verifying = verifyProject({ project: store, heads: [store.events.head()!], workFolder, notedHeads: async () => [] }, { signal: new AbortController().signal, progress: () => {}, report: () => {} });
    const found = await verifying;
    expect(found.wrong).toEqual([]);
    expect(found.proven!.event).toBe(found.head!.event);
    expect(found.checked.edits).toBe(1);
    paintVoxel(sample, [2, 1, 1], 1);
    expect(store.labelmaps.history(labelmapId)).toHaveLength(2);
    await expect(openProject(store.folder)).rejects.toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('sees what a killed program had acknowledged, and leaves its log beside the file', async () => {
    const sample = await sampleProject();
    paintVoxel(sample, [1, 1, 1], 1);
    const left = path.join(await temporaryFolder(), 'left');
    cpSync(sample.store.folder, left, { recursive: true });
    expect(existsSync(path.join(left, 'project.sqlite-wal'))).toBe(true);
    const before = stateOf(left);
    const found = await verify(left, [sample.store.events.head()!]);
    expect(found).toMatchObject({ wrong: [], checked: { edits: 1 } });
    expect(stateOf(left)).toEqual(before);
  });

  it('tells of a name that a reviewer or a note brings with it', async () => {
    const { store, caseId } = await sampleProject();
    store.notes.write(caseId, 'Mind the left side.', 'Zoe');
    store.close();
    expect((await verify(store.folder)).wrong).toEqual([]);
    tamper(store.folder, (database) => database.exec("UPDATE annotator SET name = 'Eve' WHERE name = 'Zoe'"));
    expect((await verify(store.folder)).wrong).toMatchObject([{ kind: 'person', sentence: { en: expect.stringContaining('the log says “Zoe”') as string } }]);
  });

  it.each([
    ['is no database', (file: string): void => writeFileSync(file, 'not a database at all'.repeat(500)), 'corrupt'],
    ['was cut short', (file: string): void => writeFileSync(file, readFileSync(file).subarray(0, 5000)), 'corrupt'],
    ['belongs to another program', (file: string): void => { const other = new Sqlite(file); other.pragma('application_id = 7'); other.close(); }, 'bad-input'],
    ['was written by a newer program', (file: string): void => { const newer = new Sqlite(file); newer.pragma('user_version = 99'); newer.close(); }, 'unsupported-file'],
  ])('answers with a sentence where the file %s', async (_, damage, code) => {
    const { store } = await sampleProject();
    store.close();
    damage(path.join(store.folder, 'project.sqlite'));
    await expect(verify(store.folder)).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('names what is damaged within the file, and looks at the rest', async () => {
    const sample = await sampleProject();
    for (let stroke = 0; stroke < 40; stroke += 1) paintVoxel(sample, [stroke, 1, 1], 1);
    sample.store.close();
    const file = path.join(sample.store.folder, 'project.sqlite');
    const probe = new Sqlite(file, { readonly: true });
    const page = probe.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'note_by_case'").pluck().get()!;
    const size = probe.pragma('page_size', { simple: true }) as number;
    probe.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, (page - 1) * size, page * size);
    writeFileSync(file, bytes);
    const { wrong, checked } = await verify(sample.store.folder);
    expect(wrong[0]).toMatchObject({ kind: 'database', sentence: { en: expect.stringMatching(/^The table note of the project file is damaged/) as string } });
    expect(checked.edits).toBe(40);
  });

  it('ends when it is no longer wanted', async () => {
    const { store } = await sampleProject();
    store.close();
    const stop = new AbortController();
    stop.abort();
    await expect(verify(store.folder, [], stop.signal)).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('says that there is no project', async () => {
    await expect(verify(path.join(await temporaryFolder(), 'nowhere'))).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
