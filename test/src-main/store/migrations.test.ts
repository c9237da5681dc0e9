import Sqlite from 'better-sqlite3';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '#main/store/migrations/all.ts';
import { openProject } from '#main/store/open-project.ts';
import { paintNumberedStroke } from './numbered-strokes.ts';
import { newProject, paintVoxel, sampleProject, temporaryFolder } from './sample-project.ts';
import { fixtureSize, fixtureStrokes } from './write-schema-fixture.ts';

const released = [1, 2, 3, 4, 5, 6, 7];

/** A project's folder whose file is the one that a released program wrote, as SQL text. */
async function folderOfSchema(version: number): Promise<string> {
  const folder = join(await temporaryFolder(), 'project');
  await mkdir(folder);
  const database = new Sqlite(join(folder, 'project.sqlite'));
  database.exec(await readFile(new URL(`schemas/schema-${version}.sql`, import.meta.url), 'utf8'));
  database.close();
  return folder;
}

function schemaOf(folder: string): string[] {
  const database = new Sqlite(join(folder, 'project.sqlite'), { readonly: true });
  const sql = database.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").pluck().all();
  database.close();
  return sql.map((text) => text.replace(/\s+/g, ' '));
}

describe.each(released)('a project of schema %i', (version) => {
  it('opens with all that it holds, and can be worked on', async () => {
    const store = await openProject(await folderOfSchema(version));
    expect(store.name).toBe('Fixture');
    expect(store.labels.table().map(({ index, value }) => [index, value])).toEqual([[1, 1], [2, 2], [3, 30]]);
    const [scan] = store.cases.list();
    expect(scan).toMatchObject({ name: 'scan', patient: 'A', sliceAxis: 2 });
    expect(scan!.images[0]!.image.geometry).toEqual({ size: fixtureSize, affine: [-1, 0, 0, 12.5, 0, -1, 0, 3, 0, 0, 2.5, -40] });
    const [labelmap] = store.labelmaps.ofCase(scan!.id);
    const expected = new Uint8Array(fixtureSize[0] * fixtureSize[1] * fixtureSize[2]);
    for (let number = 0; number < fixtureStrokes; number += 1) paintNumberedStroke(expected, fixtureSize, number);
    expect(Buffer.compare(store.labelmaps.voxels(labelmap!.id), expected)).toBe(0);
    expect(store.reviews.completeSlices(labelmap!.id)).toEqual([1, 3]);
    expect(store.models.active()).toMatchObject({ name: version < 4 ? 'first' : 'the first', note: version < 4 ? '' : 'Of three patients.', seed: 7, metrics: { dice: 0.5 } });
    expect(store.jobs.list().map(({ state }) => state)).toEqual(['interrupted']);
    // Whether a schema noted how much an edit changed or not.
    const lines = store.labelmaps.historyPage(labelmap!.id, { limit: 100 }).edits;
    const before = new Uint8Array(expected.length);
    for (const [number, { voxels, slices, firstSlice, takenBack }] of [...lines].reverse().entries()) {
      const after = before.slice();
      const { k } = paintNumberedStroke(after, fixtureSize, number)[0]!;
      expect({ voxels, slices, firstSlice, takenBack }).toEqual({ voxels: after.filter((label, at) => label !== before[at]).length, slices: 1, firstSlice: k, takenBack: false });
      before.set(after);
    }
    expect(store.labels.listed().map(({ index, opacity, visible }) => [index, opacity, visible])).toEqual(
      version === 1 ? [[1, 1, true], [2, 1, true], [3, 1, true]] : [[3, 1, true], [1, 0.5, true], [2, 1, true]],
    );
    expect(store.labels.removed().map(({ value }) => value)).toEqual(version === 1 ? [] : [44]);
    expect(store.measurements.ofCase(scan!.id).map(({ kind, text }) => [kind, text])).toEqual(version === 1 ? [] : [['distance', 'long axis']]);
    expect(store.notes.text(scan!.id)).toBe(version === 1 ? '' : 'A note.');
    const told = {
      teach: store.settings.get().onlyReviewedTeach, reviewed: store.reviews.reviewedSlices(labelmap!.id),
      pins: store.pins.openFor('Ada').map(({ text, labelIndex, answers }) => [text, labelIndex, answers.map(({ author }) => author)]),
      second: store.secondReadings.list().map(({ annotator, round, slices, complete, finishedAt, withdrawn }) => [annotator, round, slices, complete, finishedAt !== null, withdrawn]),
      agreed: store.consensus.ofCase(scan!.id)?.readers.map(({ annotator }) => annotator) ?? null,
      queue: store.queue.assignments().map(({ index, outcome }) => [index, outcome]), total: store.queue.state('Ada').total,
      scores: store.scores.ofModel(store.models.active()!.id).map(({ index, reading, features }) => [index, reading.entropy, [...features]]),
    };
    expect(told).toEqual(version < 3 ? { teach: false, reviewed: [], pins: [], second: [], agreed: null, queue: [], total: 0, scores: [] } : {
      teach: true, reviewed: [1], pins: [['Look here.', 2, ['Ada']]], second: [['Carla', 2, [0], 1, true, false], ...(version < 5 ? [] : [['Dan', 2, [2], 0, true, true]])], agreed: version < 5 ? null : ['Ada', 'Carla'],
      queue: [[0, 'skipped'], [2, null]], total: 2, scores: [[0, 0.25, [1, -0.5]]],
    });
    const { nextSliceBy, batchSlices, refillQueue } = store.settings.get();
    expect([nextSliceBy, batchSlices, refillQueue]).toEqual(version < 6 ? [null, 20, true] : ['entropy', 30, false]);
    const decisions = [...store.models.promotions().values()].map(({ decision: { because, promoted } }) => [because, promoted]);
    expect([decisions, [...store.loop.testScores().values()]]).toEqual(
      version < 6 ? [[], []] : [[['no-earlier-model', true]], [{ reference: 'b'.repeat(64), cases: [] }]],
    );
    const agreed = store.labelmaps.ofCase(scan!.id).find(({ owner }) => owner.kind === 'consensus');
    expect(agreed === undefined ? [] : store.labelmaps.history(agreed.id).flatMap(({ helped }) => helped?.name ?? [])).toEqual(version < 7 ? [] : ['the first']);
    // Of one person, each a minute at most: strokes and marks, but for the second reading's.
    expect(store.loop.acts().length).toBeGreaterThan(fixtureStrokes);
    const voxel = paintVoxel({ store, caseId: scan!.id, labelmapId: labelmap!.id, size: fixtureSize }, [0, 0, 3], 2);
    store.labelmaps.revert(labelmap!.id, voxel, 'Ada');
    expect(store.reviews.completeSlices(labelmap!.id)).toEqual([1]);
    expect(store.labelmaps.verifyHeads()).toEqual([]);
    expect(store.events.verifyChain()).toEqual([]);
    store.close();
  });
});

it('the newest released schema is the one that a new project has: a released migration is never changed', async () => {
  const store = await newProject();
  store.close();
  expect(migrations.length).toBe(released.at(-1));
  expect(schemaOf(store.folder)).toEqual(schemaOf(await folderOfSchema(released.at(-1)!)));
});

describe('a later migration', () => {
  /** Rebuilds a table that others refer to: what foreign keys that stay on would turn into a loss. */
  const rebuildsCases = `
    CREATE TABLE case_new (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, slice_axis INTEGER NOT NULL,
      created_at TEXT NOT NULL, removed_at TEXT, site TEXT) STRICT;
    INSERT INTO case_new SELECT *, 'here' FROM "case";
    DROP TABLE "case";
    ALTER TABLE case_new RENAME TO "case";`;

  it('runs once, after a back-up of the file as it was', async () => {
    const sample = await sampleProject();
    const { folder } = sample.store;
    paintVoxel(sample, [1, 1, 1], 1);
    sample.store.close();
    const later = [...migrations, rebuildsCases];
    for (let time = 0; time < 2; time += 1) {
      const store = await openProject(folder, { migrations: later });
      expect(store.cases.list().map(({ name }) => name)).toEqual(['scan']);
      expect(store.labelmaps.history(sample.labelmapId).length).toBe(1);
      store.close();
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('sqlite'))).toEqual([`project.before-${later.length}.sqlite`, 'project.sqlite']);
    const [now, before] = ['project.sqlite', `project.before-${later.length}.sqlite`].map((name) => new Sqlite(join(folder, name), { readonly: true }));
    expect(now!.prepare<[], string>('SELECT site FROM "case"').pluck().all()).toEqual(['here']);
    expect([now, before].map((database) => database!.pragma('user_version', { simple: true }))).toEqual([later.length, migrations.length]);
    expect(before!.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(before!.prepare<[], number>('SELECT count(*) FROM edit').pluck().get()).toBe(1);
    now!.close();
    before!.close();
    await expect(openProject(folder)).rejects.toThrow(expect.objectContaining({ code: 'unsupported-file' }));
  });

  it.each([
    ['leaves rows that name others that are gone', 'DELETE FROM annotator', 'corrupt'],
    ['fails halfway', 'CREATE TABLE extra (a); INSERT INTO nowhere VALUES (1)', undefined],
  ])('that %s changes nothing', async (_, sql, code) => {
    const sample = await sampleProject();
    const { folder } = sample.store;
    paintVoxel(sample, [1, 1, 1], 1);
    sample.store.close();
    const before = schemaOf(folder);
    const attempt = openProject(folder, { migrations: [...migrations, sql] });
    await (code === undefined ? expect(attempt).rejects.toThrow('nowhere') : expect(attempt).rejects.toThrow(expect.objectContaining({ code })));
    expect(schemaOf(folder)).toEqual(before);
    const store = await openProject(folder);
    expect(store.labelmaps.history(sample.labelmapId).length).toBe(1);
    expect(store.events.verifyChain()).toEqual([]);
    store.close();
  });

  it('is not run where the project can only be read, and says so', async () => {
    const store = await newProject();
    store.close();
    const attempt = openProject(store.folder, { migrations: [...migrations, rebuildsCases], mounts: 'nas:/x / nfs rw 0 0' });
    await expect(attempt).rejects.toThrow(expect.objectContaining({ code: 'unsupported-file' }));
  });
});
