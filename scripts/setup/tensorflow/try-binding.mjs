import { fileURLToPath } from 'node:url';
import { runProgram } from '../run-program.mjs';
import { tfjsFolder } from './binding.mjs';
import { Unavailable } from './unavailable.mjs';

const script = fileURLToPath(new URL('try-tensorflow.mjs', import.meta.url));

/**
 * Sees native TensorFlow multiply two matrices before anyone says that it is there: an older C library,
 * a processor without AVX or a wrong architecture show only now.
 *
 * @param {import('../checkout.mjs').Checkout} checkout
 * @param {{ node: string, environment?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} the version that the library gives itself
 * @throws {Unavailable} `does-not-load`
 */
export async function tryBinding(checkout, { node, environment = process.env }) {
  const { code, signal, output } = await runProgram(node, [script, tfjsFolder(checkout)], {
    environment: { ...environment, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '-1' },
  });
  const lines = output.trim().split('\n');
  if (code !== 0) {
    const said = lines.find((line) => /error|cannot|undefined symbol/i.test(line)) ?? lines.at(-1) ?? '';
    throw new Unavailable('does-not-load', { message: signal ? `it ended with ${signal}.` : said.trim() });
  }
  const answer = lines.flatMap((line) => {
    try {
      return [/** @type {{ version?: string, product?: number[] }} */ (JSON.parse(line))];
    } catch {
      return [];
    }
  }).find(({ product }) => String(product) === '19,22,43,50');
  if (!answer?.version) throw new Unavailable('does-not-load', { message: 'it gave a wrong product of two matrices.' });
  return answer.version;
}
