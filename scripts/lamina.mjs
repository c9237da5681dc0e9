#!/usr/bin/env node
// npm run --silent lamina -- <command> …: the command line, under the shipped Node. stdout is the command's alone.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { packagesAreCurrent } from './setup/node-packages.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { SetUpFailure, failures } from './setup/sentences.mjs';
import { exitCodeOf } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  if (!packagesAreCurrent(checkout)) throw new SetUpFailure(failures.notSetUp);
  return runUnderShippedNode(checkout, [path.join(checkout.root, 'src-main', 'cli', 'main.ts'), ...process.argv.slice(2)]);
});
