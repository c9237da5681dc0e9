import { describe, expect, it } from 'vitest';
import { newCase, paintVoxel, person, sampleProject } from './sample-project.ts';

const reader = 'Bob';
type Sample = Awaited<ReturnType<typeof sampleProject>>;

describe('a second reading', () => {
  it('has a labelmap of its own, ends when its slices are complete, and stays as it is from then on', async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    paintVoxel(sample, [1, 1, 1], 1);
    store.reviews.mark(labelmapId, [1, 2], 'complete', person);
    const planned = store.secondReadings.plan(caseId, [2, 1, 2], 'Bob', person);
    expect(planned).toMatchObject({ caseId, annotator: reader, round: 2, axis: 2, slices: [1, 2], complete: 0, finishedAt: null, labelmapId: null });
    expect([...store.secondReadings.blindCases('BOB')]).toEqual([caseId]);
    expect([...store.secondReadings.blindCases(person)]).toEqual([]);

    const own = store.labelmaps.forAnnotator(caseId, 'bob');
    expect(own.id).not.toBe(labelmapId);
    expect(own.owner).toMatchObject({ kind: 'reading', annotator: reader, blind: true });
    expect(store.labelmaps.forAnnotator(caseId, reader).id).toBe(own.id);
    expect(store.labelmaps.voxels(own.id).every((label) => label === 0)).toBe(true);
    const theirs = { ...sample, labelmapId: own.id };
    const stroke = store.labelmaps.replace(own.id, reader, 'brush', store.labelmaps.voxels(own.id).fill(2, 0, 1))!;
    store.reviews.mark(own.id, [1], 'complete', reader);
    expect(() => store.secondReadings.finish(planned.id, reader)).toThrow(expect.objectContaining({ code: 'conflict' }));
    store.reviews.mark(own.id, [2], 'complete', reader);
    expect(() => store.secondReadings.finish(planned.id, person)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.secondReadings.finish(planned.id, reader)).toMatchObject({ complete: 2, labelmapId: own.id, finishedAt: expect.any(String) as string });
    expect([...store.secondReadings.blindCases(reader)]).toEqual([]);

    expect(() => store.labelmaps.revert(own.id, stroke.id, reader)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => store.reviews.mark(own.id, [1], 'incomplete', reader)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.labelmaps.forAnnotator(caseId, reader).owner).toMatchObject({ blind: false });
    // The table of labels is everybody's: what is merged in it is merged there too.
    expect(store.labelmaps.merge(theirs.labelmapId, 2, 3, person)).not.toBeNull();
    expect(store.secondReadings.list()).toMatchObject([{ id: planned.id, complete: 2 }]);
    expect([store.events.verifyChain(), store.labelmaps.verifyHeads()]).toEqual([[], []]);
  });

  it('is for whoever has done nothing on the case', async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    const plan = (who: string, slices: 'all' | number[] = 'all') => () => store.secondReadings.plan(caseId, slices, who, person);
    store.reviews.mark(labelmapId, [1], 'complete', person);
    store.reviews.accept(labelmapId, [1], 'Carla');
    store.notes.write(caseId, 'x', 'Dan');
    store.pins.add(labelmapId, { voxel: [0, 0, 0], labelIndex: null, severity: 'note', text: 'x' }, 'Eve');
    const imageId = store.cases.get(caseId).images[0]!.image.id;
    const measured = { imageId, kind: 'distance', points: [[0, 0, 0], [1, 0, 0]], plane: null, text: '', labelIndex: null, colour: null, statistics: null } as const;
    store.measurements.add(caseId, measured, 'Fay');
    for (const who of [person, 'carla', 'DAN', 'Eve', 'Fay']) expect(plan(who)).toThrow(expect.objectContaining({ code: 'conflict' }));
    for (const slices of [[], [4], [-1]]) expect(plan(reader, slices)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    // To have opened it is not to have worked on it: nothing was there of one's own.
    store.labelmaps.forAnnotator(caseId, reader);
    plan(reader)();
    expect(plan('bob')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(plan('Gil')).not.toThrow();
    expect(store.secondReadings.list().map(({ annotator, slices }) => [annotator, slices])).toEqual([[reader, [0, 1, 2, 3]], ['Gil', [0, 1, 2, 3]]]);
  });

  it('keeps the case’s slices as they are counted', async () => {
    for (const say of [
      ({ store, caseId }: Sample) => { store.secondReadings.plan(caseId, [1, 2], reader, person); },
      ({ store, labelmapId }: Sample) => { store.pins.add(labelmapId, { voxel: [0, 0, 0], labelIndex: null, severity: 'note', text: 'x' }, 'Eve'); },
    ]) {
      const sample = await sampleProject();
      sample.store.cases.changeSliceAxis(sample.caseId, 1);
      say(sample);
      expect(() => sample.store.cases.changeSliceAxis(sample.caseId, 0)).toThrow(expect.objectContaining({ code: 'conflict' }));
    }
  });

  it('knows what is another’s on such a case, and what is not', async () => {
    const sample = await sampleProject();
    const { store, caseId, labelmapId } = sample;
    const stroke = paintVoxel(sample, [1, 1, 1], 1);
    const other = store.cases.add(await newCase(store, 'other'));
    const elsewhere = store.labelmaps.forAnnotator(other.id, person).id;
    const pinned = store.pins.add(labelmapId, { voxel: [0, 0, 0], labelIndex: null, severity: 'note', text: 'x' }, 'Eve').id;
    const { id } = store.secondReadings.plan(caseId, 'all', reader, person);
    const own = store.labelmaps.forAnnotator(caseId, reader).id;
    const hidden = (who: string) => [caseId, labelmapId, stroke, pinned, id, own, other.id, elsewhere].map((one) => store.secondReadings.hidden(who, one));
    expect(hidden('bob')).toEqual(['case', 'another\'s', 'another\'s', 'another\'s', null, null, null, null]);
    expect(hidden(person)).toEqual(hidden('Nobody'));
    expect(new Set(hidden(person))).toEqual(new Set([null]));
  });

  it('is exempt from the queue, and settles nothing in it', async () => {
    const { store, caseId, labelmapId } = await sampleProject();
    store.queue.fill({ modelId: null, how: {}, slices: [{ caseId, axis: 2, index: 0, reason: 'random', score: null }] });
    expect(store.queue.next(reader)).not.toBeNull();
    store.secondReadings.plan(caseId, [0], reader, person);
    expect(store.queue.next(reader)).toBeNull();
    const given = store.queue.next(person)!;
    const own = store.labelmaps.forAnnotator(caseId, reader).id;
    store.reviews.mark(own, [0], 'complete', reader);
    expect(store.queue.state(person)).toMatchObject({ done: 0, given: { id: given.id } });
    store.queue.release(given.id, person);
    expect(store.queue.next(person)!.index).toBe(0);
    store.reviews.mark(labelmapId, [0], 'complete', person);
    expect(store.queue.state(person)).toMatchObject({ done: 1, given: null });
  });
});
