/** The file itself: whether SQLite can read all of it, and whether its tables and their guards are those that Lamina makes. */
import Sqlite from 'better-sqlite3';
import { fill } from '#shared/text/sentence.ts';
import { runMigrations } from './migrate.ts';
import { wrong, type Finding, type Inspection } from './verify-finding.ts';
import { fileSentences as say } from './verify-sentences.ts';

/** @returns an empty list where the rows can be believed to be what SQLite was given */
export function* inspectPages(database: Sqlite.Database): Inspection {
  const found: Finding[] = [];
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  for (const [at, table] of tables.entries()) {
    yield at / tables.length;
    const said = database.pragma(`integrity_check(${quoted(table)})`) as { integrity_check: string }[];
    const first = said.find((row) => row.integrity_check !== 'ok');
    if (first !== undefined) found.push(wrong('database', fill(say.damaged, { table, said: first.integrity_check })));
    const strays = (database.pragma(`foreign_key_check(${quoted(table)})`) as { parent: string }[]);
    for (const [parent, rows] of Map.groupBy(strays, (stray) => stray.parent)) {
      found.push(wrong('database', fill(say.dangling, { table, parent, rows: rows.length })));
    }
  }
  return found;
}

/** Triggers that are gone let rows of the log be changed; a view that was changed tells something else than its rows. */
export function inspectSchema(database: Sqlite.Database, migrations: readonly string[]): Finding[] {
  const fresh = new Sqlite(':memory:');
  try {
    runMigrations(fresh, migrations, () => undefined);
    const [made, there] = [schemaOf(fresh), schemaOf(database)];
    const names = new Set([...made.keys(), ...there.keys()]);
    return [...names].filter((name) => made.get(name) !== there.get(name)).map((name) => wrong('database', fill(say.otherSchema, { name })));
  } finally {
    fresh.close();
  }
}

function schemaOf(database: Sqlite.Database): Map<string, string> {
  const rows = database.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all();
  return new Map(rows.map(({ name, sql }) => [name, sql.replace(/\s+/g, ' ')]));
}

function quoted(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}
