/** What images there are under the paths that a person named; reads headers, no voxel. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sentence } from '#shared/text/sentence.ts';
import { type ErrorCode, failure } from '#shared/text/user-facing-error.ts';
import { readFailure } from './file-failure.ts';
import { naturalOrder } from './file-names.ts';
import { groupFiles } from './group-files.ts';
import type { ImageSource } from './image-source.ts';
import { findingCancelled, nothingFound } from './import-sentences.ts';

export interface FoundImages {
  /** In the order of the paths, within a folder as people count. */
  readonly sources: readonly ImageSource[];
  /** Files that were named themselves and are no image, images of a kind that is not read, and folders that are closed to this user. */
  readonly refused: readonly RefusedFile[];
}

export interface RefusedFile {
  readonly file: string;
  readonly code: ErrorCode;
  readonly reason: Sentence;
}

export interface FoundFile {
  readonly file: string;
  /** By the person, not found in a folder: such a file may not be passed over in silence. */
  readonly named: boolean;
}

/**
 * Walks folders and puts pairs and series together, also where a series' files were named one by one.
 * @throws UserFacingError `cancelled`
 */
export async function findImages(paths: readonly string[], signal?: AbortSignal): Promise<FoundImages> {
  const files: FoundFile[] = [];
  const refused: RefusedFile[] = [];
  try {
    for (const path of paths) {
      try {
        files.push(...await filesUnder(resolve(path), refused, signal));
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const { code, sentence } = readFailure(error, path);
        refused.push({ file: path, code, reason: sentence });
      }
    }
    const grouped = await groupFiles(files, signal);
    return { sources: grouped.sources, refused: [...refused, ...grouped.refused] };
  } catch (error) {
    if (signal?.aborted === true) throw failure('cancelled', findingCancelled, {}, error);
    throw error;
  }
}

/** @param refused grows by the folders below that cannot be looked into: they hinder no other */
async function filesUnder(path: string, refused: RefusedFile[], signal?: AbortSignal): Promise<readonly FoundFile[]> {
  if (!(await stat(path)).isDirectory()) return [{ file: path, named: true }];
  const closed: RefusedFile[] = [];
  const files = await walk(path, new Set(), closed, signal);
  if (files.length === 0 && closed.length === 0) throw failure('bad-input', nothingFound, { file: path });
  refused.push(...closed);
  return files.map((file) => ({ file, named: false }));
}

/** @param seen folders that were walked, by their real paths: a link may lead back to its parent */
async function walk(folder: string, seen: Set<string>, closed: RefusedFile[], signal?: AbortSignal): Promise<readonly string[]> {
  signal?.throwIfAborted();
  const real = await realpath(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  let names: string[];
  try {
    names = (await readdir(folder)).sort(naturalOrder);
  } catch (error) {
    const { code, sentence } = readFailure(error, folder);
    closed.push({ file: folder, code, reason: sentence });
    return [];
  }
  const files: string[] = [];
  for (const name of names) {
    // Hidden files: `._name.nii.gz`, which macOS leaves on foreign disks, is no image.
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    const status = await stat(path).catch(() => null);
    if (status?.isDirectory() === true) files.push(...await walk(path, seen, closed, signal));
    else if (status?.isFile() === true) files.push(path);
  }
  return files;
}
