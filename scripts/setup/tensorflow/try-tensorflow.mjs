// Run apart, since a library for another machine can end the process: loads native TensorFlow, computes
// once, and prints one line of JSON. Usage: node try-tensorflow.mjs <folder of the tfjs package>
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('./tfjs-on-new-node.cjs');
const tf = /** @type {typeof import('@tensorflow/tfjs-node-gpu')} */ (require(/** @type {string} */ (process.argv[2])));
const product = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync();
const { TF_Version: version } = /** @type {{ binding: { TF_Version: string } }} */ (/** @type {unknown} */ (tf.backend())).binding;
process.stdout.write(`\n${JSON.stringify({ version, product: Array.from(product) })}\n`);
