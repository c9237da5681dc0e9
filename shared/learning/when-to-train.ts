/** When another training is worth its time. */

export const retrainingRule = {
  /** Fewer are a matter of chance, whatever there is. */
  fewest: 10,
  /** Of the slices that taught before. */
  share: 0.2,
} as const;

/**
 * How many new slices make another training worth while: a fifth of what taught before, at least ten. What a network still misses
 * falls about with the square root of its labels (the curve's power is 0.3 to 0.7 in most sets of images), so that a fifth more takes
 * some 9 % of it away; less than that drowns in the chance of another training, and every tenth slice would soon cost a training.
 * @param taught slices that taught the newest model
 */
export function enoughToRetrain(taught: number): number {
  return Math.max(retrainingRule.fewest, Math.ceil(retrainingRule.share * taught));
}
