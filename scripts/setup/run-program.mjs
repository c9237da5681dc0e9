import { spawn } from 'node:child_process';
import { undoneWhenInterrupted } from './interruption.mjs';

/** Enough to say why a program failed, and bounded whatever it prints. */
const keptCharacters = 20_000;

/**
 * @typedef {object} Finished
 * @property {number | null} code null where a signal ended the program
 * @property {boolean} missing no such program
 * @property {string} output the end of what it printed, stdout and stderr together
 * @property {string | null} signal
 */

/**
 * Runs another program to its end without a shell, and without a terminal to draw on. Never rejects.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, environment?: NodeJS.ProcessEnv, onOutput?: (text: string) => void, signal?: AbortSignal }} [options] `signal` kills it
 * @returns {Promise<Finished>}
 */
export function runProgram(program, args, { cwd, environment = process.env, onOutput, signal: stop } = {}) {
  const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  stop?.addEventListener('abort', () => child.kill('SIGKILL'));
  let output = '';
  const keep = (/** @type {string} */ text) => {
    output = (output + text).slice(-keptCharacters);
    onOutput?.(text);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  /** @type {Promise<Finished>} */
  const finished = new Promise((resolve) => {
    child.on('error', (error) => {
      const missing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
      resolve({ code: null, missing, signal: null, output: output || error.message });
    });
    child.on('close', (code, signal) => resolve({ code, missing: false, signal, output }));
  });
  return undoneWhenInterrupted(() => child.kill('SIGKILL'), () => finished);
}
