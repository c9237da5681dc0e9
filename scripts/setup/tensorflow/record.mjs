import path from 'node:path';
import { readJson, writeJson } from '../files.mjs';

/**
 * What the engine and `lamina doctor` read to say why they compute with what they compute.
 *
 * @typedef {object} TensorFlowRecord
 * @property {import('./flavours.mjs').Flavour} flavour
 * @property {string} version
 * @property {boolean} native
 * @property {string | null} reason why it is not native, in English, for logs
 * @property {{ code: string, sentence: import('../sentences.mjs').Sentence } | null} why the same for people, and for programs
 */

/** @param {import('../checkout.mjs').Checkout} checkout */
const recordFile = (checkout) => path.join(checkout.records, 'tensorflow.json');

/** @param {import('../checkout.mjs').Checkout} checkout @returns {TensorFlowRecord | undefined} */
export function readRecord(checkout) {
  return /** @type {TensorFlowRecord | undefined} */ (readJson(recordFile(checkout)));
}

/** @param {import('../checkout.mjs').Checkout} checkout @param {TensorFlowRecord} record */
export function writeRecord(checkout, record) {
  writeJson(recordFile(checkout), record);
}
