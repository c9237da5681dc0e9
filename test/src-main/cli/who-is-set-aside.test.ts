import path from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { describeModel, sayTraining } from '#main/cli/commands/train.ts';
import { createScreen } from '#main/cli/screen.ts';
import { plannedTraining, type ModelInfo } from '#shared/contract/training.ts';
import { testSetInfo } from '#shared/contract/test-set.ts';
import { hostInTest } from '../host/host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';
import { placeForTest } from './lamina.ts';

it('a test set is drawn by one command, once, and the plan is told without it', async () => {
  const place = placeForTest();
  const project = path.join(place.folder, 'project');
  await place.lamina('init', project);
  const { images, labels } = writeBalls(place.folder, 12);
  await place.lamina('import', project, images, '--labels', labels, '--modality', 'mr');

  const [wrong, alone] = await Promise.all([place.lamina('split', project, '--test', '1.5'), place.lamina('train', project, '--frozen-epochs', '2')]);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('0.2 or 20%') as string });
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--start') as string });
  expect(await place.lamina('split', project, '--test', '75%')).toMatchObject({ code: 1, stderr: expect.stringContaining('at most 6') as string });

  const before = await place.lamina('plan', project, '--json');
  const { stdout, code } = await place.lamina('split', project);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Test set drawn: 5 of 12 patients, cases: 5, of which can judge now \(with complete slices\): 5/);
  expect(stdout.match(/scan-\d+/g)).toHaveLength(5);
  expect(await place.lamina('split', project, '--test', '20%', '--lang', 'zh-CN')).toMatchObject({ code: 1, stderr: expect.stringContaining('5 位患者') as string });
  const again = await place.lamina('split', project, '--json');
  expect(again).toMatchObject({ code: 1, json: { error: { code: 'conflict', message: expect.stringContaining('5 patients, drawn on') as string } } });

  const planned = await place.lamina('plan', project, '--network', 'unet-classic');
  expect(planned.code).toBe(0);
  expect(planned.stdout).toMatch(/unet-classic \*/);
  expect(planned.stdout).toMatch(/Network +Whole schedule, min +Memory, GB/);
  const after = await place.lamina('plan', project, '--json');
  const [twelve, seven] = [before, after].map(({ json }) => plannedTraining.parse(json));
  expect(seven!.networks.map(({ name }) => name)).toContain('unet-2d');
  // A third of seven patients judge, of twelve five: both plans are made from the rest.
  const learnt = (words: readonly { readonly en: string }[]): string => words.map(({ en }) => en).join(' ');
  expect(learnt(twelve!.words)).toContain('cases: 7');
  expect(learnt(seven!.words)).toContain('cases: 5');
});

it('a drawing tells as JSON who is set aside', async () => {
  const place = placeForTest();
  const project = path.join(place.folder, 'project');
  await place.lamina('init', project);
  const { images } = writeBalls(place.folder, 10);
  await place.lamina('import', project, images);
  const { json } = await place.lamina('split', project, '--test', '3', '--json');
  expect(testSetInfo.parse(json)).toMatchObject({ drawn: { patients: { length: 3 } }, cases: 3, judgingCases: 0 });
});

it('a cross-validated model says of how many networks it is the mean, and what the test set says', async () => {
  const { client, run, folder } = await hostInTest();
  const { images, labels } = writeBalls(folder, 12);
  await run(client.cases.import({ paths: [images], labels, modality: 'mr' }));
  await client.training.drawTestSet({});
  const model = (await run(client.training.start({ epochs: 1, folds: 3 }))).result as ModelInfo;
  const lines = describeModel(model, { words: ({ en }) => en });
  expect(lines).toContain('It is the mean of 3 networks, each judged by patients whom it had not seen.');
  expect(lines.join('\n')).toMatch(/Validation Dice of [^:]+: 0\.900.*\(patients: 7, cases: 7\)\nTest Dice of [^:]+: 0\.700.*\(patients: 5, cases: 5; nothing of the model depends on them\)/);
});

it('what one of several trainings tells names its fold', () => {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const say = sayTraining(createScreen('zh-CN', streams as unknown as Parameters<typeof createScreen>[1]));
  say({ kind: 'epoch', epoch: 1, epochs: 9, loss: 0.25, validation: null, minutesLeft: 2, fold: 2, folds: 5 });
  expect((streams.stderr.read() as Buffer).toString('utf8')).toBe('第 2/5 折：第 1/9 轮：损失 0.250，剩余 2.0 分钟\n');
});
