import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent, PausedResult, TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { native } from '#main/engine/tensorflow.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { makePhantomProject, tinyPlan, type PhantomProject } from './phantom-project.ts';

let project: PhantomProject;
beforeAll(async () => { project = await makePhantomProject(3, 1); });
afterAll(() => project.remove());

interface Watched {
  readonly events: EngineEvent[];
  readonly result: TrainResult | PausedResult;
}

/** @param stop called with each event: true pauses, an error thrown in it kills the training there and then */
async function watched(request: TrainRequest, stop: (event: EngineEvent) => boolean = () => false, now?: () => number): Promise<Watched> {
  const events: EngineEvent[] = [];
  const pause = new AbortController();
  const work = beginWork((event) => {
    events.push(event);
    if (stop(event)) pause.abort();
  }, new AbortController().signal, pause.signal, now);
  return { events, result: await train(request, { ...work, mayTell: () => true }) };
}

const losses = (events: readonly EngineEvent[]): readonly number[] => events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []));

const plan: Partial<Plan> = {
  epochs: 3, stepsPerEpoch: 6, batch: 2, microBatch: 2, averageDecay: 0.9, dropout: 0.2,
  optimiser: { ...tinyPlan.optimiser, kind: 'adamw', weightDecay: 0.01, clipNorm: 1 },
};

// The native library was seen to add in one order whenever it is run; plain TensorFlow.js adds as the processor likes.
const digits = native === null ? 6 : 15;

describe('a training that was stopped', () => {
  let whole: Watched;
  beforeAll(async () => { whole = await watched(await project.request(plan)); }, 60_000);

  it('within an epoch by a pause goes on with the next step, and ends in the same model', async () => {
    const request = await project.request(plan);
    const first = await watched(request, (event) => event.kind === 'step' && event.step === 8);
    expect(first.result).toMatchObject({ kind: 'paused', step: 8, steps: 18 });
    const paused = first.result as PausedResult;
    const rest = await watched({ ...request, resumeFrom: paused.checkpoint });
    expect(losses(rest.events)).toHaveLength(10);
    [...losses(first.events), ...losses(rest.events)].forEach((loss, step) => expect(loss).toBeCloseTo(losses(whole.events)[step]!, digits));
    // The epoch that was cut in two is told as one.
    const epochs = (events: readonly EngineEvent[]) => events.filter((event) => event.kind === 'epoch');
    const told = [...epochs(first.events), ...epochs(rest.events)];
    expect(told.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    told.forEach(({ loss }, n) => expect(loss).toBeCloseTo(epochs(whole.events)[n]!.loss, digits));
    const [one, other] = [await readModel((whole.result as TrainResult).modelFolder), await readModel((rest.result as TrainResult).modelFolder)];
    for (const [name, values] of one.values) {
      const found = other.values.get(name)!;
      values.forEach((value, at) => { if (value !== found[at]) expect(found[at], name).toBeCloseTo(value, digits); });
    }
  }, 60_000);

  it('by a death at any moment loses what came after its last checkpoint, and nothing else', async () => {
    const request = await project.request(plan);
    const died = new Error('killed');
    const events: EngineEvent[] = [];
    await expect(watched(request, (event) => {
      events.push(event);
      if (event.kind === 'step' && event.step === 9) throw died;
      return false;
    })).rejects.toBe(died);
    const checkpoint = events.findLast((event) => event.kind === 'checkpoint')!;
    expect(checkpoint.step).toBe(6);
    const rest = await watched({ ...request, resumeFrom: checkpoint.folder });
    expect(losses(rest.events)).toHaveLength(12);
    losses(rest.events).forEach((loss, n) => expect(loss).toBeCloseTo(losses(whole.events)[6 + n]!, digits));
    await rm(request.outputFolder, { recursive: true });
  }, 60_000);

  it('before its first epoch was done keeps the number of steps that was fixed for its minutes, and its losses', async () => {
    const died = new Error('killed');
    const events: EngineEvent[] = [];
    // On this clock every look takes a tenth of a second, so that the twelve seconds are fewer than a hundred steps on any machine.
    let milliseconds = 0;
    const request = await project.request(plan, 0.2);
    await expect(watched(request, (event) => {
      events.push(event);
      if (event.kind === 'step' && event.step === 2) throw died;
      return false;
    }, () => { milliseconds += 100; return milliseconds; })).rejects.toBe(died);
    const { epochs, stepsPerEpoch } = events.find((event) => event.kind === 'planned')!.plan;
    expect(stepsPerEpoch).toBeGreaterThan(2);
    const checkpoint = events.findLast((event) => event.kind === 'checkpoint')!;
    expect(checkpoint).toMatchObject({ epoch: 0, step: 0 });

    // Of another machine's speed: the steps are those of the checkpoint, whatever this one does in the time.
    const rest = await watched({ ...request, minutes: 60, resumeFrom: checkpoint.folder });
    expect(rest.result).toMatchObject({ steps: epochs * stepsPerEpoch, plannedSteps: epochs * stepsPerEpoch });
    expect(rest.events.filter(({ kind }) => kind === 'planned')).toEqual([]);
    const throughout = await watched(await project.request({ ...plan, epochs, stepsPerEpoch }));
    losses(rest.events).forEach((loss, step) => expect(loss).toBeCloseTo(losses(throughout.events)[step]!, digits));
    losses(events).forEach((loss, step) => expect(loss).toBeCloseTo(losses(throughout.events)[step]!, digits));
  }, 60_000);

  it('within a long epoch loses no more than two minutes', async () => {
    const long: Partial<Plan> = { ...plan, epochs: 1, stepsPerEpoch: 18 };
    const died = new Error('killed');
    const events: EngineEvent[] = [];
    // Fifty seconds a step: the third ends the first two minutes.
    let milliseconds = 0;
    const request = await project.request(long);
    await expect(watched(request, (event) => {
      events.push(event);
      if (event.kind === 'step') milliseconds += 50_000;
      if (event.kind === 'step' && event.step === 8) throw died;
      return false;
    }, () => milliseconds)).rejects.toBe(died);
    const checkpoints = events.filter((event) => event.kind === 'checkpoint');
    expect(checkpoints.map(({ step, epoch }) => [step, epoch])).toEqual([[0, 0], [3, 0], [6, 0]]);
    const rest = await watched({ ...request, resumeFrom: checkpoints.at(-1)!.folder });
    const throughout = await watched(await project.request(long));
    expect(losses(rest.events)).toHaveLength(12);
    losses(rest.events).forEach((loss, n) => expect(loss).toBeCloseTo(losses(throughout.events)[6 + n]!, digits));
    expect((rest.result as TrainResult).finalLoss).toBeCloseTo((throughout.result as TrainResult).finalLoss, digits);
  }, 60_000);

  it('goes on with smaller parts where the memory was too short, to the same losses', async () => {
    const request = await project.request(plan);
    const first = await watched(request, (event) => event.kind === 'step' && event.step === 6);
    const { checkpoint } = first.result as PausedResult;
    const rest = await watched({ ...request, plan: { ...request.plan, microBatch: 1 }, resumeFrom: checkpoint });
    expect((rest.result as TrainResult).plan.microBatch).toBe(1);
    losses(rest.events).forEach((loss, n) => expect(loss).toBeCloseTo(losses(whole.events)[6 + n]!, 3));
  }, 60_000);
});
