import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { shippedNode } from './shipped-node.mjs';

/**
 * Becomes the shipped Node with the given arguments: same terminal, same signals, same exit code.
 * Writes nothing itself.
 *
 * @param {import('./checkout.mjs').Checkout} checkout
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>} the exit code; does not return at all where the process can be replaced
 */
export function runUnderShippedNode(checkout, args, environment = process.env) {
  const node = shippedNode(checkout);
  // Replacing the process leaves nobody between a signal and the program. Newer Nodes can, except on Windows.
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], environment);

  const child = spawn(node, args, { stdio: 'inherit', env: environment });
  // A terminal sends Ctrl-C to the child as well: passing it on would make it two.
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && onTerminal)) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
