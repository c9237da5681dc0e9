/** Class-stratified, noised entropy: each label gets its own share of the batch. */
import { entropyOf, noised } from './by-uncertainty.ts';
import { drawsOfPick, gumbelNoise } from './in-line.ts';
import { firstOpen, greatestFirst, told } from './ranked.ts';
import type { Candidate } from './slice-reading.ts';
import type { PickedSlice, SelectionQuestion, Strategy } from './strategy.ts';

/** The power of the first batch, what it grows by from batch to batch, and where noise has no say any more. */
const firstPower = 1;
const growth = 2;
const greatestPower = 64;

/** Of so many picks one is of no label in particular, the others are the labels' in turn. */
const picksForOneOfAll = 3;

/** One order of candidates, and the scores that it is told with. */
interface Stratum {
  readonly order: Uint32Array;
  readonly scoreOf: (candidate: Candidate) => number;
}

/**
 * ClaSP PE: class-stratified, scheduled power predictive entropy (Lüth, Traub et al. 2026, "Finally outshining the random
 * baseline", arXiv 2601.13677). Two thirds of the picks go to the foreground outputs in equal parts: for an output, slices by the
 * entropy of the voxels that are likeliest it; one third goes by a slice's entropy. To the logarithm of each score Gumbel
 * noise is added, less from batch to batch: early batches spread, later ones take what is most uncertain.
 * Ours scores slices, not 3D patches; gives labels their turns one by one, so that a batch that is broken off is stratified
 * too; passes over a label that no open slice shows; and raises the power 1, 2, 4 … 64, numbers of our own.
 */
export const classStratified: Strategy = (question) => {
  const all = stratum(question, 0, entropyOf, () => true);
  const outputs = outputsIn(question.candidates);
  const labels = Array.from({ length: Math.max(0, outputs - 1) }, (_, n) => n + 1).map((output) =>
    stratum(question, output, (candidate) => candidate.reading?.outputs[output]?.entropy ?? NaN, ({ reading }) => (reading?.outputs[output]?.voxels ?? 0) > 0));
  let turn = labels.length === 0 ? 0 : drawsOfPick(0, question).integer(labels.length);
  let picks = 0;
  return (open) => {
    const ofAll = ++picks % picksForOneOfAll === 0;
    for (let passed = 0; !ofAll && passed < labels.length; passed++) {
      const found = first(labels[turn++ % labels.length] as Stratum, question, open);
      if (found !== null) return found;
    }
    return first(all, question, open);
  };
};

/** The power of the scores in a batch. */
export function powerOf(round: number): number {
  return Math.min(greatestPower, firstPower * growth ** round);
}

/** Outputs that readings speak of, background included. */
export function outputsIn(candidates: readonly Candidate[]): number {
  return candidates.reduce((most, { reading }) => Math.max(most, reading?.outputs.length ?? 0), 0);
}

/** @param nth noise of a slice: each stratum has its own */
function stratum(question: SelectionQuestion, nth: number, scoreOf: (candidate: Candidate) => number, member: (candidate: Candidate) => boolean): Stratum {
  const { candidates, round } = question;
  const keys = candidates.map((candidate) => {
    const gumbel = gumbelNoise(candidate, question);
    for (let passed = 0; passed < nth; passed++) gumbel();
    return noised(scoreOf(candidate), powerOf(round), gumbel);
  });
  return { order: greatestFirst(keys).filter((index) => member(candidates[index] as Candidate)), scoreOf };
}

function first({ order, scoreOf }: Stratum, { candidates }: SelectionQuestion, open: Uint8Array): PickedSlice | null {
  const index = firstOpen(order, open);
  return index < 0 ? null : { index, score: told(scoreOf(candidates[index] as Candidate)) };
}
