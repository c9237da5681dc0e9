/** How alike two maps are. */
import { phantomOutputs } from './phantom-batch.ts';

export const outputsOfPhantom = Array.from({ length: phantomOutputs }, (_, index) => ({ index, value: index, name: `${index}` }));

/** Spearman's: of equal values each has the mean of their ranks; 0 where one of the maps is the same everywhere. */
export function rankCorrelation(a: Float32Array, b: Float32Array): number {
  const [first, second] = [ranksOf(a), ranksOf(b)];
  const middle = (a.length - 1) / 2;
  let [both, own, other] = [0, 0, 0];
  first.forEach((rank, at) => {
    both += (rank - middle) * (second[at]! - middle);
    own += (rank - middle) ** 2;
    other += (second[at]! - middle) ** 2;
  });
  return own === 0 || other === 0 ? 0 : both / Math.sqrt(own * other);
}

function ranksOf(values: Float32Array): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + to - 1) / 2;
  }
  return ranks;
}
