/**
 * Files that are either there as a whole or not at all. Knows nothing of what is in them, nor of projects.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { fileSentences } from './file-sentences.ts';

/**
 * Writes beside the file, waits until the disk has it, then puts it in its place in one step: whoever
 * looks sees the old file or the new one. Missing folders are made.
 * @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await makeFolder(dirname(file));
  // Not the file's name with an ending: a long name would become too long for the disk.
  const unfinished = join(dirname(file), `.${randomUUID()}.part`);
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
    await makeFolders(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' || code === 'ENOTDIR') throw failure('bad-input', fileSentences.fileInTheWay, { folder }, error);
    throw writeError(error, folder);
  }
}

/**
 * Node's own `recursive` tries for ever where a folder may not be made although the one above it is
 * there (`/proc/x`): the system says ENOENT for both.
 */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Also where nothing may be written or the name is a drive's: it is there, and that is all that is asked.
    if (await isFolder(folder)) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder) throw error;
    if (await isFolder(above)) throw Object.assign(new Error(`no folder can be made in ${above}`, { cause: error }), { code: 'EPERM' });
    await makeFolders(above);
    await makeFolders(folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false);
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
    case 'ENAMETOOLONG':
      return failure('bad-input', fileSentences.nameTooLong, { file }, error);
    default:
      return error;
  }
}
