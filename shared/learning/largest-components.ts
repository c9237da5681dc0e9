/**
 * Whether only the largest connected component of a label is kept: a rule that is only taken where cases that
 * judge show that it helps (Isensee et al. 2021, nnU-Net, supplementary note 2).
 */

/** Fewer cases show nothing. */
const fewestCases = 10;

/**
 * @param cases whose every slice is complete
 * @param labels network outputs besides the background, 1 … labels
 * @param diceKeeping Dice of each case and label where only the largest components of these outputs are kept
 * @returns outputs, ascending: each gains by the rule, and no label loses
 */
export async function chooseLargestComponents(
  cases: number, labels: number, diceKeeping: (which: readonly number[]) => Promise<readonly (readonly (number | null)[])[]>,
): Promise<readonly number[]> {
  if (cases < fewestCases) return [];
  const without = means(await diceKeeping([]), labels);
  const chosen: number[] = [];
  for (let output = 1; output <= labels; output++) {
    const kept = means(await diceKeeping([output]), labels);
    const gains = (kept[output - 1] ?? 0) > (without[output - 1] ?? 0);
    if (gains && kept.every((mean, at) => mean === null || mean >= (without[at] ?? 0))) chosen.push(output);
  }
  return chosen;
}

function means(cases: readonly (readonly (number | null)[])[], labels: number): readonly (number | null)[] {
  return Array.from({ length: labels }, (_, at) => {
    const known = cases.map((one) => one[at] ?? null).filter((dice) => dice !== null);
    return known.length === 0 ? null : known.reduce((sum, dice) => sum + dice, 0) / known.length;
  });
}
