/** How far the outlines of a label lie apart in two labelmaps: in the volume, or within the slices that were compared. */
import type { Affine, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { directedDistances, hd95Of } from '../learning/evaluation/surface-distances.ts';
import { surfaceVoxels } from '../learning/evaluation/surface.ts';
import { boxOfGrid } from '../regions/boxed-mask.ts';
import { boxSize, cutOut, eachAxis, roomAround } from '../regions/region-box.ts';
import type { ComparedSlices } from './readings.ts';

export interface OutlinePair {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly size: Vec3;
  /** Null: distances in voxels. */
  readonly affine: Affine | null;
  /** Null: the whole volume. */
  readonly slices: ComparedSlices | null;
}

/** Distances in mm, or voxels. */
export interface OutlineDistance {
  /** Null where no distance can be measured: the label is not in both, or in no slice in both. */
  readonly hd95: number | null;
  /** Compared slices in which only one of them has the label, and which thus have no distance; null where the volume was measured. */
  readonly loneSlices: number | null;
}

/**
 * The larger of the two directed 95th percentiles of the distances from outline to outline. Where only some slices are
 * compared an outline is that within its slice, and the distances of all slices are taken together: what lies between them is
 * not known, and an end of a label that is none would be measured.
 * @param box holds every compared voxel of the label in both
 */
export function* outlineDistance(pair: OutlinePair, label: number, box: VoxelBox): Generator<void, OutlineDistance> {
  if (pair.slices !== null) return yield* withinSlices(pair, pair.slices, label, box);
  const prediction = surfaceVoxels(pair.first, pair.size, label, box);
  const reference = surfaceVoxels(pair.second, pair.size, label, box);
  if (prediction.length === 0 || reference.length === 0) return { hd95: null, loneSlices: null };
  return { hd95: hd95Of(yield* directedDistances({ prediction, reference, box, size: pair.size, affine: pair.affine })), loneSlices: null };
}

function* withinSlices({ first, second, size, affine }: OutlinePair, { axis, compared }: ComparedSlices, label: number, box: VoxelBox): Generator<void, OutlineDistance> {
  const [there, back]: [Float64Array[], Float64Array[]] = [[], []];
  let loneSlices = 0;
  for (let slice = box.first[axis]; slice <= box.last[axis]; slice++) {
    if (compared[slice] === 0) continue;
    // A border that touches the edge of the part needs the voxel behind it: along an axis of one voxel there is no outside.
    const at = (inBox: Vec3): Vec3 => eachAxis((one) => one === axis ? slice : inBox[one]);
    const room = roomAround({ first: at(box.first), last: at(box.last) }, eachAxis((one) => Number(one !== axis)), size);
    const part = { size: boxSize(room), box: boxOfGrid({ size: boxSize(room) }) };
    const [prediction, reference] = [first, second].map((values) => surfaceVoxels(cutOut(values, size, room), part.size, label, part.box)) as [Uint32Array, Uint32Array];
    if (prediction.length === 0 || reference.length === 0) {
      loneSlices += Number(prediction.length + reference.length > 0);
      continue;
    }
    const distances = yield* directedDistances({ prediction, reference, affine, ...part });
    there.push(distances.there);
    back.push(distances.back);
  }
  return { hd95: there.length === 0 ? null : hd95Of({ there: together(there), back: together(back) }), loneSlices };
}

function together(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}
