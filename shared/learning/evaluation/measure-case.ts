/**
 * Everything that is measured of one case, label by label: overlap, volume, and how far the surfaces
 * lie apart. Knows values and voxels; nothing of files, names and models.
 */
import { voxelVolumeMm3 } from '../../geometry/affine.ts';
import type { Affine, AxisIndex, Vec3 } from '../../geometry/volume-geometry.ts';
import { unionBox } from '../../geometry/voxel-box.ts';
import { labelBoxes, type LabelValues } from '../../regions/region-box.ts';
import { compareMasks, scoreNames, scoresOf, type ComparedMasks, type Confusion, type Scores } from '../scores.ts';
import { surfaceVoxels } from './surface.ts';
import { surfaceDistances, type SurfaceDistances } from './surface-distances.ts';

export interface CaseMasks {
  /** Label values on one grid, 0 the background, i fastest. */
  readonly prediction: LabelValues;
  readonly reference: LabelValues;
  readonly size: Vec3;
  /** Null where the spacing is not to be believed: then all is measured in voxels. */
  readonly affine: Affine | null;
  /** Null where the whole reference is to be believed. */
  readonly completeSlices: CompleteSlices | null;
}

export interface CompleteSlices {
  readonly axis: AxisIndex;
  readonly slices: readonly number[];
}

export const measureNames = [
  ...scoreNames, 'hd', 'hd95', 'assd', 'surfaceDice', 'volumePredicted', 'volumeReference', 'volumeError',
] as const;
export type MeasureName = (typeof measureNames)[number];

/** Which of the two masks holds the label. */
export type Found = 'both' | 'missed' | 'invented' | 'neither';

/**
 * Distances in mm and volumes in ml, or both in voxels. Null is what cannot be measured: everything
 * where neither mask holds the label; distances where one of them does not; distances and volumes
 * where only some slices are complete. `volumeError` is positive where too much was predicted.
 */
export interface Measures extends Scores, Readonly<Record<keyof SurfaceDistances | 'volumePredicted' | 'volumeReference' | 'volumeError', number | null>> {
  readonly found: Found;
}

export interface MeasuredCase {
  /** For each label value that at least one of the masks holds, ascending. */
  readonly labels: ReadonlyMap<number, Measures>;
  readonly compared: ComparedMasks;
}

const noDistances = { hd: null, hd95: null, assd: null, surfaceDice: null } as const;
const noVolumes = { volumePredicted: null, volumeReference: null, volumeError: null } as const;

/** Of a label that neither mask holds. */
export const noMeasures: Measures = {
  found: 'neither', dice: null, jaccard: null, accuracy: null, precision: null, recall: null, ...noDistances, ...noVolumes,
};

/**
 * Yields now and then, so that whoever runs it can stop it or let others in between.
 * @param toleranceOf how far apart two surfaces of this label may lie and still count as the same, in mm or voxels
 * @throws RangeError where masks and size do not fit
 */
export function* measureCase(masks: CaseMasks, toleranceOf: (label: number) => number): Generator<void, MeasuredCase> {
  const { completeSlices, affine } = masks;
  const compared = completeSlices === null
    ? compareMasks(masks.prediction, masks.reference)
    : compareMasks(onSlices(masks.prediction, masks.size, completeSlices), onSlices(masks.reference, masks.size, completeSlices));
  yield;
  const distances = completeSlices === null ? yield* distancesOfLabels(masks, compared, toleranceOf) : null;
  const voxel = affine === null ? 1 : Math.abs(voxelVolumeMm3(affine)) / 1000;
  const labels = new Map([...compared.labels].map(([label, confusion]): [number, Measures] => [label, {
    found: foundIn(confusion),
    ...scoresOf(confusion),
    ...distances?.get(label) ?? noDistances,
    ...completeSlices === null ? volumesOf(confusion, voxel) : noVolumes,
  }]));
  return { labels, compared };
}

function foundIn({ truePositives, falsePositives, falseNegatives }: Confusion): Found {
  const predicted = truePositives + falsePositives > 0;
  const held = truePositives + falseNegatives > 0;
  return predicted ? held ? 'both' : 'invented' : held ? 'missed' : 'neither';
}

function volumesOf({ truePositives, falsePositives, falseNegatives }: Confusion, voxel: number): Pick<Measures, keyof typeof noVolumes> {
  return {
    volumePredicted: (truePositives + falsePositives) * voxel,
    volumeReference: (truePositives + falseNegatives) * voxel,
    volumeError: (falsePositives - falseNegatives) * voxel,
  };
}

function* distancesOfLabels(
  { prediction, reference, size, affine }: CaseMasks, compared: ComparedMasks, toleranceOf: (label: number) => number,
): Generator<void, ReadonlyMap<number, SurfaceDistances>> {
  const [predicted, held] = [labelBoxes(prediction, size), labelBoxes(reference, size)];
  const distances = new Map<number, SurfaceDistances>();
  for (const label of compared.labels.keys()) {
    const [predictedBox, heldBox] = [predicted.get(label), held.get(label)];
    if (predictedBox === undefined || heldBox === undefined) continue;
    yield;
    distances.set(label, yield* surfaceDistances({
      prediction: surfaceVoxels(prediction, size, label, predictedBox),
      reference: surfaceVoxels(reference, size, label, heldBox),
      box: unionBox(predictedBox, heldBox) ?? heldBox,
      size, affine,
    }, toleranceOf(label)));
  }
  return distances;
}

/** The voxels of some slices alone, in their order. */
function onSlices(values: LabelValues, size: Vec3, { axis, slices }: CompleteSlices): Int32Array {
  const complete = new Set(slices);
  const kept = new Int32Array(values.length);
  const [ni, nj, nk] = size;
  let count = 0;
  for (let k = 0, at = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++, at++) {
        if (complete.has(axis === 0 ? i : axis === 1 ? j : k)) kept[count++] = values[at] as number;
      }
    }
  }
  return kept.subarray(0, count);
}

/** A generator's result, for whoever has nothing else to do meanwhile. */
export function finish<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}
