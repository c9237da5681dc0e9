/** What each scale of a network's scores is to learn from a batch: plain numbers, no tensors. */
import { weighsVoxels } from '#shared/learning/loss-terms.ts';
import type { LossTerms } from '#shared/learning/plan.ts';
import { boundaryWeights } from './boundary-weights.ts';
import type { Scale } from './networks/network.ts';
import { spaceOf, type TaughtBatch } from './learner.ts';

export interface Target {
  /** Samples × (slices ×) rows × columns. */
  readonly shape: readonly number[];
  readonly labels: Int32Array;
  /** 1 where the voxel teaches, 0 where it is ignored. */
  readonly valid: Float32Array;
  /** How much each voxel counts where it teaches, else 0; null where all that teach count 1. */
  readonly weights: Float32Array | null;
}

/** The batch as each scale sees it. */
export function targetsOf(batch: TaughtBatch, scales: readonly Pick<Scale, 'strides'>[], loss: LossTerms): readonly Target[] {
  const space = spaceOf(batch);
  const weights = weighsVoxels(loss) ? weightsOf(batch, space, loss) : null;
  return scales.map(({ strides }) => {
    const shape = [batch.count, ...space.map((length, axis) => length / (strides[axis] as number))];
    if (strides.every((stride) => stride === 1)) return { shape, labels: batch.labels, valid: batch.valid, weights };
    const chosen = chooseVoxels(batch.valid, batch.count, space, strides);
    return {
      shape,
      labels: Int32Array.from(chosen, (voxel) => (voxel < 0 ? 0 : batch.labels[voxel] as number)),
      valid: Float32Array.from(chosen, (voxel) => (voxel < 0 ? 0 : 1)),
      weights: weights === null ? null : Float32Array.from(chosen, (voxel) => (voxel < 0 ? 0 : weights[voxel] as number)),
    };
  });
}

function weightsOf({ labels, valid }: TaughtBatch, space: readonly number[], { voxels }: LossTerms): Float32Array {
  const boundary = voxels?.boundary ?? null;
  const ofClasses = voxels?.classWeights ?? null;
  const atBoundaries = boundary === null ? null : boundaryWeights(labels, valid, space, boundary);
  return valid.map((teaches, voxel) => (teaches === 1 ? (ofClasses?.[labels[voxel] as number] ?? 1) * (atBoundaries?.[voxel] ?? 1) : 0));
}

/**
 * The voxel that stands for each block: of those that teach the nearest to the block's middle, the first
 * of several; −1 where none teaches. A complete slice among others is so never dropped, wherever the blocks
 * begin.
 */
function chooseVoxels(valid: Float32Array, samples: number, space: readonly number[], strides: readonly number[]): Int32Array {
  const [slices, rows, columns] = asVolume(space);
  const [sliceStride, rowStride, columnStride] = asVolume(strides);
  const places = placesOf(sliceStride, rowStride, columnStride).map(([slice, row, column]) => (slice * rows + row) * columns + column);
  const chosen = new Int32Array((samples * slices * rows * columns) / (sliceStride * rowStride * columnStride));
  let block = 0;
  // A volume begins where the one before it ends: the slices of all samples lie under one another.
  for (let slice = 0; slice < samples * slices; slice += sliceStride) {
    for (let row = 0; row < rows; row += rowStride) {
      for (let column = 0; column < columns; column += columnStride) {
        const first = (slice * rows + row) * columns + column;
        const place = places.find((one) => valid[first + one] === 1);
        chosen[block++] = place === undefined ? -1 : first + place;
      }
    }
  }
  return chosen;
}

/** The places of a block, from its middle outwards. */
function placesOf(slices: number, rows: number, columns: number): readonly (readonly [number, number, number])[] {
  const range = (length: number): number[] => Array.from({ length }, (_, at) => at);
  const places = range(slices).flatMap((slice) => range(rows).flatMap((row) => range(columns).map((column) => [slice, row, column] as const)));
  const away = ([slice, row, column]: readonly [number, number, number]): number =>
    (slice - (slices - 1) / 2) ** 2 + (row - (rows - 1) / 2) ** 2 + (column - (columns - 1) / 2) ** 2;
  return places.sort((a, b) => away(a) - away(b));
}

function asVolume(lengths: readonly number[]): readonly [number, number, number] {
  const [columns = 1, rows = 1, slices = 1] = lengths.toReversed();
  return [slices, rows, columns];
}
