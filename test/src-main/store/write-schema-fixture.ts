/**
 * Writes a small project as SQL text, as the present program stores it: `write-schema-fixture.ts <file>`.
 * Run once when a schema is released; the file then stays as it is, and later programs must open it.
 */
import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { promotionRule } from '#shared/learning/statistics/promotion.ts';
import { createProject } from '#main/store/open-project.ts';
import type { MeasurementRecord } from '#main/store/case-work.ts';
import { paintNumberedStroke } from './numbered-strokes.ts';

export const fixtureSize: Vec3 = [140, 70, 4];
export const fixtureStrokes = 8;

async function makeProject(folder: string): Promise<void> {
  const store = await createProject(folder, { name: 'Fixture', now: () => '2026-01-02T03:04:05.678Z' });
  for (const value of [1, 2, 30]) store.labels.add({ value, name: `label ${value}`, colour: '#56b4e9', code: null, locked: false });
  const size = fixtureSize;
  const { hash } = await store.blobs.write(new Uint8Array(size[0] * size[1] * size[2]));
  const { id: caseId } = store.cases.add({
    name: 'scan', patient: 'A', sliceAxis: 2,
    images: [{
      role: 'image', timePoint: 0,
      image: {
        name: 'scan', format: 'nifti', sourceFiles: ['scan.nii'], sourceHash: 'b'.repeat(64), blob: hash, header: new Uint8Array([9, 8, 7]),
        geometry: { size, affine: [-1, 0, 0, 12.5, 0, -1, 0, 3, 0, 0, 2.5, -40] }, trust: 'known', voxelType: 'uint8', slope: 1, intercept: 0, modality: 'mr',
      },
    }],
  });
  const labelmapId = store.labelmaps.forAnnotator(caseId, 'Ada').id;
  const voxels = new Uint8Array(size[0] * size[1] * size[2]);
  for (let number = 0; number < fixtureStrokes; number += 1) {
    const heads = store.labelmaps.heads(labelmapId);
    const tiles = paintNumberedStroke(voxels, size, number).map(({ k, tile }) => ({
      k, tile,
      expected: heads.find((head) => head.k === k && head.tile === tile)?.edit ?? null,
      runs: encodeRuns(readTile(voxels, size, tileRectangle(size, { k, tile }))),
    }));
    store.labelmaps.commit({ id: randomUUID(), labelmapId, annotator: 'Ada', tool: 'brush', reverts: null, tiles });
  }
  store.reviews.mark(labelmapId, [1, 3], 'complete', 'Ada');
  const unused = store.labels.add({ value: 44, name: 'removed', colour: '#000000', code: null, locked: false });
  store.labels.order([3, 1, 2, unused.index]);
  store.labels.change(1, { opacity: 0.5 });
  const imageId = store.cases.get(caseId).images[0]!.image.id;
  const plane = { point: [12.5, 3, -40], normal: [0, 0, 1] } as const;
  const { id: measured } = store.measurements.add(caseId, {
    imageId, kind: 'distance', points: [[12.5, 3, -40], [2.5, 3, -40]], plane, text: 'axis', labelIndex: unused.index, colour: null, statistics: null,
  }, 'Ada');
  const [before] = store.measurements.ofCase(caseId) as [MeasurementRecord];
  store.measurements.change(measured, { ...before, text: 'long axis' }, 'Bob');
  store.labels.remove([unused.index]);
  store.notes.write(caseId, 'A note.', 'Ada');
  const snapshotId = store.snapshots.add('a'.repeat(64), 'snapshots/a.json', store.labelmaps.latestEditNumber());
  const plan = { version: 1, seed: 7 } as unknown as Plan;
  const nothing = { worseIn: [], patients: 0, cases: 0, rough: false, mean: null, labels: [], leftOut: { earlierAlone: [], laterAlone: [], otherReference: [], taughtEarlier: [] } };
  const model = store.models.add(
    { name: 'first', snapshotId, parentId: null, plan, folder: 'models/first', seed: 7, metrics: { dice: 0.5 }, state: 'ready' },
    { decision: { promoted: true, because: 'no-earlier-model', ...nothing, rule: promotionRule, seed: 7 }, earlier: null, judgedAgain: false },
  );
  store.loop.putTestScore(model.id, { reference: 'b'.repeat(64), cases: [] });
  store.models.describe(model.id, { name: 'the first', note: 'Of three patients.' }, 'Ada');
  store.scores.put(model.id, [{ caseId, axis: 2, index: 0, reading: { entropy: 0.25, mutualInformation: null, outputs: [] }, features: [1, -0.5] }]);
  store.reviews.accept(labelmapId, [1], 'Bob');
  const pin = { voxel: [5, 6, 3], labelIndex: 2, severity: 'major', text: 'Look here.' } as const;
  store.reviews.giveBack(labelmapId, [3], { comment: 'One thing.', pins: [pin] }, 'Bob');
  store.pins.answer(store.pins.ofLabelmap(labelmapId)[0]!.id, { text: 'Seen.', state: 'open' }, 'Ada');
  store.reviews.mark(labelmapId, [3], 'complete', 'Ada');
  store.settings.set({ onlyReviewedTeach: true, nextSliceBy: 'entropy', batchSlices: 30, refillQueue: false });
  const second = store.secondReadings.plan(caseId, [0], 'Carla', 'Ada');
  store.reviews.mark(store.labelmaps.forAnnotator(caseId, 'Carla').id, [0], 'complete', 'Carla');
  store.secondReadings.finish(second.id, 'Carla');
  store.secondReadings.cancel(store.secondReadings.plan(caseId, [2], 'Dan', 'Ada').id, 'Ada');
  const readers = ['Ada', 'Carla'].map((annotator) => ({ labelmapId, annotator, edit: null }));
  const agreed = { method: 'majority', voxels: voxels.map((label) => (label === 1 ? 1 : 0)), readers, axis: 2, slices: [3], undecided: 5, parameters: {} } as const;
  const { labelmapId: consensus } = store.consensus.make(caseId, agreed, 'Ada', false);
  const painted = tileRectangle(size, { k: 3, tile: 0 });
  store.labelmaps.commit({
    id: randomUUID(), labelmapId: consensus, annotator: 'Bob', tool: 'accept-label', reverts: null, helped: { model: model.id, prediction: null },
    tiles: [{ k: 3, tile: 0, expected: store.labelmaps.heads(consensus).find(({ k, tile }) => k === 3 && tile === 0)?.edit ?? null, runs: encodeRuns(new Uint8Array(painted.width * painted.height).fill(1)) }],
  });
  store.reviews.mark(consensus, [3], 'complete', 'Bob');
  store.queue.fill({ modelId: model.id, how: { strategy: 'random', seed: 1 }, slices: [0, 2].map((index) => ({ caseId, axis: 2, index, reason: 'random', score: index / 4 })) });
  store.queue.skip(store.queue.next('Ada')!.id, 'Ada');
  store.queue.next('Ada');
  store.jobs.setState(store.jobs.add('train', 'engine', { minutes: 3 }).id, 'running');
  store.close();
}

/** What `sqlite3 <file> .dump` gives, with the two numbers of the header that it leaves out. */
function dump(file: string): string {
  const database = new Sqlite(file, { readonly: true });
  const schema = database.prepare<[], { type: string; name: string; sql: string | null }>('SELECT type, name, sql FROM sqlite_schema').all();
  const rows = schema.filter(({ type }) => type === 'table').flatMap(({ name }) => {
    const columns = database.prepare<[], string>(`SELECT name FROM pragma_table_info('${name}')`).pluck().all();
    const quoted = database.prepare(`SELECT ${columns.map((column) => `quote("${column}")`).join(', ')} FROM "${name}"`).raw().all() as string[][];
    return quoted.map((row) => `INSERT INTO "${name}" VALUES (${row.join(', ')});`);
  });
  const header = ['application_id', 'user_version'].map((name) => `PRAGMA ${name} = ${String(database.pragma(name, { simple: true }))};`);
  const statements = (tables: boolean): string[] => schema.filter(({ type, sql }) => sql !== null && (type === 'table') === tables).map(({ sql }) => `${sql};`);
  database.close();
  return ['PRAGMA foreign_keys = OFF;', 'BEGIN;', ...header, ...statements(true), ...rows, ...statements(false), 'COMMIT;', ''].join('\n');
}

if (process.argv[2] !== undefined && import.meta.main) {
  const parent = mkdtempSync(join(tmpdir(), 'lamina-fixture-'));
  await makeProject(join(parent, 'project'));
  writeFileSync(process.argv[2], dump(join(parent, 'project', 'project.sqlite')));
  rmSync(parent, { recursive: true });
}
