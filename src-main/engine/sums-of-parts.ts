import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { PartSums } from './losses.ts';
import { tf } from './tensorflow.ts';

/** One tensor of all that a part measures, at every scale, so that one read is enough: each read waits for the device. */
export function joinSums(scales: readonly PartSums[]): Tensor1D {
  return tf.concat(scales.flatMap(({ voxels, correct, overlap, predicted }) =>
    [tf.reshape<Tensor1D['rankType']>(voxels, [1]), tf.reshape<Tensor1D['rankType']>(correct, [1]), overlap, predicted]));
}

/** Adds up what the parts of a batch measured, at one scale. */
export class SumsOfParts {
  voxels = 0;
  correct = 0;
  readonly overlap: Float32Array;
  readonly predicted: Float32Array;

  constructor(outputs: number) {
    this.overlap = new Float32Array(outputs);
    this.predicted = new Float32Array(outputs);
  }

  /** @param numbers of this scale alone */
  add(numbers: ArrayLike<number>): void {
    const outputs = this.overlap.length;
    this.voxels += numbers[0] as number;
    this.correct += numbers[1] as number;
    for (let c = 0; c < outputs; c++) {
      this.overlap[c] = (this.overlap[c] as number) + (numbers[2 + c] as number);
      this.predicted[c] = (this.predicted[c] as number) + (numbers[2 + outputs + c] as number);
    }
  }

  predictionSoFar(): { readonly overlap: Float32Array; readonly predicted: Float32Array } {
    return { overlap: this.overlap.slice(), predicted: this.predicted.slice() };
  }

  tensors(): PartSums {
    return {
      voxels: tf.scalar(this.voxels), correct: tf.scalar(this.correct),
      overlap: tf.tensor1d(this.overlap), predicted: tf.tensor1d(this.predicted),
    };
  }
}

/** @param joined by `joinSums`, of as many scales */
export function addJoined(totals: readonly SumsOfParts[], joined: Tensor): void {
  const numbers = joined.dataSync();
  const length = numbers.length / totals.length;
  totals.forEach((total, scale) => total.add(numbers.subarray(scale * length, (scale + 1) * length)));
}
