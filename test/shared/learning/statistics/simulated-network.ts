/** A network whose probabilities are what a test wants them to be, and references drawn from them. */
import { randomDraws } from '#shared/learning/random.ts';

export interface SimulatedVoxels {
  /** voxels × outputs */
  readonly logits: Float32Array;
  readonly reference: Uint8Array;
}

/** Probabilities of logits divided by a temperature. */
export function softmax(logits: Float32Array, outputs: number, temperature = 1): Float32Array {
  const shares = new Float32Array(logits.length);
  for (let at = 0; at < logits.length; at += outputs) {
    const powers = Array.from(logits.subarray(at, at + outputs), (logit) => Math.exp(logit / temperature));
    const sum = powers.reduce((before, power) => before + power, 0);
    shares.set(powers.map((power) => power / sum), at);
  }
  return shares;
}

/**
 * Voxels of which about half are surely background, and references that are right as often as the probabilities of
 * logits / temperature say: a network that is calibrated at that temperature.
 */
export function simulateVoxels(voxels: number, outputs: number, seed: number, temperature = 1): SimulatedVoxels {
  const draws = randomDraws(seed, 'noise', 0, 0);
  const logits = Float32Array.from({ length: voxels * outputs }, (_, at) => 2.5 * draws.normal() + (at % outputs === 0 ? 4 : 0));
  const chances = softmax(logits, outputs, temperature);
  const reference = Uint8Array.from({ length: voxels }, (_, voxel) => {
    let left = draws.uniform();
    for (let output = 0; output < outputs - 1; output += 1) {
      left -= chances[voxel * outputs + output]!;
      if (left < 0) return output;
    }
    return outputs - 1;
  });
  return { logits, reference };
}

/** The first of the highest, voxel by voxel. */
export function likeliestOf(probabilities: Float32Array, outputs: number): Uint8Array {
  return Uint8Array.from({ length: probabilities.length / outputs }, (_, voxel) => {
    const own = [...probabilities.subarray(voxel * outputs, (voxel + 1) * outputs)];
    return own.indexOf(Math.max(...own));
  });
}
