/** Brings a project file to the present schema. */
import type Sqlite from 'better-sqlite3';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { syncFile, syncFolder } from '../files/sync-folder.ts';
import { projectFile } from './project-folder.ts';
import { damaged, newerProject } from './store-sentences.ts';

/**
 * Runs the migrations that a file has not seen, each in a transaction of its own. A file that already
 * holds something is copied to `project.before-<version>.sqlite` first.
 * @param migrations in order; `user_version` counts those done
 * @throws UserFacingError `unsupported-file` for a file of a newer program; `corrupt` where rows name
 *   others that are not there
 */
export function migrate(database: Sqlite.Database, folder: string, migrations: readonly string[]): void {
  const found = schemaVersion(database);
  requireKnownVersion(found, folder, migrations);
  if (found === migrations.length) return;
  if (found > 0) backUp(database, folder, migrations.length);
  runMigrations(database, migrations, () => { throw failure('corrupt', damaged, { file: join(folder, projectFile) }); });
}

/**
 * The same without a back-up.
 * @param onStrays called where rows name others that are not there; what it throws takes that migration back
 */
export function runMigrations(database: Sqlite.Database, migrations: readonly string[], onStrays: () => void): void {
  // A table is rebuilt by dropping the old one, which with foreign keys on would empty those that name it.
  // The pragma does nothing within a transaction: hence before BEGIN.
  database.pragma('foreign_keys = OFF');
  try {
    for (let version = schemaVersion(database); version < migrations.length; version += 1) {
      database
        .transaction(() => {
          database.exec(migrations[version]!);
          const strays = database.pragma('foreign_key_check') as unknown[];
          if (strays.length > 0) onStrays();
          database.pragma(`user_version = ${version + 1}`);
        })
        .immediate();
    }
  } finally {
    database.pragma('foreign_keys = ON');
  }
}

/** @throws UserFacingError `unsupported-file` */
export function requireKnownVersion(found: number, folder: string, migrations: readonly string[]): void {
  if (found > migrations.length) {
    throw failure('unsupported-file', newerProject, { folder, found, known: migrations.length });
  }
}

export function schemaVersion(database: Sqlite.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function backUp(database: Sqlite.Database, folder: string, version: number): void {
  const target = join(folder, `project.before-${version}.sqlite`);
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    database.prepare('VACUUM INTO ?').run(unfinished);
    syncFile(unfinished);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(folder);
}
