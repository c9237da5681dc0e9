import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaseMaps } from '#shared/contract/explanation.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { slicesTakenOver, type TakingOver } from '#shared/labels/taken-over.ts';
import { drawTestSlices } from '#shared/learning/test-slices.ts';
import { hostInTest } from '../host/host-in-test.ts';
import { at } from '../host/people-in-test.ts';
import { tinySize, writeBalls } from '../tiny-nifti.ts';

const edit = (number: number, tool: string, more: Partial<TakingOver> = {}): TakingOver => ({ number, tool, reverts: null, restores: null, slices: [number, number], ...more });
const slices = (...edits: TakingOver[]): number[] => [...slicesTakenOver(edits, 10)].sort((a, b) => a - b);

describe('a prediction that was taken over', () => {
  it('is in effect until it is taken back, again once that is taken back, and wherever a state with it is brought back', () => {
    const accepted = edit(1, 'accept-prediction', { slices: [2, 4] });
    expect(slices(accepted, edit(2, 'brush'))).toEqual([2, 3, 4]);
    const undone = edit(3, 'revert', { reverts: 1 });
    expect(slices(accepted, undone)).toEqual([]);
    expect(slices(accepted, undone, edit(4, 'revert', { reverts: 3 }))).toEqual([2, 3, 4]);
    expect(slices(accepted, undone, edit(5, 'restore', { restores: 2, slices: [4, 6] }))).toEqual([4]);
    expect(slices(accepted, undone, edit(5, 'restore', { restores: 3, slices: [4, 6] }))).toEqual([]);
    expect(slices(edit(1, 'paint-prediction'), edit(2, 'accept-label'), edit(3, 'accept-component'), edit(4, 'adaptive-brush'))).toEqual([1, 2, 3]);
    // An edit of the first schema does not say where.
    expect(slices(edit(1, 'accept-label', { slices: null }))).toHaveLength(10);
  });

  it('is known also where states were brought back that brought back states, sixty times: each is looked at once', () => {
    const row = Array.from({ length: 60 }, (_, n) => [
      edit(2 + 2 * n, 'brush', { slices: [0, 9] }), edit(3 + 2 * n, 'restore', { restores: Math.max(1, 1 + 2 * n), slices: [2, 4] }),
    ]).flat();
    expect(slices(edit(1, 'accept-prediction', { slices: [2, 4] }), ...row)).toEqual([2, 3, 4]);
  });

  it('keeps its slice from being drawn, and draws the next of the line in its place', () => {
    const drawn = (takenOver?: ReadonlySet<number>): number[] =>
      drawTestSlices(Array.from({ length: 5 }, (_, n) => ({ caseId: `c${n}`, patient: `p${n}`, slices: 20, ...n === 0 && takenOver !== undefined ? { takenOver } : {} })), 3)
        .filter(({ caseId }) => caseId === 'c0').map(({ index }) => index);
    const [first, ...others] = drawn();
    const without = drawn(new Set([first!]));
    expect(without.slice(0, others.length)).toEqual(others);
    expect(without).toHaveLength(others.length + 1);
    expect(without).not.toContain(first);
  });
});

describe('of the test set', () => {
  it('what was drawn or imported judges; what somebody completed by choice is listed and judges nothing', async () => {
    const { client, run, folder } = await hostInTest();
    const { images, labels } = writeBalls(folder, 16);
    // Patients 1 to 8 are labelled elsewhere; of sixteen patients eight are set aside, and four slices of six are drawn of each.
    for (let n = 9; n <= 16; n += 1) rmSync(path.join(labels, `scan-${n}.nii.gz`));
    await run(client.cases.import({ paths: [images], labels, modality: 'mr' }));
    const records = await client.cases.list();
    const byHand = records.filter(({ completeSlices }) => completeSlices === 0);
    const complete = async (caseId: string, slices: number[]): Promise<void> => {
      const { labelmapId } = await client.labels.open({ caseId });
      await client.labels.mark({ labelmapId, slices, state: 'complete' });
    };
    for (const { id } of byHand) await complete(id, [0, 1, 2]);
    const { drawn } = await client.training.drawTestSet({ size: { patients: 8 } });
    const tested = records.filter(({ patient }) => drawn!.patients.includes(patient));
    const testedByHand = tested.filter(({ id }) => byHand.some((one) => one.id === id));
    expect(testedByHand.length).toBeGreaterThan(0);
    expect(testedByHand.length).toBeLessThan(8);
    for (const { id } of testedByHand) await complete(id, [3, 4, 5]);
    const told = await client.loop.testSlices();
    expect(told).toMatchObject({ perPatient: 4, complete: 32 });
    const ids = new Set<string>(testedByHand.map(({ id }) => id));
    expect(told.notJudging.every(({ caseId, index }) => ids.has(caseId) && !told.slices.some((one) => one.caseId === caseId && one.index === index))).toBe(true);
    expect(told.notJudging).toHaveLength(2 * testedByHand.length);
    expect((await client.loop.rounds({})).testSet).toMatchObject({ patients: 8, slices: 6 * (8 - testedByHand.length) + 4 * testedByHand.length });
    // What was painted over was painted elsewhere all the same.
    const imported = tested.find(({ id }) => !ids.has(id))!;
    await client.labels.mark({ labelmapId: (await client.labels.open({ caseId: imported.id })).labelmapId, slices: [0, 1, 2, 3, 4, 5], state: 'incomplete' });
    expect((await client.loop.testSlices()).complete).toBe(28);
    await complete(imported.id, [0, 1, 2, 3, 4, 5]);
    expect((await client.loop.testSlices()).notJudging).toEqual(told.notJudging);
  });
});

const [ni, nj] = tinySize;
const tile = (k: number, label: number, expected: string | null = null) =>
  ({ k, tile: 0, expected: expected as never, runs: Buffer.from(encodeRuns(new Uint8Array(ni * nj).fill(label))).toString('base64') });

describe('cases of the test set', () => {
  it('take no prediction over, not even again, judge by no slice that took one over before, and show none that was kept', async () => {
    const place = await hostInTest();
    const { client, run, host, folder } = place;
    const { images, labels } = writeBalls(folder, 10);
    await run(client.cases.import({ paths: [images], labels, modality: 'mr' }));
    const { id: model } = (await run(client.training.start({ epochs: 1 }))).result as ModelInfo;
    const records = await client.cases.list();
    const before = new Map<string, { labelmapId: string; accepted: string }>();
    for (const { id } of records) {
      const { labelmapId, heads } = await client.labels.open({ caseId: id });
      const head = (k: number): string | null => heads.find((one) => one.k === k)?.edit ?? null;
      const accepted = crypto.randomUUID();
      await client.labels.commit({ id: accepted, labelmapId, tool: 'accept-prediction', tiles: [tile(0, 1, head(0))] });
      // And one that was taken back at once.
      const other = crypto.randomUUID();
      await client.labels.commit({ id: other, labelmapId, tool: 'accept-label', tiles: [tile(1, 1, head(1))] });
      await client.labels.revert({ labelmapId, edit: other });
      await client.labels.mark({ labelmapId, slices: [0, 1, 2, 3, 4, 5], state: 'complete' });
      before.set(id, { labelmapId, accepted: other });
    }
    const { drawn } = await client.training.drawTestSet({ size: { patients: 5 } });
    // Six slices each, of which one took a prediction over.
    expect((await client.loop.rounds({})).testSet).toMatchObject({ patients: 5, slices: 25 });
    const offered = await client.loop.testSlices();
    expect(offered.slices).toHaveLength(25);
    expect(offered.slices.some(({ index }) => index === 0)).toBe(false);

    const test = records.find(({ patient }) => drawn!.patients.includes(patient))!;
    const { labelmapId, accepted } = before.get(test.id)!;
    const refusal = { code: 'conflict', message: expect.stringContaining(`Case ${test.name} belongs to the test set, whose labels are painted by hand`) as string };
    const { edits } = await client.labels.historyPage({ labelmapId: labelmapId });
    const undone = edits.find(({ reverts }) => reverts === accepted)!;
    for (const tool of ['accept-prediction', 'accept-label', 'accept-component', 'paint-prediction']) {
      await expect(client.labels.commit({ id: crypto.randomUUID(), labelmapId: labelmapId, tool, tiles: [tile(2, 1)] })).rejects.toMatchObject(refusal);
    }
    await expect(client.labels.revert({ labelmapId: labelmapId, edit: undone.id })).rejects.toMatchObject(refusal);
    await expect(client.labels.restore({ labelmapId: labelmapId, edit: accepted, slices: 'all' })).rejects.toMatchObject(refusal);
    // Slices that it says nothing of may be brought back.
    await expect(client.labels.restore({ labelmapId: labelmapId, edit: accepted, slices: [3] })).resolves.toBeNull();

    // All that was drawn is painted, so it may be predicted.
    await run(client.predictions.predictCases({ cases: [test.id], model }));
    const map = ((await run(client.explanation.computeMaps({ caseId: test.id, model, slice: 0 }))).result as CaseMaps).maps[0]!.path;
    const statusOf = async (path: string): Promise<number> => (await host.fetch(new Request(`http://lamina.invalid${path}`))).status;
    const predicted = (await client.cases.get({ id: test.id })).labelmaps.find(({ owner }) => owner.kind === 'model')!.id;
    expect([await statusOf(map), await statusOf(`/labelmaps/${predicted}/voxels`)]).toEqual([200, 200]);
    await client.labels.mark({ labelmapId: labelmapId, slices: [offered.slices.find(({ caseId }) => caseId === test.id)!.index], state: 'incomplete' });
    expect([await statusOf(map), await statusOf(`/labelmaps/${predicted}/voxels`), await statusOf(`/judged/${model}/${test.id}`)]).toEqual([409, 409, 409]);
    expect(await statusOf(`/labelmaps/${labelmapId}/voxels`)).toBe(200);
    const exported = await run(client.export.start({ out: `${folder}/masks`, cases: [test.id], model }));
    expect(JSON.stringify(exported)).toContain('belongs to the test set');
    // Nobody's hand is held elsewhere.
    const free = records.find(({ patient }) => !drawn!.patients.includes(patient))!;
    const { labelmapId: theirs } = await at(place, 'Bob').labels.open({ caseId: free.id });
    await at(place, 'Bob').labels.commit({ id: crypto.randomUUID(), labelmapId: theirs, tool: 'accept-prediction', tiles: [tile(2, 1)] });
  });
});
