import { expect, it } from 'vitest';
import { compareVolumes } from '#main/use-cases/compare-volumes.ts';
import { newCase, newProject, sampleSize } from '../store/sample-project.ts';

const size = [10, 10, 2] as const;
/** 0.5 × 0.5 × 3 mm. */
const voxelMl = 0.75 / 1000;
const reviewer = 'Ben';

/** Cases with so many voxels of label 1 each, by one person, of which every slice is complete. */
async function withCases(voxelsOfEach: readonly number[]) {
  const store = await newProject();
  for (const value of [10, 20]) store.labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
  const made = [];
  for (const [at, voxels] of voxelsOfEach.entries()) {
    const caseId = store.cases.add(await newCase(store, `case ${at}`, size)).id;
    const { id } = store.labelmaps.forAnnotator(caseId, 'Ada');
    store.labelmaps.replace(id, 'Ada', 'import', new Uint8Array(200).fill(1, 0, voxels));
    store.reviews.mark(id, [0, 1], 'complete', 'Ada');
    made.push({ caseId, id });
  }
  return { store, made };
}

it('A structure that was drawn much too small is named, each other case once, and labels that were drawn on are counted anew', async () => {
  const { store, made } = await withCases([10, 100, 100, 110, 110, 120, 120, 90, 130]);
  const [slip, usual] = made as [typeof made[0] & object, typeof made[0] & object];
  const look = (id: string) => compareVolumes(store, id, reviewer);
  const { labels } = await look(slip.id);
  expect(labels[0]).toMatchObject({ labelIndex: 1, slip: 'small' });
  expect(labels[0]!.ml).toBeCloseTo(10 * voxelMl, 12);
  expect(labels[0]!.others.map(({ ml }) => Math.round(ml / voxelMl)).toSorted((a, b) => a - b)).toEqual([90, 100, 100, 110, 110, 120, 120, 130]);
  expect(labels[0]!.others.map(({ caseId }) => caseId)).not.toContain(slip.caseId);
  expect(labels[1]).toMatchObject({ labelIndex: 2, ml: 0, box: null, slip: null });
  expect((await look(usual.id)).labels[0]!.slip).toBeNull();
  store.labelmaps.replace(slip.id, 'Ada', 'brush', new Uint8Array(200).fill(1, 0, 115));
  const drawn = (await look(slip.id)).labels[0]!;
  expect([Math.round(drawn.ml / voxelMl), drawn.slip]).toEqual([115, null]);
});

it('Cases that are drawn halfway are compared with nothing, nor are those that whoever asks is reading blind', async () => {
  const { store, made } = await withCases([100, 100, 100]);
  const [first, second, third] = made;
  expect((await compareVolumes(store, first!.id, reviewer)).labels[0]!.others).toHaveLength(2);
  store.reviews.mark(second!.id, [1], 'incomplete', 'Ada');
  expect((await compareVolumes(store, first!.id, reviewer)).labels[0]!.others.map(({ caseId }) => caseId)).toEqual([third!.caseId]);
  store.secondReadings.plan(third!.caseId, 'all', store.people.add(reviewer).name, 'Ada');
  expect((await compareVolumes(store, first!.id, reviewer)).labels[0]!.others).toEqual([]);
  expect((await compareVolumes(store, first!.id, 'Carla')).labels[0]!.others).toHaveLength(1);
});

it('Counts are those of the voxels, also where a label was drawn over another and beyond one tile', async () => {
  const store = await newProject();
  for (const value of [10, 20]) store.labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
  const caseId = store.cases.add(await newCase(store, 'large')).id;
  const { id } = store.labelmaps.forAnnotator(caseId, 'Ada');
  const voxels = Uint8Array.from({ length: sampleSize[0] * sampleSize[1] * sampleSize[2] }, (_, at) => (at % 7 === 0 ? 1 : 0));
  store.labelmaps.replace(id, 'Ada', 'import', voxels);
  voxels.fill(2, 5000, 9000);
  store.labelmaps.replace(id, 'Ada', 'brush', voxels);
  const counted = [1, 2].map((label) => [label, voxels.filter((one) => one === label).length]);
  expect([...store.labelmaps.voxelCounts(id)].toSorted(([a], [b]) => a - b)).toEqual(counted);
});
