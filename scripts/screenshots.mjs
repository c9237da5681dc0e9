// npm run screenshots: sets up, then takes the pictures of the window that the documentation shows.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, { forTests: true });
  return runUnderShippedNode(checkout, [path.join(checkout.root, 'test', 'browser', 'take-screenshots.ts'), ...process.argv.slice(2)]);
});
