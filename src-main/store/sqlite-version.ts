import Sqlite from 'better-sqlite3';

/** Version of the database library that is really loaded. @throws where it cannot be loaded on this machine */
export function sqliteVersion(): string {
  const database = new Sqlite(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
}
