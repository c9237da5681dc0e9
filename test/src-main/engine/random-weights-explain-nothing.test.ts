/**
 * Adebayo et al. 2018, "Sanity Checks for Saliency Maps" (arXiv 1810.03292): a map that stays the same while what the network has
 * learnt is taken out of it shows the image's edges, and explains nothing.
 */
import { beforeAll, expect, it } from 'vitest';
import { lookInto } from '#main/engine/explaining/look-into.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { outputsOfPhantom, rankCorrelation } from './explanations.ts';
import { diceByHeart, phantomBatch, phantomOutputs } from './phantom-batch.ts';

const side = 32;
const batch = phantomBatch({ side, channels: 1 });
const network = unet2d(1, phantomOutputs, [8, 16, 16]);
let learnt: Map<string, Float32Array>;
let dice: number;
beforeAll(async () => {
  const learner = makeLearner(network, { loss: 'dice+cross-entropy', outputs: outputsOfPhantom }, startingWeights(network.parameters, 1));
  dice = await diceByHeart(learner, batch, 60, 0.01);
  learnt = learner.weights();
  learner.dispose();
});

const organ = batch.labels.find((label) => label > 0) as number;
const region = Uint8Array.from(batch.labels, (label) => Number(label === organ));
/** The map of a layer for what is drawn as the organ, as it is before it is enlarged. */
const mapOf = (values: ReadonlyMap<string, Float32Array>, layer: string): Float32Array => {
  const looked = lookInto(network, values, layer);
  try {
    const { sums, places } = looked.gradient(batch, organ, region, false);
    return looked.activation(batch, Float32Array.from(sums, (sum) => sum / places)).values;
  } finally {
    looked.dispose();
  }
};
/** From the scores down, as in the paper: these layers as they were before anything was learnt, by other chance. */
const stages = ['classes', 'up0', 'up1', 'down2', 'down1', 'down0'];
const randomised = (until: number, seed: number): Map<string, Float32Array> => {
  const random = startingWeights(network.parameters, seed);
  const taken = stages.slice(0, until + 1);
  return new Map([...learnt].map(([name, values]) => [name, taken.some((stage) => name.startsWith(`${stage}/`)) ? random.get(name)! : values]));
};

it('a trained network finds the organs, and its map of the last layer lies on the one that is asked for', () => {
  expect(dice).toBeGreaterThan(0.9);
  const map = mapOf(learnt, 'up0');
  const mean = (inside: number): number => {
    const own = map.filter((_, voxel) => region[voxel] === inside);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  expect(mean(1)).toBeGreaterThan(3 * mean(0));
});

it('its map is the same each time, and no longer looks like it once all weights are random', () => {
  for (const layer of ['up0', 'down2']) {
    const map = mapOf(learnt, layer);
    expect(rankCorrelation(map, mapOf(learnt, layer))).toBeCloseTo(1, 12);
    const correlations = [11, 12, 13, 14, 15].map((seed) => rankCorrelation(map, mapOf(randomised(stages.length - 1, seed), layer)));
    const mean = correlations.reduce((sum, one) => sum + Math.abs(one), 0) / correlations.length;
    expect(mean).toBeLessThan(0.5);
  }
});

it('its map of the last layer changes with the first layer that is made random, from the scores down', () => {
  const map = mapOf(learnt, 'up0');
  const alike = stages.map((_, until) => rankCorrelation(map, mapOf(randomised(until, 21), 'up0')));
  for (const one of alike.slice(1)) expect(one).toBeLessThan(0.7);
});
