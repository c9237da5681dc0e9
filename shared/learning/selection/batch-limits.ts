/** Which slices a batch may still hold. It must not know who chooses. */
import type { SlicePlace } from './slice-reading.ts';

/** Neighbouring slices teach nearly the same: slices of a case stay at least this far apart, by both measures. */
const fewestSlicesApart = 2;
const fewestMmApart = 3;
/** Positions are multiples of a spacing, rounded. */
const roundingMm = 1e-6;
/** One slice in ten. */
const slicesForOneOfCase = 10;

export interface BatchLimits {
  /** 1 where a candidate may come in. */
  readonly open: Uint8Array;
  /** Takes a candidate in, and closes what it shuts out. */
  take(index: number): void;
}

/** Whether one batch may not hold both. Slices along different axes cross, and are not neighbours. */
export function tooNear(a: SlicePlace, b: SlicePlace): boolean {
  if (a.caseId !== b.caseId || a.axis !== b.axis) return false;
  return Math.abs(a.index - b.index) < fewestSlicesApart || Math.abs(a.positionMm - b.positionMm) < fewestMmApart - roundingMm;
}

/** How many slices of one case a batch holds until it holds one of each case. */
export function mostOfCase(size: number): number {
  return Math.max(1, Math.floor(size / slicesForOneOfCase));
}

/**
 * Two slices of a case are never nearer than two slices and 3 mm: rather than that, a batch stays smaller than was wanted. A case
 * gives at most a tenth of the batch, at least one, until each case that has candidates gave one; then as many as there are. That
 * never leaves a batch short, since a case that has given none yet is open.
 */
export function batchLimits(candidates: readonly SlicePlace[], size: number): BatchLimits {
  const open = new Uint8Array(candidates.length).fill(1);
  const near = new Uint8Array(candidates.length);
  const ofCase = new Map<string, { readonly members: number[]; given: number }>();
  candidates.forEach(({ caseId }, index) => {
    const known = ofCase.get(caseId);
    if (known === undefined) ofCase.set(caseId, { members: [index], given: 0 });
    else known.members.push(index);
  });
  const most = mostOfCase(size);
  let casesWithout = ofCase.size;
  return {
    open,
    take(index) {
      const taken = candidates[index] as SlicePlace;
      const own = ofCase.get(taken.caseId)!;
      if (own.given++ === 0 && --casesWithout === 0) {
        for (let other = 0; other < open.length; other++) open[other] = near[other] === 1 ? 0 : 1;
      }
      for (const other of own.members) {
        if (tooNear(candidates[other] as SlicePlace, taken)) near[other] = 1;
        if (near[other] === 1 || (casesWithout > 0 && own.given >= most)) open[other] = 0;
      }
    },
  };
}
