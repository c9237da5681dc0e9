/**
 * Who judges where there are too few patients to hold one back: slabs of slices, apart from the slices that
 * teach. Neighbouring slices of one patient show almost the same, so a gap lies between the two; even so
 * the Dice is not that of another patient, and whoever shows it has to say so.
 */

export interface SlabCase {
  /** Ascending indices along the slice axis. */
  readonly completeSlices: readonly number[];
  /** Label indices that each of them holds, in the same order. */
  readonly labels: readonly ReadonlySet<number>[];
}

export interface SlabSplit {
  readonly training: readonly number[];
  /** Empty where no slab could be parted. */
  readonly validation: readonly number[];
}

/** Of the labelled slices, the share that judges. */
const judgingShare = 0.2;
/** Of the labelled slices, the share that must be left to learn from: the model matters more than its number. */
const teachingShare = 0.5;

/**
 * Parts one slab from the complete slices of a case. Between a slice of the slab and one that teaches lie
 * at least `gap` slices, so that no patch of the one shows a slice of the other. Of all slabs that cover a
 * fifth of the labelled slices it is the one with most labels that are also taught, then the one that costs fewest
 * slices for its gaps, then the one nearest to the middle.
 * @param gap slices between; the plan's `contextSlices` or more
 * @returns all slices as training where at most one is labelled, or a slab would leave less than half of them
 */
export function partSlab({ completeSlices, labels }: SlabCase, gap: number): SlabSplit {
  const labelled = completeSlices.flatMap((slice, at) => (labels[at]!.size > 0 ? [{ slice, labels: labels[at]! }] : []));
  const length = Math.max(1, Math.floor(labelled.length * judgingShare));
  let best: Candidate | null = null;
  for (let start = 0; start + length <= labelled.length; start += 1) {
    const candidate = candidateAt(labelled, start, length, gap);
    if (candidate.teaching < labelled.length * teachingShare || candidate.teaching === 0) continue;
    if (best === null || isBetter(candidate, best)) best = candidate;
  }
  if (best === null) return { training: completeSlices, validation: [] };
  const { first, last } = best;
  return {
    training: completeSlices.filter((slice) => slice < first - gap || slice > last + gap),
    validation: completeSlices.filter((slice) => slice >= first && slice <= last),
  };
}

interface LabelledSlice { readonly slice: number; readonly labels: ReadonlySet<number> }

interface Candidate {
  readonly first: number;
  readonly last: number;
  /** Labelled slices that are left to learn from. */
  readonly teaching: number;
  /** Labels that are both taught and judged. */
  readonly judged: number;
  /** How many labelled slices it lies from the middle one. */
  readonly offCentre: number;
}

function candidateAt(labelled: readonly LabelledSlice[], start: number, length: number, gap: number): Candidate {
  const slab = labelled.slice(start, start + length);
  const [first, last] = [slab[0]!.slice, slab.at(-1)!.slice];
  const teaching = labelled.filter(({ slice }) => slice < first - gap || slice > last + gap);
  const taught = new Set(teaching.flatMap(({ labels }) => [...labels]));
  const judged = new Set(slab.flatMap(({ labels }) => [...labels]).filter((label) => taught.has(label)));
  return { first, last, teaching: teaching.length, judged: judged.size, offCentre: Math.abs(start + (length - labelled.length) / 2) };
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.judged !== other.judged) return one.judged > other.judged;
  if (one.teaching !== other.teaching) return one.teaching > other.teaching;
  return one.offCentre < other.offCentre;
}
