// Run apart, since a library for another machine can end the process: loads native TensorFlow, computes
// once, and prints one line of JSON. Usage: node try-tensorflow.mjs <folder of the tfjs package>
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('./tfjs-on-new-node.cjs');
const tf = require(/** @type {string} */ (process.argv[2]));
const product = tf.tensor2d([[1, 2], [3, 4]]).matMul(tf.tensor2d([[5, 6], [7, 8]])).dataSync();
process.stdout.write(`\n${JSON.stringify({ version: tf.backend().binding.TF_Version, product: Array.from(product) })}\n`);
