/** Strategies by what the model is least sure of. */
import { gumbelNoise } from './in-line.ts';
import { greatestScoreFirst } from './ranked.ts';
import type { Candidate } from './slice-reading.ts';
import type { Strategy } from './strategy.ts';

export function entropyOf({ reading }: Candidate): number {
  return reading?.entropy ?? NaN;
}

function disagreementOf({ reading }: Candidate): number {
  return reading?.mutualInformation ?? NaN;
}

/**
 * Noise that makes the greatest one a draw with probabilities in proportion to score^power, and the greatest k such draws without
 * putting back (Gumbel-max; Kool, van Hoof and Welling 2019): a score of 0 is drawn last.
 */
export function noised(score: number, power: number, gumbel: () => number): number {
  return power * Math.log(score) + gumbel();
}

/**
 * Predictive entropy: most uncertain first (Lewis and Gale 1994, "A sequential algorithm for training text classifiers"; as a
 * mean over voxels, here those that count).
 */
export const byEntropy: Strategy = ({ candidates }) => greatestScoreFirst(candidates, entropyOf);

/**
 * BALD: where networks that could all be right disagree most (Houlsby et al. 2011; Gal, Islam and Ghahramani 2017, "Deep Bayesian
 * active learning with image data"). Ours is the mean over the voxels that count, and takes the greatest one by one, not as a set.
 */
export const byDisagreement: Strategy = ({ candidates }) => greatestScoreFirst(candidates, disagreementOf);

/** The paper's usual value: in proportion to the score. */
const power = 1;

/**
 * PowerBALD (Kirsch et al. 2023, "Stochastic batch acquisition: a simple baseline for deep active learning"): a slice is drawn in
 * proportion to its mutual information, so that a batch does not hold the same slice ten times over. As in the paper, but noise is
 * added to a slice's score and not to a voxel's.
 */
export const byNoisedDisagreement: Strategy = (question) =>
  greatestScoreFirst(question.candidates, disagreementOf, (score, candidate) => noised(score, power, gumbelNoise(candidate, question)));
