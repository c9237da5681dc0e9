/** Core-set: no slice far from one that is labelled. */
import { featureLength, featureMatrix, squaredDistance, type FeatureMatrix } from './feature-matrix.ts';
import { told } from './ranked.ts';
import type { Strategy } from './strategy.ts';

/**
 * K-centre greedy (Gonzalez 1985; as selection Sener and Savarese 2018, "Active learning for convolutional neural networks: a
 * core-set approach"): each time the slice that is farthest, by the Euclidean distance of features, from all that are complete
 * or in the batch. Ours stays greedy, which is within a factor 2 of the best cover, and leaves out the paper's search for outliers.
 * Slices of unknown features come last; where nothing is complete, the first is drawn. Its score is that distance.
 */
export const coreSet: Strategy = ({ candidates, complete }) => {
  const length = featureLength(candidates);
  const features = featureMatrix(candidates, length);
  const taught = featureMatrix(complete, length);
  const nearest = new Float64Array(candidates.length).fill(Infinity);
  complete.forEach((_, row) => bringNearer(nearest, features, taught, row));
  let seen = 0;
  return (open, taken) => {
    for (; seen < taken.length; seen++) bringNearer(nearest, features, features, taken[seen] as number);
    let farthest = -1;
    for (let index = 0; index < nearest.length; index++) {
      if (open[index] === 1 && (farthest < 0 || remote(index) > remote(farthest))) farthest = index;
    }
    return farthest < 0 ? null : { index: farthest, score: features.known[farthest] === 1 ? told(Math.sqrt(nearest[farthest] as number)) : null };
  };

  function remote(index: number): number {
    return features.known[index] === 1 ? (nearest[index] as number) : -1;
  }
};

/** Squared distances to the nearest of all centres, after one more. */
function bringNearer(nearest: Float64Array, features: FeatureMatrix, centres: FeatureMatrix, row: number): void {
  if (centres.known[row] !== 1) return;
  for (let index = 0; index < nearest.length; index++) {
    if (features.known[index] !== 1) continue;
    const before = nearest[index] as number;
    const distance = squaredDistance(features, index, centres, row, before);
    if (distance < before) nearest[index] = distance;
  }
}
