/** From a label file to the first labels of a case: on its image's grid, as indices of the project's table. */
import type { ImportOptions } from '#shared/contract/cases.ts';
import type { AxisIndex, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { matchLabels, readLabels, type LabelVolume } from '../import/read-labels.ts';
import type { ReadOptions } from '../import/read-options.ts';
import type { FirstLabels, ProjectStore } from '../store/project-store.ts';
import { indicesOf, labelledSlices, missingLabels } from './index-labels.ts';
import type { LabelFile } from './pair-labels.ts';

export interface MatchedLabels extends Pick<LabelVolume, 'file' | 'distinct'> {
  /** Values in the file, on the image's grid. */
  readonly values: Int32Array;
  readonly notes: readonly Sentence[];
}

/** @throws UserFacingError what the reader refuses; `bad-input` where the grids differ */
export async function matchedLabels(
  { source, note }: LabelFile,
  image: { readonly name: string; readonly geometry: VolumeGeometry },
  readOptions: ReadOptions,
  resample: ImportOptions['resample'],
  signal: AbortSignal,
): Promise<MatchedLabels> {
  const labels = await readLabels(source, readOptions, signal);
  const matched = matchLabels(labels, image, resample);
  const notes = [note, matched.note].filter((one) => one !== null);
  return { file: labels.file, distinct: labels.distinct, values: matched.values, notes };
}

/**
 * As the store takes them; to be handed over before anything else can change the table.
 * @throws UserFacingError `bad-input` where more than 255 labels would be needed
 */
export function firstLabels(
  { file, distinct, values }: MatchedLabels,
  labels: Pick<ProjectStore['labels'], 'table' | 'removed'>,
  { geometry: { size }, sliceAxis }: { readonly geometry: VolumeGeometry; readonly sliceAxis: AxisIndex },
  { annotator, onlyLabelledSlices }: { readonly annotator: string; readonly onlyLabelledSlices: boolean },
): FirstLabels {
  const newLabels = missingLabels(labels, distinct, file);
  const voxels = indicesOf([...labels.table(), ...newLabels], values);
  const completeSlices = onlyLabelledSlices
    ? labelledSlices(voxels, size, sliceAxis)
    : Array.from({ length: size[sliceAxis] }, (_, slice) => slice);
  return { annotator, tool: 'import', newLabels, voxels, completeSlices };
}
