/** Files named by the sha256 of their bytes (`blobs/ab/cdef…`): the same bytes lie there once, and damage shows. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { blobFolder, sizeOf, unfinishedFolder } from './project-folder.ts';
import type { BlobStore } from './project-store.ts';
import type { Session } from './session.ts';
import { blobDamaged, blobMissing } from './store-sentences.ts';
import { storeError } from './store-errors.ts';

export function createBlobs(session: Session): BlobStore {
  const { database, folder } = session;
  const insert = database.prepare('INSERT INTO blob (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING');

  const relativePath = (hash: string): string => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw failure('not-found', blobMissing, { file: hash });
    return `${blobFolder}/${hash.slice(0, 2)}/${hash.slice(2)}`;
  };
  const path = (hash: string): string => {
    const absolute = join(folder, relativePath(hash));
    if (!existsSync(absolute)) throw failure('not-found', blobMissing, { file: absolute });
    return absolute;
  };

  const write: BlobStore['write'] = async (bytes) => {
    if (session.readOnly) throw new UserFacingError('conflict', session.readOnly);
    const unfinished = join(folder, blobFolder, unfinishedFolder, randomUUID());
    try {
      const written = await writeHashed(unfinished, bytes);
      const relative = relativePath(written.hash);
      // A file that was damaged is replaced: so that importing its image again mends it.
      if (await isWhole(join(folder, relative), written)) await rm(unfinished);
      else await place(folder, unfinished, relative);
      insert.run(written.hash, written.bytes);
      return written;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw storeError(error, session);
    }
  };

  return {
    write,
    path,
    relativePath,
    read: async (hash) => {
      const absolute = path(hash);
      const bytes = await readFile(absolute);
      if (hashOf(bytes) !== hash) throw failure('corrupt', blobDamaged, { file: absolute });
      return bytes;
    },
  };
}

/** Removes what an earlier program was writing when it ended. */
export function removeUnfinished(folder: string): void {
  const unfinished = join(folder, blobFolder, unfinishedFolder);
  for (const name of readdirSync(unfinished)) rmSync(join(unfinished, name), { force: true, recursive: true });
}

interface Written {
  readonly hash: string;
  readonly bytes: number;
}

async function isWhole(path: string, { hash, bytes }: Written): Promise<boolean> {
  return sizeOf(path) === bytes && hashOf(await readFile(path)) === hash;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function place(folder: string, unfinished: string, relative: string): Promise<void> {
  const target = join(folder, relative);
  const parent = dirname(target);
  const isNew = mkdirSync(parent, { recursive: true }) !== undefined;
  await rename(unfinished, target);
  syncFolder(parent);
  if (isNew) syncFolder(dirname(parent));
}

async function writeHashed(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash('sha256');
  let length = 0;
  const file = await open(path, 'wx');
  try {
    for await (const part of bytes instanceof Uint8Array ? inParts(bytes) : bytes) {
      hash.update(part);
      length += part.length;
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: hash.digest('hex'), bytes: length };
}

/** A large array in parts, so that hashing it does not hold up everything else. */
function* inParts(bytes: Uint8Array, partBytes = 4 * 1024 * 1024): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += partBytes) yield bytes.subarray(start, start + partBytes);
}
