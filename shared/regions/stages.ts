import type { RegionWork } from './grid.ts';

/** Work as a part of longer work: what it reports as 0 … 1 lies between two shares of the whole. */
export function* stage<Result>(work: RegionWork<Result>, from: number, to: number): RegionWork<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + (to - from) * step.value;
  }
}

/** Voxels that a plain loop passes over in some milliseconds. */
const pieceLength = 1 << 22;

/** A plain loop over a volume, piece by piece: `first` … `behind` − 1. */
export function* inPieces(length: number, loop: (first: number, behind: number) => void): RegionWork<void> {
  for (let first = 0; first < length; first += pieceLength) {
    const behind = Math.min(length, first + pieceLength);
    loop(first, behind);
    yield behind / length;
  }
}
