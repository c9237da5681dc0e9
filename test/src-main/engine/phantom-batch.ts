/** A piece of a phantom as one sample, to be learnt by heart. */
import type { Learner, TaughtBatch } from '#main/engine/learner.ts';
import { drawPhantom } from '#shared/example/phantom.ts';
import { normalise } from '#shared/learning/normalise.ts';

export interface PhantomPiece {
  /** Without it one slice. */
  readonly slices?: number;
  readonly side: number;
  /** Copies of the image side by side. */
  readonly channels: number;
}

export const phantomOutputs = 4;

/** From slice 12 (a volume: 8) and row and column 8 of a phantom with three organs; all of it teaches. */
export function phantomBatch({ slices, side, channels }: PhantomPiece): TaughtBatch {
  const { geometry: { size: [columns, rows] }, image, labels } = drawPhantom('organs', 1, 0);
  const voxels = (slices ?? 1) * side * side;
  const first = slices === undefined ? 12 : 8;
  const at = (voxel: number): number => {
    const [slice, row, column] = [Math.floor(voxel / side ** 2), Math.floor(voxel / side) % side, voxel % side];
    return ((first + slice) * rows + row + 8) * columns + column + 8;
  };
  const seen = Float32Array.from({ length: voxels }, (_, voxel) => image[at(voxel)] as number);
  normalise(seen, { kind: 'z-score', lowPercentile: 0, highPercentile: 100 }, 'phantom');
  return {
    count: 1, rows: side, columns: side, channels, ...(slices === undefined ? {} : { slices }),
    images: Float32Array.from({ length: voxels * channels }, (_, n) => seen[Math.floor(n / channels)] as number),
    labels: Int32Array.from({ length: voxels }, (_, voxel) => labels[at(voxel)] as number),
    valid: new Float32Array(voxels).fill(1),
  };
}

/** Mean Dice of the drawn labels over the voxels that teach: background alone, the largest part, counts nothing. */
export async function diceByHeart(learner: Learner, batch: TaughtBatch, steps: number, learningRate: number): Promise<number> {
  for (let step = 0; step < steps; step++) {
    const { loss } = await learner.learn([batch], learningRate * (1 - step / steps), async () => undefined);
    if (!Number.isFinite(loss)) return Number.NaN;
  }
  const predicted = learner.label(batch);
  const drawn = [...new Set(batch.labels.filter((label, at) => label > 0 && batch.valid[at] === 1))];
  const ofLabels = drawn.map((label) => {
    let [both, sum] = [0, 0];
    predicted.forEach((one, at) => {
      if (batch.valid[at] !== 1) return;
      if (one === label) sum++;
      if (batch.labels[at] === label) sum++;
      if (one === label && batch.labels[at] === label) both++;
    });
    return (2 * both) / sum;
  });
  return ofLabels.reduce((sum, one) => sum + one, 0) / drawn.length;
}
