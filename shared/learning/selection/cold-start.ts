/** Which slices to label before there is any model. */
import { coverOf } from './cover.ts';
import { told } from './ranked.ts';
import type { Strategy } from './strategy.ts';

/** A sample of the pool to stand for all: each candidate is compared with each of them. */
const mostCovered = 250;

/**
 * Spread over patients and over how slices look: next comes a patient with the fewest slices complete or in the batch; of such
 * patients' slices the one that best stands for all (`cover.ts`), which with few labels serves better than the farthest one
 * (Hacohen, Dekel and Weinshall 2022, "Active learning on a budget: opposite strategies suit high and low budgets").
 * Ours covers greedily where that paper clusters. Slices of unknown features come after their patient's others.
 */
export const coldStart: Strategy = (question) => {
  const { candidates, complete } = question;
  const cover = coverOf(question, mostCovered);
  const slicesOf = new Map<string, number>();
  const count = (patient: string): void => { slicesOf.set(patient, (slicesOf.get(patient) ?? 0) + 1); };
  complete.forEach(({ patient }) => count(patient));
  // A gain never grows: what was too little before need not be computed again.
  const atMost = new Float64Array(candidates.length).fill(Infinity);
  let seen = 0;
  return (open, taken) => {
    for (; seen < taken.length; seen++) {
      const index = taken[seen] as number;
      cover.add(index);
      count((candidates[index] as { patient: string }).patient);
    }
    const counts = candidates.map(({ patient }, index) => (open[index] === 1 ? (slicesOf.get(patient) ?? 0) : Infinity));
    const fewest = counts.reduce((least, own) => Math.min(least, own), Infinity);
    let best = -1;
    for (let index = 0; fewest < Infinity && index < counts.length; index++) {
      if (counts[index] !== fewest || (best >= 0 && (atMost[index] as number) <= (atMost[best] as number))) continue;
      const gain = cover.gain(index);
      atMost[index] = Number.isNaN(gain) ? -1 : gain;
      if (best < 0 || (atMost[index] as number) > (atMost[best] as number)) best = index;
    }
    return best < 0 ? null : { index: best, score: (atMost[best] as number) < 0 ? null : told(atMost[best]) };
  };
};
