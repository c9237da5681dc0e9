/** Voxel by voxel through what a network says of a slice or a volume; a calibrated temperature is applied on the way. */

/**
 * Where background gets less than 0.99, the model takes foreground for possible. Only what the model itself says decides this:
 * if the reference did, as in the union of prediction and reference, voxels that were rightly and surely called background
 * would be left out and those wrongly called so kept, and even a perfectly calibrated model would look overconfident.
 */
export const surelyBackground = 0.99;

/** A probability below this is taken for it, so that its logarithm exists. */
export const smallestProbability = 1e-12;

/**
 * @param voxel counted from 0 within what was given
 * @param likeliest the output with the highest probability, the first of equals
 * @param possible whether the model takes foreground for possible here
 * @param own probabilities after tempering, in an array that is used again
 */
export type VisitVoxel = (voxel: number, likeliest: number, possible: boolean, own: Float64Array) => void;

/**
 * Temperature scaling as p^(1/T), made to sum to 1 again: the softmax of logits / T, since log p differs from the logits by a
 * constant (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks", arXiv 1706.04599). It is applied
 * where foreground is possible, which is where it was fitted: a temperature of 2 would turn millions of voxels with
 * foreground at 0.000001 into as many thousands that an organ does not have.
 * @param probabilities voxels × outputs, background first
 * @param counts 0 where a voxel is to be ignored, as those of incomplete slices; null: all count
 * @throws RangeError where the arrays do not fit, or a probability is no number
 */
export function visitVoxels(
  probabilities: Float32Array, outputs: number, temperature: number, counts: Uint8Array | null, visit: VisitVoxel,
): void {
  const voxels = probabilities.length / outputs;
  if (!Number.isInteger(voxels) || (counts !== null && counts.length !== voxels)) throw new RangeError('probabilities and voxels do not fit');
  const own = new Float64Array(outputs);
  for (let voxel = 0; voxel < voxels; voxel += 1) {
    if (counts !== null && counts[voxel] === 0) continue;
    const at = voxel * outputs;
    let likeliest = 0;
    for (let output = 0; output < outputs; output += 1) {
      const probability = probabilities[at + output] as number;
      if (!(probability >= 0)) throw new RangeError('a probability is no number');
      own[output] = probability;
      if (probability > (own[likeliest] as number)) likeliest = output;
    }
    const possible = (own[0] as number) < surelyBackground;
    if (possible && temperature !== 1) temperVoxel(own, likeliest, temperature);
    visit(voxel, likeliest, possible, own);
  }
}

function temperVoxel(own: Float64Array, likeliest: number, temperature: number): void {
  const highest = Math.log(Math.max(own[likeliest] as number, smallestProbability));
  let sum = 0;
  for (let output = 0; output < own.length; output += 1) {
    // From the highest down, so that low temperatures do not bring all to 0.
    const share = Math.exp((Math.log(Math.max(own[output] as number, smallestProbability)) - highest) / temperature);
    own[output] = share;
    sum += share;
  }
  for (let output = 0; output < own.length; output += 1) own[output] = (own[output] as number) / sum;
}

/** Calibrated probabilities of a slice or a volume, by the rule of `visitVoxels`. The likeliest output stays the likeliest. */
export function temper(probabilities: Float32Array, outputs: number, temperature: number): Float32Array {
  const tempered = new Float32Array(probabilities.length);
  visitVoxels(probabilities, outputs, temperature, null, (voxel, _likeliest, _possible, own) => tempered.set(own, voxel * outputs));
  return tempered;
}
