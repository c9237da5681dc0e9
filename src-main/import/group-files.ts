import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { groupIntoVolumes } from '#shared/formats/dicom/dicom.ts';
import { longestHeaderBytes, parseHeader } from '#shared/formats/nifti/nifti.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { type DicomFile, readDicomHeader, whyNoSlice } from './dicom-header.ts';
import { readBytes } from './file-bytes.ts';
import { readFailure } from './file-failure.ts';
import { nameWithoutEnding } from './file-names.ts';
import type { FoundFile, RefusedFile } from './find-images.ts';
import type { ImageSource } from './image-source.ts';
import { partnerMissing, unknownFormat } from './import-sentences.ts';
import { hasPngSignature } from './read-png.ts';
import { withDistinctNames } from './series-names.ts';

/** Files to images: halves of a pair and slices of a series together, everything else by itself. */
export async function groupFiles(files: readonly FoundFile[], signal?: AbortSignal): Promise<{
  readonly sources: readonly ImageSource[];
  readonly refused: readonly RefusedFile[];
}> {
  const images: ImageSource[] = [];
  const slices: DicomFile[] = [];
  const refused: RefusedFile[] = [];
  for (const { file, named } of files) {
    signal?.throwIfAborted();
    try {
      const found = await recogniseFile(file, signal);
      if (found === null) {
        if (named) throw failure('unsupported-file', unknownFormat, { file });
      } else if ('format' in found) {
        images.push(found);
      } else {
        const reason = whyNoSlice(found);
        // Reports and indexes lie in every export; only who names one wants to hear of it.
        if (reason === null) slices.push(found);
        else if (named || found.dicom.pixels !== null) throw reason;
      }
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const { code, sentence } = readFailure(error, file);
      if (named || code === 'unsupported-file') refused.push({ file, code, reason: sentence });
    }
  }
  const order = new Map(files.map(({ file }, n) => [file, n]));
  const place = ({ files: own }: ImageSource): number => Math.min(...own.map((file) => order.get(file) ?? Infinity));
  const sources = [...withoutRepeats(images), ...withDistinctNames(seriesOf(slices))].sort((a, b) => place(a) - place(b));
  return { sources, refused };
}

/** By its ending where that says enough, else by its content; null for files of no known format. */
async function recogniseFile(file: string, signal?: AbortSignal): Promise<ImageSource | DicomFile | null> {
  const name = nameWithoutEnding(file);
  const nifti = await niftiSource(file);
  if (nifti !== null) return nifti;
  if (/\.png$/i.test(file)) return { format: 'png', name, files: [file] };
  const beginning = await readBytes(file, 0, longestHeaderBytes, signal);
  if (hasPngSignature(beginning)) return { format: 'png', name, files: [file] };
  if (isNiftiHeader(beginning, file)) return { format: 'nifti', name, files: [file] };
  return readDicomHeader(file, signal);
}

function isNiftiHeader(bytes: Uint8Array, file: string): boolean {
  try {
    return parseHeader(bytes, file).storage === 'single';
  } catch (error) {
    if (error instanceof UserFacingError) return false;
    throw error;
  }
}

const niftiEnding = /\.(nii|hdr|img)(?:\.gz)?$/i;

async function niftiSource(file: string): Promise<ImageSource | null> {
  const kind = niftiEnding.exec(file)?.[1]?.toLowerCase();
  if (kind === undefined) return null;
  const name = nameWithoutEnding(file);
  if (kind === 'nii') return { format: 'nifti', name, files: [file] };
  const partner = await partnerOf(file, kind === 'hdr' ? 'img' : 'hdr');
  if (kind === 'hdr') return { format: 'nifti', name, files: partner === null ? [file] : [file, partner] };
  if (partner === null) throw failure('unsupported-file', partnerMissing, { file, partner: `${name}.hdr` });
  return { format: 'nifti', name, files: [partner, file] };
}

/** The other half of a pair: the same name in the same folder, packed or not. */
async function partnerOf(file: string, ending: 'hdr' | 'img'): Promise<string | null> {
  const wanted = `${nameWithoutEnding(file)}.${ending}`.toLowerCase();
  const entries = await readdir(dirname(file));
  const found = entries.find((entry) => [wanted, `${wanted}.gz`].includes(entry.toLowerCase()));
  return found === undefined ? null : join(dirname(file), found);
}

/** Both halves of a pair lead to it, and a file may have been named beside its folder. */
function withoutRepeats(images: readonly ImageSource[]): readonly ImageSource[] {
  return [...new Map(images.map((image) => [image.files[0], image])).values()];
}

/** One image a series (or part of one that can be stacked), called after its folder; a lone file after itself. */
function seriesOf(slices: readonly DicomFile[]): readonly ImageSource[] {
  // Anonymised files may have lost the series: then the folder is what holds them together.
  const keyed = [...new Map(slices.map((slice) => [slice.file, slice])).values()].map((slice) =>
    (slice.header.seriesUid === '' ? { ...slice, header: { ...slice.header, seriesUid: dirname(slice.file) } } : slice));
  return groupIntoVolumes(keyed).map((series) => {
    const files = series.map(({ file }) => file);
    const [first] = files as [string];
    const name = files.length === 1 ? nameWithoutEnding(first) : basename(dirname(first));
    return { format: 'dicom', name, files };
  });
}
