import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { newCase, paintVoxel, person, sampleProject, type Sample } from './sample-project.ts';

const logTables = ['event', 'edit', 'tile', 'review', 'test_set', 'snapshot', 'model', 'measurement', 'note', 'pin', 'consensus'];

/** A project whose log has something in every column of every log table. @param withConsensus whose labelmap has heads of its own */
async function storyOfEverything(withConsensus = true): Promise<Sample> {
  const sample = await sampleProject();
  const { store, caseId, labelmapId } = sample;
  const stroke = paintVoxel(sample, [130, 66, 2], 1);
  paintVoxel(sample, [131, 66, 2], 2);
  store.labelmaps.revert(labelmapId, stroke, person);
  store.reviews.mark(labelmapId, [0, 2], 'complete', person);
  const pin = { voxel: [1, 1, 2], labelIndex: 1, severity: 'minor', text: 'x' } as const;
  store.reviews.giveBack(labelmapId, [2], { comment: 'x', pins: [pin, pin] }, 'Bob');
  const agreed = { method: 'majority', axis: 2, slices: [0], undecided: 0, parameters: {}, readers: [{ labelmapId, annotator: person, edit: stroke }] } as const;
  for (const label of withConsensus ? [1, 2] : []) store.consensus.make(caseId, { ...agreed, voxels: store.labelmaps.voxels(labelmapId).fill(label, 0, 1) }, person, false);
  store.pins.answer(store.pins.openFor(person)[0]!.id, { text: 'y', state: 'resolved' }, person);
  const snapshotId = store.snapshots.add('a'.repeat(64), 'snapshots/a.json', store.labelmaps.latestEditNumber());
  const model = { name: 'm', snapshotId, parentId: null, plan: {} as never, folder: 'models/m', seed: 1, metrics: { dice: 0.5 }, state: 'ready' as const };
  const parent = store.models.add(model);
  store.models.add({ ...model, parentId: parent.id });
  store.labelmaps.forAnnotator(caseId, 'Bob');
  store.labelmaps.restore(labelmapId, stroke, 'all', person);
  const imageId = store.cases.get(caseId).images[0]!.image.id;
  const other = store.cases.add(await newCase(store, 'other'));
  const statistics = { mean: 1, standardDeviation: 0, lowest: 1, highest: 1, median: 1, samples: 9 };
  const measured = { imageId, kind: 'ellipse' as const, points: [[0, 0, 0]] as const, plane: null, text: 'x', labelIndex: 1, colour: '#ffffff', statistics };
  store.measurements.add(caseId, { ...measured, plane: { point: [0, 0, 0], normal: [0, 0, 1] } }, person);
  store.notes.write(other.id, 'y', person);
  store.notes.write(caseId, 'x', person);
  store.testSet.draw(['patient of another'], 0, person);
  store.events.append('export', { mask: 'f'.repeat(64) });
  return sample;
}

/** Opens the closed project's file past the triggers, as another program could. */
function tamper(folder: string, change: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(join(folder, 'project.sqlite'));
  database.pragma('foreign_keys = OFF');
  const triggers = database.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  database.close();
}

describe('the log', () => {
  it.each(logTables)('refuses to have rows of %s changed, deleted or replaced', async (table) => {
    const { store, labelmapId } = await storyOfEverything();
    const { folder } = store;
    store.close();
    const database = new Sqlite(join(folder, 'project.sqlite'));
    database.pragma('recursive_triggers = ON');
    const [column] = database.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all();
    expect(() => database.exec(`UPDATE ${table} SET ${column!.name} = ${column!.name}`)).toThrow(`${table} is append-only`);
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(`${table} is append-only`);
    expect(() => database.exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow(`${table} is append-only`);
    database.close();
    const again = await openProject(folder);
    expect(again.events.verifyChain()).toEqual([]);
    expect(again.labelmaps.history(labelmapId).length).toBe(4);
    again.close();
  });

  it('is whole after everything that writes to it', async () => {
    const { store } = await storyOfEverything();
    expect(store.events.verifyChain()).toEqual([]);
    expect(store.labelmaps.verifyHeads()).toEqual([]);
  });

  it('shows a change of any byte in any column of edits, tiles, reviews, snapshots, models and events', async () => {
    const { store } = await storyOfEverything();
    const { folder } = store;
    store.close();
    // Columns that are only this file's own names for its rows; the chain knows rows by their UUIDs.
    const local = new Set(['event.position', 'model.id', 'snapshot.id']);
    const unseen: string[] = [];
    let tried = 0;
    const probe = new Sqlite(join(folder, 'project.sqlite'));
    const columns = logTables.filter((table) => table !== 'test_set').flatMap((table) =>
      probe.prepare<[], { name: string; type: string }>(`SELECT name, type FROM pragma_table_info('${table}')`).all()
        .map(({ name, type }) => ({ table, name, type })));
    probe.close();
    for (const { table, name: bare, type } of columns) {
      if (local.has(`${table}.${bare}`)) continue;
      // `case` is a word of SQL.
      const name = `"${bare}"`;
      tried += 1;
      const key = table === 'tile' ? "format('%09d-%d-%d', edit, k, tile)" : table === 'review' ? "format('%09d-%d', number, slice)" : table === 'event' ? 'position' : 'number';
      let old: { key: unknown; value: unknown } | undefined;
      tamper(folder, (database) => {
        // The last row; but for references the last one that has one, and a reference goes to another row that is there.
        old = database.prepare<[], { key: unknown; value: unknown }>(
          `SELECT ${key} AS key, ${name} AS value FROM ${table} ORDER BY ${name} IS NULL, ${key} DESC LIMIT 1`).get()!;
        const changed = type === 'INTEGER' ? `coalesce(${name}, 0) + 1`
          : type === 'TEXT' ? `coalesce(${name}, '') || 'x'`
            : `CAST(substr(${name}, 1, length(${name}) - 1) || CASE substr(${name}, -1) WHEN x'ff' THEN x'00' ELSE x'ff' END AS BLOB)`;
        database.exec(`UPDATE ${table} SET ${name} = ${changed} WHERE ${key} = '${String(old.key)}'`);
      });
      const opened = await openProject(folder);
      if (opened.events.verifyChain().length === 0) unseen.push(`${table}.${bare}`);
      opened.close();
      tamper(folder, (database) => {
        const changedKey = database.prepare<[], { key: unknown }>(`SELECT ${key} AS key FROM ${table} ORDER BY ${key} DESC`).all();
        const stillThere = changedKey.some((row) => row.key === old!.key);
        // A changed key column has moved its row: it is found by the value that was written.
        const where = stillThere ? `${key} = '${String(old!.key)}'` : `${name} = ${Number(old!.value) + 1}`;
        database.prepare(`UPDATE ${table} SET ${name} = ? WHERE ${where}`).run(old!.value);
      });
    }
    expect(unseen).toEqual([]);
    expect(tried).toBeGreaterThan(35);
    const restored = await openProject(folder);
    expect(restored.events.verifyChain()).toEqual([]);
    restored.close();
  });

  it.each([
    ['an event taken out', 'DELETE FROM event WHERE position = 5'],
    ['a stroke taken out with its event', 'DELETE FROM tile WHERE edit = (SELECT min(number) FROM edit); DELETE FROM event WHERE position = (SELECT min(number) FROM edit); DELETE FROM edit WHERE number = (SELECT min(number) FROM edit)'],
    ['a tile taken out', 'DELETE FROM tile WHERE edit = (SELECT min(number) FROM edit)'],
    ['an edit put in', "INSERT INTO edit (number, uuid, labelmap, annotator, tool, made_at) SELECT max(event.position) + 1, 'u', labelmap, annotator, tool, made_at FROM edit, event LIMIT 1"],
    ['a review put in', "INSERT INTO review (number, reading, axis, slice, state, annotator) SELECT number, reading, axis, 3, state, annotator FROM review LIMIT 1"],
    ['two events exchanged', 'UPDATE event SET position = -1 WHERE position = 6; UPDATE event SET position = 6 WHERE position = 7; UPDATE event SET position = 7 WHERE position = -1'],
    ['a tile put under another edit', 'UPDATE tile SET edit = (SELECT max(number) FROM edit) WHERE edit = (SELECT min(number) FROM edit) AND NOT EXISTS (SELECT 1 FROM tile AS other WHERE other.edit = (SELECT max(number) FROM edit)); UPDATE tile SET k = 3 WHERE edit = (SELECT min(number) FROM edit)'],
    ['a test patient taken out', 'DELETE FROM test_set'],
    ['a test patient put in', "INSERT INTO test_set (patient, uuid, annotator, added_at) SELECT 'patient of scan', 'u', annotator, added_at FROM test_set"],
    ['a test patient exchanged for another', "UPDATE test_set SET patient = 'patient of scan'"],
  ])('shows %s', async (_, sql) => {
    const { store } = await storyOfEverything();
    store.close();
    tamper(store.folder, (database) => database.exec(sql));
    const opened = await openProject(store.folder);
    expect(opened.events.verifyChain()).not.toEqual([]);
    opened.close();
  });
});

it.each([
  ['a head that names an older edit', 'UPDATE tile_head SET edit = (SELECT previous FROM tile WHERE tile.edit = tile_head.edit)'],
  ['a head taken out', 'DELETE FROM tile_head'],
  ['a slice that would stay complete', 'DELETE FROM slice_head'],
  ['a slice that would be opened', 'INSERT INTO slice_head SELECT labelmap, 3, edit FROM slice_head'],
])('playing the log again finds %s', async (_, sql) => {
  const { store } = await storyOfEverything(false);
  store.close();
  tamper(store.folder, (database) => database.exec(sql));
  const opened = await openProject(store.folder);
  expect(opened.labelmaps.verifyHeads().length).toBe(1);
  expect(opened.events.verifyChain()).toEqual([]);
  opened.close();
});
