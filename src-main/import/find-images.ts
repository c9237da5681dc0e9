/** What images there are under the paths that a person named; reads no voxel. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { readFailure } from './file-failure.ts';
import { naturalOrder, nameWithoutEnding } from './file-names.ts';
import type { ImageSource } from './image-source.ts';
import { nothingFound, partnerMissing, unknownFormat } from './import-sentences.ts';

export interface FoundImages {
  /** In the order of the paths, within a folder as people count. */
  readonly sources: readonly ImageSource[];
  readonly refused: readonly { readonly file: string; readonly reason: Sentence }[];
}

/**
 * Walks folders, puts pairs and series together. A file that was named itself and is of no known
 * format is refused; such files inside folders are passed over.
 * @throws UserFacingError `cancelled`
 */
export async function findImages(paths: readonly string[], signal?: AbortSignal): Promise<FoundImages> {
  const sources: ImageSource[] = [];
  const refused: { file: string; reason: Sentence }[] = [];
  for (const path of paths) {
    try {
      sources.push(...await imagesUnder(resolve(path), signal));
    } catch (error) {
      const { code, sentence } = readFailure(error, path);
      if (code === 'cancelled') throw error;
      refused.push({ file: path, reason: sentence });
    }
  }
  return { sources, refused };
}

async function imagesUnder(path: string, signal?: AbortSignal): Promise<readonly ImageSource[]> {
  if (!(await stat(path)).isDirectory()) {
    const found = await groupFiles([path], signal);
    if (found.length === 0) throw failure('unsupported-file', unknownFormat, { file: path });
    return found;
  }
  const found = await groupFiles(await filesUnder(path, signal), signal);
  if (found.length === 0) throw failure('bad-input', nothingFound, { file: path });
  return found;
}

async function filesUnder(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
  signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => naturalOrder(a.name, b.name));
  const files: string[] = [];
  for (const entry of entries) {
    // Hidden files: `._name.nii.gz` that macOS leaves on foreign disks is no image.
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...await filesUnder(path, signal));
    else files.push(path);
  }
  return files;
}

/** Files of one image together; what is of no known format is left out. */
async function groupFiles(files: readonly string[], signal?: AbortSignal): Promise<readonly ImageSource[]> {
  const sources: ImageSource[] = [];
  const taken = new Set<string>();
  for (const file of files) {
    signal?.throwIfAborted();
    const source = await niftiSource(file);
    if (source === null || taken.has(source.files[0] as string)) continue;
    taken.add(source.files[0] as string);
    sources.push(source);
  }
  return sources;
}

const niftiEnding = /\.(nii|hdr|img)(\.gz)?$/i;

async function niftiSource(file: string): Promise<ImageSource | null> {
  const kind = niftiEnding.exec(file)?.[1]?.toLowerCase();
  if (kind === undefined) return null;
  const name = nameWithoutEnding(file);
  if (kind === 'nii') return { format: 'nifti', name, files: [file] };
  const partner = await partnerOf(file, kind === 'hdr' ? 'img' : 'hdr');
  if (kind === 'hdr') return { format: 'nifti', name, files: partner === null ? [file] : [file, partner] };
  if (partner === null) throw failure('not-found', partnerMissing, { file, partner: `${name}.hdr` });
  return { format: 'nifti', name, files: [partner, file] };
}

/** The other half of a pair: same name in the same folder, packed or not. */
async function partnerOf(file: string, ending: 'hdr' | 'img'): Promise<string | null> {
  const wanted = `${nameWithoutEnding(file)}.${ending}`.toLowerCase();
  const entries = await readdir(dirname(file));
  const found = entries.find((entry) => [wanted, `${wanted}.gz`].includes(entry.toLowerCase()));
  return found === undefined ? null : join(dirname(file), found);
}
