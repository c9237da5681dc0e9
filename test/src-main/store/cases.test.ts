import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { newCase, newProject, paintVoxel, person, sampleProject, sampleSize } from './sample-project.ts';

const count = sampleSize[0] * sampleSize[1] * sampleSize[2];

describe('a case', () => {
  it('comes back as it was put in, after opening again too', async () => {
    const store = await newProject();
    const added = await newCase(store, 'scan');
    const made = store.cases.add(added);
    const image = { ...added.images[0]!.image, sourceFiles: ['scan.nii'] };
    expect(made).toMatchObject({ name: 'scan', patient: 'patient of scan', sliceAxis: 2 });
    expect(made.images).toEqual([{ role: 'image', timePoint: 0, image: { ...image, header: Buffer.from(image.header!), id: made.images[0]!.image.id } }]);
    store.close();
    const again = await openProject(store.folder);
    expect(again.cases.list()).toEqual([made]);
    expect(again.cases.get(made.id)).toEqual(made);
    expect(again.cases.byName('scan')).toEqual(made);
    expect(again.cases.bySourceHash('source of scan')).toEqual(made);
    expect(again.cases.byName('other')).toBeNull();
    expect(again.cases.bySourceHash('other')).toBeNull();
    again.close();
  });

  it('keeps its images in order: the first one is the grid', async () => {
    const store = await newProject();
    const [first, second] = [await newCase(store, 'flair'), await newCase(store, 't1')];
    const images = [...first.images, ...second.images.map((image) => ({ ...image, role: 't1', timePoint: 1 }))];
    const made = store.cases.add({ ...first, images });
    expect(made.images.map(({ role, timePoint, image }) => [role, timePoint, image.name])).toEqual([['image', 0, 'flair'], ['t1', 1, 't1']]);
    expect(store.labelmaps.forAnnotator(made.id, person).imageId).toBe(made.images[0]!.image.id);
  });

  it('has a name of its own', async () => {
    const store = await newProject();
    const made = store.cases.add(await newCase(store));
    const head = store.events.head();
    const second = await newCase(store);
    expect(() => store.cases.add(second)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.events.head()).toBe(head);
    store.cases.remove(made.id);
    expect(store.cases.add(second).id).not.toBe(made.id);
  });

  it('names voxels that are there, and as many as its grid has', async () => {
    const store = await newProject();
    const added = await newCase(store);
    const [{ image, ...rest }] = added.images as [(typeof added.images)[number]];
    const wrong = { ...added, images: [{ ...rest, image: { ...image, voxelType: 'int16' as const } }] };
    expect(() => store.cases.add(wrong)).toThrow();
    await rm(store.blobs.path(image.blob));
    expect(() => store.cases.add(added)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(store.cases.list()).toEqual([]);
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('that is removed is out of every list, while its history stays', async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    const edit = paintVoxel(sample, [1, 2, 3], 1);
    const voxels = store.labelmaps.voxels(labelmapId);
    store.cases.remove(caseId);
    expect(store.cases.list()).toEqual([]);
    expect(store.cases.byName('scan')).toBeNull();
    expect(store.cases.bySourceHash('source of scan')).toBeNull();
    for (const gone of [() => store.cases.get(caseId), () => store.cases.remove(caseId), () => store.labelmaps.forAnnotator(caseId, 'Bob')]) {
      expect(gone).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
    expect(store.labelmaps.history(labelmapId).map(({ id }) => id)).toEqual([edit]);
    expect(Buffer.compare(store.labelmaps.voxels(labelmapId), voxels)).toBe(0);
    expect(store.events.verifyChain()).toEqual([]);
    expect(store.labelmaps.verifyHeads()).toEqual([]);
  });
});

describe('a case with its first labels', () => {
  const voxels = Uint8Array.from({ length: count }, (_, at) => (at % 97 === 0 ? 1 + (at % 3) : 0));

  it('is one edit and one review', async () => {
    const { store } = await sampleProject();
    const added = await newCase(store, 'labelled');
    const made = store.cases.addLabelled(added, { annotator: person, tool: 'import', newLabels: [], voxels, completeSlices: [0, 1, 3] });
    const [labelmap] = store.labelmaps.ofCase(made.id);
    expect(labelmap).toMatchObject({ caseId: made.id, owner: { kind: 'reading', annotator: person } });
    expect(Buffer.compare(store.labelmaps.voxels(labelmap!.id), voxels)).toBe(0);
    expect(store.labelmaps.history(labelmap!.id).map(({ tool }) => tool)).toEqual(['import']);
    expect(store.reviews.completeSlices(labelmap!.id)).toEqual([0, 1, 3]);
  });

  it('brings the labels that the table lacks', async () => {
    const { store } = await sampleProject();
    const newLabels = [{ index: 4, value: 700, name: 'spleen', colour: '#0a0b0c', code: null, locked: false }];
    const made = store.cases.addLabelled(await newCase(store, 'labelled'), {
      annotator: person, tool: 'import', newLabels, voxels: voxels.map((label) => label && 4), completeSlices: [],
    });
    expect(store.labels.table().slice(3)).toEqual(newLabels);
    expect(new Set(store.labelmaps.voxels(store.labelmaps.ofCase(made.id)[0]!.id))).toEqual(new Set([0, 4]));
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('may be empty: nothing is drawn, and that is the answer', async () => {
    const { store } = await sampleProject();
    const made = store.cases.addLabelled(await newCase(store, 'empty'), { annotator: person, tool: 'import', newLabels: [], voxels: new Uint8Array(count), completeSlices: [0, 1, 2, 3] });
    const [labelmap] = store.labelmaps.ofCase(made.id);
    expect(store.labelmaps.history(labelmap!.id)).toEqual([]);
    expect(store.reviews.completeSlices(labelmap!.id)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['a label that is not in the table', { voxels: voxels.map((label) => label * 9) }],
    ['too few voxels', { voxels: voxels.subarray(1) }],
    ['a complete slice beyond the last', { completeSlices: [0, 4] }],
    ['a complete slice beyond the last, and a new label', { completeSlices: [4], newLabels: [{ index: 4, value: 700, name: 'spleen', colour: '#0a0b0c', code: null, locked: false }] }],
    ['a new label whose index is not the next one', { newLabels: [{ index: 7, value: 700, name: 'spleen', colour: '#0a0b0c', code: null, locked: false }] }],
  ])('is not there at all with %s', async (_, change) => {
    const { store } = await sampleProject();
    const added = await newCase(store, 'labelled');
    const before = [store.cases.list(), store.labels.table(), store.labelmaps.latestEditNumber(), store.events.head()];
    expect(() => store.cases.addLabelled(added, { annotator: person, tool: 'import', newLabels: [], voxels, completeSlices: [], ...change })).toThrow();
    expect([store.cases.list(), store.labels.table(), store.labelmaps.latestEditNumber(), store.events.head()]).toEqual(before);
  });
});
