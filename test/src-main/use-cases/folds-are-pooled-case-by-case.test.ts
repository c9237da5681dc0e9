import { expect, it } from 'vitest';
import { poolMembers, type TrainedMember } from '#main/use-cases/pool-members.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures, type Measures } from '#shared/learning/evaluation/measure-case.ts';

const judged = (patient: string, labels: Record<number, Pick<Measures, 'found' | 'dice'>>): CaseJudgement => ({
  caseId: patient, name: patient, patient, unit: 'mm', partly: null, worst: null,
  labels: Object.fromEntries(Object.entries(labels).map(([value, measures]) => [value, { ...noMeasures, ...measures }])),
});
const both = (dice: number) => ({ found: 'both', dice } as const);
const outputs = [0, 1, 2, 3].map((value) => ({ index: value, value, name: `label ${value}` }));
const member = (cases: readonly CaseJudgement[], curve: TrainedMember['curve'] = []): TrainedMember => ({
  folder: 'models/m/fold/model', snapshotId: 's', validationPatients: cases.map(({ patient }) => patient), curve, notes: [],
  result: { steps: 10, seconds: 60, finalLoss: 0.4, parameters: 7, cases, validation: null, plan: { outputs }, engine: {} } as unknown as TrainedMember['result'],
});

it('a fold with more cases counts more, and a label that nobody drew has no figure', () => {
  const pooled = poolMembers([
    member([judged('a', { 1: both(0.8), 3: { found: 'invented', dice: 0 } }), judged('b', { 1: both(0.9), 2: both(0.5) })]),
    member([judged('c', { 1: both(0.4), 2: { found: 'invented', dice: 0 } })]),
  ], []);
  // (0.8 + 0.9 + 0.4) / 3, not the mean of the folds' means (0.85 + 0.4) / 2; (0.5 + 0) / 2; drawn in no case.
  expect(pooled.validation!.dice[0]).toBeCloseTo(0.7, 12);
  expect(pooled.validation!.dice.slice(1)).toEqual([0.25, null]);
  expect(pooled.validation!.meanDice).toBeCloseTo((0.7 + 0.25) / 2, 12);
  expect(pooled).toMatchObject({ validationPatients: ['a', 'b', 'c'], steps: 20, seconds: 120, parameters: 7, members: { length: 2 } });
});

it('its curve is the mean of those that came so far', () => {
  const point = (epoch: number, loss: number, validationDice: number | null) => ({ epoch, loss, validationDice });
  const { curve } = poolMembers([member([], [point(1, 1, null), point(2, 0.5, 0.6)]), member([], [point(1, 2, 0.2)])], []);
  expect(curve).toEqual([point(1, 1.5, 0.2), point(2, 0.5, 0.6)]);
});
