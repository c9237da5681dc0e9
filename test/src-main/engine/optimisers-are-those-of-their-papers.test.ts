import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { usualOptimiser } from '#shared/learning/complete-plan.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { ParameterShape } from '#main/engine/networks/network.ts';
import type { Optimiser } from '#main/engine/optimisers/optimiser.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import { tensorWeights, variableWeights } from '#main/engine/weights.ts';
import { relativeDifference } from './random-batch.ts';

const parameters: readonly ParameterShape[] = [
  { name: 'c/kernel', shape: [2, 3], start: { kind: 'constant', value: 0 } },
  { name: 'c/bias', shape: [3], start: { kind: 'constant', value: 0 } },
];
const all = [0, 1];
const steps = 20;
const draws = randomDraws(3, 'phantom', 0, 0);
const numbers = (length: number): number[] => Array.from({ length }, () => Math.fround(draws.normal()));
const start = [numbers(6), numbers(3)];
const gradients = Array.from({ length: steps }, () => [numbers(6), numbers(3)]);
const rateAt = (step: number): number => 0.02 * (1 - step / steps) ** 0.9;

interface Paper { readonly weights: number[]; readonly average: number[] }

/** The formulas as their papers have them, number by number in double precision. Kernels are parameter 0. */
function byThePaper({ kind, weightDecay, momentum, clipNorm, averageDecay }: Optimiser): Paper[] {
  const held = start.map((values) => values.map((weight) => ({ weight, m: 0, v: 0, average: weight })));
  gradients.forEach((ofStep, at) => {
    const t = at + 1;
    const rate = rateAt(at);
    const norm = Math.hypot(...ofStep.flat());
    const factor = clipNorm !== null && norm > clipNorm ? clipNorm / norm : 1;
    held.forEach((parameter, p) => parameter.forEach((one, n) => {
      const decay = p === 0 ? weightDecay : 0;
      const before = one.weight;
      const g = ofStep[p]![n]! * factor + (kind === 'adamw' ? 0 : decay * before);
      if (kind === 'sgd') {
        one.m = momentum * one.m + g;
        one.weight -= rate * (g + momentum * one.m);
      } else {
        one.m = 0.9 * one.m + 0.1 * g;
        one.v = 0.999 * one.v + 0.001 * g * g;
        const step = rate * Math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t);
        one.weight -= step * one.m / (Math.sqrt(one.v) + 1e-7);
        if (kind === 'adamw') one.weight -= rate * decay * before;
      }
      const kept = Math.min(averageDecay ?? 0, (1 + t) / (10 + t));
      one.average = kept * one.average + (1 - kept) * one.weight;
    }));
  });
  return held.map((parameter) => ({ weights: parameter.map(({ weight }) => weight), average: parameter.map(({ average }) => average) }));
}

function taught(make: typeof tensorWeights, optimiser: Optimiser, learning = all, ofSteps = gradients): { state: Map<string, Float32Array>; model: number[][] } {
  const values = new Map(parameters.map(({ name }, p) => [name, Float32Array.from(start[p]!)]));
  const weights = make(parameters, values, optimiser, null);
  ofSteps.forEach((ofStep, at) => {
    const tensors = learning.map((p) => tf.tensor(ofStep[p]!, [...parameters[p]!.shape]));
    weights.update(tensors, learning, rateAt(at));
    tf.dispose(tensors);
  });
  const read = weights.readModel();
  const found = { state: weights.state(), model: read.map((tensor) => [...tensor.dataSync()]) };
  tf.dispose(read);
  weights.dispose();
  return found;
}

const off: Optimiser = { ...usualOptimiser, kind: 'adam', averageDecay: null };
const optimisers: readonly (readonly [string, Optimiser])[] = [
  ['Adam', off],
  ['Adam with L2', { ...off, weightDecay: 0.1 }],
  ['AdamW', { ...off, kind: 'adamw', weightDecay: 0.5 }],
  ['AdamW, clipped', { ...off, kind: 'adamw', weightDecay: 0.5, clipNorm: 1 }],
  ['SGD with Nesterov’s momentum', { ...off, kind: 'sgd', momentum: 0.9 }],
  ['SGD with L2, clipped', { ...off, kind: 'sgd', momentum: 0.9, weightDecay: 0.1, clipNorm: 2.5 }],
  ['SGD without momentum', { ...off, kind: 'sgd', momentum: 0 }],
  ['AdamW, averaged', { ...off, kind: 'adamw', weightDecay: 0.5, averageDecay: 0.4 }],
  ['SGD, averaged', { ...off, kind: 'sgd', momentum: 0.9, averageDecay: 0.999 }],
];

describe.each([
  ['single operations', tensorWeights],
  ...(native === null ? [] : [['variables of the native library', variableWeights] as const]),
] as const)('in %s', (_, make) => {
  afterAll(() => expect(tf.memory().numTensors).toBe(0));

  it.each(optimisers)('%s is that of its paper over 20 steps', (__, optimiser) => {
    const expected = byThePaper(optimiser);
    const { state, model } = taught(make, optimiser);
    parameters.forEach(({ name }, p) => {
      expect(relativeDifference(state.get(`weights/${name}`)!, expected[p]!.weights)).toBeLessThan(2e-6);
      expect(relativeDifference(model[p]!, optimiser.averageDecay === null ? expected[p]!.weights : expected[p]!.average)).toBeLessThan(2e-6);
    });
  });

  it('leaves frozen parameters and all that is kept of them as they are', () => {
    const optimiser: Optimiser = { ...off, kind: 'adamw', weightDecay: 0.5, averageDecay: 0.9 };
    const before = taught(make, optimiser, all, []).state;
    const after = taught(make, optimiser, [1]).state;
    for (const [key, values] of after) {
      if (key.endsWith('kernel')) expect(values).toEqual(before.get(key));
      else expect(values).not.toEqual(before.get(key));
    }
  });

  it('goes on from its state as if it had never stopped', () => {
    for (const optimiser of optimisers.map(([, one]) => one)) {
      const whole = taught(make, optimiser).state;
      const half = taught(make, optimiser, all, gradients.slice(0, 10)).state;
      const goesOn = make(parameters, new Map(), optimiser, { state: half, step: 10 });
      gradients.slice(10).forEach((ofStep, at) => {
        const tensors = all.map((p) => tf.tensor(ofStep[p]!, [...parameters[p]!.shape]));
        goesOn.update(tensors, all, rateAt(10 + at));
        tf.dispose(tensors);
      });
      expect(goesOn.state()).toEqual(whole);
      goesOn.dispose();
    }
  });
});

it('SGD and AdamW are those of PyTorch', () => {
  const fixture = JSON.parse(readFileSync(join(import.meta.dirname, 'optimisers-of-pytorch.json'), 'utf8')) as {
    start: number[]; gradients: number[][]; rates: number[]; sgd: number[]; adamw: number[];
  };
  const kernel: ParameterShape = { name: 'kernel', shape: [2, 2], start: { kind: 'constant', value: 0 } };
  const run = (optimiser: Optimiser): Float32Array => {
    const weights = tensorWeights([kernel], new Map([['kernel', Float32Array.from(fixture.start)]]), optimiser, null);
    fixture.gradients.forEach((gradient, at) => {
      const tensor = tf.tensor(gradient, [2, 2]);
      weights.update([tensor], [0], fixture.rates[at]!);
      tensor.dispose();
    });
    const found = weights.state().get('weights/kernel')!;
    weights.dispose();
    return found;
  };
  expect(relativeDifference(run({ ...off, kind: 'sgd', momentum: 0.99, weightDecay: 3e-5, clipNorm: 12 }), fixture.sgd)).toBeLessThan(1e-6);
  // Its epsilon is added to the corrected root, TensorFlow's to the uncorrected one.
  expect(relativeDifference(run({ ...off, kind: 'adamw', weightDecay: 0.01 }), fixture.adamw)).toBeLessThan(1e-4);
});
