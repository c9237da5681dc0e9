import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, hashOfFolders, readJson, writeJson } from '../setup/files.mjs';
import { runProgram } from '../setup/run-program.mjs';

/**
 * What has to be built before it runs: the page and the desktop shell. Both are built again only where
 * the content of a source changed, whatever its date says, and appear whole or not at all.
 *
 * @typedef {object} Build
 * @property {'page' | 'shell'} name
 * @property {readonly string[]} sources files and folders from the checkout's root
 * @property {string} output folder from the checkout's root
 * @property {string} proof a file in it, without which it counts as not built
 * @property {(root: string, out: string) => string[]} command what the shipped Node runs; `out`: an absolute folder
 */

/** @type {readonly Build[]} */
export const builds = [
  {
    name: 'page',
    sources: ['src-renderer', 'shared', 'package-lock.json'],
    output: 'build/pages',
    proof: 'index.html',
    command: (root, out) => [path.join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', path.join(root, 'src-renderer', 'vite.config.ts'), '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'],
  },
  {
    name: 'shell',
    sources: ['src-main/electron', 'src-main/desktop/shell-messages.ts', 'shared/text', 'scripts/build', 'package-lock.json'],
    output: 'build/shell',
    proof: 'main.cjs',
    command: (root, out) => [fileURLToPath(new URL('build-shell.mjs', import.meta.url)), root, out],
  },
];

/** @param {string} root */
const stampFile = (root) => path.join(root, 'build', 'set-up', 'built.json');

/** @param {string} root @returns {Record<string, string>} */
const readStamps = (root) => /** @type {Record<string, string> | undefined} */ (readJson(stampFile(root))) ?? {};

/** @param {string} root @param {Build} build @returns {string} */
const hashOfSources = (root, { sources }) => hashOf(`${process.platform}-${process.arch}`, hashOfFolders(root, sources));

/** @param {string} root @param {Build} build @returns {boolean} */
export function isBuilt(root, build) {
  return existsSync(path.join(root, build.output, build.proof)) && readStamps(root)[build.name] === hashOfSources(root, build);
}

/**
 * @param {{ root: string, node: string }} place
 * @param {Build} build
 * @returns {Promise<string>} what the builder complained of; empty where it was built. What stood there before then stays.
 */
export async function runBuild({ root, node }, build) {
  // Taken before: a source that is saved meanwhile makes it built again the next time.
  const hash = hashOfSources(root, build);
  const output = path.join(root, build.output);
  const growing = `${output}.${process.pid}.partial`;
  const { code, output: said } = await runProgram(node, build.command(root, growing), { cwd: root, environment: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' } });
  if (code !== 0 || !existsSync(path.join(growing, build.proof))) {
    rmSync(growing, { recursive: true, force: true });
    return said.trim() || `it ended with exit code ${code}`;
  }
  rmSync(output, { recursive: true, force: true });
  renameSync(growing, output);
  writeJson(stampFile(root), { ...readStamps(root), [build.name]: hash });
  return '';
}
