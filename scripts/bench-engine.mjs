// npm run bench:engine -- [row …] [--json] [--quick]: sets up, then times the engine beside Keras and PyTorch.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { findTestPython, installTestPython } from './setup/python-for-tests.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { SetUpFailure, failures } from './setup/sentences.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

const bench = path.join(checkout.root, 'test', 'bench', 'engine');
// stdout is for the figures alone.
const report = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, {});
  const python = { requirementsFile: path.join(bench, 'python', 'requirements.txt'), environment: process.env };
  let found = findTestPython(python);
  if ('complete' in found && !found.complete) {
    report('Keras and PyTorch are being fetched, once: 6 GB on the disk.');
    await installTestPython({ ...python, report });
    found = findTestPython(python);
  }
  if (!('folder' in found)) throw new SetUpFailure(failures.pythonMissing);
  return runUnderShippedNode(checkout, [path.join(bench, 'bench.ts'), ...process.argv.slice(2)], { ...process.env, LAMINA_BENCH_PACKAGES: found.folder });
});
