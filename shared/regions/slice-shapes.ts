/** The separate shapes of a drawn slice, and which of them continue which in the next drawn slice. */
import { findComponents } from './components.ts';
import { finish, type Mask } from './grid.ts';
import type { SliceFrame } from './slice.ts';

/** Pixels that touch at a side or a corner. */
export interface Shape {
  /** Of the whole slice: which shape each pixel belongs to, 0 for none. */
  readonly owners: Int32Array;
  readonly owner: number;
  readonly firstU: number;
  readonly lastU: number;
  readonly firstV: number;
  readonly lastV: number;
  /** The mean of its pixels. */
  readonly centreU: number;
  readonly centreV: number;
  readonly pixels: number;
}

export function shapesOf(mask: Mask, { width, height }: SliceFrame): readonly Shape[] {
  const { first, behind, component, voxels } = finish(findComponents(mask, 1, [width, height, 1], 26));
  const owners = new Int32Array(mask.length);
  const found = Array.from(voxels, (pixels, at) => ({
    owners, owner: at + 1, pixels, firstU: width, lastU: -1, firstV: height, lastV: -1, centreU: 0, centreV: 0,
  }));
  for (let run = 0; run < first.length; run++) {
    const [from, to] = [first[run] as number, (behind[run] as number) - 1];
    const shape = found[component[run] as number];
    if (shape === undefined) continue;
    owners.fill(shape.owner, from, to + 1);
    const v = Math.floor(from / width);
    const [left, right] = [from - v * width, to - v * width];
    shape.firstU = Math.min(shape.firstU, left);
    shape.lastU = Math.max(shape.lastU, right);
    shape.firstV = Math.min(shape.firstV, v);
    shape.lastV = Math.max(shape.lastV, v);
    // Sums until all runs are counted.
    shape.centreU += ((left + right) / 2) * (right - left + 1);
    shape.centreV += v * (right - left + 1);
  }
  for (const shape of found) {
    shape.centreU /= shape.pixels;
    shape.centreV /= shape.pixels;
  }
  return found;
}

export interface MatchedShapes {
  /** Each of the first slice with each of the second that it continues into; a shape may be in several pairs. */
  readonly pairs: readonly (readonly [Shape, Shape])[];
  /** What nothing continues, of the first slice and of the second. */
  readonly ending: readonly Shape[];
  readonly beginning: readonly Shape[];
}

/**
 * Shapes that overlap belong together. Of the others, those nearest to each other are taken for one object that moved,
 * each once, and what is left may be a branch of a shape that is already matched; always only if the centres lie no
 * farther apart than both radii and, beyond them, the larger of both radii and `gapMm`; a branch, than both radii and
 * its own diameter. Radii are those of circles of the same area.
 */
export function matchShapes(before: readonly Shape[], after: readonly Shape[], frame: SliceFrame, gapMm: number): MatchedShapes {
  const pairs = overlappingPairs(before, after);
  const isAlone = (shape: Shape): boolean => !pairs.some((pair) => pair.includes(shape));
  const candidates = before.flatMap((one) => after.map((other) => ({ one, other, ...apart(one, other, frame) })))
    .sort((a, b) => a.centresMm - b.centresMm);
  for (const { one, other, centresMm, radiiMm } of candidates) {
    if (isAlone(one) && isAlone(other) && centresMm <= radiiMm + Math.max(radiiMm, gapMm)) pairs.push([one, other]);
  }
  const matched = new Set(pairs.flat());
  for (const { one, other, centresMm, radiiMm } of candidates) {
    if (matched.has(one) === matched.has(other)) continue;
    const branch = matched.has(one) ? other : one;
    if (isAlone(branch) && centresMm <= radiiMm + 2 * radiusMm(branch, frame)) pairs.push([one, other]);
  }
  return { pairs, ending: before.filter(isAlone), beginning: after.filter(isAlone) };
}

function overlappingPairs(before: readonly Shape[], after: readonly Shape[]): (readonly [Shape, Shape])[] {
  const [one, other] = [before[0]?.owners, after[0]?.owners];
  if (one === undefined || other === undefined) return [];
  const seen = new Map<number, readonly [Shape, Shape]>();
  for (let at = 0; at < one.length; at++) {
    if (one[at] === 0 || other[at] === 0) continue;
    const [a, b] = [(one[at] as number) - 1, (other[at] as number) - 1];
    const key = a * after.length + b;
    if (!seen.has(key)) seen.set(key, [before[a] as Shape, after[b] as Shape]);
  }
  return [...seen.values()];
}

function apart(one: Shape, other: Shape, frame: SliceFrame): { centresMm: number; radiiMm: number } {
  const centresMm = Math.hypot((one.centreU - other.centreU) * frame.spacingUMm, (one.centreV - other.centreV) * frame.spacingVMm);
  return { centresMm, radiiMm: radiusMm(one, frame) + radiusMm(other, frame) };
}

function radiusMm(shape: Shape, { spacingUMm, spacingVMm }: SliceFrame): number {
  return Math.sqrt((shape.pixels * spacingUMm * spacingVMm) / Math.PI);
}
