/** Mean over the largest of many values, without sorting them. */

/**
 * Exact, in time proportional to the number of values (quickselect: Hoare 1961, "Algorithm 65: find"), also where most are alike.
 * @param values none NaN; are put into another order
 * @param count how many of the largest; all where there are fewer
 * @returns NaN where there is no value
 */
export function meanOfLargest(values: Float32Array, count: number): number {
  const taken = Math.min(count, values.length);
  if (taken < values.length) largestFirst(values, taken);
  let sum = 0;
  for (let at = 0; at < taken; at++) sum += values[at] as number;
  return sum / taken;
}

/** Afterwards none of the first `count` values is smaller than any behind them. */
function largestFirst(values: Float32Array, count: number): void {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = middleOf(values[from] as number, values[(from + to) >>> 1] as number, values[to] as number);
    let [left, right] = [from, to];
    while (left <= right) {
      while ((values[left] as number) > pivot) left++;
      while ((values[right] as number) < pivot) right--;
      // Equal values change places too: so both parts stay about as long where nearly all are 0.
      if (left <= right) {
        const value = values[left] as number;
        values[left++] = values[right] as number;
        values[right--] = value;
      }
    }
    if (count - 1 <= right) to = right;
    else if (count - 1 >= left) from = left;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
