import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { drawMasks, leaveOut, maskTensors } from '#main/engine/networks/dropout.ts';
import type { Network } from '#main/engine/networks/network.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { freeingTensors, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import type { NetworkPlan } from '#shared/learning/plan.ts';
import { tinyPlan } from './phantom-project.ts';
import { batches, network, teachings } from './teachings.ts';

const planned = (plan: NetworkPlan): Network => plannedNetwork({ ...tinyPlan, network: plan });

describe('what is left out', () => {
  it('is the same for a sample in whatever part it comes, and other for another step, sample or seed', () => {
    fc.assert(fc.property(fc.nat(1000), fc.nat(1e6), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (seed, step, first, count) => {
      const plan = { dropout: 0.5, seed };
      const wide = planned({ name: 'unet-2d', filters: [64, 2] });
      const whole = drawMasks(wide, plan, step, 0, first + count, [8, 8]);
      const part = drawMasks(wide, plan, step, first, count, [8, 8]);
      part.forEach(({ values, shape }, place) => {
        const all = whole[place]!;
        expect(values).toEqual(all.values.subarray((all.values.length / (first + count)) * first));
        expect(shape).toEqual([count, 1, 1, 64]);
      });
      const deepest = part.at(-1)!.values;
      expect(drawMasks(wide, plan, step + 1, first, count, [8, 8]).at(-1)!.values).not.toEqual(deepest);
      expect(drawMasks(wide, plan, step, first + 1, count, [8, 8]).at(-1)!.values).not.toEqual(deepest);
      expect(drawMasks(wide, { ...plan, seed: seed + 1 }, step, first, count, [8, 8]).at(-1)!.values).not.toEqual(deepest);
    }), { numRuns: 20 });
  });

  it.each([0.1, 0.5, 0.8])('is the planned share, %d, and the mean stays 1', (dropout) => {
    const { values } = drawMasks(planned({ name: 'unet-2d', filters: [4096, 2] }), { dropout, seed: 1 }, 0, 0, 4, [8, 8])[0]!;
    const left = values.filter((value) => value === 0).length / values.length;
    // Four standard deviations of a binomial share.
    expect(Math.abs(left - dropout)).toBeLessThan(4 * Math.sqrt((dropout * (1 - dropout)) / values.length));
    expect([...new Set(values)].sort()).toEqual([0, Math.fround(1 / (1 - dropout))]);
  });

  it('is nothing where the share is 0, and nothing in predictions', () => {
    expect(drawMasks(network, { dropout: 0, seed: 1 }, 0, 0, 2, [8, 8])).toEqual([]);
    const [, plan] = teachings[0]!;
    const start = startingWeights(network.parameters, 1);
    const [without, withDropout] = [makeLearner(network, plan, start), makeLearner(network, { ...plan, dropout: 0.9 }, start)];
    expect(withDropout.probabilities(batches[0]!)).toEqual(without.probabilities(batches[0]!));
    without.dispose();
    withDropout.dispose();
  });

  it.each<[NetworkPlan, readonly number[], readonly (readonly number[])[]]>([
    [{ name: 'unet-2d', filters: [2, 4, 8, 16] }, [16, 16], [[1, 1, 8], [1, 1, 4]]],
    [{ name: 'unet-classic' }, [16, 16], [[1, 1, 512], [1, 1, 256]]],
    [{ name: 'vnet', filters: [2, 4, 8] }, [8, 16, 16], [[1, 1, 1, 8]]],
    [{ name: 'fcn-8s', width: 1 / 64 }, [64, 96], [[2, 3, 64], [2, 3, 64]]],
  ])('of $name is drawn at the two deepest levels of its decoder but the top one, of the fully convolutional ones value by value in their two wide layers', (plan, space, shapes) => {
    expect(drawMasks(planned(plan), { dropout: 0.5, seed: 1 }, 0, 0, 3, space).map(({ shape }) => shape)).toEqual(shapes.map((shape) => [3, ...shape]));
  });

  it.each<[NetworkPlan, number]>([
    [{ name: 'unet-2d', filters: [2, 4] }, 8], [{ name: 'fcn-8s', width: 1 / 64 }, 32],
  ])('is what the layers of $name multiply with: one that keeps all changes nothing, one that keeps none takes the decoder away', (plan, side) => {
    freeingTensors(() => {
      const own = planned(plan);
      const start = startingWeights(own.parameters, 1);
      const weights = own.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]));
      const images = tf.randomNormal([1, side, side, 3], 0, 1, 'float32', 1);
      const scoresWith = (value: number | null): Float32Array => {
        const masks = value === null ? [] : drawMasks(own, { dropout: 0.5, seed: 1 }, 0, 0, 1, [side, side]).map((mask) => ({ ...mask, values: mask.values.map(() => value) }));
        return own.forward(namedParameters(own.parameters, weights, maskTensors(masks)), images).dataSync() as Float32Array;
      };
      expect(scoresWith(1)).toEqual(scoresWith(null));
      expect(leaveOut(namedParameters([], [], new Map([['x/kept', tf.zeros([1])]])), 'x', images).dataSync().every((value) => value === 0)).toBe(true);
      if (plan.name !== 'fcn-8s') expect(scoresWith(0)).not.toEqual(scoresWith(null));
    });
  });
});
