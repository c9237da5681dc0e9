import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { takeInBundle } from '#main/use-cases/take-in-bundle.ts';
import { writeBundle } from '#main/use-cases/write-bundle.ts';
import { aModel, paintVoxel, person, sampleProject, strokeOf, temporaryFolder, type Sample } from '../store/sample-project.ts';
import { tamper, verify } from '../store/proven-project.ts';
import { elsewhere, look, quiet, sampleIn, send, take } from './travelling-labels.ts';

/** Of a voxel in each slice that is asked for. */
const voxelsOf = ({ store, labelmapId, size }: Sample, ...slices: readonly number[]): number[] => {
  const all = store.labelmaps.voxels(labelmapId);
  return slices.map((k) => all[5 + size[0] * (6 + size[1] * k)]!);
};
const paint = (sample: Sample, k: number, label: number): string => paintVoxel(sample, [5, 6, k], label);

/** Ada's work on one machine, and what a colleague has of it on another. */
async function twoPlaces() {
  const office = await sampleProject();
  paint(office, 0, 1);
  office.store.reviews.mark(office.labelmapId, [0], 'complete', person);
  const homeStore = await elsewhere({ withImage: false });
  await take(homeStore, await send(office.store, { images: true }));
  return { office, home: sampleIn(homeStore, person, office.size) };
}

it('brings case, image, labels, states and the whole history, under the same names and times', async () => {
  const { office, home } = await twoPlaces();
  const [theirs, here] = [office.store, home.store].map((store, at) => store.labelmaps.history([office, home][at]!.labelmapId));
  expect(here!.map(({ id, annotator, tool, madeAt }) => [id, annotator, tool, madeAt])).toEqual(theirs!.map(({ id, annotator, tool, madeAt }) => [id, annotator, tool, madeAt]));
  expect(home.store.labelmaps.voxels(home.labelmapId)).toEqual(office.store.labelmaps.voxels(office.labelmapId));
  expect(home.store.reviews.completeSlices(home.labelmapId)).toEqual([0]);
  const [mine] = office.store.cases.list();
  expect(home.store.cases.list()[0]).toMatchObject({ name: mine!.name, patient: mine!.patient });
  expect(await home.store.blobs.read(mine!.images[0]!.image.blob)).toEqual(await office.store.blobs.read(mine!.images[0]!.image.blob));
});

it('brings with which model’s help an edit was made, also where that model is unknown, and is proven to have brought it', async () => {
  const { office, home } = await twoPlaces();
  const helped = { model: aModel(office), prediction: null };
  const voxels = office.store.labelmaps.voxels(office.labelmapId);
  voxels[5] = 1;
  office.store.labelmaps.commit({ ...strokeOf(office, voxels, [{ k: 0, tile: 0 }]), tool: 'accept-label', helped });
  await take(home.store, await send(office.store));
  expect(home.store.labelmaps.history(home.labelmapId).map((edit) => edit.helped)).toEqual([null, { ...helped, name: 'the first' }]);
  // It cannot be said of what nobody knows, nor of another case's prediction.
  const stroke = strokeOf(home, voxels.fill(0), [{ k: 0, tile: 0 }]);
  for (const [{ store }, help] of [[home, helped], [office, { ...helped, prediction: stroke.id }]] as const) {
    expect(() => store.labelmaps.commit({ ...stroke, labelmapId: office.labelmapId, helped: help })).toThrow(expect.objectContaining({ code: 'not-found' }));
  }
  home.store.close();
  expect((await verify(home.store.folder)).wrong).toEqual([]);
  tamper(home.store.folder, (database) => database.exec("UPDATE edit SET helped = NULL"));
  expect((await verify(home.store.folder)).wrong.map(({ sentence }) => sentence.en)).toContainEqual(expect.stringMatching(/came with a bundle/));
});

it('says nothing new where the same bundle is taken in twice', async () => {
  const { office, home } = await twoPlaces();
  const events = home.store.events.newest()!.event;
  const file = await send(office.store);
  expect((await look(home.store, file)).cases[0]!.labels[0]).toMatchObject({ how: 'nothing', edits: 0, conflicts: [] });
  await take(home.store, file);
  // The taking in itself, and nothing else.
  expect(home.store.events.newest()!.event).toBe(events + 1);
});

it('lets another person work on from there, and sets both side by side at home', async () => {
  const { office, home } = await twoPlaces();
  const bobs: Sample = { ...home, labelmapId: home.store.labelmaps.forAnnotator(home.caseId, 'Bob').id };
  const voxels = home.store.labelmaps.voxels(bobs.labelmapId);
  voxels[0] = 2;
  home.store.labelmaps.replace(bobs.labelmapId, 'Bob', 'brush', voxels);
  await take(office.store, await send(home.store, { annotators: ['Bob'] }, 'Bob'), person);
  const readers = office.store.labelmaps.ofCase(office.caseId).flatMap(({ owner }) => (owner.kind === 'reading' ? [owner.annotator] : []));
  expect(readers.sort()).toEqual([person, 'Bob']);
  expect(voxelsOf(office, 0, 1)).toEqual([1, 0]);
});

it('goes on where only the other copy was worked on', async () => {
  const { office, home } = await twoPlaces();
  paint(home, 1, 2);
  await take(office.store, await send(home.store), person);
  expect(voxelsOf(office, 0, 1)).toEqual([1, 2]);
  expect(office.store.labelmaps.history(office.labelmapId).map(({ id }) => id)).toEqual(home.store.labelmaps.history(home.labelmapId).map(({ id }) => id));
});

it('joins what both copies changed in other slices, and asks where it is the same slice', async () => {
  const { office, home } = await twoPlaces();
  paint(office, 1, 1);
  paint(office, 3, 1);
  paint(home, 2, 2);
  paint(home, 3, 2);
  home.store.reviews.mark(home.labelmapId, [2], 'complete', person);
  const file = await send(home.store);
  expect((await look(office.store, file)).cases[0]!.labels[0]).toMatchObject({
    how: 'merged', theirs: [2], conflicts: [{ slice: 3, different: 1, voxels: [{ name: 'label 10', mine: 1, theirs: 0 }, { name: 'label 20', mine: 0, theirs: 1 }] }],
  });
  const before = office.store.events.newest();
  await expect(take(office.store, file, person)).rejects.toMatchObject({ code: 'conflict', sentence: { en: expect.stringContaining('Slice 4 of Ada') as string } });
  expect(office.store.events.newest()).toEqual(before);
  const acts = office.store.loop.acts();
  await take(office.store, file, person, 'mine');
  // To join them is nobody's labelling.
  expect(office.store.loop.acts()).toEqual(acts);
  expect(voxelsOf(office, 0, 1, 2, 3)).toEqual([1, 1, 2, 1]);
  expect(office.store.reviews.completeSlices(office.labelmapId)).toEqual([0, 2]);
  // What was decided here goes back and is not asked again.
  const back = await send(office.store);
  expect((await look(home.store, back)).cases[0]!.labels[0]!.conflicts).toEqual([]);
  await take(home.store, back);
  expect(voxelsOf(home, 0, 1, 2, 3)).toEqual([1, 1, 2, 1]);
  // And what is changed there later is asked about no more than it must be.
  paint(home, 2, 3);
  const again = await send(home.store);
  expect((await look(office.store, again)).cases[0]!.labels[0]).toMatchObject({ theirs: [2], conflicts: [] });
  await take(office.store, again, person);
  expect(voxelsOf(office, 0, 1, 2, 3)).toEqual([1, 1, 3, 1]);
});

it('takes a review of older labels for no review of those that were drawn since', async () => {
  const { office, home } = await twoPlaces();
  home.store.reviews.accept(home.labelmapId, [0], 'Bob');
  paint(office, 0, 2);
  const file = await send(home.store, {}, 'Bob');
  expect((await look(office.store, file)).cases[0]!.labels[0]).toMatchObject({ how: 'nothing' });
  await take(office.store, file, person);
  expect(office.store.reviews.reviewedSlices(office.labelmapId)).toEqual([]);
});

it('keeps what was said of a slice that neither copy changed, once, where other slices went different ways', async () => {
  const { office, home } = await twoPlaces();
  home.store.reviews.accept(home.labelmapId, [0], 'Bob');
  paint(home, 2, 2);
  paint(office, 1, 1);
  const file = await send(home.store, {}, 'Bob');
  await take(office.store, file, person);
  expect(office.store.reviews.reviewedSlices(office.labelmapId)).toEqual([0]);
  const before = office.store.events.newest()!.event;
  await take(office.store, file, person);
  expect(office.store.events.newest()!.event).toBe(before + 1);
});

it('finds the image by its voxels, and labels by value and name', async () => {
  const office = await sampleProject();
  paint(office, 0, 2);
  const home = await elsewhere({ withImage: true });
  home.labels.add({ value: 20, name: 'label 20', colour: '#405060', code: null, locked: false });
  await take(home, await send(office.store));
  const sample = sampleIn(home, person, office.size);
  expect(home.cases.list().map(({ name }) => name)).toEqual(['theirs']);
  // The second label there, the first one here.
  expect(voxelsOf(sample, 0)).toEqual([1]);
  expect(home.labels.table().map(({ value, colour }) => [value, colour])).toEqual([[20, '#405060'], [10, '#102030'], [30, '#102030']]);
});

it('refuses labels that mean something else here, and leaves the project as it was', async () => {
  const office = await sampleProject();
  paint(office, 0, 2);
  const file = await send(office.store);
  for (const [value, name] of [[20, 'vein'], [7, 'label 20']] as const) {
    const home = await elsewhere({ withImage: true });
    home.labels.add({ value, name, colour: '#405060', code: null, locked: false });
    const before = home.events.newest();
    await expect(take(home, file)).rejects.toMatchObject({ code: 'conflict' });
    expect(home.events.newest()).toEqual(before);
  }
});

it('is not taken in where another bundle lies in its place since it was looked at', async () => {
  const { office, home } = await twoPlaces();
  paint(home, 1, 2);
  const file = await send(home.store);
  const { hash } = await look(office.store, file);
  paint(home, 2, 2);
  const before = office.store.events.newest();
  copyFileSync(await send(home.store), file);
  const taking = takeInBundle(office.store, { path: file, hash }, { choices: [] }, person, quiet);
  await expect(taking).rejects.toMatchObject({ code: 'conflict', sentence: { en: expect.stringContaining('Another bundle lies at') as string } });
  expect(office.store.events.newest()).toEqual(before);
});

it('leaves out a case whose image is neither here nor in the bundle', async () => {
  const office = await sampleProject();
  paint(office, 0, 1);
  const home = await elsewhere({ withImage: false });
  const file = await send(office.store);
  expect((await look(home, file)).cases.map(({ image }) => image)).toEqual(['missing']);
  await expect(take(home, file)).rejects.toMatchObject({ sentence: { en: expect.stringContaining('ask for the bundle with images') as string } });
});

it('is not made, and nothing of it stays, where voxels cannot be read', async () => {
  const { store } = await sampleProject();
  const out = await temporaryFolder();
  const voxels = store.blobs.path(store.cases.list()[0]!.images[0]!.image.blob);
  rmSync(voxels);
  mkdirSync(voxels);
  const making = writeBundle(store, { out, name: 'a.lamina-bundle', images: true, force: false }, { name: person, program: 'Lamina' }, quiet);
  await expect(making).rejects.toMatchObject({ cause: { code: 'EISDIR', syscall: 'read' } });
  expect(readdirSync(out)).toEqual([]);
});

it('is nothing that the proof finds wrong, until somebody changes what came', async () => {
  const { office, home } = await twoPlaces();
  paint(office, 1, 1);
  paint(home, 2, 2);
  await take(home.store, await send(office.store), 'Bob');
  home.store.close();
  expect((await verify(home.store.folder)).wrong).toEqual([]);
});

it('brings notes and measurements with who and when, once, and writes nothing over', async () => {
  const { office, home } = await twoPlaces();
  const [imageHome, imageOffice] = [home, office].map(({ store, caseId }) => store.cases.get(caseId).images[0]!.image.id);
  const content = { imageId: imageHome!, kind: 'distance' as const, points: [[0, 0, 0], [3, 4, 0]] as const, plane: null, text: 'rim', labelIndex: 2, colour: null, statistics: null };
  const { id } = home.store.measurements.add(home.caseId, content, 'Bob');
  home.store.notes.write(home.caseId, 'Look at the rim.', 'Bob');
  const file = await send(home.store, {}, 'Bob');
  expect(await take(office.store, file, person)).toMatchObject({ notes: 1, measurements: 1, measurementsKept: 0 });
  expect(office.store.measurements.ofCase(office.caseId)).toMatchObject([{ ...content, imageId: imageOffice, id, author: 'Bob', madeAt: home.store.measurements.get(id).madeAt }]);
  expect(office.store.notes.history(office.caseId)).toEqual(home.store.notes.history(home.caseId));
  const before = office.store.events.newest()!.event;
  expect(await take(office.store, file, person)).toMatchObject({ notes: 0, measurements: 0, measurementsKept: 0 });
  expect(office.store.events.newest()!.event).toBe(before + 1);
  // Both go on, each in another way.
  office.store.notes.write(office.caseId, 'Looked at it.', person);
  home.store.notes.write(home.caseId, 'Look at the rim again.', 'Bob');
  office.store.measurements.change(id, { ...content, imageId: imageOffice!, text: 'rim, left' }, person);
  home.store.measurements.change(id, { ...content, text: 'rim, right' }, 'Bob');
  expect(await take(office.store, await send(home.store, {}, 'Bob'), person)).toMatchObject({ notes: 1, measurements: 0, measurementsKept: 1 });
  expect([office.store.notes.text(office.caseId), office.store.measurements.get(id).text]).toEqual(['Looked at it.\n\nLook at the rim again.', 'rim, left']);
  await take(home.store, await send(office.store), 'Bob');
  expect(home.store.notes.text(home.caseId)).toBe('Looked at it.\n\nLook at the rim again.');
  // Whose labels stay keeps their notes too.
  const alone = await elsewhere({ withImage: true });
  expect(await take(alone, await send(home.store, { annotators: [] }, 'Bob'))).toMatchObject({ notes: 0, measurements: 0 });
  office.store.close();
  expect((await verify(office.store.folder)).wrong).toEqual([]);
});

it('leaves what a blind reader noted where it is', async () => {
  const { office, home } = await twoPlaces();
  office.store.secondReadings.plan(office.caseId, [1, 2], 'Carol', person);
  office.store.notes.write(office.caseId, 'mine', 'Carol');
  expect(await take(home.store, await send(office.store))).toMatchObject({ notes: 0 });
});
