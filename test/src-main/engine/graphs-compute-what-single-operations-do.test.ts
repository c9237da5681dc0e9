import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { makeGraphLearner } from '#main/engine/graph-learner.ts';
import { leakyRelu, prelu, preluParameters, relu } from '#main/engine/layers/activation.ts';
import { convolutionParameters, convolve, convolveUp, upConvolutionParameters } from '#main/engine/layers/convolution.ts';
import { instanceNormalisationParameters, normaliseInstances } from '#main/engine/layers/instance-normalisation.ts';
import { maxPool } from '#main/engine/layers/pooling.ts';
import type { Learner } from '#main/engine/learner.ts';
import type { Network } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { unet } from '#main/engine/networks/unet.ts';
import { unetClassic } from '#main/engine/networks/unet-classic.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import type { LossPlan } from '#shared/learning/plan.ts';
import { partOfBatch, randomBatch, relativeDifference } from './random-batch.ts';

// A folder of its own, so that what is left in it is ours.
const folder = mkdtempSync(join(tmpdir(), 'lamina-graphs-'));
process.env['TMPDIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outputs = 3;
const outputList = Array<never>(outputs);
const batches = [1, 2, 3].map((seed) => randomBatch(seed, { count: 4, side: 16, channels: 2, outputs }));
const [first] = batches;
const networks = { 'unet-2d': unet2d(2, outputs, [4, 6]), 'unet-classic': unetClassic(2, outputs, [4, 6]) } as const;
/** No network of the product: down, across and up again over volumes, once through each kind of layer. */
const everyLayer: Network = {
  parameters: [
    ...convolutionParameters('down', { from: 2, to: 4, kernel: [1, 3, 3], bias: false }),
    ...instanceNormalisationParameters('down', 4),
    ...convolutionParameters('across', { from: 4, to: 4, kernel: [3, 3, 3], bias: true }),
    ...preluParameters('across', 4),
    ...upConvolutionParameters('up', { from: 4, to: 4, kernel: [2, 4, 4], strides: [2, 4, 4], bias: true }),
    ...convolutionParameters('classes', { from: 4, to: outputs, kernel: [1, 1, 1], bias: true }),
  ],
  encode(parameters, images) {
    const down = leakyRelu(normaliseInstances(parameters, 'down', convolve(parameters, 'down', images, [1, 2, 2])));
    return prelu(parameters, 'across', convolve(parameters, 'across', maxPool(down, [2, 2, 2])));
  },
  forward(parameters, images) {
    const across = everyLayer.encode(parameters, images);
    return convolve(parameters, 'classes', relu(convolveUp(parameters, 'up', across, [2, 4, 4])));
  },
};
const residual = unet(2, outputs, {
  dimensions: 3, residual: true, deepSupervision: true,
  levels: [4, 6, 8].map((filters, level) => ({ filters, kernel: [3, 3, 3], stride: level === 0 ? [1, 1, 1] : [level, 2, 2] })),
});
const everyTerm: LossPlan = {
  voxels: { focus: 1, classWeights: [0.5, 1, 2], boundary: { weight: 10, width: 2 } }, overlap: { falsePositives: 0.3, falseNegatives: 0.7 },
};
const nothing = async (): Promise<void> => undefined;

async function losses(learner: Learner, inParts: boolean, steps = 14, of = batches): Promise<number[]> {
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = of[step % of.length]!;
    const parts = inParts ? [partOfBatch(batch, 0, 2), partOfBatch(batch, 2, 2)] : [batch];
    found.push((await learner.learn(parts, 3e-3 * (1 - step / steps), nothing)).loss);
  }
  return found;
}

describe.skipIf(native === null)('a training graph (needs the native library)', () => {
  it.each([
    ['unet-2d', 'dice+cross-entropy', false], ['unet-2d', 'dice+cross-entropy', true], ['unet-2d', 'dice', false],
    ['unet-classic', 'cross-entropy', false], ['unet-classic', 'cross-entropy', true],
    ['unet-classic', 'focal', false], ['unet-2d', everyTerm, false], ['unet-2d', everyTerm, true],
  ] as const)('has the losses and weights of single operations over 14 steps: %s, %j, in parts: %s', async (name, loss, inParts) => {
    const network = networks[name];
    const start = startingWeights(network.parameters, 1);
    const graph = makeGraphLearner(network, { loss, outputs: outputList }, start);
    const eager = makeEagerLearner(network, { loss, outputs: outputList }, start);
    expect(relativeDifference(await losses(graph, inParts), await losses(eager, inParts))).toBeLessThan(5e-4);
    expect(relativeDifference(graph.probabilities(first!), eager.probabilities(first!))).toBeLessThan(5e-3);
    graph.dispose();
    eager.dispose();
  });

  it.each([
    ['every layer there is for them', false, everyLayer], ['every layer there is for them', true, everyLayer],
    ['a residual U-Net under deep supervision', false, residual], ['a residual U-Net under deep supervision', true, residual],
  ] as const)('does so for volumes: %s, in parts: %s', async (_, inParts, network) => {
    const volumes = [1, 2, 3].map((seed) => randomBatch(seed, { count: 4, slices: 4, side: 8, channels: 2, outputs }));
    const start = startingWeights(network.parameters, 1);
    const graph = makeGraphLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    const eager = makeEagerLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    expect(relativeDifference(await losses(graph, inParts, 6, volumes), await losses(eager, inParts, 6, volumes))).toBeLessThan(1e-4);
    expect(relativeDifference(graph.probabilities(volumes[0]!), eager.probabilities(volumes[0]!))).toBeLessThan(5e-3);
    expect(graph.label(volumes[0]!)).toHaveLength(4 * 4 * 8 * 8);
    graph.dispose();
    eager.dispose();
  });

  const network = networks['unet-2d'];
  const start = startingWeights(network.parameters, 1);

  it('predicts with the weights it was given, and with those it learnt', async () => {
    const graph = makeGraphLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    const eager = makeEagerLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    const before = graph.probabilities(first!);
    expect(relativeDifference(before, eager.probabilities(first!))).toBeLessThan(1e-4);
    expect(graph.weights()).toEqual(start);
    await losses(graph, false);
    expect(relativeDifference(graph.probabilities(first!), before)).toBeGreaterThan(0.05);
    const labels = graph.label(first!);
    const after = graph.probabilities(first!);
    labels.forEach((label, pixel) => {
      const scores = after.subarray(pixel * outputs, (pixel + 1) * outputs);
      expect(scores[label]).toBe(Math.max(...scores));
    });
    graph.dispose();
    eager.dispose();
  });

  it('starts anew as if it had never learnt, and twice in one process differs by its seed only', async () => {
    const graph = makeGraphLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    const once = await losses(graph, false, 5);
    graph.restart(start);
    expect(await losses(graph, false, 5)).toEqual(once);
    graph.dispose();
    const other = makeGraphLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, startingWeights(network.parameters, 2));
    expect(await losses(other, false, 5)).not.toEqual(once);
    other.dispose();
  });

  it('keeps no tensor of 200 steps, and no session or file when it is done', async () => {
    const graph = makeGraphLearner(network, { loss: 'dice+cross-entropy', outputs: outputList }, start);
    const held = async (): Promise<number[]> => {
      await graph.learn([first!], 1e-3, nothing);
      graph.label(first!);
      return [tf.memory().numTensors, tf.memory().numBytes];
    };
    const afterFirst = await held();
    for (let step = 1; step < 200; step++) await held();
    expect(await held()).toEqual(afterFirst);
    // More shapes than are kept.
    for (const side of [16, 20, 24, 28, 32, 36]) graph.label({ ...randomBatch(1, { count: 1, side, channels: 2, outputs }) });
    graph.dispose();
    expect(native?.getNumOfSavedModels()).toBe(0);
    expect(tf.memory().numTensors).toBe(0);
    expect(readdirSync(tmpdir())).toEqual([]);
  });
});
