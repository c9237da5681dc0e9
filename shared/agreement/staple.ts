/** A consensus that trusts each reader as far as the others bear out: STAPLE, of one label or of all at once. */
import type { RegionWork } from '../regions/grid.ts';
import { stage } from '../regions/stages.ts';
import { estimatePerformances, massOf, type Ballot, type StapleLimits } from './expectation-maximisation.ts';
import { paintWinners, type Consensus } from './majority.ts';
import type { Readings } from './readings.ts';
import type { Votes } from './votes.ts';
import { winnerOf } from './winner.ts';

/**
 * Over which compared voxels it is estimated: all of them, as ITK's filters do, or those of the smallest box around all that
 * any reader labelled. What nobody labelled makes every reader look alike and each label rare.
 */
export type Within = 'slices' | 'box';

export interface StapleOptions extends StapleLimits {
  readonly within: Within;
}

/** The tolerance is that of ITK's filter for one label. */
export const usualStaple: StapleOptions = { within: 'box', start: 'shares', tolerance: 1e-7, iterations: 10_000 };

/** What is said of an estimate, of whichever kind. */
interface Course {
  readonly iterations: number;
  /** False: the limit of iterations came before the parameters stood still. */
  readonly converged: boolean;
}

export interface LabelStaple extends Course {
  /** The share of votes that gave the label. */
  readonly prior: number;
  /** By vote, the probability that the label is true. */
  readonly probabilities: Float64Array;
  /** By reader: the share of the label that the reader found, and of the rest that the reader left out; null where there is none in expectation. */
  readonly readers: readonly { readonly sensitivity: number | null; readonly specificity: number | null }[];
}

/** One label against all others. @param label its value; nobody need have given it */
export function* stapleOfLabel(votes: Votes, label: number, options: StapleOptions = usualStaple): RegionWork<LabelStaple> {
  const { ballot, collapsed } = againstOthers(votes, label, options.within);
  const { priors, probabilities, performances, iterations, converged } = yield* estimatePerformances(ballot, options);
  const mass = massOf(ballot, probabilities);
  const chance = (reader: number, one: number): number | null => mass[one] === 0 ? null : performances[(reader * 2 + one) * 2 + one] as number;
  return {
    iterations, converged, prior: priors[1] as number,
    probabilities: Float64Array.from(collapsed, (vote) => probabilities[vote * 2 + 1] as number),
    readers: Array.from({ length: votes.readers }, (_, reader) => ({ sensitivity: chance(reader, 1), specificity: chance(reader, 0) })),
  };
}

export interface LabelsStaple extends Course {
  /** By label, its share of the votes. */
  readonly priors: Float64Array;
  /** Vote after vote, the probability of each of the votes' labels; they sum to 1, or are all 0 where none is possible. */
  readonly probabilities: Float64Array;
  /** By reader, by true label: the probability that each label is said of it. Null for a label that is nowhere true in expectation. */
  readonly confusions: readonly (readonly (readonly number[] | null)[])[];
}

export function* stapleOfLabels(votes: Votes, options: StapleOptions = usualStaple): RegionWork<LabelsStaple> {
  const ballot: Ballot = { readers: votes.readers, labels: votes.labels.length, said: votes.said, times: timesOf(votes, options.within) };
  const { performances, ...estimate } = yield* estimatePerformances(ballot, options);
  const mass = massOf(ballot, estimate.probabilities);
  const every = votes.labels.map((_, label) => label);
  const confusions = Array.from({ length: votes.readers }, (_, reader) => every.map((label) =>
    mass[label] === 0 ? null : every.map((said) => performances[(reader * ballot.labels + said) * ballot.labels + label] as number)));
  return { ...estimate, confusions };
}

/** Two labels whose probabilities are nearer to each other are both as likely: the estimate itself is no finer. */
const tie = 1e-6;

/**
 * To each voxel its most probable label.
 * @param undecidedAs the label value of voxels where two labels are as likely; by default the background
 */
export function* consensusByStaple(
  readings: Readings, votes: Votes, options: StapleOptions = usualStaple, undecidedAs = 0,
): RegionWork<Consensus & { readonly estimate: LabelsStaple }> {
  const estimate = yield* stage(stapleOfLabels(votes, options), 0, 0.5);
  const labels = votes.labels.length;
  const winners = Array.from(votes.voxels, (_, vote) => winnerOf(estimate.probabilities.subarray(vote * labels, (vote + 1) * labels), tie));
  return { ...yield* stage(paintWinners(readings, votes, winners, undecidedAs), 0.5, 1), estimate };
}

/** How often each vote was cast within. Beyond the box all readers say background, so that vote alone has voxels to lose. */
function timesOf({ readers, said, voxels, compared, around }: Votes, within: Within): Float64Array {
  const inBox = around[0]?.voxels ?? 0;
  if (within === 'slices' || inBox === 0) return voxels;
  return voxels.map((times, vote) => said.subarray(vote * readers, (vote + 1) * readers).some((label) => label !== 0) ? times : times - compared + inBox);
}

/** Votes in which only one label counts, merged where that makes them alike. */
function againstOthers(votes: Votes, label: number, within: Within): { ballot: Ballot; collapsed: readonly number[] } {
  const { readers, labels, said } = votes;
  const wanted = labels.indexOf(label);
  const merged = new Map<string, number>();
  const [ayes, times]: [number[], number[]] = [[], []];
  const collapsed = Array.from(timesOf(votes, within), (cast, vote) => {
    const one = Array.from(said.subarray(vote * readers, (vote + 1) * readers), (index) => Number(index === wanted));
    const key = one.join('');
    const known = merged.get(key) ?? times.length;
    if (known === times.length) {
      merged.set(key, known);
      ayes.push(...one);
      times.push(0);
    }
    times[known] = (times[known] as number) + cast;
    return known;
  });
  return { ballot: { readers, labels: 2, said: Uint8Array.from(ayes), times }, collapsed };
}
