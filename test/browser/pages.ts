/** The built page for tests: bundled once for each state of its sources, however many test files ask at once. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { alone } from '../../scripts/setup/lock.mjs';
import { runProgram } from '../../scripts/setup/run-program.mjs';

const root = path.join(import.meta.dirname, '../..');
const built = path.join(root, 'build', 'test-pages');
/** Another run of the tests may still serve a page that is younger than this. */
const keptMs = 60 * 60 * 1000;

/** @returns the folder that a host serves */
export async function builtPages(): Promise<string> {
  const folder = path.join(built, fingerprint());
  return alone(path.join(built, 'lock'), {}, async () => {
    if (existsSync(folder)) return folder;
    forgetOld();
    // Whole or not at all: a build that was interrupted must not pass for one.
    const unfinished = `${folder}.unfinished`;
    const vite = path.join(root, 'node_modules/vite/bin/vite.js');
    const { code, output } = await runProgram(process.execPath, [vite, 'build', '--config', 'src-renderer/vite.config.ts', '--outDir', unfinished, '--emptyOutDir'], {
      cwd: root,
      // What is shipped, not what the test runner calls itself.
      environment: { ...process.env, NODE_ENV: 'production' },
    });
    if (code !== 0) throw new Error(`the page could not be built: ${output}`);
    renameSync(unfinished, folder);
    return folder;
  });
}

/** Of everything that goes into the bundle. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of ['src-renderer', 'shared', 'package-lock.json']) {
    const at = path.join(root, source);
    const files = statSync(at).isDirectory() ? readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)) : [at];
    for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

function forgetOld(): void {
  mkdirSync(built, { recursive: true });
  for (const name of readdirSync(built)) {
    const old = path.join(built, name);
    if (Date.now() - statSync(old).mtimeMs > keptMs) rmSync(old, { recursive: true, force: true });
  }
}
