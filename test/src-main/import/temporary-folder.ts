import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** A folder of this test file's own, removed at its end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
