import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import { usualOptimiser } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { makePhantomProject } from './phantom-project.ts';
import { partOfBatch, randomBatch } from './random-batch.ts';
import { outputs, teachings } from './teachings.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Held {
  readonly tensors: number;
  readonly megabytes: number;
}

function held(): Held {
  collectGarbage();
  return { tensors: tf.memory().numTensors, megabytes: process.memoryUsage.rss() / 2 ** 20 };
}

const side = 32;
/** Images of three channels, labels and what teaches, four bytes each. */
const batchMegabytes = (4 * side * side * 5 * 4) / 2 ** 20;

describe.skipIf(native === null)('the process grows neither by tensors nor in memory (native library)', () => {
  it('over 1,000 steps of a training, with its threads and checkpoints', async () => {
    const plan: Partial<Plan> = {
      network: { name: 'unet-2d', filters: [4, 8] }, contextSlices: 3, patch: [side, side], batch: 4, microBatch: 4, stepsPerEpoch: 100, epochs: 11,
      averageDecay: 0.9, dropout: 0.2, optimiser: { ...usualOptimiser, kind: 'adamw', weightDecay: 0.01, clipNorm: 12, learningRate: 1e-3, schedule: 'polynomial' },
    };
    const project = await makePhantomProject(1, 0);
    onTestFinished(() => project.remove());
    const after = new Map<number, Held>();
    const work = beginWork((event) => { if (event.kind === 'epoch') after.set(event.step, held()); }, new AbortController().signal);
    await train(await project.request(plan), work);
    // What is traced and drawn ahead is there after the first steps.
    const [before, then] = [after.get(100)!, after.get(1_100)!];
    expect(then.tensors).toBe(before.tensors);
    // Were a fifth of each batch kept, it would be more.
    expect(1_000 * batchMegabytes).toBeGreaterThan(5 * 15);
    expect(then.megabytes - before.megabytes).toBeLessThan(15);
  }, 180_000);

  it('in parts either, with what is labelled in between', async () => {
    const network = unet2d(3, outputs, [4, 8]);
    const learner = makeLearner(network, teachings.at(-1)![1], startingWeights(network.parameters, 1));
    const batch = randomBatch(1, { count: 4, side: 2 * side, channels: 3, outputs });
    const parts = [partOfBatch(batch, 0, 2), partOfBatch(batch, 2, 2)];
    const heldAfter = async (steps: number): Promise<Held> => {
      for (let step = 0; step < steps; step++) {
        await learner.learn(parts, 1e-3, async () => undefined);
        if (step % 10 === 0) learner.label(batch);
      }
      return held();
    };
    const before = await heldAfter(30);
    const then = await heldAfter(120);
    expect(then.tensors).toBe(before.tensors);
    expect(120 * 4 * batchMegabytes).toBeGreaterThan(3 * 10);
    expect(then.megabytes - before.megabytes).toBeLessThan(10);
    learner.dispose();
  }, 60_000);
});
