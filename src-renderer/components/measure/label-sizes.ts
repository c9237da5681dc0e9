/** What the labels of a case come to, as rows of a table. */
import { voxelVolumeMm3 } from '#shared/geometry/affine.ts';
import type { Affine, SpaceTrust } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { isInMm } from '#shared/measurements/measure.ts';
import { inRealValues, type RegionStatistics, type ValueStatistics } from '#shared/regions/statistics.ts';
import { csv } from '#shared/text/csv.ts';

export interface LabelSize {
  readonly index: number;
  readonly value: number;
  readonly name: string;
  readonly colour: string;
  readonly voxels: number;
  /** Null where the image does not say how large a voxel is. */
  readonly ml: number | null;
  /** Real values; null where the image has no number there. */
  readonly values: ValueStatistics | null;
}

interface OfImage {
  readonly affine: Affine;
  readonly trust: SpaceTrust;
  readonly slope: number;
  readonly intercept: number;
}

/** Of the labels that have a voxel, in the person's order. */
export function labelSizes(found: ReadonlyMap<number, RegionStatistics>, table: LabelTable, { affine, trust, slope, intercept }: OfImage): readonly LabelSize[] {
  // Not the product of the spacings: a gantry that is tilted makes a voxel's volume smaller.
  const voxelMl = isInMm({ trust }) ? Math.abs(voxelVolumeMm3(affine)) / 1000 : null;
  return table.flatMap(({ index, value, name, colour }) => {
    const of = found.get(index);
    if (of === undefined) return [];
    const { voxels, values } = of;
    return [{ index, value, name, colour, voxels, ml: voxelMl === null ? null : voxels * voxelMl, values: values && inRealValues(values, slope, intercept) }];
  });
}

const header = ['case', 'patient', 'value', 'label', 'voxels', 'volume_ml', 'mean', 'sd', 'minimum', 'maximum', 'median'] as const;

/** The same names for every language, since programs read them. */
export function labelSizeTable({ name: ofCase, patient }: { readonly name: string; readonly patient: string }, sizes: readonly LabelSize[]): string {
  return csv([header, ...sizes.map(({ value, name, voxels, ml, values }) => [
    ofCase, patient, value, name, voxels, ml,
    values?.mean ?? null, values?.standardDeviation ?? null, values?.lowest ?? null, values?.highest ?? null, values?.median ?? null,
  ])]);
}
