/**
 * Paints what a brush sweeps between two points of a slice: a circle or a square, and where it reaches through the
 * slices around it a ball or a cube. Runs at every move of a pointer: no closure, no allocation, nothing looked up a
 * voxel that could be known before.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';

/** What stays the same for a whole stroke. */
export interface Brush {
  /** Written; 0 erases. */
  readonly label: number;
  /** In voxels of the finer axis of the slice: a circle in mm, whatever the spacing. */
  readonly radiusVoxels: number;
  /** The axis that runs through the slice. */
  readonly axis: AxisIndex;
  readonly spacingMm: Vec3;
  /** Round where nothing is said; a square has sides of twice the radius along the slice's axes. */
  readonly shape?: 'round' | 'square';
  /** Also the slices around: a ball, or a cube. */
  readonly isThrough?: boolean;
  /** 256 entries by label index: 1 where a voxel of this label stays as it is (locked, or not to be painted over). */
  readonly kept: Uint8Array;
  /** Paints only where the image's stored value lies within, bounds included; null: everywhere. */
  readonly gate: { readonly voxels: VoxelArray; readonly lowest: number; readonly highest: number } | null;
}

/** First voxel i, j, k and last voxel i, j, k, both inclusive. */
export type TouchedBox = Int32Array;

export function emptyTouchedBox(): TouchedBox {
  return new Int32Array(6);
}

/**
 * The voxels among which a swept brush can change any, cut to the volume. A ball or cube takes the slices nearer than its radius.
 * @param from, to fractional voxel positions in one slice
 * @param into filled
 * @returns false where the brush misses the volume
 */
export function sweptBox(brush: Brush, size: Vec3, from: Vec3, to: Vec3, into: TouchedBox): boolean {
  const { axis, spacingMm } = brush;
  const across = axis === 0 ? 1 : 0;
  const along = axis === 2 ? 1 : 2;
  const finest = Math.min(spacingMm[across], spacingMm[along]);
  let isInside = true;
  for (let a = 0; a < 3; a += 1) {
    // Half a voxel at least: the voxel that a point lies in is touched however small the brush is.
    const reach = a === axis ? slicesBeside(brush, finest) : Math.max((brush.radiusVoxels * finest) / spacingMm[a]!, 0.5);
    const low = a === axis ? Math.round(from[a]) : Math.min(from[a]!, to[a]!);
    const high = a === axis ? low : Math.max(from[a]!, to[a]!);
    const first = Math.ceil(low - reach);
    const last = Math.floor(high + reach);
    into[a] = Math.max(first, 0);
    into[3 + a] = Math.min(last, size[a]! - 1);
    if (into[a]! > into[3 + a]!) isInside = false;
  }
  return isInside;
}

/** On either side of the slice that is painted. */
function slicesBeside({ isThrough = false, radiusVoxels, axis, spacingMm }: Brush, finest: number): number {
  return isThrough ? Math.max(Math.ceil((radiusVoxels * finest) / spacingMm[axis]) - 1, 0) : 0;
}

/**
 * Writes the brush's label to every voxel whose centre lies within the radius of the segment, or that the
 * segment runs through, but for kept labels and voxels outside the gate. Of a square: those that it passes over.
 * @param labels i fastest
 * @param box from `sweptBox`; shrinks to the voxels that changed
 * @returns whether any did; else the box means nothing
 */
export function paintSwept(labels: Uint8Array, size: Vec3, brush: Brush, from: Vec3, to: Vec3, box: TouchedBox): boolean {
  const { axis, spacingMm, label, kept, gate } = brush;
  const u = axis === 0 ? 1 : 0;
  const v = axis === 2 ? 1 : 2;
  const strideU = u === 0 ? 1 : size[0];
  const strideV = v === 1 ? size[0] : size[0] * size[1];
  const strideThrough = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const finest = Math.min(spacingMm[u], spacingMm[v]);
  const scaleU = spacingMm[u] / finest;
  const scaleV = spacingMm[v] / finest;
  const isSquare = brush.shape === 'square';
  const radius2 = brush.radiusVoxels * brush.radiusVoxels;
  // A wider brush reaches the centre of every voxel that its path runs through. A square is such a voxel, but larger.
  const isThin = isSquare || radius2 < (scaleU * scaleU + scaleV * scaleV) / 4;
  const halfU = isSquare ? Math.max(brush.radiusVoxels / scaleU, 0.5) : 0.5;
  const halfV = isSquare ? Math.max(brush.radiusVoxels / scaleV, 0.5) : 0.5;
  const scaleThrough = spacingMm[axis] / finest;
  const centre = Math.round(from[axis]);
  const fromU = from[u];
  const fromV = from[v];
  const toU = to[u];
  const toV = to[v];
  const du = (toU - fromU) * scaleU;
  const dv = (toV - fromV) * scaleV;
  const length2 = du * du + dv * dv;
  const perLength2 = length2 > 0 ? 1 / length2 : 0;
  const values = gate === null ? null : gate.voxels;
  const lowest = gate === null ? 0 : gate.lowest;
  const highest = gate === null ? 0 : gate.highest;

  const firstU = box[u]!;
  const firstV = box[v]!;
  const lastU = box[3 + u]!;
  const lastV = box[3 + v]!;
  const firstSlice = box[axis]!;
  const lastSlice = box[3 + axis]!;
  let changedFirstU = lastU + 1;
  let changedFirstV = lastV + 1;
  let changedLastU = firstU - 1;
  let changedLastV = firstV - 1;
  let changedFirstSlice = lastSlice + 1;
  let changedLastSlice = firstSlice - 1;
  for (let slice = firstSlice; slice <= lastSlice; slice += 1) {
    const away = (slice - centre) * scaleThrough;
    // Of a ball each slice has a smaller circle; of a square no voxel counts by its distance.
    const within2 = isSquare ? -1 : radius2 - away * away;
    const mayRunThrough = isThin && (isSquare || slice === centre);
    for (let y = firstV; y <= lastV; y += 1) {
      const pv = (y - fromV) * scaleV;
      let index = slice * strideThrough + y * strideV + firstU * strideU;
      for (let x = firstU; x <= lastU; x += 1, index += strideU) {
        const present = labels[index]!;
        if (present === label || kept[present] !== 0) continue;
        const pu = (x - fromU) * scaleU;
        const along = (pu * du + pv * dv) * perLength2;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const ru = pu - t * du;
        const rv = pv - t * dv;
        if (ru * ru + rv * rv > within2 && !(mayRunThrough && runsThrough(x, y, halfU, halfV, fromU, fromV, toU, toV))) continue;
        if (values !== null) {
          const value = values[index]!;
          // Also false for what is not a number.
          if (!(value >= lowest && value <= highest)) continue;
        }
        labels[index] = label;
        if (x < changedFirstU) changedFirstU = x;
        if (x > changedLastU) changedLastU = x;
        if (y < changedFirstV) changedFirstV = y;
        if (y > changedLastV) changedLastV = y;
        if (slice < changedFirstSlice) changedFirstSlice = slice;
        changedLastSlice = slice;
      }
    }
  }
  if (changedLastSlice < changedFirstSlice) return false;
  box[u] = changedFirstU;
  box[v] = changedFirstV;
  box[axis] = changedFirstSlice;
  box[3 + u] = changedLastU;
  box[3 + v] = changedLastV;
  box[3 + axis] = changedLastSlice;
  return true;
}

/** Whether a segment crosses the inside of the rectangle [x − halfU, x + halfU) × [y − halfV, y + halfV), by the interval that each pair of sides leaves of it. */
function runsThrough(x: number, y: number, halfU: number, halfV: number, fromU: number, fromV: number, toU: number, toV: number): boolean {
  let enters = 0;
  let leaves = 1;
  if (fromU === toU) {
    if (fromU < x - halfU || fromU >= x + halfU) return false;
  } else {
    const one = (x - halfU - fromU) / (toU - fromU);
    const other = (x + halfU - fromU) / (toU - fromU);
    enters = Math.max(enters, Math.min(one, other));
    leaves = Math.min(leaves, Math.max(one, other));
  }
  if (fromV === toV) {
    if (fromV < y - halfV || fromV >= y + halfV) return false;
  } else {
    const one = (y - halfV - fromV) / (toV - fromV);
    const other = (y + halfV - fromV) / (toV - fromV);
    enters = Math.max(enters, Math.min(one, other));
    leaves = Math.min(leaves, Math.max(one, other));
  }
  return fromU === toU && fromV === toV ? true : enters < leaves;
}
