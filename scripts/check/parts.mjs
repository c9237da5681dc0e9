import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builds, isBuilt, runBuild } from '../build/builds.mjs';
import { readJson } from '../setup/files.mjs';
import { runProgram } from '../setup/run-program.mjs';
import { findLongFiles, findMachinePaths, findSentencesInOneLanguage, findSilencedChecks, readTextFiles } from './house-rules.mjs';
import { outcomeOfCheck } from './outcome.mjs';

/**
 * The parts of the test command, each a name and a run that gives an outcome. All run under the shipped Node.
 *
 * @typedef {{ name: string, run: () => Promise<import('./outcome.mjs').Outcome>, beside?: true }} Part `beside`: while those that follow it run
 * @typedef {{ root: string, node: string }} Place
 */

/** @param {Place} place @param {string} script below node_modules @param {readonly string[]} args @returns {Promise<import('./outcome.mjs').Outcome>} */
async function checkWith({ root, node }, script, args) {
  const { code, output } = await runProgram(node, [path.join(root, 'node_modules', ...script.split('/')), ...args], { cwd: root });
  return outcomeOfCheck(code === 0 ? '' : output.trim() || `it ended with exit code ${code}`);
}

/** @param {Place} place @returns {Part[]} everything that can be said without running the product */
export function listChecks(place) {
  const files = () => readTextFiles(place.root);
  const houseRule = (/** @type {string} */ name, /** @type {(files: import('./house-rules.mjs').TextFile[]) => string[]} */ find) => ({
    name,
    run: async () => outcomeOfCheck(find(files()).join('\n')),
  });
  const [window, builder] = [['src-renderer', 'test/src-renderer'], 'src-renderer/vite.config.ts'];
  const lint = (/** @type {readonly string[]} */ folders, /** @type {readonly string[]} */ options) => checkWith(place, 'eslint/bin/eslint.js', [...folders, '--max-warnings', '0', ...options]);
  return [
    { name: 'types', run: () => checkWith(place, 'typescript/bin/tsc', ['--build']) },
    // Both read what the first one built, and share no program of the compiler.
    { name: 'lint of the window', beside: true, run: () => lint(window, ['--ignore-pattern', builder]) },
    { name: 'lint', beside: true, run: () => lint(['.'], [...window.flatMap((folder) => ['--ignore-pattern', `${folder}/*`]), '--ignore-pattern', `!${builder}`]) },
    { name: 'types of the window', run: () => checkWith(place, 'vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'src-renderer']) },
    { name: 'types of the window’s tests', run: () => checkWith(place, 'vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'test/src-renderer']) },
    {
      name: 'import rules',
      run: () => checkWith(place, 'dependency-cruiser/bin/dependency-cruiser.mjs', ['src-main', 'src-renderer', 'shared', '--config', '.dependency-cruiser.cjs']),
    },
    houseRule('no file over 400 lines', findLongFiles),
    houseRule('no check switched off in silence', findSilencedChecks),
    houseRule('no place of one machine', findMachinePaths),
    houseRule('every sentence in both languages', findSentencesInOneLanguage),
    { name: 'the languages of a sentence agree', run: () => sentencesAgree(place) },
  ];
}

/** @param {Place} place @returns {Part[]} what tests in a browser and in Electron open; built again only where a source changed */
export function listBuilds(place) {
  return builds.map((build) => ({
    name: `the ${build.name} builds`,
    run: async () => outcomeOfCheck(isBuilt(place.root, build) ? '' : await runBuild(place, build)),
  }));
}

/** @param {Place} place */
async function sentencesAgree({ root, node }) {
  const script = fileURLToPath(new URL('sentences-agree.mjs', import.meta.url));
  const files = readTextFiles(root).map((file) => file.path).filter((file) => /^(?:shared|src-[^/]+|scripts)\/.*sentences\.(?:ts|mjs)$/.test(file));
  const { code, output } = await runProgram(node, [script, ...files], { cwd: root });
  return outcomeOfCheck(code === 0 ? output.trim() : output.trim() || 'the sentences could not be loaded');
}

/**
 * The tests themselves; what the runner prints is shown as it comes.
 *
 * @param {Place} place
 * @param {readonly string[]} filters passed on to the runner
 * @param {{ environment: NodeJS.ProcessEnv, show: (text: string) => void }} options
 * @returns {Part}
 */
export function testsPart({ root, node }, filters, { environment, show }) {
  // The runner writes to a pipe and cannot see where its words end up.
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  const countsFile = path.join(root, 'build', 'test', `counts-${process.pid}.json`);
  const reporter = fileURLToPath(new URL('count-tests.mjs', import.meta.url));
  return {
    name: 'tests',
    async run() {
      const args = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', `--reporter=${reporter}`, ...filters];
      // Hundreds of processes load the same modules: what was compiled once is kept, by its content.
      const compiled = { NODE_COMPILE_CACHE: path.join(root, 'build', 'test', 'compiled') };
      const { code } = await runProgram(node, args, { cwd: root, environment: { ...colours, ...compiled, ...environment, LAMINA_TEST_COUNTS: countsFile }, onOutput: show });
      const counts = /** @type {import('./count-tests.mjs').TestCounts | undefined} */ (readJson(countsFile));
      rmSync(countsFile, { force: true });
      return outcomeOfTests(code, counts);
    },
  };
}

/**
 * @param {number | null} code
 * @param {import('./count-tests.mjs').TestCounts | undefined} counts undefined where the runner died before its end
 * @returns {import('./outcome.mjs').Outcome}
 */
export function outcomeOfTests(code, counts) {
  if (!counts) return { passed: 0, failed: 1, skipped: [], output: 'the test runner ended before its tests did' };
  const { passed, skipped } = counts;
  // An error outside of any test, or no test at all, must not read as success.
  const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
  const output = failed === 0 ? '' : counts.unexpected.join('\n') || (passed + skipped.length === 0 ? 'no test was run' : '');
  return { passed, failed, skipped, output };
}
