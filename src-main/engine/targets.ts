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
      labels: taken(chosen, batch.labels, new Int32Array(chosen.length)),
      valid: taken(chosen, batch.valid, new Float32Array(chosen.length)),
      weights: weights === null ? null : taken(chosen, weights, new Float32Array(chosen.length)),
    };
  });
}

/** The values of the chosen voxels, 0 where there is none. Plain loops here and below: this is done for every step. */
function taken<Values extends Int32Array | Float32Array>(chosen: Int32Array, values: Values, into: Values): Values {
  for (let block = 0; block < chosen.length; block++) {
    const voxel = chosen[block] as number;
    if (voxel >= 0) into[block] = values[voxel] as number;
  }
  return into;
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
  const places = Int32Array.from(placesOf(sliceStride, rowStride, columnStride), ([slice, row, column]) => (slice * rows + row) * columns + column);
  const chosen = new Int32Array((samples * slices * rows * columns) / (sliceStride * rowStride * columnStride));
  let block = 0;
  // A volume begins where the one before it ends: the slices of all samples lie under one another.
  for (let slice = 0; slice < samples * slices; slice += sliceStride) {
    for (let row = 0; row < rows; row += rowStride) {
      for (let column = 0; column < columns; column += columnStride) {
        const first = (slice * rows + row) * columns + column;
        let place = 0;
        while (place < places.length && valid[first + (places[place] as number)] !== 1) place++;
        chosen[block++] = place === places.length ? -1 : first + (places[place] as number);
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
