/** Where the largest of some numbers is; null where another one is as large, or less so by no more than what is called a tie. */
export function winnerOf(strengths: Readonly<ArrayLike<number>>, tie = 0): number | null {
  let [winner, most, second] = [0, -Infinity, -Infinity];
  for (let at = 0; at < strengths.length; at++) {
    const strength = strengths[at] as number;
    if (strength > most) [winner, most, second] = [at, strength, most];
    else if (strength > second) second = strength;
  }
  return most - second > tie ? winner : null;
}
