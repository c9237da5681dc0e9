/** Which label file belongs to which image: the one of the same name. */
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { importSentences } from './import-sentences.ts';

export interface LabelFiles {
  /** The label file of an image's name; remembered as used. */
  take(imageName: string): ImageSource | null;
  /** Whether a file is one of them, and so no image to import. */
  has(file: string): boolean;
  /** What was found twice or never used. */
  leftOver(): Sentence[];
}

export const noLabelFiles: LabelFiles = { take: () => null, has: () => false, leftOver: () => [] };

/** @throws UserFacingError `not-found` where the folder holds none */
export async function findLabelFiles(folder: string, signal: AbortSignal): Promise<LabelFiles> {
  const { sources, refused } = await findImages([folder], signal);
  if (sources.length === 0) {
    const [first] = refused;
    throw first === undefined ? failure('not-found', importSentences.labelsFolderMissing, { folder }) : new UserFacingError(first.code, first.reason);
  }
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
    take(imageName) {
      // Several data sets number the channels of an image (`name_0000`) but not its labels (`name`).
      const name = [imageName, imageName.replace(/_0000$/, '')].find((candidate) => byName.has(candidate));
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
