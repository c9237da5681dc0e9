import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

async function withPatients(count: number): Promise<HostInTest> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  await place.run(place.client.cases.import({ paths: [images], labels, modality: 'mr' }));
  return place;
}

const train = ({ client, run }: HostInTest, options: TrainOptions = {}): Promise<Job> => run(client.training.start(options));
const trained = async (place: HostInTest, options: TrainOptions = {}): Promise<ModelInfo> => {
  const job = await train(place, options);
  expect(job.error).toBeNull();
  return job.result as ModelInfo;
};
const lastRequest = ({ engine }: HostInTest): TrainRequest => engine.requests.findLast((request) => request.kind === 'train')!;
/** No machine does a whole schedule in this. */
const short = { minutes: 0.001 } as const;

describe('a training whose time is short', () => {
  it('goes on from the model in use, shrunk and perturbed, on its scale, and says so', async () => {
    const place = await withPatients(12);
    const scale = { kind: 'z-score', lowPercentile: 1, highPercentile: 98 } as const;
    const first = await trained(place, { plan: { normalisation: scale } });
    expect(first).toMatchObject({ parentId: null, plan: { start: { kind: 'scratch' } } });
    const second = await trained(place, short);
    expect(second).toMatchObject({
      parentId: first.id,
      plan: { start: { kind: 'shrink-and-perturb', model: first.id, shrink: 0.6, perturb: 0.01 }, normalisation: scale },
      notes: [{ en: expect.stringContaining(`starts from the model ${first.name}`) as string }],
    });
    expect(lastRequest(place).startFrom).toBe(path.join(place.project, 'models', first.id, 'model'));
  });

  it('starts from scratch where there is time for that, none was asked for, or the person wants it', async () => {
    const place = await withPatients(12);
    await trained(place);
    for (const options of [{ minutes: 600 }, { epochs: 3 }, {}, { ...short, start: { kind: 'scratch' as const } }]) {
      expect(await trained(place, options)).toMatchObject({ parentId: null, notes: [], plan: { start: { kind: 'scratch' } } });
      expect(lastRequest(place).startFrom).toBeNull();
    }
  });

  it('does not go on from a model that was taught with who judges now, and says why', async () => {
    const place = await withPatients(12);
    const first = await trained(place, { seed: 1 });
    const second = await trained(place, { ...short, seed: 2 });
    expect(second.validationPatients).not.toEqual(first.validationPatients);
    expect(second).toMatchObject({ parentId: null, plan: { start: { kind: 'scratch' } }, notes: [{ en: expect.stringMatching(/from scratch although.*taught with \d of the patients/) as string }] });
  });

  it('does not go on from a model whose past cannot be read, or that draws with another network', async () => {
    const place = await withPatients(12);
    await trained(place, { network: 'fcn-32s' });
    expect((await trained(place, short)).notes).toMatchObject([{ en: expect.stringContaining('its network is another one') as string }]);
    rmSync(path.join(place.project, 'snapshots'), { recursive: true });
    expect((await trained(place, short)).notes).toMatchObject([{ en: expect.stringContaining('no longer be read') as string }]);
  });
});

describe('a model that is named as the start', () => {
  it('is taken, its encoder unchanged in the first epochs', async () => {
    const place = await withPatients(12);
    const first = await trained(place);
    const second = await trained(place, { start: { kind: 'transfer', model: first.id, frozenEpochs: 3 } });
    expect(second).toMatchObject({ parentId: first.id, plan: { start: { kind: 'transfer', model: first.id, frozenEpochs: 3 } } });
  });

  it('is refused where it, or any model that it came from, was taught with a test patient of today', async () => {
    const place = await withPatients(12);
    const first = await trained(place);
    const second = await trained(place, { start: { kind: 'transfer', model: first.id, frozenEpochs: 0 } });
    await place.client.training.drawTestSet({});
    const third = await trained(place, { start: { kind: 'scratch' } });
    const start = { kind: 'transfer', model: second.id, frozenEpochs: 0 } as const;
    expect(await train(place, { start })).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: expect.stringMatching(/cannot start from.*patients who are to judge.*Start from another/) as string, 'zh-CN': expect.stringContaining('待用于评估的患者') as string } } });
    expect((await trained(place, { start: { ...start, model: third.id } })).parentId).toBe(third.id);
    expect(await train(place, { start: { ...start, model: first.id } })).toMatchObject({ state: 'failed', error: { code: 'bad-input' } });
  });

  it('is refused for another network, another scale, or where there is none of this name', async () => {
    const place = await withPatients(12);
    const first = await trained(place);
    const start = { kind: 'transfer', model: first.id, frozenEpochs: 0 } as const;
    const refused = async (options: TrainOptions, reason: string): Promise<void> => {
      expect(await train(place, { start, ...options })).toMatchObject({ state: 'failed', error: { sentence: { en: expect.stringContaining(reason) as string } } });
    };
    await refused({ network: 'unet-classic' }, 'its network is another one');
    await refused({ plan: { normalisation: { kind: 'window', low: 0, high: 100 } } }, 'its scale of grey values');
    await refused({ start: { ...start, model: '00000000-0000-4000-8000-000000000000' as never } }, 'no model 00000000');
  });
});

it('a training of a few steps, most of whose time went into starting, does not make others look slow', async () => {
  const place = await withPatients(12);
  const forecast = async (): Promise<number> => (await place.client.training.plan({ network: 'unet-2d' })).networks.find(({ name }) => name === 'unet-2d')!.minutes;
  const before = await forecast();
  // A single step: what it took says nothing of the next thousand.
  await trained(place);
  expect(await forecast()).toBe(before);
});
