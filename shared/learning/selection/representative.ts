/** Uncertain slices that stand for many others. */
import { entropyOf } from './by-uncertainty.ts';
import { coverOf } from './cover.ts';
import { greatestFirst, told } from './ranked.ts';
import type { Strategy } from './strategy.ts';

/** The paper's: sixteen uncertain ones for a batch of eight. */
const uncertainForOne = 2;
/** More slices to be covered change the mean that decides little, and cost time. */
const mostCovered = 2_000;

/**
 * Suggestive annotation (Yang et al. 2017): first the most uncertain slices, twice as many as are wanted; among these, one after
 * the other, the one that with those chosen before best stands for all slices (`cover.ts`). Ours takes entropy for uncertainty
 * where the paper has the variance of bootstrapped networks, lets complete slices stand for others, and moves the next uncertain one up where a batch
 * may not hold one of the first. Its score is what the cover gains.
 */
export const representative: Strategy = (question) => {
  const { candidates, size } = question;
  const order = greatestFirst(candidates.map(entropyOf));
  const cover = coverOf(question, mostCovered);
  let [seen, picks] = [0, 0];
  return (open, taken) => {
    for (; seen < taken.length; seen++) cover.add(taken[seen] as number);
    let uncertain = Math.max(1, uncertainForOne * size - picks++);
    let best: { index: number; gain: number } | null = null;
    for (let place = 0; place < order.length && uncertain > 0; place++) {
      const index = order[place] as number;
      if (open[index] !== 1) continue;
      uncertain--;
      const gain = cover.gain(index);
      if (best === null || gain > best.gain || (Number.isNaN(best.gain) && !Number.isNaN(gain))) best = { index, gain };
    }
    return best === null ? null : { index: best.index, score: told(best.gain) };
  };
};
