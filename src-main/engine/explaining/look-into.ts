/**
 * A network that is looked into: what one of its layers makes of a batch, and how the scores of a region depend on that. Computed
 * operation by operation, with either library; it must not know whose scores are explained, nor how a case is covered.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { imageTensor } from '../batch.ts';
import { spaceOf, type ImageBatch } from '../learner.ts';
import type { Network } from '../networks/network.ts';
import { freeingTensors, tf } from '../tensorflow.ts';
import { namedParameters, valueOf, type State } from '../weights.ts';

export interface RegionGradient {
  /** Of each channel: the gradient of the region's summed score by the layer's map, summed over all places of the samples that hold a part of the region. */
  readonly sums: Float64Array;
  /** How many places these are. */
  readonly places: number;
  readonly regionVoxels: number;
  /** Over the region, before softmax. */
  readonly summedScore: number;
}

export interface LookedInto {
  /**
   * @param region 1 where a voxel's score counts, in the order of the batch's voxels
   * @param onlyLikeliest of these, only voxels that the network calls the output
   */
  gradient(batch: ImageBatch, output: number, region: Uint8Array, onlyLikeliest: boolean): RegionGradient;
  /** Σ weight · map over channels, what is below 0 as 0: samples × the layer's own space. */
  activation(batch: ImageBatch, weights: Float32Array): { readonly space: readonly number[]; readonly values: Float32Array };
  dispose(): void;
}

/** @param layer one of `viewsOf`. @throws RangeError where the network has no such layer */
export function lookInto(network: Network, values: State, layer: string): LookedInto {
  const weights = network.parameters.map(({ name, shape }) => tf.keep(tf.tensor(valueOf(values, name, shape), [...shape])));
  /** Scores, and what the layer passed on. */
  const forward = (batch: ImageBatch, change: (map: Tensor) => Tensor = (map) => map): { readonly scores: Tensor; readonly map: Tensor } => {
    const seen: Tensor[] = [];
    const look = (name: string, map: Tensor): Tensor => {
      if (name !== layer) return map;
      seen.push(map);
      return change(map);
    };
    const scores = network.forward({ ...namedParameters(network.parameters, weights), look }, imageTensor(batch));
    const [map] = seen;
    if (map === undefined) throw new RangeError(`no layer ${layer}`);
    return { scores, map };
  };
  return {
    gradient: (batch, output, region, onlyLikeliest) => freeingTensors(() => {
      const { scores, map } = forward(batch);
      const outputs = scores.shape.at(-1) as number;
      const said = scores.dataSync() as Float32Array;
      const chosen = new Float32Array(said.length);
      const inSample = new Uint8Array(batch.count);
      let [regionVoxels, summedScore] = [0, 0];
      for (let voxel = 0; voxel < region.length; voxel++) {
        if (region[voxel] !== 1 || (onlyLikeliest && likeliestAt(said, voxel * outputs, outputs) !== output)) continue;
        chosen[voxel * outputs + output] = 1;
        inSample[Math.floor((voxel * batch.count) / region.length)] = 1;
        regionVoxels++;
        summedScore += said[voxel * outputs + output] as number;
      }
      const channels = map.shape.at(-1) as number;
      if (regionVoxels === 0) return { sums: new Float64Array(channels), places: 0, regionVoxels, summedScore };
      const select = tf.tensor(chosen, scores.shape);
      // The map is an inner value: what is added to it has its gradient.
      const gradient = tf.grad((added: Tensor) => tf.sum(tf.mul(forward(batch, (own) => tf.add(own, added)).scores, select)))(tf.zeros(map.shape));
      const sums = tf.sum(gradient, map.shape.slice(0, -1).map((_, axis) => axis)).dataSync();
      const perSample = map.size / channels / batch.count;
      return { sums: Float64Array.from(sums), places: perSample * inSample.reduce((sum, held) => sum + held, 0), regionVoxels, summedScore };
    }),
    activation: (batch, channelWeights) => freeingTensors(() => {
      const { map } = forward(batch);
      const weighted = tf.sum(tf.mul(map, tf.tensor1d(channelWeights)), map.rank - 1);
      return { space: map.shape.slice(1, -1), values: (tf.relu(weighted).dataSync() as Float32Array).slice() };
    }),
    dispose: () => tf.dispose(weights),
  };
}

/** Voxels of a batch. */
export function voxelsOf(batch: ImageBatch): number {
  return spaceOf(batch).reduce((product, length) => product * length, batch.count);
}

function likeliestAt(scores: Float32Array, at: number, outputs: number): number {
  let best = 0;
  for (let output = 1; output < outputs; output++) if ((scores[at + output] as number) > (scores[at + best] as number)) best = output;
  return best;
}
