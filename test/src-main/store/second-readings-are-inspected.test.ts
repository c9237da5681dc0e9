import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspectReadings } from '#main/store/verify-readings.ts';
import { person, sampleProject } from './sample-project.ts';

/** What is said after a change of the closed file, in English. */
async function saidAfter(sql: string): Promise<readonly string[]> {
  const { store, caseId } = await sampleProject();
  for (const reader of ['Bob', 'Carla']) {
    const { id } = store.secondReadings.plan(caseId, [0, 1], reader, person);
    if (reader === 'Bob') continue;
    store.reviews.mark(store.labelmaps.forAnnotator(caseId, reader).id, [0, 1], 'complete', reader);
    store.secondReadings.finish(id, reader);
  }
  store.close();
  const database = new Sqlite(join(store.folder, 'project.sqlite'));
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  const said = inspectReadings({ database, folder: store.folder, readOnly: null, now: () => '' }).map(({ sentence }) => sentence.en);
  database.close();
  return said;
}

const bobs = "annotator = (SELECT id FROM annotator WHERE name = 'Bob')";

it.each([
  ['', []],
  [`UPDATE reading SET annotator = (SELECT id FROM annotator WHERE name = 'Ada'), round = 7 WHERE ${bobs}`, ['who reads it', 'which reading it is']],
  [`UPDATE reading SET slices = '[0]' WHERE ${bobs}`, ['its slices']],
  [`UPDATE reading SET slices = 'all', axis = 1 WHERE ${bobs}`, ['its slice axis', 'its slices']],
  [`UPDATE reading SET finished_at = '2026' WHERE ${bobs}`, ['whether it is finished']],
  ['UPDATE reading SET finished_at = NULL', ['whether it is finished']],
  [`UPDATE reading SET withdrawn = 1 WHERE ${bobs}`, ['whether it was withdrawn']],
  [`UPDATE reading SET kind = 'consensus' WHERE ${bobs}`, ['whether it is a consensus']],
  [`UPDATE reading SET blind = 0 WHERE ${bobs}`, ['whether it is blind']],
  [`DELETE FROM reading WHERE ${bobs}`, ['A reading by Bob is in the log, and its entry was taken out']],
  ["UPDATE reading SET blind = 1 WHERE annotator = (SELECT id FROM annotator WHERE name = 'Ada')", ['whether it is blind']],
  [`INSERT INTO reading (uuid, "case", annotator, round, blind) SELECT 'u', "case", annotator, 9, 1 FROM reading WHERE ${bobs}`, ['is not in the log']],
])('%s: %j', async (sql, expected) => {
  const said = await saidAfter(sql);
  expect(said.length).toBe(expected.length);
  for (const [at, part] of expected.entries()) expect(said[at]).toContain(part);
});
