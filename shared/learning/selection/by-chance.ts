/** Strategies that hardly any other reliably beats. */
import { outputsIn } from './class-stratified.ts';
import { drawsOfPick } from './in-line.ts';
import type { Candidate } from './slice-reading.ts';
import type { Strategy } from './strategy.ts';

/**
 * Every slice as likely as any other: the line is in an order that is drawn. Passive learning, against which each strategy is to be held
 * (Settles 2009, "Active Learning Literature Survey", TR 1648, University of Wisconsin–Madison, section 6.3).
 */
export const byChance: Strategy = () => (open) => {
  const index = open.indexOf(1);
  return index < 0 ? null : { index, score: null };
};

/** Share of the picks that go to the foreground: the stronger one of the two that the paper compares. */
const foregroundShare = 2 / 3;

/**
 * Foreground-aware random (Lüth et al. 2025, "nnActive: a framework for evaluation of active learning in 3D biomedical
 * segmentation", the variant with two thirds of foreground): two of three picks draw a foreground output, each as likely as any other, then a patient who
 * shows it, then a voxel of it in the patient's open slices, and take its slice; the others draw among all slices.
 * The paper draws in the reference, and half of the voxels at the structure's border; ours takes the voxels that readings
 * tell: what a model predicts, or, in a simulation that says so, the reference's own counts put in their place.
 */
export const byForeground: Strategy = (question) => {
  const { candidates } = question;
  const outputs = outputsIn(candidates);
  let picks = 0;
  return (open, taken) => {
    const draws = drawsOfPick(picks++, question);
    if (draws.uniform() < foregroundShare) {
      const shown = Array.from({ length: outputs }, (_, output) => output).filter((output) =>
        output > 0 && candidates.some((candidate, index) => open[index] === 1 && voxelsOf(candidate, output) > 0));
      if (shown.length > 0) return { index: drawSlice(candidates, open, shown[draws.integer(shown.length)] as number, draws), score: null };
    }
    return byChance(question)(open, taken);
  };
};

/** @param output one that an open slice shows */
function drawSlice(candidates: readonly Candidate[], open: Uint8Array, output: number, draws: ReturnType<typeof drawsOfPick>): number {
  const holders = new Map<string, number[]>();
  candidates.forEach((candidate, index) => {
    if (open[index] !== 1 || voxelsOf(candidate, output) === 0) return;
    const known = holders.get(candidate.patient);
    if (known === undefined) holders.set(candidate.patient, [index]);
    else known.push(index);
  });
  const own = [...holders.values()][draws.integer(holders.size)] as number[];
  const voxels = own.map((index) => voxelsOf(candidates[index] as Candidate, output));
  let left = draws.uniform() * voxels.reduce((sum, count) => sum + count, 0);
  const found = own.find((_, n) => (left -= voxels[n] as number) < 0);
  return found ?? (own.at(-1) as number);
}

function voxelsOf({ reading }: Candidate, output: number): number {
  const voxels = reading?.outputs[output]?.voxels ?? 0;
  return voxels > 0 && Number.isFinite(voxels) ? voxels : 0;
}
