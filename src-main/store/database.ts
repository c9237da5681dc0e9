/**
 * Opens and closes the project's SQLite file: the lock, durability, and the check after a crash.
 *
 * Statements that run for every stroke and search by an index write their parameters `+?`: a bare `?`
 * makes this build of SQLite (with STAT4) plan a join anew for each value. Measured: 8 µs against 0.8 µs.
 */
import Sqlite from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { fileIdentity, projectFile, sizeOf, walFile } from './project-folder.ts';
import { damaged, notALaminaFile } from './store-sentences.ts';

/** `LaMi` in the file's header tells a project from every other SQLite file. */
export const applicationId = 0x4c614d69;

/** Files whose lock this process has. */
const held = new Map<Sqlite.Database, string>();

/**
 * Whether this process has the file open, by whatever path. Then nobody here may open it besides SQLite: to close any handle of a file
 * gives up all locks that the process has on it (fcntl, POSIX), and another process would write beside us.
 */
export function isHeldHere(path: string): boolean {
  if (sizeOf(path) === null) return false;
  const identity = fileIdentity(path);
  return [...held].some(([database, one]) => database.open && one === identity);
}

/**
 * Opens the file for writing and takes its lock at once. Every acknowledged transaction is on the disk
 * (`synchronous=FULL`); one process at a time may have the file open (`locking_mode=EXCLUSIVE`).
 * @throws SqliteError SQLITE_BUSY where another process has it; UserFacingError `corrupt`, `bad-input`
 */
export function openDatabase(path: string, options: { readonly create: boolean }): Sqlite.Database {
  const database = new Sqlite(path, { fileMustExist: !options.create, timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // Without it INSERT OR REPLACE would delete rows of the log past the triggers that guard them.
    database.pragma('recursive_triggers = ON');
    if (options.create) database.pragma(`application_id = ${applicationId}`);
    else requireApplicationId(database, path);
    database.pragma('journal_mode = WAL');
    database.exec('BEGIN IMMEDIATE; COMMIT');
    held.set(database, fileIdentity(path));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens what lies where nothing can be written, as a copy in memory: a WAL file's readers would need
 * locks and shared memory beside it. Labels take little room (10,000 strokes are some 6 MB).
 */
export function openInMemory(path: string): Sqlite.Database {
  const bytes = readFileSync(path);
  // File format 2 says WAL, which memory does not have; 1 is the same file without (sqlite.org/fileformat.html#file_format_version_numbers).
  if (bytes.length >= 100) bytes.fill(1, 18, 20);
  const database = new Sqlite(bytes, { readonly: true });
  try {
    requireApplicationId(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Looks the whole file over where the last writer did not close it. Done through a connection that
 * cannot write, so that a damaged file is left as it was found.
 * @throws UserFacingError `corrupt`
 */
export function checkAfterUncleanClose(folder: string): void {
  if (!sizeOf(join(folder, walFile))) return;
  const path = join(folder, projectFile);
  const database = new Sqlite(path, { readonly: true, timeout: 0 });
  try {
    requireApplicationId(database, path);
    if (database.pragma('quick_check', { simple: true }) !== 'ok') throw failure('corrupt', damaged, { file: path });
  } finally {
    database.close();
  }
}

/** What one step of a copy takes: some milliseconds. */
const pagesAtOnce = 1000;

/**
 * The file as it is now with all that is still in its log, page by page, damage included; what is written meanwhile is in it too.
 * @param target where nothing is yet
 */
export async function copyDatabase(database: Sqlite.Database, target: string): Promise<void> {
  await database.backup(target, { progress: () => pagesAtOnce });
}

/** Empties the log into the file, so that the folder is whole when it is copied, and gives the lock back. */
export function closeDatabase(database: Sqlite.Database): void {
  if (!database.open) return;
  try {
    if (!database.readonly) database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk: everything acknowledged stays in the log beside the file, and the next opening finds it.
  } finally {
    database.close();
    held.delete(database);
  }
}

function requireApplicationId(database: Sqlite.Database, path: string): void {
  if (database.pragma('application_id', { simple: true }) !== applicationId) throw failure('bad-input', notALaminaFile, { file: path });
}
