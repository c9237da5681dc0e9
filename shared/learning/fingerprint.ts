/** What the training images of a project are like: all that a plan is made from. */
import { spacingMm, voxelCount } from '../geometry/affine.ts';
import { orderToRas, reorderSize } from '../geometry/axis-order.ts';
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { Modality } from '../voxels/image-volume.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { SnapshotCase } from './snapshot-manifest.ts';
import { commonSliceAxis } from './who-judges.ts';

/** What counts of one case. Sizes and spacings are in the axis order closest to RAS. */
export interface CaseFingerprint {
  readonly role: SnapshotCase['role'];
  readonly modality: Modality;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  /** The axis of the RAS volume that the reviewed slices are stacked along. */
  readonly sliceAxis: AxisIndex;
  readonly completeSlices: number;
  /** Label indices that the complete slices hold, ascending, without the background. */
  readonly drawnLabels: readonly number[];
  /** Real values of at most `sampledPerCase` voxels under labels; empty where the image was not looked at. */
  readonly foregroundValues: readonly number[];
}

export interface Fingerprint {
  readonly trainingCases: number;
  /** Complete slices of the training cases. */
  readonly trainingSlices: number;
  /** `other` where the training cases are of several kinds. */
  readonly modality: Modality;
  readonly medianSize: Vec3;
  readonly medianSpacingMm: Vec3;
  readonly sliceAxis: AxisIndex;
  readonly drawnLabels: readonly number[];
  /** 0.5 and 99.5 percentile of the real values under labels; null where no image was looked at. */
  readonly foregroundRange: { readonly low: number; readonly high: number } | null;
}

/** Enough for percentiles to half a percent, and the same weight for a large and a small case. */
const sampledPerCase = 2_000;

/**
 * @param labels label indices on the image's own grid
 * @param image stored voxels on the same grid; null where their values do not matter (only CT's do)
 * @throws RangeError where labels or voxels do not have the grid's size
 */
export function fingerprintCase(
  snapshotCase: Pick<SnapshotCase, 'role' | 'image' | 'sliceAxis' | 'completeSlices'>,
  labels: Uint8Array,
  image: VoxelArray | null,
): CaseFingerprint {
  const { geometry, slope, intercept } = snapshotCase.image;
  const count = voxelCount(geometry.size);
  if (labels.length !== count || (image !== null && image.length !== count)) throw new RangeError('size and voxels do not fit');
  const foreground = foregroundOf(labels, geometry.size, snapshotCase.sliceAxis, snapshotCase.completeSlices);
  return {
    ...fingerprintOfGrid({ ...snapshotCase, ...snapshotCase.image }, foreground.drawnLabels),
    // A voxel that holds no number (a CT padded with NaN) would make the whole window none.
    foregroundValues: image === null ? [] : foreground.sample.map((at) => slope * (image[at] as number) + intercept).filter(Number.isFinite),
  };
}

/** What of a case is known without a look at its voxels. */
export function fingerprintOfGrid(
  { role, modality, geometry, sliceAxis, completeSlices }: Pick<SnapshotCase, 'role' | 'sliceAxis' | 'completeSlices'> & Pick<SnapshotCase['image'], 'modality' | 'geometry'>,
  drawnLabels: readonly number[],
): CaseFingerprint {
  const order = orderToRas(geometry.affine);
  return {
    role,
    modality,
    size: reorderSize(geometry.size, order),
    spacingMm: reorderSize(spacingMm(geometry.affine), order),
    sliceAxis: order.from.indexOf(sliceAxis) as AxisIndex,
    completeSlices: completeSlices.length,
    drawnLabels,
    foregroundValues: [],
  };
}

/** Joins the cases that teach; those that judge must not shape the plan. */
export function joinFingerprints(cases: readonly CaseFingerprint[]): Fingerprint {
  const teaching = cases.filter(({ role, completeSlices }) => role === 'train' && completeSlices > 0);
  const modalities = new Set(teaching.map(({ modality }) => modality));
  const [onlyModality] = modalities;
  const values = teaching.flatMap(({ foregroundValues }) => foregroundValues).sort((a, b) => a - b);
  return {
    trainingCases: teaching.length,
    trainingSlices: teaching.reduce((sum, { completeSlices }) => sum + completeSlices, 0),
    modality: modalities.size === 1 && onlyModality !== undefined ? onlyModality : 'other',
    medianSize: medianOf(teaching.map(({ size }) => size), 1),
    medianSpacingMm: medianOf(teaching.map((one) => one.spacingMm), 1),
    sliceAxis: commonSliceAxis(teaching),
    drawnLabels: [...new Set(teaching.flatMap(({ drawnLabels }) => drawnLabels))].sort((a, b) => a - b),
    foregroundRange: values.length === 0 ? null : { low: quantile(values, 0.005), high: quantile(values, 0.995) },
  };
}

function medianOf(vectors: readonly Vec3[], whereNone: number): Vec3 {
  const median = (axis: AxisIndex): number => {
    const sorted = vectors.map((vector) => vector[axis]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? whereNone;
  };
  return [median(0), median(1), median(2)];
}

/** @param sorted ascending, not empty */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}

/** Label indices in the complete slices, and places of a sample of labelled voxels: every n-th, the same at every run. */
function foregroundOf(
  labels: Uint8Array,
  size: Vec3,
  sliceAxis: AxisIndex,
  completeSlices: readonly number[],
): { readonly drawnLabels: readonly number[]; readonly sample: readonly number[] } {
  const voxelsOf = new Array<number>(256).fill(0);
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [inner, outer] = ([0, 1, 2] as const).filter((axis) => axis !== sliceAxis) as [AxisIndex, AxisIndex];
  const visit = (seen: (label: number, at: number) => void): void => {
    for (const slice of completeSlices) {
      for (let q = 0; q < size[outer]; q += 1) {
        let at = slice * strides[sliceAxis] + q * strides[outer];
        for (let p = 0; p < size[inner]; p += 1, at += strides[inner]) {
          const label = labels[at] as number;
          if (label !== 0) seen(label, at);
        }
      }
    }
  };
  visit((label) => { voxelsOf[label] = (voxelsOf[label] as number) + 1; });
  const drawnLabels = voxelsOf.flatMap((voxels, label) => (voxels > 0 ? [label] : []));

  const every = Math.max(1, Math.ceil(voxelsOf.reduce((sum, voxels) => sum + voxels, 0) / sampledPerCase));
  const sample: number[] = [];
  let passed = 0;
  visit((_, at) => { if (passed++ % every === 0) sample.push(at); });
  return { drawnLabels, sample };
}
