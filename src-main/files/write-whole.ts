/**
 * Files that are either there as a whole or not at all. Knows nothing of what is in them, nor of projects.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { fileSentences } from './file-sentences.ts';

/**
 * Writes beside the file, waits until the disk has it, then puts it in its place in one step: whoever
 * looks sees the old file or the new one. Missing folders are made.
 * @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await makeFolder(dirname(file));
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(unfinished, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw writeError(error, file);
  }
}

/** @throws UserFacingError as `writeWhole` */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' || code === 'ENOTDIR') throw failure('bad-input', fileSentences.fileInTheWay, { folder }, error);
    throw writeError(error, folder);
  }
}

/** The sentence for what the file system reports on writing; what is no such report comes back as it is. */
export function writeError(error: unknown, file: string): unknown {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failure('disk-full', fileSentences.diskFull, { file }, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failure('bad-input', fileSentences.notAllowed, { folder: dirname(file) }, error);
    case 'EISDIR':
      return failure('bad-input', fileSentences.folderInTheWay, { file }, error);
    default:
      return error;
  }
}
