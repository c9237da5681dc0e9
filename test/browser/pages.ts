/** The built page for tests. */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { builds, isBuilt } from '../../scripts/build/builds.mjs';
import { runProgram } from '../../scripts/setup/run-program.mjs';
import { madeOnce, root } from '../made-once.ts';

const shipped = builds.find(({ name }) => name === 'page')!;

/** @returns the folder that a host serves */
export async function builtPages(): Promise<string> {
  return madeOnce('pages', async (folder) => {
    // The test command has built it just now; a copy, for another build takes it away.
    if (isBuilt(root, shipped)) return cpSync(path.join(root, shipped.output), folder, { recursive: true });
    const vite = path.join(root, 'node_modules/vite/bin/vite.js');
    const { code, output } = await runProgram(process.execPath, [vite, 'build', '--config', 'src-renderer/vite.config.ts', '--outDir', folder, '--emptyOutDir'], {
      cwd: root,
      // What is shipped, not what the test runner calls itself.
      environment: { ...process.env, NODE_ENV: 'production' },
    });
    if (code !== 0) throw new Error(`the page could not be built: ${output}`);
  });
}
