/**
 * Makes, opens and closes projects: one folder, one writer. Knows neither use cases nor the host;
 * whoever opens a project closes it.
 */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { makeFolder } from '../files/write-whole.ts';
import { tellNames } from './annotators.ts';
import { removeUnfinished } from './blobs.ts';
import { checkAfterUncleanClose, closeDatabase, isHeldHere, openDatabase, openInMemory } from './database.ts';
import { createEventLog } from './events.ts';
import { interruptUnfinishedJobs } from './jobs.ts';
import { migrate, requireKnownVersion, schemaVersion } from './migrate.ts';
import { migrations as allMigrations } from './migrations/all.ts';
import { networkDriveType, readMounts } from './network-drive.ts';
import { fileIdentity, isWritable, makeFolders, projectFile, sharedMemoryFile, sizeOf, walFile } from './project-folder.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { storeError } from './store-errors.ts';
import {
  cannotCreateOnNetwork, folderNotEmpty, noProject, olderReadOnly, openElsewhere, projectPresent, readOnlyFolder, readOnlyOnNetwork, unfinishedElsewhere,
} from './store-sentences.ts';
import { createStore } from './store.ts';

/** What tests put in the place of this machine's clock, drives and schema. */
export interface OpenOptions {
  readonly now?: () => string;
  /** The text of /proc/mounts; null on systems without it. */
  readonly mounts?: string | null;
  readonly migrations?: readonly string[];
  /** Whom the log is to name with what names nobody by itself; null: nobody. */
  readonly who?: () => string | null;
}

const newFile = `${projectFile}.unfinished`;

/**
 * Makes an empty project and opens it.
 * @param folder one that does not exist, or is empty
 * @throws UserFacingError `conflict` where something lies there; `bad-input` where nothing can be
 *   written; `disk-full`. Nothing is left behind then.
 */
export async function createProject(
  folder: string,
  { name, ...options }: { readonly name?: string | undefined } & OpenOptions = {},
): Promise<ProjectStore> {
  const place = resolve(folder);
  const type = networkDriveType(nearestReal(place), mountsOf(options));
  if (type) throw failure('bad-input', cannotCreateOnNetwork, { folder: place, type });
  const wasThere = sizeOf(place) !== null;
  try {
    await makeFolder(place);
    const present = readdirSync(place).filter((entry) => !entry.startsWith(newFile));
    if (present.includes(projectFile)) throw failure('conflict', projectPresent, { folder: place });
    if (present.length > 0) throw failure('conflict', folderNotEmpty, { folder: place });
    writeEmptyProject(place, name ?? basename(place), options);
  } catch (error) {
    if (!wasThere) removeIfEmpty(place);
    throw storeError(error, { folder: place, readOnly: null });
  }
  return openProject(place, options);
}

/**
 * Opens a project and takes its lock, or opens it for reading only where it cannot be written
 * (`readOnly` says why).
 * @throws UserFacingError `not-found`, `conflict` where it is open elsewhere, `corrupt`, `bad-input` for
 *   a file of another program, `unsupported-file` for one of a newer Lamina, `disk-full`
 */
export async function openProject(folder: string, options: OpenOptions = {}): Promise<ProjectStore> {
  const place = resolve(folder);
  if (sizeOf(join(place, projectFile)) === null) throw failure('not-found', noProject, { folder: place });
  if (isHeldHere(join(place, projectFile))) throw failure('conflict', openElsewhere, { folder: place });
  let readOnly: Sentence | null = null;
  try {
    const type = networkDriveType(realpathSync(place), mountsOf(options));
    readOnly = readOnlyReason(place, type);
    const session = { folder: place, readOnly, now: options.now ?? ((): string => new Date().toISOString()), ...(options.who === undefined ? {} : { who: options.who }) };
    return readOnly ? openToRead(session, type !== null, options) : await openToWrite(session, options);
  } catch (error) {
    throw storeError(error, { folder: place, readOnly });
  }
}

const tries = 8;
/** Of a pause between two; twice that at most. */
const pauseMs = 12;

/**
 * The lock goes by way of one that several may have. Who opens in the same moment as another finds that one there, and both have to
 * let go; after pauses by chance one of them is alone. Whoever has had it open for long is met at each try.
 */
async function takeLock(folder: string): Promise<Sqlite.Database> {
  let isChecked = false;
  for (let time = 1; ; time += 1) {
    try {
      if (!isChecked) checkAfterUncleanClose(folder);
      isChecked = true;
      return openDatabase(join(folder, projectFile), { create: false });
    } catch (error) {
      if (time === tries || !(error instanceof Sqlite.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    }
    await wait(pauseMs * 2 * Math.random());
  }
}

async function openToWrite(unopened: Omit<Session, 'database'>, { migrations = allMigrations }: OpenOptions): Promise<ProjectStore> {
  const { folder } = unopened;
  const path = join(folder, projectFile);
  const database = await takeLock(folder);
  try {
    // Left by the check; one who holds the lock keeps this index in memory and never reads it.
    rmSync(join(folder, sharedMemoryFile), { force: true });
    migrate(database, folder, migrations);
    makeFolders(folder);
    removeUnfinished(folder);
    const session = { ...unopened, database };
    inTransaction(session, () => {
      interruptUnfinishedJobs(session);
      beginOriginOfCopy(session, fileIdentity(path));
      tellNames(session, createEventLog(session));
    });
    return createStore(session);
  } catch (error) {
    closeDatabase(database);
    throw error;
  }
}

function openToRead(unopened: Omit<Session, 'database'>, onNetwork: boolean, { migrations = allMigrations }: OpenOptions): ProjectStore {
  const { folder } = unopened;
  // What is still in the log would be missing; on a network drive another computer may be writing it just now.
  const log = sizeOf(join(folder, walFile));
  if (onNetwork ? log !== null : log) throw failure('conflict', unfinishedElsewhere, { folder });
  const database = openInMemory(join(folder, projectFile));
  try {
    requireKnownVersion(schemaVersion(database), folder, migrations);
    if (schemaVersion(database) < migrations.length) throw failure('unsupported-file', olderReadOnly, { folder });
    return createStore({ ...unopened, database });
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Under another name until it is whole, so that a half-made file is never taken for a project. */
function writeEmptyProject(folder: string, name: string, { now, migrations = allMigrations }: OpenOptions): void {
  const unfinished = join(folder, newFile);
  const clear = (): void => {
    for (const suffix of ['', '-wal', '-journal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true });
  };
  clear();
  try {
    const database = openDatabase(unfinished, { create: true });
    try {
      migrate(database, folder, migrations);
      insertProject(database, name, fileIdentity(unfinished), now?.() ?? new Date().toISOString());
    } finally {
      closeDatabase(database);
    }
    renameSync(unfinished, join(folder, projectFile));
    syncFolder(folder);
  } catch (error) {
    clear();
    throw error;
  }
}

function insertProject(database: Sqlite.Database, name: string, identity: string, createdAt: string): void {
  database
    .prepare(
      `INSERT INTO project (id, uuid, name, origin, file_identity, conflicting_forms, created_at)
       VALUES (1, :uuid, :name, '', :identity, 'sform', :createdAt)`,
    )
    .run({ uuid: randomUUID(), name, identity, createdAt });
  createEventLog({ database, folder: '', readOnly: null, now: () => createdAt }).begin(randomUUID());
}

/** Two copies that went on in one chain could not be told apart later. */
function beginOriginOfCopy(session: Session, identity: string): void {
  const { database } = session;
  const known = database.prepare<[], { identity: string }>('SELECT file_identity AS identity FROM project').get()!.identity;
  if (known === identity) return;
  createEventLog(session).begin(randomUUID());
  database.prepare('UPDATE project SET file_identity = ?').run(identity);
}

function readOnlyReason(folder: string, networkType: string | null): Sentence | null {
  if (networkType !== null) return fill(readOnlyOnNetwork, { folder, type: networkType });
  return isWritable(folder) ? null : fill(readOnlyFolder, { folder });
}

function mountsOf({ mounts }: OpenOptions): string | null {
  return mounts === undefined ? readMounts() : mounts;
}

/** The folder itself, or where it does not exist the nearest one above it that does, links resolved. */
function nearestReal(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const above = resolve(folder, '..');
    return above === folder ? folder : nearestReal(above);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something lies there that is not ours.
  }
}
