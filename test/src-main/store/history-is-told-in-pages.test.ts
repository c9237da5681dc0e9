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
    // It is still about the stroke, however long the way to it.
    expect(lines[0]!.about).toEqual({ tool: 'brush', madeAt: lines.at(-1)!.madeAt, again: times % 2 === 0 });
    expect(lines.at(-1)!.about).toBeNull();
  }
});

it('a restore is about the edit whose state it brought back', async () => {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  const first = paintVoxel(sample, [5, 5, 1], 2);
  paintVoxel(sample, [6, 5, 1], 2);
  store.labelmaps.restore(labelmapId, first, 'all', person);
  const lines = store.labelmaps.historyPage(labelmapId, { limit: 10 }).edits;
  expect(lines[0]).toMatchObject({ tool: 'restore', restores: first, about: { tool: 'brush', madeAt: lines[2]!.madeAt, again: false } });
});

it('a revert that names the newest edits of tiles is refused where one has moved on, and writes nothing', async () => {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  const first = paintVoxel(sample, [5, 5, 1], 2);
  const tile = { k: 1, tile: 0 };
  const second = paintVoxel(sample, [6, 5, 1], 2);
  const conflict = expect.objectContaining({ code: 'conflict' }) as unknown;
  for (const edit of [first, null]) expect(() => store.labelmaps.revert(labelmapId, first, person, undefined, [{ ...tile, edit }])).toThrow(conflict);
  expect(() => store.labelmaps.revert(labelmapId, first, person, undefined, [{ k: 1, tile: 99, edit: null }])).toThrow(expect.objectContaining({ code: 'bad-input' }));
  expect(store.labelmaps.history(labelmapId).map(({ id }) => id)).toEqual([first, second]);
  store.labelmaps.revert(labelmapId, first, person, undefined, [{ ...tile, edit: second }, { k: 2, tile: 0, edit: null }]);
  expect(store.labelmaps.voxels(labelmapId).filter((label) => label !== 0)).toHaveLength(1);
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
