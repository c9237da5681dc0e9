import { describe, expect, it } from 'vitest';
import type { SliceState } from '#main/store/slice-work.ts';
import { paintVoxel, person, sampleProject, type Sample } from './sample-project.ts';

const reviewer = 'Bob';
const slice = 1;
const pin = { voxel: [3, 4, slice], labelIndex: null, severity: 'minor', text: 'Too far to the left.' } as const;

const acts = {
  completes: ({ store, labelmapId }: Sample) => store.reviews.mark(labelmapId, [slice], 'complete', person),
  reopens: ({ store, labelmapId }: Sample) => store.reviews.mark(labelmapId, [slice], 'incomplete', person),
  draws: (sample: Sample) => paintVoxel(sample, [2, 2, slice], 2),
  'draws nothing new': (sample: Sample) => paintVoxel(sample, [2, 2, slice], 0),
  'is reviewed': ({ store, labelmapId }: Sample) => store.reviews.accept(labelmapId, [slice], reviewer),
  'is returned': ({ store, labelmapId }: Sample) => store.reviews.giveBack(labelmapId, [slice], { comment: null, pins: [pin] }, reviewer),
  'reviews it alone': ({ store, labelmapId }: Sample) => store.reviews.accept(labelmapId, [slice], person),
  'returns it alone': ({ store, labelmapId }: Sample) => store.reviews.giveBack(labelmapId, [slice], { comment: null, pins: [pin] }, person),
  'is completed by another': ({ store, labelmapId }: Sample) => store.reviews.mark(labelmapId, [slice], 'complete', reviewer),
  'is reopened by another': ({ store, labelmapId }: Sample) => store.reviews.mark(labelmapId, [slice], 'incomplete', reviewer),
} as const;
type Act = keyof typeof acts;

const ways: Readonly<Record<SliceState, readonly Act[]>> = {
  'not-started': [],
  'in-progress': ['draws', 'reopens'],
  complete: ['completes'],
  reviewed: ['completes', 'is reviewed'],
  returned: ['completes', 'is returned'],
};

const refused = null;
/** What becomes of a slice in each state; null where it is refused and stays as it was. */
const table: readonly (readonly [SliceState, Readonly<Record<Act, SliceState | null>>])[] = (
  [
    ['not-started', 'complete', 'in-progress', 'in-progress', 'not-started', refused, refused],
    ['in-progress', 'complete', 'in-progress', 'in-progress', 'in-progress', refused, refused],
    ['complete', 'complete', 'in-progress', 'in-progress', 'complete', 'reviewed', 'returned'],
    ['reviewed', 'reviewed', 'in-progress', 'in-progress', 'reviewed', 'reviewed', 'returned'],
    ['returned', 'complete', 'in-progress', 'in-progress', 'returned', 'reviewed', 'returned'],
  ] as const
).map(([from, completes, reopens, draws, drawsNothing, isReviewed, isReturned]) => [from, {
  completes, reopens, draws, 'draws nothing new': drawsNothing, 'is reviewed': isReviewed, 'is returned': isReturned,
  'reviews it alone': refused, 'returns it alone': refused, 'is completed by another': refused, 'is reopened by another': refused,
}]);

function stateOf({ store, labelmapId }: Sample): SliceState {
  return store.reviews.standings(labelmapId).find((one) => one.slice === slice)?.state ?? 'not-started';
}

describe.each(table)('a slice that is %s', (from, becomes) => {
  it.each(Object.entries(becomes) as [Act, SliceState | null][])('%s: %s', async (act, to) => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    for (const step of ways[from]) acts[step](sample);
    expect(stateOf(sample)).toBe(from);
    const head = store.events.head();
    if (to === refused) {
      expect(() => acts[act](sample)).toThrow(expect.objectContaining({ name: 'UserFacingError' }));
      expect([stateOf(sample), store.events.head()]).toEqual([from, head]);
    } else {
      acts[act](sample);
      expect(stateOf(sample)).toBe(to);
    }
    const now = stateOf(sample);
    const states = store.reviews.states(labelmapId);
    expect(Object.values(states).reduce((sum, count) => sum + count)).toBe(4);
    expect([states[now], states['not-started']]).toEqual(now === 'not-started' ? [4, 4] : [1, 3]);
    expect(store.reviews.completeSlices(labelmapId)).toEqual(now === 'complete' || now === 'reviewed' ? [slice] : []);
    expect(store.reviews.reviewedSlices(labelmapId)).toEqual(now === 'reviewed' ? [slice] : []);
    expect([store.events.verifyChain(), store.labelmaps.verifyHeads()]).toEqual([[], []]);
  });
});

describe('a review', () => {
  it('is another person’s, however they spell the first one’s name', async () => {
    const { store, labelmapId } = await sampleProject();
    store.reviews.mark(labelmapId, [slice], 'complete', 'ADA');
    expect(() => store.reviews.accept(labelmapId, [slice], ' aDA ')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.reviews.completeSlices(labelmapId)).toEqual([slice]);
  });

  it('of all is of those that are complete; of named ones it is of all or of none', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    store.reviews.mark(labelmapId, [0, 2], 'complete', person);
    paintVoxel(sample, [1, 1, 3], 1);
    expect(() => store.reviews.accept(labelmapId, [0, 3], reviewer)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.reviews.reviewedSlices(labelmapId)).toEqual([]);
    store.reviews.accept(labelmapId, 'all', reviewer);
    expect(store.reviews.standings(labelmapId).map((one) => [one.slice, one.state, one.annotator])).toEqual(
      [[0, 'reviewed', reviewer], [2, 'reviewed', reviewer], [3, 'in-progress', null]],
    );
    expect(() => store.reviews.accept(labelmapId, [4], reviewer)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('stays where the whole case is called complete once more, and where labels are merged', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    for (const k of [0, 1, 2]) paintVoxel(sample, [1, 1, k], 1);
    store.reviews.mark(labelmapId, [0, 1, 2, 3], 'complete', person);
    store.reviews.accept(labelmapId, [1], reviewer);
    store.reviews.giveBack(labelmapId, [2], { comment: 'See there.', pins: [{ ...pin, voxel: [1, 1, 2] }] }, reviewer);
    store.reviews.mark(labelmapId, [0, 1, 3], 'complete', person);
    const before = store.reviews.states(labelmapId);
    expect(before).toEqual({ 'not-started': 0, 'in-progress': 0, complete: 2, reviewed: 1, returned: 1 });
    const comments = (): (string | null)[] => store.reviews.standings(labelmapId).map(({ comment }) => comment);
    const merged = store.labelmaps.merge(labelmapId, 1, 3, 'Carla')!;
    expect([store.reviews.states(labelmapId), comments()]).toEqual([before, [null, null, 'See there.', null]]);
    store.labelmaps.revert(labelmapId, merged.id, 'Carla');
    expect([store.reviews.states(labelmapId), comments()]).toEqual([before, [null, null, 'See there.', null]]);
    expect(store.events.verifyChain()).toEqual([]);
  });
});

describe('a pin', () => {
  it('holds its place, is answered and settled, and is told to whom the slice belongs', async () => {
    const { store, labelmapId, caseId } = await sampleProject(undefined, 0);
    store.reviews.mark(labelmapId, [3], 'complete', person);
    store.reviews.giveBack(labelmapId, [3], { comment: 'Two things.', pins: [
      { voxel: [3, 60, 1], labelIndex: 2, severity: 'major', text: 'Missing here.' }, { voxel: [3, 61, 1], labelIndex: null, severity: 'note', text: 'Nice.' },
    ] }, reviewer);
    expect(store.reviews.standings(labelmapId)).toMatchObject([{ slice: 3, state: 'returned', annotator: reviewer, comment: 'Two things.' }]);
    const [first, second] = store.pins.openFor('ada');
    expect(first).toMatchObject({ caseId, labelmapId, axis: 0, slice: 3, voxel: [3, 60, 1], labelIndex: 2, severity: 'major', state: 'open', author: reviewer, answers: [] });
    store.pins.answer(first!.id, { text: 'Drawn.', state: 'open' }, person);
    store.pins.answer(first!.id, { text: '', state: 'resolved' }, reviewer);
    expect(store.pins.get(first!.id)).toMatchObject({ text: 'Missing here.', state: 'resolved', author: reviewer, answers: [
      { text: 'Drawn.', state: 'open', author: person }, { text: '', state: 'resolved', author: reviewer },
    ] });
    expect(store.pins.openFor(person).map(({ id }) => id)).toEqual([second!.id]);
    expect(store.pins.openFor(reviewer)).toEqual([]);
    expect(store.pins.ofLabelmap(labelmapId).length).toBe(2);
    store.pins.answer(first!.id, { text: 'Not yet.', state: 'open' }, reviewer);
    expect(store.pins.openFor(person).length).toBe(2);
    expect(() => store.labels.remove([2])).not.toThrow();
    expect(store.labels.removed().map(({ index }) => index)).toEqual([2]);
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('is refused outside the grid, without words, with a label that is none, and on a model’s labels', async () => {
    const { store, labelmapId, caseId } = await sampleProject();
    const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
    const model = store.models.add({ name: 'm', snapshotId, parentId: null, plan: {} as never, folder: 'models/m', seed: 1, metrics: null, state: 'ready' });
    const models = store.labelmaps.forModel(caseId, model.id).id;
    const head = store.events.head();
    const say = (change: object, on = labelmapId) => () => store.pins.add(on, { ...pin, ...change }, reviewer);
    for (const voxel of [[140, 0, 0], [0, -1, 0], [0, 0, 4], [0.5, 0, 0]]) expect(say({ voxel })).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(say({ text: ' \n' })).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(say({ labelIndex: 9 })).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(say({}, models)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(store.events.head()).toBe(head);
    const { id } = store.pins.add(labelmapId, pin, reviewer);
    expect(() => store.pins.answer(id, { text: '  ', state: 'open' }, person)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('must be open on each slice that is returned', async () => {
    const { store, labelmapId } = await sampleProject();
    store.reviews.mark(labelmapId, [1, 2], 'complete', person);
    const giveBack = (slices: number[], pins = [pin]) => () => store.reviews.giveBack(labelmapId, slices, { comment: null, pins }, reviewer);
    expect(giveBack([1, 2])).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(store.pins.ofLabelmap(labelmapId)).toEqual([]);
    giveBack([1])();
    const { id } = store.pins.ofLabelmap(labelmapId)[0]!;
    store.pins.answer(id, { text: '', state: 'resolved' }, person);
    store.reviews.mark(labelmapId, [1], 'complete', person);
    expect(giveBack([1], [])).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
