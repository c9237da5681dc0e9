/** What the training images of a project are like: all that a plan is made from. */
import { spacingMm, voxelCount } from '../geometry/affine.ts';
import { orderToRas, reorderSize } from '../geometry/axis-order.ts';
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { Modality } from '../voxels/image-volume.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { fingerprintFurther, joinFurther, type FurtherFingerprint, type FurtherInput } from './further-fingerprints.ts';
import type { FurtherImage, SnapshotCase } from './snapshot-manifest.ts';
import { commonSliceAxis } from './who-judges.ts';

/** What counts of one case. Sizes and spacings are in the axis order closest to RAS. */
export interface CaseFingerprint {
  readonly role: SnapshotCase['role'];
  readonly modality: Modality;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  /** False where the file does not say it, and `spacingMm` is a placeholder. */
  readonly spacingKnown: boolean;
  /** The axis of the RAS volume that the reviewed slices are stacked along. */
  readonly sliceAxis: AxisIndex;
  readonly completeSlices: number;
  /** Label indices that the complete slices hold, ascending, without the background. */
  readonly drawnLabels: readonly number[];
  /** Real values of at most `sampledPerCase` voxels under labels; empty where the image was not looked at. */
  readonly foregroundValues: readonly number[];
  /** Voxels under labels of an image that was looked at. */
  readonly foregroundVoxels: number;
  /** Left out where there are none. */
  readonly furtherImages?: readonly FurtherFingerprint[];
}

/** Real values under labels. */
export interface Foreground {
  /** 0.5 and 99.5 percentile. */
  readonly low: number;
  readonly high: number;
  /** Mean and standard deviation of the values between them, what lies outside taken as the percentile. */
  readonly mean: number;
  readonly deviation: number;
  readonly voxels: number;
  readonly cases: number;
}

export interface Fingerprint {
  readonly trainingCases: number;
  /** Complete slices of the training cases. */
  readonly trainingSlices: number;
  /** `other` where the training cases are of several kinds. */
  readonly modality: Modality;
  readonly medianSize: Vec3;
  /** Of the cases whose spacing is known; where none is, of their placeholders. */
  readonly medianSpacingMm: Vec3;
  /** No case's spacing is known; left out where one is. */
  readonly spacingUnknown?: true;
  readonly sliceAxis: AxisIndex;
  readonly drawnLabels: readonly number[];
  /** Null where no image was looked at, or nothing lies under labels. */
  readonly foreground: Foreground | null;
  /** Images that every case has beside its first one, and roles of those that only some have; left out where there are none. */
  readonly furtherInputs?: readonly FurtherInput[];
  readonly partlyThere?: readonly string[];
}

/** Enough for percentiles to half a percent, and the same weight for a large and a small case. */
const sampledPerCase = 2_000;

/**
 * @param labels label indices on the image's own grid
 * @param image stored voxels on the same grid; null where their values do not matter (only CT's do)
 * @param further those of the further images, each on its own grid
 * @throws RangeError where labels or voxels do not have the grid's size
 */
export function fingerprintCase(
  snapshotCase: Pick<SnapshotCase, 'role' | 'image' | 'sliceAxis' | 'completeSlices' | 'furtherImages'>,
  labels: Uint8Array,
  image: VoxelArray | null,
  further: ReadonlyMap<string, VoxelArray> = new Map(),
): CaseFingerprint {
  const { geometry, slope, intercept } = snapshotCase.image;
  const count = voxelCount(geometry.size);
  if (labels.length !== count || (image !== null && image.length !== count)) throw new RangeError('size and voxels do not fit');
  const foreground = foregroundOf(labels, geometry.size, snapshotCase.sliceAxis, snapshotCase.completeSlices);
  return {
    ...fingerprintOfGrid({ ...snapshotCase, ...snapshotCase.image }, foreground.drawnLabels),
    // A voxel that holds no number (a CT padded with NaN) would make the whole window none.
    foregroundVoxels: image === null ? 0 : foreground.voxels,
    foregroundValues: image === null ? [] : foreground.sample.map((at) => slope * (image[at] as number) + intercept).filter(Number.isFinite),
    ...furtherOf(snapshotCase, (one) => fingerprintFurther(one, further.get(one.role) ?? null, { geometry, places: foreground.sample, voxels: foreground.voxels })),
  };
}

/** What of a case is known without a look at its voxels. */
export function fingerprintOfGrid(
  { role, modality, geometry, trust, sliceAxis, completeSlices, furtherImages }:
    Pick<SnapshotCase, 'role' | 'sliceAxis' | 'completeSlices' | 'furtherImages'> & Pick<SnapshotCase['image'], 'modality' | 'geometry' | 'trust'>,
  drawnLabels: readonly number[],
): CaseFingerprint {
  const order = orderToRas(geometry.affine);
  return {
    role,
    modality,
    size: reorderSize(geometry.size, order),
    spacingMm: reorderSize(spacingMm(geometry.affine), order),
    spacingKnown: trust !== 'spacing-unknown',
    sliceAxis: order.from.indexOf(sliceAxis) as AxisIndex,
    completeSlices: completeSlices.length,
    drawnLabels,
    foregroundValues: [],
    foregroundVoxels: 0,
    ...furtherOf({ furtherImages }, (one) => ({ role: one.role, modality: one.modality, foregroundValues: [], foregroundVoxels: 0 })),
  };
}

function furtherOf(
  { furtherImages = [] }: { readonly furtherImages?: SnapshotCase['furtherImages'] | undefined }, fingerprint: (one: FurtherImage) => FurtherFingerprint,
): Pick<CaseFingerprint, 'furtherImages'> {
  return furtherImages.length === 0 ? {} : { furtherImages: furtherImages.map(fingerprint) };
}

/** Joins the cases that teach; those that judge must not shape the plan. */
export function joinFingerprints(cases: readonly CaseFingerprint[]): Fingerprint {
  const teaching = cases.filter(({ role, completeSlices }) => role === 'train' && completeSlices > 0);
  const modalities = new Set(teaching.map(({ modality }) => modality));
  const [onlyModality] = modalities;
  const placed = teaching.filter(({ spacingKnown }) => spacingKnown);
  const further = joinFurther(cases.filter(({ completeSlices }) => completeSlices > 0), teaching, joinForegrounds);
  return {
    trainingCases: teaching.length,
    trainingSlices: teaching.reduce((sum, { completeSlices }) => sum + completeSlices, 0),
    modality: modalities.size === 1 && onlyModality !== undefined ? onlyModality : 'other',
    medianSize: medianOf(teaching.map(({ size }) => size), 1),
    medianSpacingMm: medianOf((placed.length > 0 ? placed : teaching).map((one) => one.spacingMm), 1),
    ...(teaching.length > 0 && placed.length === 0 ? { spacingUnknown: true as const } : {}),
    sliceAxis: commonSliceAxis(teaching),
    drawnLabels: [...new Set(teaching.flatMap(({ drawnLabels }) => drawnLabels))].sort((a, b) => a - b),
    foreground: joinForegrounds(teaching),
    ...(further.inputs.length > 0 ? { furtherInputs: further.inputs } : {}),
    ...(further.partly.length > 0 ? { partlyThere: further.partly } : {}),
  };
}

function joinForegrounds(cases: readonly Pick<CaseFingerprint, 'foregroundValues' | 'foregroundVoxels'>[]): Foreground | null {
  const values = cases.flatMap(({ foregroundValues }) => foregroundValues).sort((a, b) => a - b);
  if (values.length === 0) return null;
  const [low, high] = [quantile(values, 0.005), quantile(values, 0.995)];
  const clipped = values.map((value) => Math.min(high, Math.max(low, value)));
  const mean = clipped.reduce((sum, value) => sum + value, 0) / clipped.length;
  const variance = clipped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / clipped.length;
  return {
    low, high, mean, deviation: Math.sqrt(variance),
    voxels: cases.reduce((sum, { foregroundVoxels }) => sum + foregroundVoxels, 0),
    cases: cases.filter(({ foregroundVoxels }) => foregroundVoxels > 0).length,
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
): { readonly drawnLabels: readonly number[]; readonly sample: readonly number[]; readonly voxels: number } {
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
  const drawnLabels = voxelsOf.flatMap((count, label) => (count > 0 ? [label] : []));

  const voxels = voxelsOf.reduce((sum, count) => sum + count, 0);
  const every = Math.max(1, Math.ceil(voxels / sampledPerCase));
  const sample: number[] = [];
  let passed = 0;
  visit((_, at) => { if (passed++ % every === 0) sample.push(at); });
  return { drawnLabels, sample, voxels };
}
