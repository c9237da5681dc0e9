/** Judgements of cases, made from what a test is about: who they are of, and the Dice of each label. */
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures, type Measures } from '#shared/learning/evaluation/measure-case.ts';

export const twoLabels = [{ value: 1, name: 'anterior' }, { value: 5, name: 'posterior' }] as const;

/** @param dice by label value; null is in neither mask */
export function judged(patient: string, dice: Readonly<Record<number, number | null>>, more: Partial<CaseJudgement> = {}): CaseJudgement {
  const labels = Object.fromEntries(Object.entries(dice).map(([label, figure]): [string, Measures] =>
    [label, figure === null ? noMeasures : { ...noMeasures, found: figure === 0 ? 'missed' : 'both', dice: figure, volumeReference: 2 }]));
  return { caseId: `case of ${patient}`, name: patient, patient, partly: null, worst: null, unit: 'mm', labels, ...more };
}

export const validation = (cases: readonly CaseJudgement[]) => ({ judgedBy: 'validation', cases }) as const;
export const test = (cases: readonly CaseJudgement[]) => ({ judgedBy: 'test', cases }) as const;
