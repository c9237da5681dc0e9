/** A small picture of a case. */
import { encode } from 'fast-png';
import { drawThumbnail } from '../montage/thumbnail.ts';
import type { CaseRecord, ProjectStore } from '../store/project-store.ts';
import { countedLabels } from './person-labelmap.ts';
import { readSlice } from './read-slice.ts';

/** @param blind whoever looks must not learn which slices were finished. @returns a PNG. @throws UserFacingError `not-found` where the case, or the file of its voxels, is not there */
export async function drawCaseThumbnail(store: ProjectStore, caseId: string, blind: boolean): Promise<Uint8Array> {
  const record = store.cases.get(caseId);
  const { image } = record.images[0]!;
  const values = await readSlice(store, image, record.sliceAxis, blind ? middleOf(record) : sliceToShow(store, record));
  const { width, height, pixels } = drawThumbnail(values, image.geometry, record.sliceAxis);
  return encode({ width, height, data: pixels, depth: 8, channels: 1 });
}

/** The middle one of those that were finished, else of all. */
function sliceToShow(store: ProjectStore, record: CaseRecord): number {
  const complete = countedLabels(store, record).completeSlices;
  return complete[Math.floor(complete.length / 2)] ?? middleOf(record);
}

function middleOf({ images, sliceAxis }: CaseRecord): number {
  return Math.floor(images[0]!.image.geometry.size[sliceAxis] / 2);
}
