import { describe, expect, it } from 'vitest';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures } from '#shared/learning/evaluation/measure-case.ts';
import { compareJudgements, type JudgedAgainst } from '#shared/learning/statistics/compare-models.ts';

const labels = [{ value: 1, name: 'liver' }, { value: 2, name: 'spleen' }];

function judged(dice: Readonly<Record<string, readonly [number, number]>>, references: Readonly<Record<string, string>> = {}): JudgedAgainst {
  const cases = Object.entries(dice).map(([caseId, [liver, spleen]]): CaseJudgement => ({
    caseId, name: caseId, patient: `patient of ${caseId}`, unit: 'mm', partly: null, worst: { axis: 2, slice: 3, wrong: 5 },
    labels: { 1: { ...noMeasures, found: 'both', dice: liver }, 2: { ...noMeasures, found: 'both', dice: spleen } },
  }));
  return { cases, references: new Map(cases.map(({ caseId }) => [caseId, references[caseId] ?? 'as drawn'])) };
}

describe('two models', () => {
  it('are compared on the cases that judged both, the greatest loss first', () => {
    const first = judged({ a: [0.8, 0.6], b: [0.9, 0.7], c: [0.5, 0.5], d: [1, 1] });
    const second = judged({ b: [0.7, 0.7], a: [0.8, 0.8], c: [0.6, 0.6], e: [0, 0] });
    const { cases, labels: [liver, spleen], mean, patients, leftOut } = compareJudgements(first, second, labels);
    expect(cases.map(({ caseId }) => caseId)).toEqual(['b', 'c', 'a']);
    expect(cases[0]).toMatchObject({ first: 0.8, second: 0.7, labels: [{ value: 1, first: 0.9, second: 0.7 }, { value: 2, first: 0.7, second: 0.7 }] });
    expect({ patients, leftOut }).toEqual({ patients: 3, leftOut: { firstAlone: 1, secondAlone: 1, otherReference: 0 } });
    // By the pencil: livers (0.8 + 0.9 + 0.5) / 3 and (0.8 + 0.7 + 0.6) / 3, spleens 0.6 and 0.7.
    expect(liver!.compared!.difference).toBeCloseTo(2.1 / 3 - 2.2 / 3, 12);
    expect(spleen!.compared!.difference).toBeCloseTo(0.1, 12);
    expect(mean!.difference).toBeCloseTo((0.1 - 0.1 / 3) / 2, 12);
    // The mean of draws from −0.2, 0 and 0.1 lies between them.
    expect(liver!.compared!.interval.low).toBeGreaterThanOrEqual(-0.2 - 1e-12);
    expect(liver!.compared!.interval.high).toBeLessThanOrEqual(0.1 + 1e-12);
  });

  it('that are the same differ by nothing, whoever is drawn', () => {
    const one = judged({ a: [0.8, 0.6], b: [0.9, 0.7] });
    const { mean } = compareJudgements(one, one, labels);
    expect(mean).toMatchObject({ difference: 0, interval: { low: 0, high: 0, level: 0.95 } });
  });

  it('are not compared where labels were changed in between, nor on one patient alone', () => {
    const first = judged({ a: [0.8, 0.6], b: [0.9, 0.7] });
    const second = judged({ a: [0.9, 0.9], b: [0.9, 0.9] }, { a: 'drawn anew' });
    const { cases, mean, leftOut } = compareJudgements(first, second, labels);
    expect(cases.map(({ caseId }) => caseId)).toEqual(['b']);
    expect(leftOut.otherReference).toBe(1);
    expect(mean).toBeNull();
  });
});
