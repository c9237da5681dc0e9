import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelInfo, PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeNifti, type TinyNifti } from '../tiny-nifti.ts';

const size = [20, 24, 20] as const;
const block = (i: number, j: number): boolean => i > 4 && i < 12 && j > 6 && j < 14;

/** Volumes of twenty slices as thin as their pixels are wide, all complete. */
async function withVolumes(patients: number): Promise<HostInTest> {
  const place = await hostInTest();
  for (let n = 1; n <= patients; n += 1) {
    const files: Record<string, TinyNifti> = {
      images: { size, voxel: (i, j, k) => (block(i, j) ? 300 : 100) + ((7 * i + 13 * j + 3 * k + n) % 31) },
      labels: { size, voxel: (i, j) => (block(i, j) ? 1 : 0), type: 'uint8' },
    };
    for (const [folder, tiny] of Object.entries(files)) writeNifti(path.join(place.folder, folder, `scan-${n}.nii.gz`), tiny);
  }
  await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'images')], labels: path.join(place.folder, 'labels'), modality: 'mr' }));
  return place;
}

const plan = ({ client }: HostInTest, options: TrainOptions = {}): Promise<PlannedTraining> => client.training.plan(options);
const train = ({ client, run }: HostInTest, options: TrainOptions = {}): Promise<Job> => run(client.training.start(options));

describe('before it begins, a training is told', () => {
  it('with the network that minutes bring, and what more of them would', async () => {
    const place = await withVolumes(6);
    // A network over volumes is worth its time from fifteen minutes on: docs/planning.md.
    for (const [options, network, fewest] of [
      [{}, 'unet', null], [{ minutes: 15 }, 'unet', null], [{ minutes: 14.9 }, 'unet-2d', 15],
      [{ folds: 2, minutes: 30 }, 'unet', null], [{ folds: 2, minutes: 29 }, 'unet-2d', 30], [{ epochs: 2, minutes: 5 }, 'unet', null],
    ] as const) {
      const { automatic, plan: { network: planned }, warnings } = await plan(place, options);
      expect([automatic, planned.name]).toEqual([network, network]);
      expect(warnings.map(({ en }) => en)).toEqual(fewest === null ? [] : [expect.stringContaining(`fewer than ${fewest} minutes`)]);
    }
    // Who names a network has it, over volumes, and is not warned.
    const named = await plan(place, { network: 'unet', minutes: 5 });
    expect(named).toMatchObject({ automatic: 'unet-2d', plan: { network: { name: 'unet', dimensions: 3 } }, warnings: [] });
  });

  it('in no millimetre where the spacing is a placeholder, and is planned as the files have it', async () => {
    const place = await withVolumes(6);
    const believed = await plan(place);
    const inMm = ({ words }: PlannedTraining): string[] => words.flatMap((one) => [one.en, one['zh-CN']]).filter((text) => / mm\b|毫米/.test(text));
    // The reason for volumes and the spacing that images are brought to, in two languages.
    expect(inMm(believed)).toHaveLength(4);
    await place.run(place.client.cases.import({ paths: [path.join(place.folder, 'images')], modality: 'mr', spacingUnknown: true }));
    const placeholder = await plan(place);
    expect(inMm(placeholder)).toEqual([]);
    expect(placeholder.plan).toEqual(believed.plan);
    expect((await place.client.training.readiness()).plan.filter(({ en }) => / mm\b/.test(en))).toEqual([]);
  });

  it('as it then is, with who judges it and what it starts from', async () => {
    const place = await withVolumes(6);
    for (const options of [{ seed: 1, network: 'unet-2d' }, { seed: 1, network: 'unet-2d', minutes: 0.5, plan: { loss: 'focal', dropout: 0.1 } }] satisfies TrainOptions[]) {
      const told = await plan(place, options);
      const model = (await train(place, options)).result as ModelInfo;
      expect(model.plan).toEqual(told.plan);
      expect(told.words.at(-1)!.en).toContain(`${model.validationPatients.length} of 6`);
      // Of notes the plan tells what its start is; who judges has words of its own.
      for (const note of model.notes.filter(({ en }) => en.includes('starts from'))) expect(told.words).toContainEqual(note);
    }
    expect((await place.client.training.models()).map(({ plan: { start } }) => start.kind).sort()).toEqual(['scratch', 'shrink-and-perturb']);
  });

  it('not to be possible, by the sentence by which it would fail', async () => {
    const place = await withVolumes(6);
    const model = (await train(place, { network: 'unet-2d' })).result as ModelInfo;
    const start = { kind: 'transfer', model: model.id, frozenEpochs: 0 } as const;
    for (const options of [{ network: 'unet-classic', start }, { plan: { patch: [7, 7] } }] satisfies TrainOptions[]) {
      const { state, error } = await train(place, options);
      expect([state, error!.code]).toEqual(['failed', 'bad-input']);
      await expect(plan(place, options)).rejects.toMatchObject({ code: 'bad-input', data: { sentence: error!.sentence } });
    }
    // In a cross-validation each patient judges one of the trainings, also the four that taught the model.
    await expect(plan(place, { network: 'unet-2d', start, folds: 3 })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('taught with 4 of the patients') as string });
    expect(await train(place, { network: 'unet-2d', start, folds: 3 })).toMatchObject({ state: 'failed', error: { sentence: { en: expect.stringContaining('patients who are to judge') as string } } });
    expect((await plan(place, { network: 'unet-2d', start })).plan.start).toEqual(start);
  });
});
