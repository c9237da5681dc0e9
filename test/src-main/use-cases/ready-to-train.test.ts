import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { comparisonLines } from '#main/cli/compared-lines.ts';
import type { PredictedQualities } from '#shared/contract/explanation.ts';
import type { ModelComparison } from '#shared/contract/models.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeNifti } from '../tiny-nifti.ts';

const size = [16, 12, 30] as const;

/** Patients of one scan each: 30 slices 3 mm apart, without labels. */
async function withScans(patients: number): Promise<HostInTest> {
  const place = await hostInTest();
  const files = Array.from({ length: patients }, (_, n) =>
    writeNifti(path.join(place.folder, 'scans', `p${n}.nii.gz`), { size, voxel: (i, j, k) => 100 + i + j * 3 + k * 7 + n, spacing: [1, 1, 3] }));
  await place.run(place.client.cases.import({ paths: files, modality: 'mr' }));
  return place;
}

/** Paints a square on slices of a case and marks them complete. */
async function finish({ client }: HostInTest, nth: number, slices: readonly number[], painted: readonly number[] = slices): Promise<void> {
  if ((await client.labels.table()).length === 0) await client.labels.add({ value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false });
  const one = (await client.cases.list())[nth]!;
  const { labelmapId } = await client.labels.open({ caseId: one.id });
  const runs = Buffer.from(encodeRuns(Uint8Array.from({ length: size[0] * size[1] }, (_, at) => (at % size[0] < 8 ? 1 : 0)))).toString('base64');
  const tiles = painted.map((k) => ({ k, tile: 0, expected: null, runs }));
  if (tiles.length > 0) await client.labels.commit({ id: randomUUID(), labelmapId, tool: 'brush', tiles });
  await client.labels.mark({ labelmapId, slices: [...slices], state: 'complete' });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

describe('before a training a person is told', () => {
  it('what is missing, one thing after the other', async () => {
    const empty = await hostInTest();
    expect(await empty.client.training.readiness()).toMatchObject({ cases: 0, ready: false, validation: 'none', plan: [], missing: [{ en: expect.stringContaining('import images') as string }] });
    const place = await withScans(1);
    const { client } = place;
    expect(await client.training.readiness()).toMatchObject({ cases: 1, slices: 30, completeSlices: 0, patients: 0, ready: false, missing: [{ en: expect.stringContaining('No slice is marked complete') as string }] });
    await finish(place, 0, [4], []);
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 1, patients: 1, ready: false, missing: [{ en: expect.stringContaining('no label') as string }] });
    await finish(place, 0, [9]);
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 2, ready: true, validation: 'none', missing: [{ en: expect.stringContaining('mark more slices') as string }] });
  });

  it('how it will be judged, and what would make that better', async () => {
    const place = await withScans(4);
    await finish(place, 0, range(5, 25));
    const one = await place.client.training.readiness();
    expect(one).toMatchObject({ patients: 1, validation: 'slabs', ready: true, missing: [{ en: expect.stringContaining('still needed: 3') as string }] });
    expect(one.plan.at(-1)!.en).toContain('not from separate patients');
    for (const nth of [1, 2, 3]) await finish(place, nth, range(5, 15));
    const four = await place.client.training.readiness();
    expect(four).toMatchObject({ patients: 4, completeSlices: 50, validation: 'patients', missing: [] });
    expect(four.plan.at(-1)!.en).toContain('1 of 4');
  });

  it('the plan that the training then has, with its time and memory, in both languages', async () => {
    const place = await withScans(1);
    await finish(place, 0, range(5, 25));
    const { plan } = await place.client.training.readiness();
    const { plan: trained } = (await place.run(place.client.training.start({ epochs: 1 }))).result as ModelInfo;
    if (trained.network.name !== 'unet-2d') throw new Error('another network');
    const { filters } = trained.network;
    expect(plan[0]!.en).toContain(`unet-2d over slices, 2D, with ${filters[0]} to ${filters.at(-1)} filters, because slices of the same patients judge it`);
    expect(plan[1]!.en).toMatch(/(about \d+ min|less than a minute) and \d+\.\d GB of memory/);
    expect(plan[2]!.en).toContain('liver');
    for (const sentence of plan) expect(sentence['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
  });

  it('soon: after a mark no labelmap is decoded again', async () => {
    const place = await withScans(1);
    await finish(place, 0, range(5, 25));
    const { trainingReadiness } = await import('#main/use-cases/training-readiness.ts');
    await place.client.project.close();
    const { openProject } = await import('#main/store/open-project.ts');
    const opened = await openProject(place.project);
    let decoded = 0;
    const store = { ...opened, labelmaps: { ...opened.labelmaps, voxels: (...asked: Parameters<typeof opened.labelmaps.voxels>) => { decoded += 1; return opened.labelmaps.voxels(...asked); } } };
    try {
      const { completeSlices } = trainingReadiness(store);
      const [labelmap] = store.labelmaps.ofCase(store.cases.list()[0]!.id);
      store.reviews.mark(labelmap!.id, [5, 6], 'incomplete', 'Ada');
      expect(trainingReadiness(store).completeSlices).toBe(completeSlices - 2);
      expect(decoded).toBe(1);
    } finally {
      opened.close();
    }
  });
});

describe('a training with few patients', () => {
  const manifestOf = (place: HostInTest): SnapshotManifest => {
    const [name] = readdirSync(path.join(place.project, 'snapshots'));
    return JSON.parse(readFileSync(path.join(place.project, 'snapshots', name!), 'utf8')) as SnapshotManifest;
  };

  it('is judged on slices apart from those that teach, and its model says that these are not separate patients', async () => {
    const place = await withScans(2);
    await finish(place, 0, range(5, 25));
    await finish(place, 1, range(0, 30), range(10, 20));
    const job = await place.run(place.client.training.start({ epochs: 1 }));
    const model = job.result as ModelInfo;
    expect(model).toMatchObject({ validationKind: 'slabs', validationPatients: [], validationDice: 0.9 });
    expect(model.notes[0]!.en).toContain('not from separate patients');
    expect(await place.client.training.models()).toEqual([model]);
    expect(await place.client.jobs.reports({ id: job.id })).toContainEqual({ kind: 'warning', sentence: model.notes[0] });
    const { cases } = manifestOf(place);
    expect(cases.map(({ role }) => role)).toEqual(['train', 'validation', 'train', 'validation']);
    for (const at of [0, 2]) {
      const [teaching, judging] = [cases[at]!, cases[at + 1]!];
      expect(judging.caseId).toBe(teaching.caseId);
      // Three slices are seen at a time.
      for (const judge of judging.completeSlices) for (const teacher of teaching.completeSlices) expect(Math.abs(judge - teacher)).toBeGreaterThan(3);
    }
    // Where the liver is.
    expect(cases[3]!.completeSlices.every((slice) => slice >= 10 && slice < 20)).toBe(true);
    // What lies beside a slab waits for no other training, which would leave it out as well.
    expect(cases.reduce((sum, { completeSlices }) => sum + completeSlices.length, 0)).toBeLessThan(50);
    expect(await place.client.loop.state()).toMatchObject({ newSlices: 0, suggested: null });
  });

  it('says so too where it is compared, and where it promises how good predictions are', async () => {
    const place = await withScans(3);
    for (const nth of [0, 1]) await finish(place, nth, range(5, 25));
    const [first, second] = [(await place.run(place.client.training.start({ epochs: 1 }))).result as ModelInfo, (await place.run(place.client.training.start({ epochs: 1 }))).result as ModelInfo];
    const comparison = await place.client.models.compare({ first: first.id, second: second.id });
    expect(comparison.on).toMatchObject([{ judgedBy: 'validation', bySlabs: true, patients: 2 }, { judgedBy: 'test', bySlabs: false }]);
    const inEnglish = (told: ModelComparison): string => comparisonLines(told, 'a', 'b', ({ en }) => en).join(' ');
    expect(inEnglish(comparison)).toContain('not separate patients: expect less on new ones.');
    expect(inEnglish({ ...comparison, on: comparison.on.map((one) => ({ ...one, bySlabs: false })) })).not.toContain('separate patients');
    const { notes, interval } = (await place.run(place.client.quality.read({}))).result as PredictedQualities;
    expect([interval, notes[1]!.en]).toEqual([null, expect.stringContaining('judged on slices kept apart of the same patients who taught it')]);
  });

  it('keeps further apart what a wider view would show', async () => {
    const place = await withScans(1);
    await finish(place, 0, range(0, 30));
    const model = (await place.run(place.client.training.start({ epochs: 1, plan: { contextSlices: 7 } }))).result as ModelInfo;
    expect(model).toMatchObject({ validationKind: 'slabs', plan: { contextSlices: 7 } });
    const [teaching, judging] = manifestOf(place).cases;
    for (const judge of judging!.completeSlices) for (const teacher of teaching!.completeSlices) expect(Math.abs(judge - teacher)).toBeGreaterThan(7);
    expect(await place.client.loop.state()).toMatchObject({ newSlices: 0, suggested: null });
  });

  it('goes on with a single slice, judged by nobody, and says so', async () => {
    const place = await withScans(1);
    await finish(place, 0, [12]);
    const model = (await place.run(place.client.training.start({ epochs: 1 }))).result as ModelInfo;
    expect(model).toMatchObject({ validationKind: 'none', validationPatients: [] });
    expect(model.notes[0]!.en).toContain('not measured');
    expect(manifestOf(place).cases).toMatchObject([{ role: 'train', completeSlices: [12] }]);
  });
});
