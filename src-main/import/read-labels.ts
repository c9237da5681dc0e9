/** Label volumes: whole numbers, brought onto the grid of their image without changing one, or refused. */
import { reorderVoxels } from '#shared/geometry/axis-order.ts';
import { compareLattices } from '#shared/geometry/lattice.ts';
import { orientationCode } from '#shared/geometry/orientation.ts';
import { resampleNearest } from '#shared/geometry/resample.ts';
import type { SpaceTrust, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import {
  labelsElsewhere, labelsNotWhole, labelsOtherSize, labelsReordered, labelsResampled, labelsSeveralTimes,
} from './import-sentences.ts';
import type { ImageSource } from './image-source.ts';
import { readImage } from './read-image.ts';
import type { ReadOptions } from './read-options.ts';

export interface LabelVolume {
  readonly file: string;
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  /** The values as they are in the file, slope and intercept applied; i fastest. */
  readonly values: Int32Array;
  /** The values that occur, ascending, without 0. */
  readonly distinct: readonly number[];
  readonly warnings: readonly Sentence[];
}

const largestLabel = 2 ** 31 - 1;
/** Labels stored with a slope, or as float32, come back this close to whole numbers. */
const roundingError = 1e-4;

/**
 * Reads a label volume (NIfTI or a PNG mask).
 * @throws UserFacingError `bad-input` where values are not whole numbers ≥ 0 or there are several time points
 */
export async function readLabels(source: ImageSource, options: ReadOptions = {}, signal?: AbortSignal): Promise<LabelVolume> {
  const image = await readImage(source, { ...options, role: 'labels' }, signal);
  const file = source.files[0] as string;
  if (image.volumes.length !== 1) throw failure('bad-input', labelsSeveralTimes, { file, count: image.volumes.length });
  const volume = image.volumes[0] as ImageVolume;
  const values = wholeNumbers(volume, file);
  const { geometry, trust } = volume;
  return { file, geometry, trust, values, distinct: distinctLabels(values), warnings: image.warnings };
}

function wholeNumbers({ voxels, slope, intercept }: ImageVolume, file: string): Int32Array {
  const values = new Int32Array(voxels.length);
  for (let n = 0; n < voxels.length; n++) {
    const real = (voxels[n] as number) * slope + intercept;
    const value = Math.round(real);
    // Written so that NaN fails too.
    if (!(Math.abs(real - value) <= roundingError && value >= 0 && value <= largestLabel)) {
      throw failure('bad-input', labelsNotWhole, { file, value: String(real) });
    }
    values[n] = value;
  }
  return values;
}

function distinctLabels(values: Int32Array): readonly number[] {
  const found = new Set<number>();
  // Labels come in runs: the set is asked only where a run begins.
  let last = 0;
  for (const value of values) {
    if (value === last) continue;
    last = value;
    found.add(value);
  }
  found.delete(0);
  return [...found].sort((a, b) => a - b);
}

/**
 * A label volume's values on the grid of its image: as they are, exactly reordered (said in `note`),
 * or, only where asked, resampled to the nearest voxel (said too).
 * @throws UserFacingError `bad-input` where the grids differ, saying by how much
 */
export function matchLabels(
  labels: LabelVolume,
  image: { readonly name: string; readonly geometry: VolumeGeometry },
  resample?: 'nearest',
): { readonly values: Int32Array; readonly note: Sentence | null } {
  const comparison = compareLattices(image.geometry, labels.geometry);
  const names = { labels: labels.file, image: image.name };
  switch (comparison.kind) {
    case 'same':
      return { values: labels.values, note: null };
    case 'reordered':
      return {
        values: reorderVoxels(labels.values, labels.geometry.size, comparison.order),
        note: fill(labelsReordered, {
          ...names, from: orientationCode(labels.geometry.affine), to: orientationCode(image.geometry.affine),
        }),
      };
    case 'different': {
      if (resample === 'nearest') {
        return { values: resampleNearest(labels.values, labels.geometry, image.geometry), note: fill(labelsResampled, names) };
      }
      const shift = comparison.cornerShiftVoxels;
      if (shift !== null) throw failure('bad-input', labelsElsewhere, { ...names, shift: shift < 10 ? shift.toFixed(2) : shift.toFixed(0) });
      const sizeOf = ({ size }: VolumeGeometry): string => size.join(' × ');
      throw failure('bad-input', labelsOtherSize, { ...names, labelSize: sizeOf(labels.geometry), imageSize: sizeOf(image.geometry) });
    }
  }
}
