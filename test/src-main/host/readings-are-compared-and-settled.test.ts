import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import { at, size, stroke, withCase } from './people-in-test.ts';

const perSlice = size[0] * size[1];

/** A slice whose first columns have label 1. */
function columns(labelmapId: string, k: number, count: number) {
  const runs = Buffer.from(encodeRuns(Uint8Array.from({ length: perSlice }, (_, voxel) => (voxel % size[0] < count ? 1 : 0)))).toString('base64');
  const { tiles, ...edit } = stroke(labelmapId, k);
  return { ...edit, tiles: [{ ...tiles[0]!, runs }] };
}

/** Ada drew the first 8 columns of slices 2 and 3 and completed all; Bob reads slices 2 and 3 blind: 8 columns in one, 4 in the other. */
async function readTwice() {
  const place = await withCase();
  const caseId = place.caseId as never;
  const [ada, bob] = [at(place, 'Ada'), at(place, 'Bob')];
  const { labelmapId } = await ada.labels.open({ caseId });
  for (const k of [2, 3]) await ada.labels.commit(columns(labelmapId, k, 8));
  await ada.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
  const planned = await ada.secondReadings.plan({ caseId, annotator: 'Bob', slices: [2, 3] });
  const own = (await bob.labels.open({ caseId })).labelmapId;
  await bob.labels.commit(columns(own, 2, 8));
  await bob.labels.commit(columns(own, 3, 4));
  await bob.labels.mark({ labelmapId: own, slices: [2, 3], state: 'complete' });
  const fetched = (person: string) => place.host.fetch(new Request(`http://lamina.invalid/agreement/${place.caseId}/voxels`, { headers: { 'lamina-person': person } }));
  return { ...place, caseId, ada, bob, labelmapId, own, planned, fetched };
}

describe('readings of a case', () => {
  it('are compared over the slices that both completed, once the second is finished', async () => {
    const { ada, bob, caseId, planned, labelmapId, own, fetched } = await readTwice();
    expect(await ada.agreement.cases()).toEqual([]);
    await expect(ada.agreement.of({ caseId })).rejects.toMatchObject({ code: 'bad-input' });
    for (const call of [bob.agreement.of({ caseId }), bob.agreement.makeConsensus({ caseId }), bob.agreement.openConsensus({ caseId })]) {
      await expect(call).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await fetched('Bob')).status).toBe(409);
    await bob.secondReadings.finish({ id: planned.id });
    const readers = [{ labelmapId, annotator: 'Ada', second: false }, { labelmapId: own, annotator: 'Bob', second: true }];
    expect(await ada.agreement.cases()).toEqual([{ caseId, name: 'scan', readers, slices: 2, consensus: null }]);
    const report = await bob.agreement.of({ caseId });
    // Ada has 2 · 96 voxels, Bob 96 + 48, all of them Ada’s: Dice = 2 · 144 / (192 + 144). Of the 72 voxels
    // of Ada’s outlines the 12 of her last column in one slice lie 4 columns of 1 mm from Bob’s: more than 5 %.
    expect(report).toMatchObject({ unit: 'mm', axis: 2, slices: [2, 3], comparedVoxels: 2 * perSlice, differingVoxels: 48, readers, differences: [{ slice: 3, voxels: 48 }] });
    const [pair] = report.pairs;
    expect(pair).toMatchObject({ first: 0, second: 1, labels: [{ label: 1, found: 'both', loneSlices: 0, }] });
    expect(pair!.labels[0]!.volumeFirst).toBeCloseTo(0.576, 12);
    expect(pair!.labels[0]!.dice).toBeCloseTo(6 / 7, 12);
    expect(pair!.labels[0]!.hd95).toBe(4);
    // Over all compared voxels: po = 336/384; by chance 192 · 144 + 192 · 240 of 384².
    expect(pair!.labels[0]!.kappa.slices).toBeCloseTo((336 / 384 - 0.5) / 0.5, 12);
    // Of two readers Fleiss' kappa is Scott's pi: shares of categories are those of both together, 336/768.
    const chance = (336 / 768) ** 2 + (432 / 768) ** 2;
    expect(report.labels[0]!.fleiss.slices).toBeCloseTo((336 / 384 - chance) / (1 - chance), 12);

    const map = new Uint8Array(await (await fetched('Bob')).arrayBuffer());
    expect(map.length).toBe(perSlice * size[2]);
    expect([...map.keys()].filter((voxel) => map[voxel] !== 0)).toEqual(
      Array.from({ length: perSlice }, (_, voxel) => voxel).filter((voxel) => voxel % size[0] >= 4 && voxel % size[0] < 8).map((voxel) => voxel + 3 * perSlice));
  });

  it('come to something together, which is settled by hand, and is what is exported from then on', async () => {
    const place = await readTwice();
    const { ada, bob, caseId, planned, folder } = place;
    const carla = at(place, 'Carla');
    await expect(carla.agreement.openConsensus({ caseId })).rejects.toMatchObject({ code: 'not-found' });
    await bob.secondReadings.finish({ id: planned.id });
    const made = await carla.agreement.makeConsensus({ caseId });
    // Two readers are undecided wherever they differ.
    expect(made).toMatchObject({ method: 'majority', undecided: 48, slices: [2, 3], madeBy: 'Carla', edited: false, completeSlices: [], readers: [{ annotator: 'Ada' }, { annotator: 'Bob' }] });
    const staple = await carla.agreement.makeConsensus({ caseId, method: 'staple' });
    expect(staple).toMatchObject({ labelmapId: made.labelmapId, method: 'staple' });
    expect(staple.performance.map(({ annotator, label }) => [annotator, label])).toEqual([['Ada', 1], ['Bob', 1]]);
    await carla.agreement.makeConsensus({ caseId });
    const { labelmapId, heads } = await carla.agreement.openConsensus({ caseId });
    const head = heads.find(({ k }) => k === 3)!;
    const edit = columns(labelmapId, 3, 6);
    await carla.labels.commit({ ...edit, tiles: [{ ...edit.tiles[0]!, tile: head.tile, expected: head.edit }] });
    await expect(carla.labels.mark({ labelmapId, slices: [0], state: 'complete' })).rejects.toMatchObject({ code: 'bad-input' });
    expect(await carla.labels.mark({ labelmapId, slices: 'all', state: 'complete' })).toEqual({ completeSlices: [2, 3] });
    // All six are Ada's already; what she takes back is still settled.
    const own = (await ada.labels.open({ caseId })).labelmapId;
    await ada.labels.mark({ labelmapId: own, slices: [3, 4], state: 'incomplete' });
    expect(await carla.cases.get({ id: caseId })).toMatchObject({ completeSlices: 5, sliceStates: { notStarted: 0, inProgress: 1, complete: 5, reviewed: 0, returned: 0 } });
    await ada.reviews.accept({ labelmapId, slices: [3] });
    expect(await carla.cases.get({ id: caseId })).toMatchObject({ completeSlices: 5, sliceStates: { inProgress: 1, complete: 4, reviewed: 1 } });
    await ada.labels.mark({ labelmapId: own, slices: [3, 4], state: 'complete' });
    await expect(ada.agreement.makeConsensus({ caseId })).rejects.toMatchObject({ code: 'conflict' });
    expect((await carla.labels.historyPage({ labelmapId })).edits.map(({ annotator }) => annotator)[0]).toBe('Carla');
    expect((await carla.cases.get({ id: caseId })).labelmaps).toContainEqual(expect.objectContaining({ id: labelmapId, owner: { kind: 'consensus' } }));

    const out = path.join(folder, 'masks');
    const exported = await place.run(ada.export.start({ out }));
    expect(exported.result).toMatchObject({ written: [{ case: 'scan' }], refused: [] });
    const sidecar = JSON.parse(readFileSync(path.join(out, 'scan.json'), 'utf8')) as object;
    expect(sidecar).toMatchObject({ author: 'Ada, consensus', completeSlices: [0, 1, 2, 3, 4, 5] });
    const evaluated = await ada.evaluation.run({ predictions: out, references: out });
    // Slice 2 as both drew it, 96 voxels, and slice 3 as Carla settled it, 72: 3 mm³ each.
    expect(evaluated.cases[0]!.labels['1']).toMatchObject({ volumeReference: (96 + 72) * 3 / 1000 });
  });

  it('that are going on are named by no job and no event to their blind reader', async () => {
    const { ada, bob, caseId, labelmapId, own, run, folder } = await readTwice();
    const events = await bob.jobs.events({ after: 0 });
    await run(ada.export.start({ out: path.join(folder, 'masks') }));
    await ada.labels.mark({ labelmapId, slices: [1], state: 'incomplete' });
    await bob.labels.mark({ labelmapId: own, slices: [2], state: 'incomplete' });
    const heard: string[] = [];
    let [unsaid, before, marked] = [0, 0, 0];
    for await (const event of events) {
      expect(event.sequence).toBe(before + 1);
      before = event.sequence;
      if (event.kind === 'unsaid') unsaid += 1;
      heard.push(JSON.stringify(event));
      if (event.kind === 'reviews' && event.labelmapId === own) marked += 1;
      if (marked === 2) break;
    }
    const told = [...heard, JSON.stringify(await bob.jobs.list())].join('\n');
    for (const secret of [labelmapId, caseId, '"scan"']) expect(told).not.toContain(secret);
    expect(told).toContain(own);
    // Two slices that Ada drew, and each time that she marked some.
    expect(unsaid).toBeGreaterThanOrEqual(4);
    const others = JSON.stringify(await ada.jobs.list());
    expect(others).toContain(caseId);
  });
});
