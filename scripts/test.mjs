// npm test [-- <filter>…]: sets up, then all checks and tests, and one line over all of them at the end.
// With a filter only the tests that it names are run, after what they open was built, and no checks.
import path from 'node:path';
import { sumOf, summaryLine } from './check/outcome.mjs';
import { listBuilds, listChecks, testsPart } from './check/parts.mjs';
import { checkout } from './setup/checkout.mjs';
import { findTestPython } from './setup/python-for-tests.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';
import { shippedNode } from './setup/shipped-node.mjs';

const print = (/** @type {string} */ text) => void process.stdout.write(text);

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, { forTests: true });
  const place = { root: checkout.root, node: shippedNode(checkout) };
  const filters = process.argv.slice(2);
  const python = findTestPython({ requirementsFile: path.join(checkout.root, 'test', 'python', 'requirements.txt'), environment: process.env });
  const environment = { ...process.env, ...('complete' in python && python.complete ? { LAMINA_TEST_PYTHONPATH: python.folder } : {}) };

  /** @type {import('./check/outcome.mjs').Outcome[]} */
  const outcomes = [];
  const does = async (/** @type {import('./check/parts.mjs').Part} */ { name, run }) => {
    const startedAt = Date.now();
    const outcome = await run();
    outcomes.push(outcome);
    print(`${outcome.failed === 0 ? 'passed' : 'FAILED'}: ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n${outcome.output && `${outcome.output}\n`}`);
  };
  /** @type {Promise<void>[]} */
  const beside = [];
  for (const part of [...(filters.length > 0 ? [] : listChecks(place)), ...listBuilds(place)]) {
    if (part.beside) beside.push(does(part));
    else await does(part);
  }
  await Promise.all(beside);
  await does(testsPart(place, filters, { environment, show: print }));
  const sum = sumOf(outcomes);
  if (sum.skipped.length > 0) print(`\nSkipped, with the reason where the test gave one:\n${sum.skipped.map((test) => `  ${test}\n`).join('')}`);
  print(`\n${summaryLine(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
});
