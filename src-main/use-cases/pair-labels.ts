/** Which label file belongs to which image, by their names. */
import { dirname, sep } from 'node:path';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { importSentences } from './import-sentences.ts';
import { labelPairingSentences } from './label-pairing-sentences.ts';
import { pairByName } from './pair-by-name.ts';

export interface LabelFile {
  readonly source: ImageSource;
  /** What a person should know about this pair. */
  readonly note: Sentence | null;
}

export interface LabelFiles {
  of(image: ImageSource): LabelFile | null;
  /** Whether a file is one of them, and so no image to import. */
  has(file: string): boolean;
  /** What was not used. */
  readonly leftOver: readonly Sentence[];
}

export const noLabelFiles: LabelFiles = { of: () => null, has: () => false, leftOver: [] };

/**
 * @param place a folder of label files, or the one file of the only image
 * @param images what is to be imported, so that a scan below the label folder is not taken for labels; `cases` are those
 *   that labels may belong to, under the names of their cases
 * @throws UserFacingError `not-found` where there are none
 */
export async function findLabelFiles(place: string, images: { readonly paths: readonly string[]; readonly sources: readonly ImageSource[]; readonly cases: readonly ImageSource[] }, signal: AbortSignal): Promise<LabelFiles> {
  const found = await findImages([place], signal);
  const imagesBelow = new Set(images.paths.some((path) => path.startsWith(place + sep)) ? images.sources.flatMap(({ files }) => files) : []);
  const beside = found.sources.filter(({ format, files }) => format !== 'dicom' && !imagesBelow.has(files[0]!));
  const sources = labelsAmong(beside, images.sources, place);
  if (sources.length === 0) {
    const [first] = found.refused;
    throw first === undefined ? failure('not-found', importSentences.labelsFolderMissing, { folder: place }) : new UserFacingError(first.code, first.reason);
  }
  const [only] = sources;
  if (only?.files[0] === place && images.cases.length === 1) return { of: () => ({ source: only, note: null }), has: (file) => file === place, leftOver: [] };

  const files = new Set(sources.flatMap((source) => source.files));
  const pairs = pairByName(images.cases.filter((image) => !files.has(image.files[0]!)).map(named), sources.map(named));
  const byImage = new Map([...pairs].map(([{ source }, pair]) => [source.files[0]!, pair]));
  const used = new Set([...pairs.values()].map(({ label }) => label.source));
  const unused = sources.filter((source) => !used.has(source));
  return {
    of(image) {
      const pair = byImage.get(image.files[0]!);
      if (pair === undefined) return null;
      const { label: { source }, sameName } = pair;
      return { source, note: sameName ? null : fill(importSentences.pairedByPart, { labels: source.files[0]!, name: image.name }) };
    },
    has: (file) => files.has(file),
    leftOver: unused.length === 0 ? [] : [fill(importSentences.labelsUnpaired, { count: unused.length, file: unused[0]!.files[0]! })],
  };
}

/** What a name says of a file that lies among images: `x_seg`, `labels-x`, `x.mask`. */
const labelWord = /(?:^|[^a-z])(?:seg|segs|segmentation|segmentations|label|labels|mask|masks|gt|groundtruth)(?:[^a-z]|$)/i;

/**
 * Where images and labels lie in one folder all of them were found as both: then their names must tell.
 * @throws UserFacingError `bad-input` where they do not
 */
function labelsAmong(found: readonly ImageSource[], images: readonly ImageSource[], folder: string): readonly ImageSource[] {
  const labelled = new Set(found.map(({ files }) => files[0]!));
  if (found.length === 0 || images.length === 0 || images.some(({ files }) => !labelled.has(files[0]!))) return found;
  const told = found.filter(({ name }) => labelWord.test(name));
  if (told.length === 0 || told.length === found.length) throw failure('bad-input', labelPairingSentences.together, { folder });
  return told;
}

function named(source: ImageSource): { readonly name: string; readonly folders: readonly string[]; readonly source: ImageSource } {
  return { name: source.name, folders: dirname(source.files[0]!).split(sep), source };
}
