/** How well some slices stand for all: the greedy cover of suggestive annotation, one slice after the other. */
import { featureLength, featureMatrix, ofLengthOne, product, type FeatureMatrix } from './feature-matrix.ts';
import type { SelectionQuestion } from './strategy.ts';

export interface Cover {
  /** How much nearer (in cosine) the slices to be covered would come to one that stands for them, on average; NaN where the features are unknown. Never grows. */
  gain(index: number): number;
  /** Lets a candidate stand for others. */
  add(index: number): void;
}

/** The lowest cosine there is: nothing stands for a slice yet. */
const nothing = -1;

/**
 * Yang et al. 2017, "Suggestive annotation: a deep active learning framework for biomedical image segmentation": the cosine
 * between the features of each slice and of the most similar one chosen, summed. Ours counts complete slices among those that
 * stand for others.
 * @param most slices to be covered: the first of the line are a uniform sample where there are more
 */
export function coverOf({ candidates, complete }: Pick<SelectionQuestion, 'candidates' | 'complete'>, most: number): Cover {
  const length = featureLength(candidates);
  const features = ofLengthOne(featureMatrix(candidates, length));
  const covered = [...features.known.keys()].filter((index) => features.known[index] === 1).slice(0, most);
  const nearest = new Float32Array(covered.length).fill(nothing);
  const taught = ofLengthOne(featureMatrix(complete, length));
  complete.forEach((_, row) => { if (taught.known[row] === 1) bringNearer(nearest, cosines(taught, row)); });
  const rows = new Map<number, Float32Array>();
  return {
    gain(index) {
      if (features.known[index] !== 1) return NaN;
      const row = rowOf(index);
      let sum = 0;
      for (let n = 0; n < row.length; n++) {
        const nearer = (row[n] as number) - (nearest[n] as number);
        if (nearer > 0) sum += nearer;
      }
      return sum / row.length;
    },
    add(index) {
      if (features.known[index] === 1) bringNearer(nearest, rowOf(index));
    },
  };

  function rowOf(index: number): Float32Array {
    const known = rows.get(index);
    if (known !== undefined) return known;
    const row = cosines(features, index);
    rows.set(index, row);
    return row;
  }

  function cosines(from: FeatureMatrix, row: number): Float32Array {
    const answer = new Float32Array(covered.length);
    for (let n = 0; n < answer.length; n++) answer[n] = product(from, row, features, covered[n] as number);
    return answer;
  }
}

function bringNearer(nearest: Float32Array, row: Float32Array): void {
  for (let n = 0; n < row.length; n++) nearest[n] = Math.max(nearest[n] as number, row[n] as number);
}
