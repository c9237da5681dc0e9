// npm run bench:quality [-- --only <set,set>]: sets up, then trains and judges on each set of images what is not done yet.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, {});
  return runUnderShippedNode(checkout, [path.join(checkout.root, 'test', 'bench', 'quality', 'main.ts'), ...process.argv.slice(2)]);
});
