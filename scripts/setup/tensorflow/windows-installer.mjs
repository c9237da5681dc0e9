import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../run-program.mjs';
import { tfjsFolder } from './binding.mjs';
import { Unavailable } from './unavailable.mjs';

const polyfill = fileURLToPath(new URL('tfjs-on-new-node.cjs', import.meta.url));

/**
 * On Windows no wheel holds a library that the binding can be linked with, so the tfjs package's own
 * installer fetches its older library and a ready binding. Not verified.
 *
 * @param {import('../checkout.mjs').Checkout} checkout
 * @param {{ node: string, flavour: import('./flavours.mjs').Flavour }} options
 * @throws {Unavailable} `download-failed`
 */
export async function runWindowsInstaller(checkout, { node, flavour }) {
  const script = path.join(tfjsFolder(checkout), 'scripts', 'install.js');
  const { code } = await runProgram(node, ['--require', polyfill, script, flavour, 'download'], { cwd: tfjsFolder(checkout) });
  if (code !== 0) throw new Unavailable('download-failed', { file: 'libtensorflow' });
}
