/** A case that judged a model, as the page shows it. Pure. */
import type { Judgement } from '#shared/contract/judgement.ts';
import { meanDice, worstFirst } from '#shared/learning/evaluation/worst-first.ts';

export type JudgedCase = Judgement['cases'][number];

export const diceOf = ({ labels }: JudgedCase): number | null => meanDice(Object.values(labels));

export function worstCasesFirst(cases: readonly JudgedCase[]): JudgedCase[] {
  return worstFirst(cases, diceOf);
}

/** The page that shows a case, at its worst slice where it has one. */
export function placeOf({ caseId, worst }: JudgedCase) {
  return { name: 'annotate', params: { caseId }, query: worst === null ? {} : { axis: String(worst.axis), slice: String(worst.slice) } };
}
