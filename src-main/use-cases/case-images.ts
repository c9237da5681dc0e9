/** The images of a case beside the one that its labels lie on. */
import { join } from 'node:path';
import type { FurtherImage, SnapshotCase, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import type { InputPlan } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { caseImagesSentences } from './case-images-sentences.ts';

/** An image of the project as the engine reads it, but for where it lies. */
export function volumeFileOf(image: ImageRecord): Omit<VolumeFile, 'path'> {
  const { blob, voxelType, geometry, trust, slope, intercept, modality } = image;
  return { sha256: blob, voxelType, geometry, trust, slope, intercept, modality };
}

/** One for each role, of the same time point; a series of time points has none. Paths are relative to the project. */
export function furtherImagesOf({ blobs }: Pick<ProjectStore, 'blobs'>, record: Pick<CaseRecord, 'images'>, grid: ImageRecord): readonly FurtherImage[] {
  const first = record.images.find(({ image }) => image.id === grid.id);
  const taken = new Set([first?.role]);
  return record.images.flatMap(({ image, role, timePoint }) => {
    if (taken.has(role) || timePoint !== first?.timePoint) return [];
    taken.add(role);
    return [{ ...volumeFileOf(image), path: blobs.relativePath(image.blob), role }];
  });
}

/** As a snapshot names the images of a case. */
export function imagesOf(store: Pick<ProjectStore, 'blobs'>, record: Pick<CaseRecord, 'images'>, grid: ImageRecord): Pick<SnapshotCase, 'image' | 'imageRole' | 'furtherImages'> {
  const image = { ...volumeFileOf(grid), path: store.blobs.relativePath(grid.blob) };
  const furtherImages = furtherImagesOf(store, record, grid);
  const role = record.images.find((one) => one.image.id === grid.id)?.role;
  return furtherImages.length === 0 || role === undefined ? { image } : { image, imageRole: role, furtherImages };
}

export function withAbsolutePaths({ folder }: Pick<ProjectStore, 'folder'>, images: readonly FurtherImage[]): readonly FurtherImage[] {
  return images.map((image) => ({ ...image, path: join(folder, image.path) }));
}

/**
 * The cases that have every further image which the person's plan shows.
 * @param inputs undefined: the person leaves it open
 * @throws UserFacingError `bad-input` where no case has them
 */
export function withEveryImage<One extends { readonly record: CaseRecord; readonly grid: ImageRecord }>(
  store: Pick<ProjectStore, 'blobs'>, cases: readonly One[], inputs: readonly InputPlan[] | undefined,
): { readonly cases: readonly One[]; readonly notes: readonly Sentence[] } {
  let left = cases;
  const notes: Sentence[] = [];
  for (const { role } of inputs ?? []) {
    const has = left.filter(({ record, grid }) => furtherImagesOf(store, record, grid).some((image) => image.role === role));
    if (has.length === left.length) continue;
    if (has.length === 0) throw failure('bad-input', caseImagesSentences.nobodyHas, { role });
    const lacking = left.filter((one) => !has.includes(one));
    notes.push(fill(caseImagesSentences.leftOut, { role, count: lacking.length, name: lacking[0]!.record.name }));
    left = has;
  }
  return { cases: left, notes };
}
