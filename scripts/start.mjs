// npm start: sets up, builds what the window needs, and opens Lamina: in its window where there can be one, else in the browser.
import path from 'node:path';
import { checkout } from './setup/checkout.mjs';
import { runUnderShippedNode } from './setup/run-under-shipped-node.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

process.exitCode = await exitCodeOf(async () => {
  await setUp(checkout, { forWindow: true });
  return runUnderShippedNode(checkout, [path.join(checkout.root, 'src-main', 'cli', 'main.ts'), 'open', ...process.argv.slice(2)]);
});
