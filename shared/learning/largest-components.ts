/**
 * Whether only the largest connected component of a label is kept: a rule that is only taken where cases that
 * judge show that it helps (Isensee et al. 2021, nnU-Net, supplementary note 2).
 */

/** That hold a label; fewer show nothing of it. */
const fewestCases = 10;

/** Dice of each label (network outputs 1 …) of a case; null where nothing is there to be found. */
type CaseDice = readonly (number | null)[];

/**
 * What is taken off becomes background, which changes nothing of any other label: each is judged by itself, and none loses by another's rule.
 * @param without of cases whose every slice is complete
 * @param kept of the same cases where only the largest component of each label is left
 * @returns outputs, ascending, whose mean becomes better, of those that enough cases hold to show it
 */
export function chooseLargestComponents(without: readonly CaseDice[], kept: readonly CaseDice[]): readonly number[] {
  const before = means(without);
  const isShown = (at: number): boolean => without.filter((one) => one[at] != null).length >= fewestCases;
  return means(kept).flatMap((mean, at) => (isShown(at) && mean > (before[at] as number) ? [at + 1] : []));
}

/** Of each label; 0 where it is nowhere to be found. */
function means(cases: readonly CaseDice[]): readonly number[] {
  return (cases[0] ?? []).map((_, at) => {
    const known = cases.map((one) => one[at] ?? null).filter((dice) => dice !== null);
    return known.length === 0 ? 0 : known.reduce((sum, dice) => sum + dice, 0) / known.length;
  });
}
