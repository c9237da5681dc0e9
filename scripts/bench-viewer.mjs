// npm run bench:viewer -- [row …] [--json] [--quick]: sets up, fetches NiiVue beside which the views are measured, and measures.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './setup/cache-folder.mjs';
import { checkout } from './setup/checkout.mjs';
import { hashOf } from './setup/files.mjs';
import { alone } from './setup/lock.mjs';
import { npm } from './setup/node-packages.mjs';
import { runProgram } from './setup/run-program.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

const bench = path.join(checkout.root, 'test', 'bench', 'viewer');
const listed = path.join(bench, 'niivue');

/** @returns {Promise<string>} the folder of modules; shared by clones, and whole where it exists */
async function niivueModules() {
  const lists = ['package.json', 'package-lock.json'];
  const folder = path.join(cacheFolder(process.env), `niivue-${hashOf(...lists.map((name) => readFileSync(path.join(listed, name), 'utf8'))).slice(0, 16)}`);
  await alone(path.join(path.dirname(folder), 'lock'), {}, async () => {
    if (existsSync(folder)) return;
    const growing = `${folder}.partial`;
    rmSync(growing, { recursive: true, force: true });
    mkdirSync(growing, { recursive: true });
    for (const name of lists) copyFileSync(path.join(listed, name), path.join(growing, name));
    const { program, before } = npm(process.env);
    const { code, output } = await runProgram(program, [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: growing });
    if (code !== 0) throw new Error(`NiiVue could not be fetched: ${output}`);
    renameSync(growing, folder);
  });
  return path.join(folder, 'node_modules');
}

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, {});
  const modules = await niivueModules();
  return runUnderShippedNode(checkout, [path.join(bench, 'bench.ts'), ...process.argv.slice(2)], { ...process.env, LAMINA_BENCH_NIIVUE: modules });
});
