import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '#main/engine-client/engine.ts';
import type { EngineEvent, TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { parameterCount } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { tf } from '#main/engine/tensorflow.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import type { ModelRecord, ProjectStore } from '#main/store/project-store.ts';
import { repeatTraining } from '#main/use-cases/repeat-training.ts';
import type { NetworkPlan } from '#shared/learning/plan.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { makePhantomProject, type PhantomProject } from './phantom-project.ts';
import { randomBatch } from './random-batch.ts';

let project: PhantomProject;
beforeAll(async () => { project = await makePhantomProject(2, 1); });
afterAll(() => project.remove());

async function run(request: TrainRequest, signal = new AbortController().signal): Promise<{ result: TrainResult; events: EngineEvent[]; losses: number[] }> {
  const events: EngineEvent[] = [];
  const result = await train(request, beginWork((event) => events.push(event), signal));
  if (result.kind !== 'train') throw new Error('nobody asked for a pause');
  return { result, events, losses: events.flatMap((event) => (event.kind === 'epoch' ? [event.loss] : [])) };
}

describe('a training', () => {
  it('finds organs in a patient whom it never saw', async () => {
    const larger = await makePhantomProject(4, 2);
    const { result } = await run(await larger.request({ network: { name: 'unet-2d', filters: [8, 16, 32] }, patch: [64, 64], stepsPerEpoch: 120, epochs: 1 }));
    // The two large organs; the third one is small and takes longer.
    expect(result.validation?.dice[0]).toBeGreaterThan(0.6);
    expect(result.validation?.dice[1]).toBeGreaterThan(0.6);
    await larger.remove();
  });

  it.each<NetworkPlan>([
    {
      name: 'unet', dimensions: 2, residual: true, deepSupervision: true,
      levels: [4, 6, 8].map((filters, level) => ({ filters, kernel: [3, 3], stride: level === 0 ? [1, 1] : [level, 2] })),
    },
    { name: 'fcn-8s', width: 1 / 16 },
  ])('teaches $name, writes it and finds it again', async (network) => {
    const { result, losses } = await run(await project.request({ network, epochs: 2, stepsPerEpoch: 3 }));
    expect(losses).toHaveLength(2);
    expect(losses.every(Number.isFinite)).toBe(true);
    const stored = await readModel(result.modelFolder);
    expect(stored.plan.network).toEqual(network);
    expect(stored.values.size).toBe(stored.network.parameters.length);
    expect(result.parameters).toBe(parameterCount(stored.network));
  });

  it('keeps no tensor of 200 steps', async () => {
    const network = unet2d(1, 2, [2, 4]);
    const learner = makeEagerLearner(network, { loss: 'dice+cross-entropy', outputs: Array<never>(2) }, startingWeights(network.parameters, 1));
    const batch = randomBatch(1, { count: 2, side: 8, channels: 1, outputs: 2 });
    const step = async (number: number): Promise<number> => {
      // Now and then in parts, which keeps sums between them.
      await learner.learn(number % 20 === 0 ? [batch, batch] : [batch], 1e-3, async () => undefined);
      learner.label(batch);
      return tf.memory().numTensors;
    };
    const afterFirst = await step(0);
    for (let number = 1; number < 200; number++) await step(number);
    expect(tf.memory().numTensors).toBe(afterFirst);
    learner.dispose();
  });

  it('gives back everything when it is done', async () => {
    await run(await project.request({ epochs: 1 }));
    const before = tf.memory().numTensors;
    await run(await project.request({ epochs: 1 }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes the same way for the same seed, and another for another', async () => {
    const first = await run(await project.request());
    const second = await run(await project.request());
    const other = await run(await project.request({ seed: 2 }));
    expect(first.losses).toHaveLength(2);
    expect(second.losses).toEqual(first.losses);
    expect(second.result.validation).toEqual(first.result.validation);
    expect(other.losses).not.toEqual(first.losses);
  });

  it('is repeated from the snapshot and the plan of its model to the last bit, and told in which epoch it is another', async () => {
    const request = await project.request({ epochs: 3, stepsPerEpoch: 3 });
    const { result, losses } = await run(request);
    const { engine, plan, steps, finalLoss } = result;
    const folder = relative(project.folder, result.modelFolder);
    const model = (curve: readonly number[]): ModelRecord => ({
      id: 'a model', snapshotId: 'a snapshot', folder, plan, seed: plan.seed,
      metrics: { engine, steps, plannedSteps: steps, finalLoss, curve: curve.map((loss, at) => ({ epoch: at + 1, loss, validationDice: null })) },
    } as unknown as ModelRecord);
    const bytes = await readFile(request.manifest);
    const snapshot = { path: 'manifest.json', manifestHash: createHash('sha256').update(bytes).digest('hex') };
    const store = { folder: project.folder, readOnly: null, snapshots: { get: () => snapshot } } as unknown as ProjectStore;
    const here = { run: (asked: TrainRequest, tell: (event: EngineEvent) => void, signal: AbortSignal) => train(asked, beginWork(tell, signal)) } as unknown as Engine;
    const work = { signal: new AbortController().signal, progress: () => {}, report: () => {} };

    const same = await repeatTraining(store, here, model(losses), work);
    expect(same).toMatchObject({ same: true, epochs: 3, firstDifference: null, largest: 0, weights: true, notes: [] });
    // The smallest step of the second epoch's loss that a number can take.
    const [first, second, third] = losses as [number, number, number];
    const nudged = second + second * Number.EPSILON;
    const differs = await repeatTraining(store, here, model([first, nudged, third]), work);
    expect(differs).toMatchObject({ same: false, firstDifference: { epoch: 2, then: nudged, now: second }, weights: true });
  });

  it('learns nothing from slices that are not complete', async () => {
    const manifestWith = async (name: string, scribble: number): Promise<TrainRequest> => {
      const cases = await Promise.all(project.cases.map(async (one, number) => {
        const { size: [columns, rows], size } = one.image.geometry;
        const labels = project.phantoms[number]!.labels.slice();
        for (let k = 0; k < size[2]; k++) if (k % 3 !== 0) labels.fill(scribble, k * columns * rows, (k + 1) * columns * rows);
        const path = `${name}-${number}`;
        await writeFile(join(project.folder, path), labels);
        return { ...one, labelmap: { path, sha256: '' }, completeSlices: one.completeSlices.filter((k) => k % 3 === 0) };
      }));
      const manifest: SnapshotManifest = { version: 1, project: '', createdAt: '', upToEdit: 0, labels: [], cases };
      const file = join(project.folder, `${name}.json`);
      await writeFile(file, JSON.stringify(manifest));
      return { ...(await project.request()), manifest: file };
    };
    const one = await run(await manifestWith('scribbled', 1));
    const other = await run(await manifestWith('otherwise', 3));
    expect(other.losses).toEqual(one.losses);
    expect(other.result.validation).toEqual(one.result.validation);
  });

  it('stops within the batch when it is cancelled', async () => {
    const controller = new AbortController();
    const request = await project.request({ epochs: 100, batch: 8, microBatch: 1 });
    const steps: number[] = [];
    const running = train(request, beginWork((event) => {
      if (event.kind !== 'step') return;
      steps.push(event.step);
      controller.abort();
    }, controller.signal));
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toHaveLength(1);
  });

  it('follows the number of steps that it fixed before the first one, or says once that the machine is too slow for it', async () => {
    const { result, events } = await run(await project.request({ stepsPerEpoch: 10 }, 0.05));
    const [fixed, ...cut] = events.flatMap((event) => (event.kind === 'planned' ? [event.plan] : []));
    const followed = cut.at(-1) ?? fixed!;
    // Another program may take the processor before it, and then the time is said to be short; or in the middle of it, and then the number is cut.
    const said = events.flatMap((event) => (event.kind === 'warning' ? [event.sentence.en] : []));
    const ends = said.filter((sentence) => !sentence.includes('min are too short'));
    expect(cut.length).toBe(ends.length);
    expect(cut.length).toBeLessThanOrEqual(2);
    expect(result.plan).toEqual(followed);
    expect(followed).toEqual({ ...fixed, epochs: followed.epochs });
    expect(followed.epochs).toBeLessThanOrEqual(fixed!.epochs);
    // Far too late it ends within its epoch, and says after which step.
    const within = /ends after (\d+) of \d+ steps/.exec(ends.at(-1) ?? '');
    expect(result.steps).toBe(within === null ? followed.epochs * followed.stepsPerEpoch : Number(within[1]));
    expect(events.filter((event) => event.kind === 'epoch').at(-1)?.step).toBe(result.steps);
  });
});
