import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { newCase, paintVoxel, person, sampleProject, sampleSize } from './sample-project.ts';

const axes: [string, AxisIndex][] = [['i', 0], ['j', 1], ['k', 2]];

describe.each(axes)('slices along %s', (_, axis) => {
  const last = sampleSize[axis] - 1;
  const all = Array.from({ length: last + 1 }, (_unused, slice) => slice);

  it('are complete when a person says so, empty ones too', async () => {
    const { store, labelmapId } = await sampleProject(sampleSize, axis);
    expect(store.reviews.completeSlices(labelmapId)).toEqual([]);
    store.reviews.mark(labelmapId, [last, 0], 'complete', person);
    expect(store.reviews.completeSlices(labelmapId)).toEqual([0, last]);
    store.reviews.mark(labelmapId, [0], 'incomplete', person);
    expect(store.reviews.completeSlices(labelmapId)).toEqual([last]);
  });

  it('are opened again by an edit that changes one of their voxels, and only by that', async () => {
    const sample = await sampleProject(sampleSize, axis);
    const { store, labelmapId } = sample;
    store.reviews.mark(labelmapId, all, 'complete', person);
    const where: Vec3 = [130, 66, 2];
    const edit = paintVoxel(sample, where, 1);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(all.filter((slice) => slice !== where[axis]));
    // Painted again with the same label: the edit is in the log and changes no voxel.
    store.reviews.mark(labelmapId, [where[axis]], 'complete', person);
    paintVoxel(sample, where, 1);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(all);
    // An undo is an edit as well.
    store.labelmaps.revert(labelmapId, edit, person);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(all.filter((slice) => slice !== where[axis]));
    expect(store.labelmaps.verifyHeads()).toEqual([]);
  });

  it('do not exist beyond the last', async () => {
    const { store, labelmapId } = await sampleProject(sampleSize, axis);
    for (const slice of [-1, last + 1, 0.5]) {
      expect(() => store.reviews.mark(labelmapId, [0, slice], 'complete', person)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
    expect(store.reviews.completeSlices(labelmapId)).toEqual([]);
  });
});

describe('what one person calls complete', () => {
  it("is not another's, and not another case's", async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    const others = store.labelmaps.forAnnotator(caseId, 'Bob').id;
    const second = store.labelmaps.forAnnotator(store.cases.add(await newCase(store, 'second')).id, person).id;
    store.reviews.mark(labelmapId, [1], 'complete', person);
    expect(store.reviews.completeSlices(others)).toEqual([]);
    expect(store.reviews.completeSlices(second)).toEqual([]);
    store.reviews.mark(others, [1, 2], 'complete', 'Bob');
    paintVoxel(sample, [0, 0, 1], 1);
    expect(store.reviews.completeSlices(labelmapId)).toEqual([]);
    expect(store.reviews.completeSlices(others)).toEqual([1, 2]);
  });

  it('is asked of people, not of models', async () => {
    const { store, caseId } = await sampleProject();
    const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
    const model = store.models.add({ name: 'm', snapshotId, parentId: null, plan: {} as never, folder: 'models/m', seed: 1, metrics: null, state: 'ready' });
    const labelmap = store.labelmaps.forModel(caseId, model.id).id;
    expect(() => store.reviews.mark(labelmap, [0], 'complete', person)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(store.reviews.completeSlices(labelmap)).toEqual([]);
  });
});

describe('the axis that slices are stacked along', () => {
  it.each(axes)('can become %s while no slice was reviewed, and what was drawn before opens slices along it', async (_, axis) => {
    const sample = await sampleProject(sampleSize, axis === 0 ? 1 : 0);
    const { store, caseId, labelmapId } = sample;
    const first = paintVoxel(sample, [130, 66, 2], 1);
    paintVoxel(sample, [3, 5, 1], 2);
    expect(store.cases.changeSliceAxis(caseId, axis)).toMatchObject({ id: caseId, sliceAxis: axis });
    expect(store.labelmaps.verifyHeads()).toEqual([]);
    const all = Array.from({ length: sampleSize[axis] }, (_unused, slice) => slice);
    store.reviews.mark(labelmapId, all, 'complete', person);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(all);
    store.labelmaps.revert(labelmapId, first, person);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(all.filter((slice) => slice !== ([130, 66, 2] as const)[axis]));
    expect([store.labelmaps.verifyHeads(), store.events.verifyChain()]).toEqual([[], []]);
  });

  it('stays once somebody has said anything of a slice, whoever it was', async () => {
    const { store, caseId } = await sampleProject();
    store.reviews.mark(store.labelmaps.forAnnotator(caseId, 'Bob').id, [0], 'incomplete', 'Bob');
    const before = store.events.head();
    expect(() => store.cases.changeSliceAxis(caseId, 0)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.cases.get(caseId).sliceAxis).toBe(2);
    expect(store.events.head()).toBe(before);
  });
});
