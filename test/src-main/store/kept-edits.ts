import Sqlite from 'better-sqlite3';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

/**
 * The ids of the edits that a killed process has left in a project, whose file must be whole. Looked at
 * in a copy, so that the next writer finds the folder as the killed one left it.
 */
export async function keptEdits(folder: string, copy: string): Promise<ReadonlySet<string>> {
  await cp(folder, copy, { recursive: true });
  const database = new Sqlite(join(copy, 'project.sqlite'));
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    return new Set(database.prepare<[], string>('SELECT uuid FROM edit').pluck().all());
  } finally {
    database.close();
  }
}
