import { fill, reasons } from '../sentences.mjs';

/**
 * Native TensorFlow cannot be had: not a failure of set-up, for the engine then computes in JavaScript.
 */
export class Unavailable extends Error {
  /**
   * @param {keyof typeof reasons} code
   * @param {Readonly<Record<string, string | number>>} [values]
   */
  constructor(code, values = {}) {
    const sentence = fill(reasons[code], values);
    super(sentence.en);
    this.name = 'Unavailable';
    this.code = code;
    this.sentence = sentence;
  }
}
