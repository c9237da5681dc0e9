/** Ways to teach: what a plan may say of how weights follow from gradients, tried together. */
import type { LearnerPlan } from '#main/engine/learner-plan.ts';
import type { Learner, TaughtBatch } from '#main/engine/learner.ts';
import { unet } from '#main/engine/networks/unet.ts';
import { partOfBatch, randomBatch } from './random-batch.ts';

export const outputs = 3;
const common: LearnerPlan = { loss: 'dice+cross-entropy', outputs: Array<never>(outputs), seed: 4 };

/** Name, plan, whether the batch comes in parts. */
export const teachings: readonly (readonly [string, LearnerPlan, boolean])[] = [
  ['adam', { ...common, optimiser: { kind: 'adam' } }, false],
  ['adam, L2, clipped, dropout, in parts', { ...common, dropout: 0.3, optimiser: { kind: 'adam', weightDecay: 0.01, clipNorm: 0.5 } }, true],
  ['adamw, averaged, dropout', { ...common, averageDecay: 0.9, dropout: 0.3, optimiser: { kind: 'adamw', weightDecay: 0.05 } }, false],
  ['adamw, averaged, clipped, in parts', { ...common, averageDecay: 0.99, optimiser: { kind: 'adamw', weightDecay: 0.05, clipNorm: 1 } }, true],
  ['sgd, averaged, clipped, dropout', { ...common, averageDecay: 0.9, dropout: 0.2, optimiser: { kind: 'sgd', momentum: 0.9, clipNorm: 12 } }, false],
  ['sgd, L2, averaged, dropout, in parts', { ...common, averageDecay: 0.9, dropout: 0.2, optimiser: { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 } }, true],
];

/** Two levels, both with dropout. */
export const network = unet(2, outputs, {
  dimensions: 2, residual: false, deepSupervision: false,
  levels: [4, 6].map((filters, level) => ({ filters, kernel: [3, 3], stride: level === 0 ? [1, 1] : [2, 2] })),
});

export const batches = [1, 2, 3].map((seed) => randomBatch(seed, { count: 4, side: 8, channels: 2, outputs }));

export function partsOf(step: number, inParts: boolean): readonly TaughtBatch[] {
  const batch = batches[step % batches.length]!;
  return inParts ? [partOfBatch(batch, 0, 2), partOfBatch(batch, 2, 2)] : [batch];
}

/** Losses of the steps from `first` up to, not including, `end`, of a schedule of a hundred steps. */
export async function lossesOf(learner: Learner, inParts: boolean, first: number, end: number): Promise<number[]> {
  const found: number[] = [];
  for (let step = first; step < end; step++) {
    found.push((await learner.learn(partsOf(step, inParts), 3e-3 * (1 - step / 100) ** 0.9, async () => undefined)).loss);
  }
  return found;
}
