// Run under the shipped Node: node build-shell.mjs <root> <folder>
import { bundleShell } from './bundle-shell.mjs';

const [root, out] = process.argv.slice(2);
if (!root || !out) throw new Error('usage: build-shell.mjs <root> <folder>');
await bundleShell({ root, out });
