/** Turns what SQLite and the file system report into a sentence for a person. */
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { writeError } from '../files/write-whole.ts';
import { projectFile } from './project-folder.ts';
import type { Session } from './session.ts';
import { closedMeanwhile, damaged, diskFailed, diskFull, openElsewhere, readOnlyFolder } from './store-sentences.ts';

/**
 * @param folder the project's, absolute
 * @returns a UserFacingError for all that a person can meet; anything else as it is, for it is a defect
 */
export function storeError(error: unknown, { folder, readOnly }: Pick<Session, 'folder' | 'readOnly'>): unknown {
  if (error instanceof UserFacingError) return error;
  // Whoever waited for something may find it closed; the library has no code for that.
  if (error instanceof TypeError && error.message === 'The database connection is not open') return failure('conflict', closedMeanwhile, { folder }, error);
  if (!(error instanceof Sqlite.SqliteError)) return writeError(error, join(folder, projectFile));
  const { code } = error;
  if (code === 'SQLITE_FULL') return failure('disk-full', diskFull, { place: folder }, error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return failure('conflict', openElsewhere, { folder }, error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return failure('corrupt', damaged, { file: join(folder, projectFile) }, error);
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return readOnly ? new UserFacingError('conflict', readOnly, { cause: error }) : failure('conflict', readOnlyFolder, { folder }, error);
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CANTOPEN') return failure('internal', diskFailed, { folder }, error);
  return error;
}

/** The same functions, whose errors are sentences. */
export function withStoreErrors<Subject extends object>(session: Session, subject: Subject): Subject {
  const guarded = Object.entries(subject).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function'
      ? (...values: readonly unknown[]): unknown => {
          try {
            return (member as (...values: readonly unknown[]) => unknown)(...values);
          } catch (error) {
            throw storeError(error, session);
          }
        }
      : member,
  ]);
  return Object.fromEntries(guarded) as Subject;
}
