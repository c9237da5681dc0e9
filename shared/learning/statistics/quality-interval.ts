/** How far the Dice that probabilities promise may be believed, by patients of whom the real one is known. */
import type { CaseJudgement } from '../evaluation/case-judgement.ts';
import { meanOfKnown, summarise } from '../evaluation/summary.ts';
import { meanDice } from '../evaluation/worst-first.ts';

/** What a model's probabilities say that its prediction of a case is worth (`tallyQuality`). */
export interface ExpectedCase {
  readonly caseId: string;
  readonly patient: string;
  readonly dice: number | null;
}

export interface QualityInterval {
  readonly patients: number;
  readonly confidence: number;
  /** In which the Dice of another patient's case lies with that confidence, and the middle of what it may be. @param expected its expected Dice */
  of(expected: number): { readonly low: number; readonly high: number; readonly middle: number };
}

/** Of the cases of other patients so many lie inside: fewer than nine patients cannot tell a tenth at each end. */
const confidence = 0.8;

/**
 * Split conformal prediction (Vovk, Gammerman, Shafer 2005, "Algorithmic Learning in a Random World"; Lei et al. 2018, arXiv 1604.04173): the
 * k-th lowest and highest difference of real and expected Dice, k the whole part of (n + 1) / 10, bound that of one patient more with
 * the confidence, whatever its distribution, if the patients are drawn alike. Of a patient's cases their mean.
 * @returns null for fewer than nine patients
 */
export function fitQualityInterval(expected: readonly ExpectedCase[], judged: readonly CaseJudgement[]): QualityInterval | null {
  const diceOf = new Map(judged.map(({ caseId, labels }) => [caseId, meanDice(Object.values(labels))]));
  const differences = [...Map.groupBy(expected, ({ patient }) => patient).values()].flatMap((cases) => {
    const known = cases.map(({ caseId, dice }) => {
      const real = diceOf.get(caseId) ?? null;
      return real === null || dice === null ? null : real - dice;
    });
    return meanOfKnown(known) ?? [];
  }).sort((a, b) => a - b);
  const place = Math.floor(((differences.length + 1) * (1 - confidence)) / 2 + 1e-9);
  const [low, high] = [differences[place - 1], differences[differences.length - place]];
  if (place < 1 || low === undefined || high === undefined) return null;
  const middle = summarise(differences).median ?? 0;
  const bounded = (dice: number): number => Math.min(1, Math.max(0, dice));
  return { patients: differences.length, confidence, of: (dice) => ({ low: bounded(dice + low), high: bounded(dice + high), middle: bounded(dice + middle) }) };
}
