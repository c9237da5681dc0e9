/** Which label file belongs to which image: the one of the same name. */
import { sep } from 'node:path';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { importSentences } from './import-sentences.ts';

export interface LabelFiles {
  /** The label file of an image; remembered as used. */
  take(image: ImageSource): ImageSource | null;
  /** Whether a file is one of them, and so no image to import. */
  has(file: string): boolean;
  /** What was found twice or never used. */
  leftOver(): Sentence[];
}

export const noLabelFiles: LabelFiles = { take: () => null, has: () => false, leftOver: () => [] };

/**
 * @param place a folder of label files, or the one file of the only image
 * @param images what is to be imported, so that a scan below the label folder is not taken for labels
 * @throws UserFacingError `not-found` where there are none
 */
export async function findLabelFiles(place: string, images: { readonly paths: readonly string[]; readonly sources: readonly ImageSource[] }, signal: AbortSignal): Promise<LabelFiles> {
  const found = await findImages([place], signal);
  const imagesBelow = new Set(images.paths.some((path) => path.startsWith(place + sep)) ? images.sources.flatMap(({ files }) => files) : []);
  const sources = found.sources.filter(({ format, files }) => format !== 'dicom' && !imagesBelow.has(files[0]!));
  if (sources.length === 0) {
    const [first] = found.refused;
    throw first === undefined ? failure('not-found', importSentences.labelsFolderMissing, { folder: place }) : new UserFacingError(first.code, first.reason);
  }
  const [only] = sources;
  if (only?.files[0] === place && images.sources.length === 1) return { take: () => only, has: (file) => file === place, leftOver: () => [] };
  const byName = new Map<string, ImageSource>();
  const files = new Set(sources.flatMap((source) => source.files));
  const notes: Sentence[] = [];
  for (const source of sources) {
    const first = byName.get(source.name);
    if (first === undefined) byName.set(source.name, source);
    else notes.push(fill(importSentences.labelsTwice, { name: source.name, first: first.files[0]!, second: source.files[0]! }));
  }
  const unused = new Set(byName.keys());
  return {
    take(image) {
      // Several data sets number the channels of an image (`name_0000`) but not its labels (`name`).
      const name = [image.name, image.name.replace(/_0000$/, '')].find((candidate) => byName.has(candidate));
      if (name === undefined) return null;
      unused.delete(name);
      return byName.get(name)!;
    },
    has: (file) => files.has(file),
    leftOver() {
      const [first] = unused;
      if (first === undefined) return notes;
      return [...notes, fill(importSentences.labelsWithoutImage, { count: unused.size, file: byName.get(first)!.files[0]! })];
    },
  };
}
