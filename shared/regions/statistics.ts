/** What is measured of labels: how large they are, where they lie, and which image values they hold. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import { valuesAtRanks } from '../voxels/order-statistic.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { Grid, RegionWork } from './grid.ts';
import { labelBoxes, type LabelValues } from './region-box.ts';

export interface RegionStatistics {
  readonly voxels: number;
  readonly volumeMm3: number;
  readonly volumeMl: number;
  /** Mean of the voxels' indices. */
  readonly centroid: Vec3;
  readonly box: VoxelBox;
  /** Null without an image, or where the image has no number in any of the voxels. */
  readonly values: ValueStatistics | null;
}

/** As the image stores them; what is not a finite number is left out. */
export interface ValueStatistics {
  readonly mean: number;
  /** Of a sample (n − 1); 0 of a single voxel. */
  readonly standardDeviation: number;
  readonly lowest: number;
  readonly highest: number;
  /** Of an even number the mean of the two middle ones; from single precision. */
  readonly median: number;
}

/** Of stored values those of real ones, which are slope · stored + intercept. */
export function inRealValues({ mean, standardDeviation, lowest, highest, median }: ValueStatistics, slope: number, intercept: number): ValueStatistics {
  const ends = [lowest, highest].map((value) => slope * value + intercept);
  return {
    mean: slope * mean + intercept,
    standardDeviation: Math.abs(slope) * standardDeviation,
    lowest: Math.min(...ends),
    highest: Math.max(...ends),
    median: slope * median + intercept,
  };
}

/**
 * All labels that occur, without 0, at once.
 * @param image stored values on the same grid, null: only size and place are measured
 * @throws RangeError where an array does not have the grid's number of voxels
 */
export function* labelStatistics(labels: LabelValues, image: VoxelArray | null, { size, spacingMm }: Grid): RegionWork<ReadonlyMap<number, RegionStatistics>> {
  if (image !== null && image.length !== labels.length) throw new RangeError('image and labels do not fit');
  const boxes = labelBoxes(labels, size);
  const whole = [...boxes.values()].reduce<VoxelBox | null>(unionBox, null);
  const sums = newSums([...boxes.keys()]);
  if (whole !== null) for (const done of eachRun(labels, size, whole, (...run) => { addRun(sums, image, ...run); })) yield done / 2;
  const gathered = newGathering(sums);
  if (whole !== null && image !== null) {
    for (const done of eachRun(labels, size, whole, (label, first, behind) => { gather(sums, gathered, image, label, first, behind); })) yield 0.5 + done / 2;
  }
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  return new Map([...boxes].map(([label, box]) => {
    const { voxels, i, j, k } = ofLabel(sums, label);
    return [label, {
      voxels, box, volumeMm3: voxels * voxelMm3, volumeMl: (voxels * voxelMm3) / 1000,
      centroid: [i / voxels, j / voxels, k / voxels], values: valuesOf(ofLabel(sums, label), gathered),
    }];
  }));
}

/** Of a label: of its voxels' indices, and of the values less the first one, so that large values cost small deviations no digits. */
interface Sums {
  voxels: number;
  i: number;
  j: number;
  k: number;
  /** Voxels with a finite value. */
  measured: number;
  origin: number;
  sum: number;
  squares: number;
  lowest: number;
  highest: number;
  /** Where the next value goes among those gathered. */
  next: number;
}

function newSums(labels: readonly number[]): ReadonlyMap<number, Sums> {
  return new Map(labels.map((label) => [label, { voxels: 0, i: 0, j: 0, k: 0, measured: 0, origin: 0, sum: 0, squares: 0, lowest: Infinity, highest: -Infinity, next: 0 }]));
}

function ofLabel(sums: ReadonlyMap<number, Sums>, label: number): Sums {
  const found = sums.get(label);
  if (found === undefined) throw new RangeError(`label ${label} appeared while it was measured`);
  return found;
}

function addRun(sums: ReadonlyMap<number, Sums>, image: VoxelArray | null, label: number, first: number, behind: number, i: number, j: number, k: number): void {
  const of = ofLabel(sums, label);
  const count = behind - first;
  of.voxels += count;
  of.i += count * (i + (count - 1) / 2);
  of.j += count * j;
  of.k += count * k;
  if (image !== null) addValues(of, image, first, behind);
}

function addValues(of: Sums, image: VoxelArray, first: number, behind: number): void {
  let { measured, origin, sum, squares, lowest, highest } = of;
  for (let at = first; at < behind; at++) {
    const value = image[at] as number;
    // Also false for what is not a number.
    if (!(value - value === 0)) continue;
    if (measured++ === 0) origin = value;
    const away = value - origin;
    sum += away;
    squares += away * away;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  of.measured = measured;
  of.origin = origin;
  of.sum = sum;
  of.squares = squares;
  of.lowest = lowest;
  of.highest = highest;
}

/** A place for all measured values, one label's behind the other's. */
function newGathering(sums: ReadonlyMap<number, Sums>): Float32Array {
  let total = 0;
  for (const of of sums.values()) {
    of.next = total;
    total += of.measured;
  }
  return new Float32Array(total);
}

function gather(sums: ReadonlyMap<number, Sums>, into: Float32Array, image: VoxelArray, label: number, first: number, behind: number): void {
  const of = ofLabel(sums, label);
  let { next } = of;
  for (let at = first; at < behind; at++) {
    const value = image[at] as number;
    if (value - value === 0) into[next++] = value;
  }
  of.next = next;
}

function valuesOf({ measured, origin, sum, squares, lowest, highest, next }: Sums, gathered: Float32Array): ValueStatistics | null {
  if (measured === 0) return null;
  const variance = measured === 1 ? 0 : Math.max(0, squares - (sum * sum) / measured) / (measured - 1);
  return { mean: origin + sum / measured, standardDeviation: Math.sqrt(variance), lowest, highest, median: medianOf(gathered.subarray(next - measured, next)) };
}

/** Where the counting of `valuesAtRanks` begins to cost less than sorting. */
const manyValues = 20_000;

function medianOf(values: Float32Array): number {
  const ranks = [(values.length - 1) >> 1, values.length >> 1];
  const [below, above] = values.length < manyValues ? atRanks(values.sort(), ranks) : valuesAtRanks(values, ranks);
  return ((below as number) + (above as number)) / 2;
}

function atRanks(sorted: Float32Array, ranks: readonly number[]): number[] {
  return ranks.map((rank) => sorted[rank] as number);
}

/** Calls with each run of a label in the rows of a box: its voxels `first` … `behind` − 1, which begin at i, j, k. */
function* eachRun(
  labels: LabelValues, [ni, nj]: Vec3, { first, last }: VoxelBox,
  run: (label: number, first: number, behind: number, i: number, j: number, k: number) => void,
): RegionWork<void> {
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      const start = ni * (j + nj * k);
      const end = start + last[0] + 1;
      for (let at = start + first[0]; at < end;) {
        const [label, from] = [labels[at] as number, at];
        while (at < end && labels[at] === label) at++;
        if (label !== 0) run(label, from, at, from - start, j, k);
      }
    }
    yield (k - first[2] + 1) / (last[2] - first[2] + 1);
  }
}
