import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainResult } from '#main/engine-client/protocol.ts';
import { readModel } from '#main/engine/model-folder.ts';
import { encoderParameters } from '#main/engine/networks/first-weights.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { makePhantomProject, type PhantomProject } from './phantom-project.ts';

let project: PhantomProject;
let first: TrainResult;

async function trained(plan: Partial<Plan>, startFrom: string | null): Promise<TrainResult> {
  const request = { ...await project.request({ stepsPerEpoch: 4, epochs: 1, ...plan }), startFrom };
  return await train(request, beginWork(() => undefined, new AbortController().signal)) as TrainResult;
}

beforeAll(async () => {
  project = await makePhantomProject(2, 0);
  first = await trained({}, null);
}, 60_000);
afterAll(() => project.remove());

const model = randomUUID();

describe('a training that starts from an earlier model', () => {
  it('leaves the encoder as it was while that is frozen, and changes it afterwards', async () => {
    const before = await readModel(first.modelFolder);
    const encoder = encoderParameters(before.network);
    const changed = async (frozenEpochs: number): Promise<{ readonly encoder: boolean; readonly rest: boolean }> => {
      const result = await trained({ epochs: 2, start: { kind: 'transfer', model, frozenEpochs } }, first.modelFolder);
      const { values } = await readModel(result.modelFolder);
      const differs = (name: string): boolean => values.get(name)!.some((value, at) => value !== before.values.get(name)![at]);
      const names = [...before.values.keys()];
      return { encoder: names.filter((name) => encoder.has(name)).some(differs), rest: names.filter((name) => !encoder.has(name)).some(differs) };
    };
    expect(await changed(2)).toEqual({ encoder: false, rest: true });
    expect(await changed(1)).toEqual({ encoder: true, rest: true });
  }, 60_000);
});
