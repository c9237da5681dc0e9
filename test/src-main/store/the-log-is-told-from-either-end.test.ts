import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventOptions, type LoggedEvent } from '#shared/contract/log.ts';
import { logKinds } from '#shared/contract/log-sentences.ts';
import { newCase, paintVoxel, person, sampleProject } from './sample-project.ts';

type Wanted = Partial<Pick<ReturnType<typeof eventOptions.parse>, 'by' | 'kinds' | 'case' | 'newestFirst'>>;

/** Strokes and words of three people on two cases, in no order. */
async function busyProject() {
  const sample = await sampleProject();
  const { store, labelmapId } = sample;
  const second = store.cases.add(await newCase(store, 'other'));
  const others = ['Bob', 'Żaneta'].map((name) => ({ name, labelmapId: store.labelmaps.forAnnotator(second.id, name).id }));
  for (let n = 0; n < 60; n += 1) {
    if (n % 3 === 0) paintVoxel(sample, [n, 1, n % 4], 1 + (n % 2));
    if (n % 4 === 1) store.reviews.mark(labelmapId, [n % 4], 'complete', person);
    const { name, labelmapId: theirs } = others[n % 2]!;
    if (n % 5 === 2) store.labelmaps.replace(theirs, name, 'brush', store.labelmaps.voxels(theirs).fill(1 + (n % 3), n, n + 2));
    if (n % 7 === 3) store.notes.write(second.id, `note ${n}`, name);
  }
  const none: ReadonlySet<string> = new Set();
  /** Page by page to the end. */
  const all = (wanted: Wanted, limit = 1000, hidden = none, reader = 'nobody'): LoggedEvent[] => {
    const told: LoggedEvent[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page = store.events.page(eventOptions.parse({ ...wanted, after, limit }), hidden, reader);
      expect(page.events.length).toBeLessThanOrEqual(limit);
      told.push(...page.events);
      after = page.next;
    }
    return told;
  };
  return { store, caseId: sample.caseId, all };
}

it('newest first is the other way round, whoever and whatever is asked for, in pages of any length', async () => {
  const { all } = await busyProject();
  const everything = all({});
  expect(everything.map(({ number }) => number)).toEqual(everything.map((_, at) => at + 1));
  fc.assert(fc.property(
    fc.record({
      by: fc.option(fc.constantFrom('Ada', 'bob', 'Bob', 'żANETA', 'Nobody'), { nil: undefined }),
      kinds: fc.option(fc.subarray(['edit', 'review', 'note', 'case-added']), { nil: undefined }),
      case: fc.option(fc.constantFrom('scan', 'other'), { nil: undefined }),
    }),
    fc.integer({ min: 1, max: 40 }),
    (wanted, limit) => {
      const expected = everything.filter((event) => (wanted.by === undefined || event.who?.toLowerCase() === wanted.by.toLowerCase())
        && (wanted.kinds?.includes(event.kind) ?? true) && (wanted.case === undefined || event.case?.name === wanted.case));
      const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as Wanted;
      expect(all({ ...given, newestFirst: true }, limit)).toEqual(expected.toReversed());
      expect(all(given, limit)).toEqual(expected);
    },
  ), { seed: 1, numRuns: 60 });
  expect(all({ by: 'bob' }).length).toBeGreaterThan(5);
});

it('a blind reader is told from the end what they are told from the beginning, and by no filter more', async () => {
  const { all, caseId } = await busyProject();
  const hidden = new Set([caseId]);
  const told = all({}, 7, hidden, 'Bob');
  expect(told.length).toBeGreaterThan(10);
  expect(told.filter((event) => event.case?.id === caseId)).toEqual([]);
  expect(all({ newestFirst: true }, 7, hidden, 'Bob')).toEqual(told.toReversed());
  expect(all({ newestFirst: true, by: person, kinds: ['edit', 'review'] }, 7, hidden, 'Bob')).toEqual([]);
  expect(all({ newestFirst: true, by: person, kinds: ['edit', 'review'] }, 7, hidden, person).length).toBeGreaterThan(10);
});

it('what becomes of a second reading names its case, and is not told to who reads it blind', async () => {
  const { store, all, caseId } = await busyProject();
  const [cara] = ['Cara', 'Dora'].map((name) => store.secondReadings.plan(caseId, [0], name, person).id);
  store.secondReadings.cancel(cara!, person);
  const kinds = ['second-reading-planned', 'second-reading-withdrawn'];
  expect(all({ kinds, case: 'scan' }).map(({ kind, who }) => [kind, who])).toEqual([[kinds[0], person], [kinds[0], person], [kinds[1], person]]);
  expect(all({ kinds }, 7, store.secondReadings.blindCases('Dora'), 'Dora')).toEqual([]);
});

it('what is written has a name', async () => {
  const { all } = await busyProject();
  expect(all({}).map(({ kind }) => kind).filter((kind) => !Object.hasOwn(logKinds, kind))).toEqual([]);
});
