import { expect, it } from 'vitest';
import { paintVoxel, person, sampleProject } from './sample-project.ts';

it('newest first, each page going on where the one before ended', async () => {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  const strokes = Array.from({ length: 7 }, (_, k) => paintVoxel(sample, [k, 1, k % 4], 1));
  const told: string[] = [];
  for (let before: number | undefined; ;) {
    const { edits, total } = store.labelmaps.historyPage(labelmapId, { before, limit: 3 });
    expect(total).toBe(7);
    if (edits.length === 0) break;
    told.push(...edits.map(({ id }) => id));
    before = edits.at(-1)!.number;
  }
  expect(told).toEqual([...strokes].reverse());
  const [newest] = store.labelmaps.historyPage(labelmapId, { limit: 1 }).edits;
  expect(newest).toMatchObject({ annotator: person, tool: 'brush', takenBack: false, voxels: 1, slices: 1, firstSlice: 2, lastSlice: 2 });
});

it('an edit is taken back by a revert of it, and no more once that is reverted, however often', async () => {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  let last = paintVoxel(sample, [5, 5, 1], 2);
  for (let times = 1; times <= 5; times += 1) {
    last = store.labelmaps.revert(labelmapId, last, person).id;
    const lines = store.labelmaps.historyPage(labelmapId, { limit: 10 }).edits;
    expect(lines.at(-1)!.takenBack).toBe(times % 2 === 1);
    expect(lines[0]!.takenBack).toBe(false);
  }
});

it('counts slices along the axis that the case has now', async () => {
  const sample = await sampleProject();
  const { store, labelmapId, caseId } = sample;
  const voxels = new Uint8Array(140 * 70 * 4);
  for (const i of [3, 4, 100]) voxels[i + 140 * (9 + 70 * 2)] = 1;
  store.labelmaps.replace(labelmapId, person, 'import', voxels);
  const line = (): unknown => store.labelmaps.historyPage(labelmapId, { limit: 1 }).edits[0];
  expect(line()).toMatchObject({ voxels: 3, slices: 1, firstSlice: 2, lastSlice: 2 });
  store.cases.changeSliceAxis(caseId, 0);
  expect(line()).toMatchObject({ voxels: 3, slices: 3, firstSlice: 3, lastSlice: 100 });
});

it('what never was cannot be looked at or restored', async () => {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  const stroke = paintVoxel(sample, [5, 5, 1], 2);
  const other = store.labelmaps.forAnnotator(sample.caseId, 'Bob').id;
  const notFound = expect.objectContaining({ code: 'not-found' }) as unknown;
  expect(() => store.labelmaps.restore(labelmapId, '00000000-0000-4000-8000-000000000000', 'all', person)).toThrow(notFound);
  expect(() => store.labelmaps.restore(other, stroke, 'all', 'Bob')).toThrow(notFound);
  expect(() => store.labelmaps.editNumber(other, stroke)).toThrow(notFound);
  const badInput = expect.objectContaining({ code: 'bad-input' }) as unknown;
  for (const slice of [4, -1, 0.5]) expect(() => store.labelmaps.restore(labelmapId, stroke, [slice], person)).toThrow(badInput);
  paintVoxel(sample, [6, 5, 1], 3);
  expect(() => store.labelmaps.restore(labelmapId, stroke, 'all', 'Bob')).toThrow(badInput);
});
