/** A case and the model that is asked about it, as all that maps it needs. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ShownVolume } from '../engine-client/protocol.ts';
import type { CaseRecord, ImageRecord, ModelRecord, ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf, volumeFileOf, withAbsolutePaths } from './case-images.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { modelToUse } from './models.ts';
import { requirePainted } from './painted-by-hand.ts';

export interface MappedCase {
  readonly record: CaseRecord;
  readonly image: ImageRecord;
  readonly model: ModelRecord;
  /** Along which the case's slices lie. */
  readonly axis: AxisIndex;
  readonly slice: number | null;
  /** Of the image, or of the slice alone. */
  readonly size: Vec3;
  readonly volume: ShownVolume;
}

/**
 * @throws UserFacingError `not-found` for an unknown case or model, `bad-input` for a slice that is not there; `conflict` for a case of
 *   the test set whose drawn slices are not painted yet: a map is a prediction in view
 */
export function mappedCase(store: ProjectStore, { caseId, model, slice }: { readonly caseId: string; readonly model?: string | undefined; readonly slice: number | null }): MappedCase {
  const record = store.cases.get(caseId);
  requirePainted(store, caseId);
  const { image } = record.images[0]!;
  const axis = record.sliceAxis;
  const slices = image.geometry.size[axis];
  if (slice !== null && slice >= slices) throw failure('bad-input', explanationSentences.noSlice, { name: record.name, last: slices - 1, slice });
  return {
    record, image, axis, slice,
    model: modelToUse(store, model),
    size: image.geometry.size.map((length, n) => (slice !== null && n === axis ? 1 : length)) as unknown as Vec3,
    volume: {
      name: record.name,
      image: { ...volumeFileOf(image), path: store.blobs.path(image.blob) },
      furtherImages: withAbsolutePaths(store, furtherImagesOf(store, record, image)),
    },
  };
}

/** Of maps of the whole image, or of one of its slices. */
export function keyOfPart({ axis, slice }: Pick<MappedCase, 'axis' | 'slice'>): string {
  return slice === null ? 'whole' : `slice-${axis}-${slice}`;
}
