import { describe, expect, it } from 'vitest';
import type { Attempt } from './how-to-train.ts';
import type { Circumstances, Run } from './do-run.ts';
import { usualSet } from './quality-set.ts';
import { resultOf } from './run-result.ts';
import type { StageRecords } from './stages.ts';

const caseOf = (name: string, patient: string) => ({ name, patient, image: '', reference: '' });
const run: Run = {
  set: {
    ...usualSet, name: 'drawn', title: '', about: '', needs: [], minutes: 3, labelNames: { 1: 'liver' },
    images: () => Promise.reject(new Error('not asked here')), splits: () => [],
  },
  images: { labels: '', cases: [caseOf('a', 'p'), caseOf('b', 'p'), caseOf('c', 'q')] },
  split: { id: 'one', fit: ['a', 'b'], judge: ['c'] }, seed: 4, length: { kind: 'minutes', minutes: 3 }, folder: '',
};

const record = (answer: unknown, seconds: number) => ({ command: [], startedAt: '', seconds, answer });
const dice = (mean: number) => ({ dice: { mean, sd: null, median: mean, n: 1 } });
const records: StageRecords = {
  init: record({}, 2),
  import: record({}, 4),
  train: record({ seconds: 170, steps: 500, validationKind: 'none', validationPatients: [], validationDice: null }, 180),
  segment: record({}, 30),
  evaluate: record({
    cases: [{ name: 'c', labels: { 1: { dice: 0.8 }, 2: { dice: 0.5 }, 3: { dice: null } } }],
    mean: { foreground: { dice: 0.65 } }, summary: { 10: dice(0.1), 1: dice(0.8), 2: dice(0.5) },
  }, 24),
};
const attempt = (how: 'anew' | 'resume', startedAt: string): Attempt<Circumstances> => ({ how, startedAt, circumstances: {} as Circumstances });

describe('a result', () => {
  it('holds patients and cases of both sides, and each label by its name', () => {
    const result = resultOf(run, records, [attempt('anew', '1')]);
    expect(result).toMatchObject({ run: 'one-seed-4', length: '3-minutes', learnt: { cases: 2, patients: 1 }, judged: { cases: 1, patients: 1 }, startedAt: '1', resumed: 0 });
    expect(result?.figures?.labels.map(({ name }) => name)).toEqual(['liver', '2', '10']);
    expect(result?.figures?.foreground).toBe(0.65);
    // A label that neither mask holds has no Dice and counts for nothing.
    expect(result?.figures?.cases).toEqual([{ name: 'c', patient: 'q', dice: 0.65 }]);
  });

  it('takes the minutes from the command, and from the model where the training was cut short', () => {
    const once = resultOf(run, records, [attempt('anew', '1')]);
    expect([once?.trainingMinutes, once?.wholeMinutes]).toEqual([3, 4]);
    expect(resultOf(run, records, [attempt('anew', '1'), attempt('resume', '2')])).toMatchObject({ trainingMinutes: 170 / 60, resumed: 1 });
  });

  it('is none before everything is done', () => {
    const { init, train, segment, evaluate } = records as Required<StageRecords>;
    expect(resultOf(run, { init, train, segment, evaluate }, [attempt('anew', '1')])).toBeNull();
  });
});
