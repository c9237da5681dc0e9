// npm run package [-- --linux | --win | --mac | --dir …]: sets up, builds, and makes the installers for this system.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, { forWindow: true });
  return runUnderShippedNode(checkout, [path.join(checkout.modules, 'electron-builder', 'cli.js'), ...process.argv.slice(2)]);
});
