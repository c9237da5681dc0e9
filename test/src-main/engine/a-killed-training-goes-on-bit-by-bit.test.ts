import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '#main/engine/checkpoint-folder.ts';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import type { LearnerPlan } from '#main/engine/learner-plan.ts';
import type { Learner } from '#main/engine/learner.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { native, tf } from '#main/engine/tensorflow.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { tinyPlan } from './phantom-project.ts';
import { batches, lossesOf, network, outputs, teachings } from './teachings.ts';

let parent: string;
beforeAll(async () => { parent = await mkdtemp(join(tmpdir(), 'lamina-checkpoint-')); });
afterAll(() => rm(parent, { recursive: true }));

/** As a plan on disk: of the network of `teachings`. */
function planned(taught: LearnerPlan): Plan {
  const plan: Plan = {
    ...tinyPlan, contextSlices: 2,
    network: {
      name: 'unet', dimensions: 2, residual: false, deepSupervision: false,
      levels: [4, 6].map((filters, level) => ({ filters, kernel: [3, 3], stride: level === 0 ? [1, 1] : [2, 2] })),
    },
    outputs: tinyPlan.outputs.slice(0, outputs),
  };
  return { ...plan, ...taught, outputs: plan.outputs, optimiser: { ...plan.optimiser, ...taught.optimiser } };
}
const engine = { library: 'native', version: '2', device: 'CPU' } as const;
const start = startingWeights(network.parameters, 1);

describe('a training that was killed', () => {
  async function goesOnAsIfNotKilled(name: string, make: typeof makeLearner, plan: LearnerPlan, inParts: boolean, killed: number, end: number): Promise<void> {
    const folder = join(parent, name);
    const uninterrupted = make(network, plan, start);
    await lossesOf(uninterrupted, inParts, 0, killed);
    await writeCheckpoint(folder, network, uninterrupted, { plan: planned(plan), epoch: 2, step: killed, engine, training: { note: [1, 'two'] } });
    const losses = await lossesOf(uninterrupted, inParts, killed, end);

    const { state, step, epoch, training, values } = await readCheckpoint(folder);
    expect({ step, epoch, training }).toEqual({ step: killed, epoch: 2, training: { note: [1, 'two'] } });
    const goesOn = make(network, plan, startingWeights(network.parameters, 9));
    goesOn.restore(state, step);
    expect(goesOn.weights()).toEqual(values);
    expect(await lossesOf(goesOn, inParts, killed, end)).toEqual(losses);
    expect(goesOn.state()).toEqual(uninterrupted.state());
    uninterrupted.dispose();
    goesOn.dispose();
    expect(tf.memory().numTensors).toBe(0);
  }

  // Without the native library the learner is the one below, and slow.
  it.skipIf(native === null).each(teachings)('after its 30th step has the same losses in its next 50 as if it had not been: %s', (name, plan, inParts) =>
    goesOnAsIfNotKilled(name, makeLearner, plan, inParts, 30, 80));

  it.each(teachings.slice(-2))('goes on likewise in single operations: %s', (name, plan, inParts) =>
    goesOnAsIfNotKilled(`${name}, single`, makeEagerLearner, plan, inParts, 3, 8));
});

describe('a checkpoint', () => {
  const [, plan] = teachings[2]!;
  const about = { plan: planned(plan), epoch: 1, step: 2, engine, training: null };
  const write = async (name: string, learner?: Learner): Promise<string> => {
    const folder = join(parent, name);
    const own = learner ?? makeLearner(network, plan, start);
    await lossesOf(own, false, 0, 2);
    await writeCheckpoint(folder, network, own, about);
    own.dispose();
    return folder;
  };

  it('is a model too: that which is predicted with', async () => {
    const learner = makeLearner(network, plan, start);
    await lossesOf(learner, false, 0, 2);
    const folder = join(parent, 'as-model');
    await writeCheckpoint(folder, network, learner, about);
    const { values } = await readModel(folder);
    expect(values).toEqual(learner.weights());
    expect(plannedNetwork(about.plan).parameters.map(({ name }) => name)).toEqual([...values.keys()]);
    const alone = makeLearner(network, plan, values);
    expect(alone.probabilities(batches[0]!)).toEqual(learner.probabilities(batches[0]!));
    alone.dispose();
    learner.dispose();
  });

  it('takes the place of one of the same name, and of what a killed process left', async () => {
    await write('again');
    await mkdir(join(parent, 'again.part'));
    await writeFile(join(parent, 'again.part', 'state.bin'), 'left');
    const folder = await write('again');
    expect((await readCheckpoint(folder)).step).toBe(2);
    expect((await readdir(parent)).filter((name) => name.startsWith('again'))).toEqual(['again']);
  });

  it.each([
    ['a shortened state', async (folder: string) => truncate(join(folder, 'state.bin'), 100)],
    ['one changed byte', async (folder: string) => {
      const bytes = await readFile(join(folder, 'state.bin'));
      bytes[7] = (bytes[7] as number) ^ 1;
      await writeFile(join(folder, 'state.bin'), bytes);
    }],
    ['no state, as a finished model', async (folder: string) => {
      const described = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Record<string, unknown>;
      await writeFile(join(folder, 'model.json'), JSON.stringify({ ...described, state: undefined }));
    }],
    ['the plan of another optimiser', async (folder: string) => {
      const described = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { plan: Plan };
      await writeFile(join(folder, 'model.json'), JSON.stringify({ ...described, plan: { ...described.plan, optimiser: { ...described.plan.optimiser, kind: 'sgd' } } }));
    }],
  ])('is refused with %s, and named', async (name, damage) => {
    const folder = await write(name);
    await damage(folder);
    await expect(readCheckpoint(folder)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining(folder) as string });
  });
});
