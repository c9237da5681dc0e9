import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { newCase, paintVoxel, person, sampleProject, type Sample } from './sample-project.ts';

const conflict = expect.objectContaining({ code: 'conflict' }) as unknown;
const entry = (value: number, name = `value ${value}`): { value: number; name: string; colour: string; code: null; locked: boolean } =>
  ({ value, name, colour: '#102030', code: null, locked: false });
const head = ({ store }: Sample): string | null => store.events.head();

describe('how labels are listed', () => {
  it('is the person’s order, new ones last, and stays so when the project is opened again', async () => {
    const { store } = await sampleProject();
    store.labels.order([3, 1, 2]);
    store.labels.add(entry(40));
    store.labels.change(1, { opacity: 0.25, visible: false });
    store.labels.change(2, { visibleIn3d: false, name: 'Zyste' });
    store.close();
    const again = await openProject(store.folder);
    expect(again.labels.listed().map(({ index, opacity, visible, visibleIn3d }) => [index, opacity, visible, visibleIn3d])).toEqual([
      [3, 1, true, true], [1, 0.25, false, true], [2, 1, true, false], [4, 1, true, true],
    ]);
    expect(again.labels.table().map(({ index }) => index)).toEqual([1, 2, 3, 4]);
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });

  it.each([[[1, 2]], [[1, 2, 3, 3]], [[1, 2, 4]], [[]]])('is not changed by an order %j that is none of all labels', async (indices) => {
    const { store } = await sampleProject();
    expect(() => store.labels.order(indices)).toThrow(conflict);
    expect(store.labels.listed().map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  it('leaves no trail in the log for how labels look, only for what they are', async () => {
    const sample = await sampleProject();
    const before = head(sample);
    sample.store.labels.change(1, { opacity: 0.5, visible: false, visibleIn3d: false });
    expect(head(sample)).toBe(before);
    sample.store.labels.change(1, { colour: '#ffffff' });
    expect(head(sample)).not.toBe(before);
    expect(() => sample.store.labels.change(1, { opacity: 1.01 })).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});

describe('removing labels', () => {
  it('is refused while a voxel in anybody’s labelmap has one, with the case to look at, and all stay', async () => {
    const sample = await sampleProject();
    const { store, caseId } = sample;
    const bob = store.labelmaps.forAnnotator(caseId, 'Bob');
    store.labelmaps.replace(bob.id, 'Bob', 'import', new Uint8Array(140 * 70 * 4).fill(2, 0, 1));
    const error = ((): unknown => { try { store.labels.remove([1, 2]); } catch (thrown) { return thrown; } return null; })();
    expect(error).toMatchObject({ code: 'conflict', sentence: { en: expect.stringMatching(/“label 20”.*“scan”.*merge/) as unknown } });
    expect(store.labels.table().length).toBe(3);
    store.cases.remove(caseId);
    store.labels.remove([1, 2]);
    expect(store.labels.table().map(({ index }) => index)).toEqual([3]);
  });

  it('keeps a label for earlier states, and brings it back where undo brings back its voxels', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    const painted = paintVoxel(sample, [1, 1, 1], 2);
    const erased = paintVoxel(sample, [1, 1, 1], 0);
    store.labels.remove([2]);
    expect(store.labels.removed()).toMatchObject([{ index: 2, value: 20, name: 'label 20' }]);
    expect(store.labelmaps.voxels(labelmapId, store.labelmaps.editNumber(labelmapId, painted)).includes(2)).toBe(true);
    expect(() => paintVoxel(sample, [2, 2, 1], 2)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    store.labelmaps.revert(labelmapId, erased, person);
    expect(store.labelmaps.voxels(labelmapId).includes(2)).toBe(true);
    expect([store.labels.table().map(({ index }) => index), store.labels.removed()]).toEqual([[1, 2, 3], []]);
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('gives a value its old index again, and no other value an index that voxels once had', async () => {
    const sample = await sampleProject();
    const { store } = sample;
    paintVoxel(sample, [1, 1, 1], 3);
    paintVoxel(sample, [1, 1, 1], 0);
    store.labels.remove([3]);
    expect(store.labels.add(entry(31)).index).toBe(4);
    expect(store.labels.add(entry(30, 'again'))).toMatchObject({ index: 3, name: 'again' });
    expect(store.labels.removed()).toEqual([]);
  });

  it('frees the index of one that nothing ever had: a wrong file of 250 labels can be taken out again', async () => {
    const { store } = await sampleProject();
    const many = Array.from({ length: 252 }, (_, at) => ({ entry: entry(1000 + at), look: {} }));
    expect(store.labels.addAndChange(many, new Map()).length).toBe(252);
    expect(() => store.labels.add(entry(5000))).toThrow(expect.objectContaining({ code: 'bad-input' }));
    store.labels.remove(store.labels.table().filter(({ value }) => value >= 1000).map(({ index }) => index));
    expect(store.labels.add(entry(5000)).index).toBe(4);
    expect(store.labels.removed()).toEqual([]);
  });

  it('adds and changes several or none', async () => {
    const { store } = await sampleProject();
    expect(() => store.labels.addAndChange([{ entry: entry(40), look: {} }, { entry: entry(10), look: {} }], new Map([[1, { name: 'x' }]]))).toThrow(conflict);
    expect(store.labels.table().map(({ name }) => name)).toEqual(['label 10', 'label 20', 'label 30']);
  });
});

describe('merging one label into another', () => {
  it('is one edit of each labelmap, in another person’s too, that leaves complete slices complete and can be taken back', async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    paintVoxel(sample, [1, 1, 1], 1);
    paintVoxel(sample, [2, 1, 3], 2);
    const bob = store.labelmaps.forAnnotator(caseId, 'Bob').id;
    store.labelmaps.replace(bob, 'Bob', 'import', new Uint8Array(140 * 70 * 4).fill(1, 0, 150));
    store.reviews.mark(labelmapId, [0, 1], 'complete', person);
    store.reviews.mark(bob, [0], 'complete', 'Bob');
    expect(store.labelmaps.holding(1)).toEqual([labelmapId, bob]);
    const before = [labelmapId, bob].map((id) => store.labelmaps.voxels(id));
    const merged = [labelmapId, bob].map((id) => store.labelmaps.merge(id, 1, 2, person)!);
    expect(merged.map(({ annotator, tool }) => [annotator, tool])).toEqual([[person, 'merge-labels'], [person, 'merge-labels']]);
    for (const [at, id] of [labelmapId, bob].entries()) {
      expect(Buffer.compare(store.labelmaps.voxels(id), before[at]!.map((label) => (label === 1 ? 2 : label)))).toBe(0);
    }
    expect([labelmapId, bob].map((id) => store.reviews.completeSlices(id))).toEqual([[0, 1], [0]]);
    expect(store.labelmaps.merge(labelmapId, 1, 2, person)).toBeNull();
    expect(store.labelmaps.holding(1)).toEqual([]);
    store.labels.remove([1]);

    for (const [at, id] of [labelmapId, bob].entries()) {
      store.labelmaps.revert(id, merged[at]!.id, person);
      expect(Buffer.compare(store.labelmaps.voxels(id), before[at]!)).toBe(0);
    }
    expect([labelmapId, bob].map((id) => store.reviews.completeSlices(id))).toEqual([[0, 1], [0]]);
    expect(store.labels.table().length).toBe(3);
    // What is no merge stays the other person's alone.
    const own = store.labelmaps.history(bob)[0]!;
    expect(() => store.labelmaps.revert(bob, own.id, person)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect([store.events.verifyChain(), store.labelmaps.verifyHeads()]).toEqual([[], []]);
  });

  it('does not reach cases that were taken out of the project', async () => {
    const sample = await sampleProject();
    const { store } = sample;
    paintVoxel(sample, [1, 1, 1], 1);
    const other = store.cases.add(await newCase(store, 'other'));
    store.cases.remove(sample.caseId);
    expect(other.name).toBe('other');
    expect(store.labelmaps.holding(1)).toEqual([]);
  });
});
