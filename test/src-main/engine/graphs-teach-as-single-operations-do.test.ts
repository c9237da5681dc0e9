import { describe, expect, it } from 'vitest';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { makeGraphLearner } from '#main/engine/graph-learner.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import { partOfBatch, relativeDifference } from './random-batch.ts';
import { batches, lossesOf, network, teachings } from './teachings.ts';

const start = startingWeights(network.parameters, 1);
const encoder = new Set(network.parameters.map(({ name }) => name).filter((name) => name.startsWith('down')));

describe.skipIf(native === null)('a training graph (needs the native library)', () => {
  it.each(teachings)('has the losses of single operations over 20 steps, and their model: %s', async (_, plan, inParts) => {
    const graph = makeGraphLearner(network, plan, start);
    const eager = makeEagerLearner(network, plan, start);
    expect(relativeDifference(await lossesOf(graph, inParts, 0, 20), await lossesOf(eager, inParts, 0, 20))).toBeLessThan(1e-4);
    expect(relativeDifference(graph.probabilities(batches[0]!), eager.probabilities(batches[0]!))).toBeLessThan(5e-3);
    expect([...graph.state().keys()].sort()).toEqual([...eager.state().keys()].sort());
    graph.dispose();
    eager.dispose();
    expect(tf.memory().numTensors).toBe(0);
  });

  it.each([false, true])('freezes what single operations freeze, and lifts it; in parts: %s', async (inParts) => {
    const [, plan] = teachings[2]!;
    const [graph, eager] = [makeGraphLearner(network, plan, start), makeEagerLearner(network, plan, start)];
    for (const learner of [graph, eager]) {
      learner.freeze(encoder);
      await lossesOf(learner, inParts, 0, 4);
      const state = learner.state();
      for (const { name } of network.parameters) {
        const moved = [...state.get(`mean/${name}`)!].some((mean) => mean !== 0);
        expect(moved).toBe(!encoder.has(name));
        if (encoder.has(name)) for (const kind of ['weights', 'average']) expect(state.get(`${kind}/${name}`)).toEqual(start.get(name));
        else expect(state.get(`weights/${name}`)).not.toEqual(start.get(name));
      }
      learner.freeze(new Set());
    }
    expect(relativeDifference(await lossesOf(graph, inParts, 4, 12), await lossesOf(eager, inParts, 4, 12))).toBeLessThan(1e-4);
    for (const learner of [graph, eager]) {
      expect(learner.state().get('weights/down0/first/kernel')).not.toEqual(start.get('down0/first/kernel'));
      expect(() => learner.freeze(new Set(network.parameters.map(({ name }) => name)))).toThrow(RangeError);
      learner.dispose();
    }
  });

  it('goes on with the same state when a batch comes in other parts', async () => {
    const [, plan] = teachings[3]!;
    const graph = makeGraphLearner(network, plan, start);
    await lossesOf(graph, true, 0, 3);
    const before = graph.state();
    const thirds = [partOfBatch(batches[0]!, 0, 1), partOfBatch(batches[0]!, 1, 1), partOfBatch(batches[0]!, 2, 1), partOfBatch(batches[0]!, 3, 1)];
    const { loss } = await graph.learn(thirds, 1e-3, async () => undefined);
    const other = makeGraphLearner(network, plan, start);
    other.restore(before, 3);
    expect(other.state()).toEqual(before);
    expect(relativeDifference([(await other.learn([batches[0]!], 1e-3, async () => undefined)).loss], [loss])).toBeLessThan(1e-5);
    graph.dispose();
    other.dispose();
  });
});
