/**
 * How well each reader labels, and what is therefore probably true, found together by expectation maximisation. Knows votes
 * and how often each of them was cast; no voxels.
 */
import type { RegionWork } from '../regions/grid.ts';
import { winnerOf } from './winner.ts';

export interface Ballot {
  readonly readers: number;
  /** How many labels there are: their indices are 0 … labels − 1. */
  readonly labels: number;
  /** Vote after vote, `readers` indices of labels each. */
  readonly said: Uint8Array;
  /** By vote, how often it was cast. */
  readonly times: Readonly<ArrayLike<number>>;
}

/**
 * What is taken for true at first: of each vote the shares of the readers that said each label, as ITK's filter for one label
 * does, or the label that most said, votes without one left out, as its filter for several labels does. The second takes
 * what it never sees for impossible and stays with that, and may so end at an estimate that is less likely.
 */
export type Start = 'shares' | 'majority';

export interface StapleLimits {
  readonly start: Start;
  /** The estimate stands when no parameter changes by more than this from one iteration to the next. */
  readonly tolerance: number;
  readonly iterations: number;
}

export interface Estimate {
  /** By label, its share of all votes of all readers; given to each voxel before anything is known of the readers. */
  readonly priors: Float64Array;
  /** Vote after vote, the probability that each label is the true one; they sum to 1, or are all 0 where none is possible. */
  readonly probabilities: Float64Array;
  /** Reader after reader, label said after label said: the probability that this is said where each label is the true one. */
  readonly performances: Float64Array;
  readonly iterations: number;
  /** False: the limit of iterations came first. */
  readonly converged: boolean;
}

/**
 * STAPLE: Warfield, Zou and Wells 2004, "Simultaneous truth and performance level estimation (STAPLE): an algorithm for the
 * validation of image segmentation", with a confusion matrix a reader for several labels as in their section on multi-category
 * labels and in Rohlfing, Russakoff and Maurer 2004, "Performance-based classifier combination in atlas-based image
 * segmentation using expectation-maximization parameter estimation". Voxels are independent of their neighbours.
 */
export function* estimatePerformances(ballot: Ballot, { start, tolerance, iterations }: StapleLimits): RegionWork<Estimate> {
  const { readers, labels } = ballot;
  const shares = sharesOf(ballot);
  const priors = massOf(ballot, shares);
  const all = priors.reduce((sum, mass) => sum + mass, 0);
  for (let label = 0; label < labels; label++) priors[label] = all === 0 ? 0 : (priors[label] as number) / all;
  const probabilities = start === 'shares' ? shares : majoritiesOf(shares, labels);
  let performances = new Float64Array(readers * labels * labels);
  for (let iteration = 1; ; iteration++) {
    const next = performancesFrom(ballot, probabilities, performances);
    const change = next.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (performances[at] as number))), 0);
    performances = next;
    probabilitiesFrom(ballot, priors, performances, probabilities);
    const converged = iteration > 1 && change <= tolerance;
    if (converged || iteration >= iterations) return { priors, probabilities, performances, iterations: iteration, converged };
    yield iteration / iterations;
  }
}

function sharesOf({ readers, labels, said, times }: Ballot): Float64Array {
  const shares = new Float64Array(times.length * labels);
  for (let at = 0; at < said.length; at++) {
    const entry = Math.floor(at / readers) * labels + (said[at] as number);
    shares[entry] = (shares[entry] as number) + 1 / readers;
  }
  return shares;
}

function majoritiesOf(shares: Float64Array, labels: number): Float64Array {
  const majorities = new Float64Array(shares.length);
  for (let vote = 0; vote < shares.length; vote += labels) {
    const winner = winnerOf(shares.subarray(vote, vote + labels), 1e-9);
    if (winner !== null) majorities[vote + winner] = 1;
  }
  return majorities;
}

/** By label, how many voxels it has in expectation. */
export function massOf({ labels, times }: Ballot, probabilities: Float64Array): Float64Array {
  const mass = new Float64Array(labels);
  for (let vote = 0, at = 0; vote < times.length; vote++) {
    for (let label = 0; label < labels; label++, at++) mass[label] = (mass[label] as number) + (times[vote] as number) * (probabilities[at] as number);
  }
  return mass;
}

/** The maximisation. Of a label that is nowhere true nothing can be learnt: what was known of it stays. */
function performancesFrom(ballot: Ballot, probabilities: Float64Array, before: Float64Array): Float64Array<ArrayBuffer> {
  const { readers, labels, said, times } = ballot;
  const mass = massOf(ballot, probabilities);
  const next = new Float64Array(before.length);
  for (let vote = 0; vote < times.length; vote++) {
    for (let reader = 0; reader < readers; reader++) {
      const row = (reader * labels + (said[vote * readers + reader] as number)) * labels;
      for (let label = 0; label < labels; label++) {
        next[row + label] = (next[row + label] as number) + (times[vote] as number) * (probabilities[vote * labels + label] as number);
      }
    }
  }
  for (let at = 0; at < next.length; at++) {
    const whole = mass[at % labels] as number;
    next[at] = whole > 0 ? (next[at] as number) / whole : before[at] as number;
  }
  return next;
}

/** The expectation, written over the probabilities of before. */
function probabilitiesFrom({ readers, labels, said, times }: Ballot, priors: Float64Array, performances: Float64Array, probabilities: Float64Array): void {
  const weights = new Float64Array(labels);
  for (let vote = 0; vote < times.length; vote++) {
    weights.set(priors);
    for (let reader = 0; reader < readers; reader++) {
      const row = (reader * labels + (said[vote * readers + reader] as number)) * labels;
      for (let label = 0; label < labels; label++) weights[label] = (weights[label] as number) * (performances[row + label] as number);
    }
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    for (let label = 0; label < labels; label++) probabilities[vote * labels + label] = whole > 0 ? (weights[label] as number) / whole : 0;
  }
}
