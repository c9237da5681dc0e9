/**
 * Randomness without state: Philox 4×32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers:
 * as easy as 1, 2, 3"), a keyed function of a counter. A draw depends on (seed, purpose, step, sample)
 * alone, so that nothing has to be saved with a checkpoint and any number of workers gives the same batch.
 */

const multiplierA = 0xd2511f53;
const multiplierB = 0xcd9e8d57;
const weylA = 0x9e3779b9;
const weylB = 0xbb67ae85;
const rounds = 10;

/** Upper 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const cross = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/**
 * One block of Philox 4×32-10, in place.
 * @param words four counter words (unsigned 32 bit), replaced by four random words
 */
export function philox(words: Uint32Array, keyA: number, keyB: number): void {
  let [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = words;
  let kA = keyA >>> 0;
  let kB = keyB >>> 0;
  for (let round = 0; round < rounds; round++) {
    const highA = multiplyHigh(multiplierA, w0);
    const lowA = Math.imul(multiplierA, w0) >>> 0;
    const highB = multiplyHigh(multiplierB, w2);
    const lowB = Math.imul(multiplierB, w2) >>> 0;
    w0 = (highB ^ w1 ^ kA) >>> 0;
    w1 = lowB;
    w2 = (highA ^ w3 ^ kB) >>> 0;
    w3 = lowA;
    kA = (kA + weylA) >>> 0;
    kB = (kB + weylB) >>> 0;
  }
  words[0] = w0;
  words[1] = w1;
  words[2] = w2;
  words[3] = w3;
}

/** What a draw is for: draws of one purpose never move those of another. */
export const randomPurposes = ['sampling', 'augmentation', 'noise', 'weights', 'phantom', 'deformation', 'intensities', 'dropout', 'resampling', 'selection'] as const;
export type RandomPurpose = (typeof randomPurposes)[number];

/** Draws of one (seed, purpose, step, sample), one after the other. */
export interface RandomDraws {
  /** 32 random bits. */
  word(): number;
  /** 0 ≤ x < 1 */
  uniform(): number;
  /** low ≤ x < high */
  between(low: number, high: number): number;
  /** 0 … count − 1 */
  integer(count: number): number;
  /** Standard normal (Box and Muller 1958). */
  normal(): number;
}

/**
 * @param seed any non-negative safe integer
 * @param step, sample below 2³²
 * @param part of the sample that has draws of its own, below 2¹⁶
 */
export function randomDraws(seed: number, purpose: RandomPurpose, step: number, sample: number, part = 0): RandomDraws {
  const keyA = seed >>> 0;
  const keyB = Math.floor(seed / 2 ** 32) >>> 0;
  const words = new Uint32Array(4);
  let block = 0;
  let used = 4;
  const word = (): number => {
    if (used === 4) {
      words[0] = block++;
      words[1] = sample;
      words[2] = step;
      words[3] = randomPurposes.indexOf(purpose) + part * 2 ** 16;
      philox(words, keyA, keyB);
      used = 0;
    }
    return words[used++] ?? 0;
  };
  const uniform = (): number => word() / 2 ** 32;
  return {
    word,
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (count) => Math.floor(uniform() * count),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/**
 * Fills an array with normal numbers of mean 0: what `normal()` gives one by one, four for each block,
 * since a network's first weights are millions of them.
 */
export function fillNormal(values: Float32Array, deviation: number, seed: number, purpose: RandomPurpose, step: number, sample: number): void {
  const words = new Uint32Array(4);
  const [keyA, keyB] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  const purposeNumber = randomPurposes.indexOf(purpose);
  for (let at = 0, block = 0; at < values.length; block++) {
    words[0] = block;
    words[1] = sample;
    words[2] = step;
    words[3] = purposeNumber;
    philox(words, keyA, keyB);
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(1 - (words[pair] as number) / 2 ** 32));
      const angle = (2 * Math.PI * (words[pair + 1] as number)) / 2 ** 32;
      // Beyond its end a typed array takes nothing.
      values[at++] = radius * Math.cos(angle);
      values[at++] = radius * Math.sin(angle);
    }
  }
}
