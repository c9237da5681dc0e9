import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenSlice, NewBatch } from '#main/store/slice-work.ts';
import type { ProjectStore } from '#main/store/project-store.ts';
import { newCase, newProject, paintVoxel, type Sample } from './sample-project.ts';

interface Place extends Sample {
  readonly clock: { minutes: number };
  readonly others: readonly string[];
}

/** Two cases of four slices, and a clock that stands still. */
async function place(): Promise<Place> {
  const clock = { minutes: 0 };
  const store = await newProject({ now: () => new Date(Date.UTC(2026, 0, 1) + clock.minutes * 60_000).toISOString() });
  for (const value of [10, 20]) store.labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
  const size = [70, 8, 4] as const;
  const [scan, other] = [store.cases.add(await newCase(store, 'scan', size)), store.cases.add(await newCase(store, 'other', size))];
  return { store, clock, caseId: scan.id, others: [other.id], labelmapId: store.labelmaps.forAnnotator(scan.id, 'Ada').id, size };
}

function batchOf(cases: readonly string[], slices = [0, 1, 2, 3]): NewBatch {
  const named = cases.flatMap((caseId) => slices.map((index) => ({ caseId, axis: 2 as const, index, reason: 'entropy', score: index / 4 })));
  return { modelId: null, slices: named, how: { strategy: 'entropy', seed: 7 } };
}
const nameOf = (given: GivenSlice | null): string | null => given && `${given.caseId} ${given.index}`;

describe('the queue', () => {
  it('gives each person a slice of their own, in its order, and the same one until it is done', async () => {
    const { store, caseId, labelmapId } = await place();
    store.queue.fill(batchOf([caseId]));
    const [ada, bob] = [store.queue.next('Ada')!, store.queue.next('Bob')!];
    expect(ada).toMatchObject({ caseId, axis: 2, index: 0, reason: 'entropy', score: 0, leasedUntil: '2026-01-01T00:30:00.000Z' });
    expect(bob.index).toBe(1);
    expect(store.queue.next('ADA')!.id).toBe(ada.id);
    expect(store.queue.state('Ada')).toMatchObject({ total: 4, done: 0, waiting: 2, withOthers: 1, given: { id: ada.id } });
    store.reviews.mark(labelmapId, [0], 'complete', 'Ada');
    expect(store.queue.next('Ada')!.index).toBe(2);
    expect(store.queue.state('Bob')).toMatchObject({ total: 4, done: 1, waiting: 1, withOthers: 1, given: { id: bob.id } });
    expect(store.queue.assignments().map(({ annotator, index, outcome }) => [annotator, index, outcome])).toEqual(
      [['Ada', 0, 'complete'], ['Bob', 1, null], ['Ada', 2, null]],
    );
  });

  it('passes over what was completed outside it, skipped by the same person, removed, or set aside', async () => {
    const { store, caseId, others, labelmapId } = await place();
    store.queue.fill(batchOf([others[0]!, caseId], [1, 2]));
    store.cases.remove(others[0]!);
    store.reviews.mark(labelmapId, [1], 'complete', 'Ada');
    const given = store.queue.next('Bob')!;
    expect(nameOf(given)).toBe(`${caseId} 2`);
    store.queue.skip(given.id, 'Bob');
    expect(store.queue.next('Bob')).toBeNull();
    expect(store.queue.state('Bob')).toMatchObject({ waiting: 0, given: null });
    expect(nameOf(store.queue.next('Carla'))).toBe(`${caseId} 2`);
    // In the next batch it is asked again; and patients of the test set never are.
    store.queue.release(store.queue.next('Carla')!.id, 'Carla');
    store.queue.fill(batchOf([caseId], [2]));
    expect(nameOf(store.queue.next('Bob'))).toBe(`${caseId} 2`);
    store.queue.release(store.queue.next('Bob')!.id, 'Bob');
    store.testSet.draw(['patient of scan'], 0, 'Ada');
    expect(store.queue.next('Bob')).toBeNull();
    store.queue.fill(batchOf([caseId]));
    expect(store.queue.state('Bob')).toMatchObject({ total: 0, waiting: 0 });
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('leaves a slice that was returned to whoever is to change it', async () => {
    const { store, caseId, labelmapId } = await place();
    store.queue.fill(batchOf([caseId], [1, 2]));
    store.reviews.mark(labelmapId, [1], 'complete', 'Ada');
    store.reviews.giveBack(labelmapId, [1], { comment: null, pins: [{ voxel: [0, 0, 1], labelIndex: null, severity: 'minor', text: 'More.' }] }, 'Bob');
    // The batch that came before it was complete knows it as done; the next one asks for it again.
    store.queue.fill(batchOf([caseId], [1]));
    expect(store.queue.next('Carla')).toBeNull();
    expect(nameOf(store.queue.next('Ada'))).toBe(`${caseId} 1`);
  });

  it('takes a slice back after half an hour, unless it was renewed', async () => {
    const { store, clock, caseId } = await place();
    store.queue.fill(batchOf([caseId], [0, 1]));
    const [ada, bob] = [store.queue.next('Ada')!, store.queue.next('Bob')!];
    clock.minutes = 20;
    expect(store.queue.renew(bob.id, 'Bob').leasedUntil).toBe('2026-01-01T00:50:00.000Z');
    clock.minutes = 29.999;
    expect(store.queue.next('Carla')).toBeNull();
    clock.minutes = 30;
    expect(store.queue.state('Ada')).toMatchObject({ given: null, withOthers: 1 });
    expect(store.queue.next('Carla')!.index).toBe(0);
    expect(store.queue.next('Ada')).toBeNull();
    for (const act of ['renew', 'skip', 'release', 'nothingHere'] as const) {
      expect(() => store.queue[act](ada.id, 'Ada')).toThrow(expect.objectContaining({ code: 'conflict' }));
      expect(() => store.queue[act](bob.id, 'Ada')).toThrow(expect.objectContaining({ code: 'conflict' }));
      expect(() => store.queue[act](caseId, 'Ada')).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
    expect(store.queue.assignments().map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual(
      [['expired', '2026-01-01T00:30:00.000Z'], [null, null], [null, null]],
    );
  });

  it('leaves people what they have when it is filled anew', async () => {
    const { store, caseId, others } = await place();
    store.queue.fill(batchOf([caseId], [0, 1]));
    const given = store.queue.next('Ada')!;
    store.queue.fill(batchOf([caseId, ...others], [0]));
    expect(store.queue.next('Ada')!.id).toBe(given.id);
    expect(nameOf(store.queue.next('Bob'))).toBe(`${others[0]!} 0`);
    expect(store.queue.next('Carla')).toBeNull();
  });

  it('does not hold a person to a slice that somebody else has completed meanwhile, or whose patient was set aside', async () => {
    const { store, caseId, others, labelmapId } = await place();
    store.queue.fill(batchOf([caseId, others[0]!], [0, 1]));
    const bob = store.queue.next('Bob')!;
    expect(nameOf(bob)).toBe(`${caseId} 0`);
    store.reviews.mark(labelmapId, [0], 'complete', 'Ada');
    expect(store.queue.state('Bob')).toMatchObject({ given: null, done: 1 });
    const next = store.queue.next('Bob')!;
    expect(nameOf(next)).toBe(`${caseId} 1`);
    expect(store.queue.assignments().find(({ id }) => id === bob.id)).toMatchObject({ outcome: 'released' });
    store.testSet.draw([store.cases.get(caseId).patient], 0, 'Ada');
    // Both cases are of one patient, or of two: whoever is left is asked about.
    const left = store.cases.get(others[0]!).patient === store.cases.get(caseId).patient ? null : `${others[0]!} 0`;
    expect(nameOf(store.queue.next('Bob'))).toBe(left);
  });

  it('is told of slices that hold nothing, where that is so', async () => {
    const sample = await place();
    const { store, caseId, labelmapId } = sample;
    paintVoxel(sample, [69, 7, 1], 2);
    store.queue.fill(batchOf([caseId], [1, 2]));
    const full = store.queue.next('Ada')!;
    expect(() => store.queue.nothingHere(full.id, 'Ada')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(store.reviews.completeSlices(labelmapId)).toEqual([]);
    store.queue.skip(full.id, 'Ada');
    expect(store.queue.nothingHere(store.queue.next('Ada')!.id, 'Ada')).toBe(labelmapId);
    expect(store.reviews.completeSlices(labelmapId)).toEqual([2]);
    expect(store.queue.assignments().map(({ outcome }) => outcome)).toEqual(['skipped', 'empty']);
    expect(store.queue.state('Ada')).toMatchObject({ done: 1, waiting: 0 });
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('finds voxels of a slice along every axis', async () => {
    for (const axis of [0, 1, 2] as const) {
      const store = await newProject();
      store.labels.add({ value: 1, name: 'a', colour: '#102030', code: null, locked: false });
      const size = [5, 4, 3] as const;
      const { id: caseId } = store.cases.add(await newCase(store, 'scan', size, axis));
      const labelmapId = store.labelmaps.forAnnotator(caseId, 'Ada').id;
      paintVoxel({ store, caseId, labelmapId, size }, [1, 2, 0], 1);
      const filled = [1, 2, 0][axis]!;
      store.queue.fill({ modelId: null, how: {}, slices: Array.from({ length: size[axis] }, (_, index) => ({ caseId, axis, index, reason: 'random', score: null })) });
      for (let index = 0; index < size[axis]; index += 1) {
        const { id } = store.queue.next('Ada')!;
        if (index !== filled) store.queue.nothingHere(id, 'Ada');
        else {
          expect(() => store.queue.nothingHere(id, 'Ada')).toThrow(expect.objectContaining({ code: 'conflict' }));
          store.queue.skip(id, 'Ada');
        }
      }
      expect(store.reviews.completeSlices(labelmapId)).toEqual(Array.from({ length: size[axis] }, (_, index) => index).filter((index) => index !== filled));
    }
  });

  it('refuses a slice that its case does not have', async () => {
    const { store, caseId } = await place();
    expect(() => store.queue.fill(batchOf([caseId], [4]))).toThrow(RangeError);
    expect(store.queue.state('Ada').batch).toBeNull();
  });
});

type Act = { readonly who: number; readonly does: 'next' | 'renew' | 'skip' | 'release' | 'nothingHere' | 'complete' | 'wait' | 'fill'; readonly minutes: number };

describe('however people come and go', () => {
  const people = ['Ada', 'Bob', 'Carla'];

  it('no slice is ever with two of them, nor given to anybody once it is complete', async () => {
    const { store, clock, caseId, others } = await place();
    const cases = [caseId, ...others];
    const act = fc.record<Act>({
      who: fc.nat(2), does: fc.constantFrom('next', 'next', 'next', 'renew', 'skip', 'release', 'nothingHere', 'complete', 'wait', 'fill'), minutes: fc.nat(20),
    });
    fc.assert(fc.property(fc.array(act, { minLength: 10, maxLength: 40 }), (acts) => {
      clock.minutes += 10_000;
      for (const id of cases) for (const who of people) store.reviews.mark(store.labelmaps.forAnnotator(id, who).id, [0, 1, 2, 3], 'incomplete', who);
      store.queue.fill(batchOf(cases));
      const complete = new Set<string>();
      /** What the model of it says that each person has, and until when. */
      const held = new Map<string, { given: GivenSlice; until: number }>();
      const isHeld = (name: string, now: number): boolean => [...held.values()].some(({ given, until }) => until > now && nameOf(given) === name);
      for (const { who, does, minutes } of acts) {
        clock.minutes += minutes;
        const now = clock.minutes;
        for (const [name, { until }] of held) if (until <= now) held.delete(name);
        const name = people[who]!;
        const mine = held.get(name);
        if (does === 'fill') store.queue.fill(batchOf(cases));
        else if (does === 'next') {
          const given = store.queue.next(name);
          if (mine !== undefined) expect(given?.id).toBe(mine.given.id);
          else if (given !== null) {
            expect(isHeld(nameOf(given)!, now)).toBe(false);
            expect(complete.has(nameOf(given)!)).toBe(false);
          }
          if (given !== null) held.set(name, { given, until: now + 30 });
        } else if (does !== 'wait' && mine !== undefined) {
          if (does === 'renew') mine.until = Date.parse(store.queue.renew(mine.given.id, name).leasedUntil) / 60_000 - Date.UTC(2026, 0, 1) / 60_000;
          else {
            if (does === 'complete') store.reviews.mark(store.labelmaps.forAnnotator(mine.given.caseId, name).id, [mine.given.index], 'complete', name);
            else store.queue[does](mine.given.id, name);
            if (does === 'complete' || does === 'nothingHere') complete.add(nameOf(mine.given)!);
            held.delete(name);
          }
        }
        expect(openNow(store, clock.minutes).length).toBe(new Set(openNow(store, clock.minutes)).size);
      }
    }), { numRuns: 40 });
    expect(store.events.verifyChain()).toEqual([]);
  });
});

/** Slices that are with somebody at this minute, by what the store tells each of them. */
function openNow(store: ProjectStore, minutes: number): readonly string[] {
  const now = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
  return store.queue.assignments().filter(({ endedAt, leasedUntil }) => endedAt === null && leasedUntil > now).map((one) => nameOf(one)!);
}
