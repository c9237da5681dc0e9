import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { openProject } from '#main/store/open-project.ts';
import type { MeasurementContent } from '#main/store/case-work.ts';
import { newCase, newProject, person, sampleProject } from './sample-project.ts';

const notFound = expect.objectContaining({ code: 'not-found' }) as unknown;
const content = (imageId: string): MeasurementContent => ({
  imageId, kind: 'distance', points: [[0, 0, 0], [3, 4, 0]], plane: { point: [0, 0, 0], normal: [0, 0, 1] }, text: 'rim', labelIndex: 2, colour: '#aabbcc', statistics: null,
});

describe('measurements', () => {
  it('are kept with who made and who changed them; removing one takes it out of the list and nothing else', async () => {
    const { store, caseId } = await sampleProject();
    const imageId = store.cases.get(caseId).images[0]!.image.id;
    const made = store.measurements.add(caseId, content(imageId), person);
    const other = store.measurements.add(caseId, { ...content(imageId), kind: 'text', points: [[1, 2, 3]], plane: null, labelIndex: null }, 'Bob');
    expect(made).toMatchObject({ ...content(imageId), caseId, author: person, changedBy: person, removed: false });
    const changed = store.measurements.change(made.id, { ...content(imageId), text: 'other rim' }, 'Bob');
    expect(changed).toMatchObject({ id: made.id, text: 'other rim', author: person, changedBy: 'Bob', madeAt: made.madeAt });
    store.measurements.remove(other.id, person);
    store.close();
    const again = await openProject(store.folder);
    expect(again.measurements.ofCase(caseId)).toEqual([changed]);
    expect(again.measurements.history(made.id).map(({ text, changedBy }) => [text, changedBy])).toEqual([['rim', person], ['other rim', 'Bob']]);
    expect(again.measurements.get(other.id).removed).toBe(true);
    again.measurements.change(other.id, { ...content(imageId), kind: 'text', points: [[1, 2, 3]], plane: null, labelIndex: null }, person);
    expect(again.measurements.ofCase(caseId).map(({ id }) => id)).toEqual([made.id, other.id]);
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });

  it('are written once however often they are sent, and under one id say one thing', async () => {
    const { store, caseId } = await sampleProject();
    const imageId = store.cases.get(caseId).images[0]!.image.id;
    const id = randomUUID();
    const made = store.measurements.add(caseId, content(imageId), person, id);
    const head = store.events.head();
    expect(store.measurements.add(caseId, content(imageId), person, id)).toEqual(made);
    expect(store.measurements.change(id, content(imageId), person)).toEqual(made);
    expect(store.events.head()).toBe(head);
    expect(() => store.measurements.add(caseId, { ...content(imageId), text: 'x' }, person, id)).toThrow(expect.objectContaining({ code: 'conflict' }));
    store.measurements.remove(id, person);
    const removed = store.events.head();
    store.measurements.remove(id, person);
    expect(store.events.head()).toBe(removed);
  });

  it('belong to an image of a case that is in the project', async () => {
    const { store, caseId } = await sampleProject();
    const imageId = store.cases.get(caseId).images[0]!.image.id;
    const elsewhere = store.cases.add(await newCase(store, 'other')).images[0]!.image.id;
    expect(() => store.measurements.add(caseId, content(elsewhere), person)).toThrow(notFound);
    expect(() => store.measurements.add(randomUUID(), content(imageId), person)).toThrow(notFound);
    const { id } = store.measurements.add(caseId, content(imageId), person);
    store.cases.remove(caseId);
    expect(() => store.measurements.change(id, content(imageId), person)).toThrow(notFound);
    expect(() => store.measurements.add(caseId, content(imageId), person)).toThrow(notFound);
  });

  it('stay on their voxels where a person states how the images lie', async () => {
    const store = await newProject();
    const made = await newCase(store);
    const unknown = { ...made.images[0]!.image, trust: 'orientation-unknown' as const };
    const { id, images } = store.cases.add({ ...made, images: [{ ...made.images[0]!, image: unknown }] });
    const before = images[0]!.image.geometry.affine;
    const { id: measured } = store.measurements.add(id, { ...content(images[0]!.image.id), labelIndex: null }, person);
    // Turned, and farther off: j runs to the head, k to the front.
    const after: Affine = [0.5, 0, 0, -7, 0, 0, -3, 100, 0, 0.5, 0, 40];
    store.cases.stateOrientation(id, after, 'known');
    const moved = store.measurements.get(measured);
    const toVoxels = (affine: Affine, point: Vec3): number[] => indexToWorld(invertAffine(affine), point).map((value) => Number(value.toFixed(9)) + 0);
    const { points, plane } = content('');
    expect(moved.points.map((point) => toVoxels(after, point))).toEqual(points.map((point) => toVoxels(before, point)));
    expect(moved.plane!.normal.map((value) => Math.abs(Math.round(value * 1e9) / 1e9))).toEqual([0, 1, 0]);
    expect(toVoxels(after, moved.plane!.point)).toEqual(toVoxels(before, plane!.point));
    expect(store.events.verifyChain()).toEqual([]);
  });
});

describe('the note of a case', () => {
  it('is the last text that was written, and keeps those before it', async () => {
    const { store, caseId } = await sampleProject();
    expect([store.notes.text(caseId), store.notes.history(caseId)]).toEqual(['', []]);
    store.notes.write(caseId, 'Look again.', person);
    store.notes.write(caseId, 'Look again.', 'Bob');
    store.notes.write(caseId, '已复查\n第二行', 'Bob');
    store.notes.write(caseId, '', person);
    store.close();
    const again = await openProject(store.folder);
    expect(again.notes.text(caseId)).toBe('');
    expect(again.notes.history(caseId).map(({ text, annotator }) => [text, annotator])).toEqual([['Look again.', person], ['已复查\n第二行', 'Bob'], ['', person]]);
    expect(again.events.verifyChain()).toEqual([]);
    expect(() => again.notes.write(randomUUID(), 'x', person)).toThrow(notFound);
    again.close();
  });
});
