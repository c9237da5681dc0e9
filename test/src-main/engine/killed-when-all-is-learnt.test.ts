import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineEvent, TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import { makePhantomProject, type PhantomProject } from './phantom-project.ts';

let project: PhantomProject;
beforeAll(async () => { project = await makePhantomProject(2, 1); });
afterAll(() => project.remove());

async function learn(request: TrainRequest, seen: (event: EngineEvent) => void = () => undefined): Promise<{ readonly result: TrainResult; readonly events: readonly EngineEvent[] }> {
  const events: EngineEvent[] = [];
  const work = beginWork((event) => { events.push(event); seen(event); }, new AbortController().signal);
  const result = await train(request, { ...work, mayTell: () => true });
  return { result: result as TrainResult, events };
}

const steps = (events: readonly EngineEvent[]): number => events.filter(({ kind }) => kind === 'step').length;

it('A training that was killed while it was judged learns nothing more, and tells its last epoch as it was', async () => {
  const request = await project.request({ epochs: 2, stepsPerEpoch: 3, batch: 1, microBatch: 1 });
  let last: Extract<EngineEvent, { kind: 'checkpoint' }> | null = null;
  const killed = new Error('killed');
  const first: EngineEvent[] = [];
  await expect(learn(request, (event) => {
    first.push(event);
    if (event.kind === 'checkpoint') last = event;
    if (event.kind === 'progress' && event.phase === 'validating' && last?.step === 6) throw killed;
  })).rejects.toBe(killed);
  expect(steps(first)).toBe(6);

  const rest = await learn({ ...request, resumeFrom: last!.folder });
  expect(steps(rest.events)).toBe(0);
  expect(rest.result).toMatchObject({ kind: 'train', steps: 6, plan: { epochs: 2 } });
  const whole = await learn(await project.request({ epochs: 2, stepsPerEpoch: 3, batch: 1, microBatch: 1 }));
  expect(rest.result.finalLoss).toBeCloseTo(whole.result.finalLoss, 4);
  const epoch = rest.events.find((event) => event.kind === 'epoch')!;
  expect(epoch).toMatchObject({ epoch: 2, epochs: 2, loss: rest.result.finalLoss, validation: { dice: expect.any(Array) as number[] } });
}, 60_000);

it('A training that is done keeps its last checkpoint until its model was noted', async () => {
  const { events, result } = await learn(await project.request({ epochs: 1, stepsPerEpoch: 2, batch: 1, microBatch: 1 }));
  const checkpoint = events.findLast((event) => event.kind === 'checkpoint')!;
  expect(existsSync(checkpoint.folder)).toBe(true);
  const weights = (folder: string) => readFile(join(folder, 'weights.bin'));
  expect((await weights(result.modelFolder)).equals(await weights(checkpoint.folder))).toBe(true);
}, 60_000);
