// npm run demo [-- --minutes <n>] [--out <folder>]: sets up, then does the whole job once on example or real images.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, {});
  return runUnderShippedNode(checkout, [path.join(checkout.root, 'src-main', 'cli', 'main.ts'), 'demo', ...process.argv.slice(2)]);
});
