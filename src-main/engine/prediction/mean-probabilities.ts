/** What several networks say of several mirrorings of one batch, as one answer. */
import { spaceOf, type ImageBatch, type Learner } from '../learner.ts';
import { turnRound, type Mirroring } from './mirrorings.ts';

/** What says how likely each output is. */
export type Voice = Pick<Learner, 'probabilities'>;

/**
 * @param neighbours slices that lie side by side as channels: all channels but where there are several images
 * @returns voxels × outputs, of every sample of the batch; the mean over learners and mirrorings
 */
export function meanProbabilities(
  learners: readonly Voice[], batch: ImageBatch, mirrorings: readonly Mirroring[], neighbours = batch.channels,
): Float32Array {
  let sum: Float32Array | null = null;
  for (const mirroring of mirrorings) {
    const shown = mirrored(batch, mirroring, neighbours);
    for (const learner of learners) {
      const answer = upright(learner.probabilities(shown), batch, mirroring);
      if (sum === null) sum = answer;
      else for (let at = 0; at < answer.length; at++) sum[at] = (sum[at] as number) + (answer[at] as number);
    }
  }
  if (sum === null) throw new RangeError('nobody was asked');
  const asked = mirrorings.length * learners.length;
  if (asked > 1) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) / asked;
  return sum;
}

function mirrored(batch: ImageBatch, { axes }: Mirroring, neighbours: number): ImageBatch {
  if (!axes.includes(true)) return batch;
  const { count, channels, images } = batch;
  const turned = new Float32Array(images.length);
  const space = volumeOf(batch);
  eachSample(count, images.length, (from, to) => turnRound(images.subarray(from, to), space, channels, axes, turned.subarray(from, to)));
  // Neighbouring slices are the channels of each image of a slice: they change places where slices do.
  if (batch.slices === undefined && axes[0]) reverseRuns(turned, neighbours);
  return { ...batch, images: turned };
}

function upright(answer: Float32Array, batch: ImageBatch, { axes, outputOf }: Mirroring): Float32Array {
  if (!axes.includes(true)) return answer;
  const outputs = outputOf.length;
  const turned = new Float32Array(answer.length);
  const space = volumeOf(batch);
  eachSample(batch.count, answer.length, (from, to) => turnRound(answer.subarray(from, to), space, outputs, axes, turned.subarray(from, to)));
  if (outputOf.every((output, at) => output === at)) return turned;
  const voxel = new Float32Array(outputs);
  for (let at = 0; at < turned.length; at += outputs) {
    for (let c = 0; c < outputs; c++) voxel[outputOf[c] as number] = turned[at + c] as number;
    turned.set(voxel, at);
  }
  return turned;
}

function eachSample(count: number, length: number, visit: (from: number, to: number) => void): void {
  for (let n = 0; n < count; n++) visit((n * length) / count, ((n + 1) * length) / count);
}

function volumeOf(batch: ImageBatch): readonly [number, number, number] {
  const [slices, rows, columns] = batch.slices === undefined ? [1, ...spaceOf(batch)] : spaceOf(batch);
  return [slices as number, rows as number, columns as number];
}

function reverseRuns(values: Float32Array, length: number): void {
  for (let at = 0; at < values.length; at += length) values.subarray(at, at + length).reverse();
}
