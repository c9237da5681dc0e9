import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { describeModel, sayTraining } from '#main/cli/commands/train.ts';
import { followJob } from '#main/cli/follow-job.ts';
import { endedEarlyLines, judgedLines } from '#main/cli/judged-lines.ts';
import { createScreen, type Screen } from '#main/cli/screen.ts';
import { shareNotes } from '#main/cli/similar-notes.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { hostInTest } from '../host/host-in-test.ts';
import { ball, writeBalls, writeNifti } from '../tiny-nifti.ts';
import { placeForTest } from './lamina.ts';

const sentence = (en: string): Sentence => ({ en, 'zh-CN': `${en}（中）` });

function shownOn(locale: 'en' | 'zh-CN', use: (screen: Screen) => void): { readonly stdout: string; readonly stderr: string } {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  use(createScreen(locale, streams as unknown as Parameters<typeof createScreen>[1]));
  const text = (stream: PassThrough): string => (stream.read() as Buffer | null)?.toString('utf8') ?? '';
  return { stdout: text(streams.stdout), stderr: text(streams.stderr) };
}

it('a file’s name can neither break a line nor command the terminal', () => {
  const shown = shownOn('en', (screen) => {
    screen.print('two\nlines\tand \u001b[31mred');
    screen.say('bell \u0007\u007f 中文');
  });
  expect(shown).toEqual({ stdout: 'two␊lines␉and ␛[31mred\n', stderr: 'bell ␇␡ 中文\n' });
});

it('what stands beside a bar stands in the brackets of its language', () => {
  const progress = { phase: 'training', done: 1, total: 4, note: sentence('loss 1') };
  expect(shownOn('en', (screen) => screen.progress(progress)).stderr).toBe('Training 25 % (loss 1)\n');
  expect(shownOn('zh-CN', (screen) => screen.progress(progress)).stderr).toBe('训练 25 %（loss 1（中））\n');
});

it('what holds for many files alike is said once, and nothing that differs is lost', () => {
  const shared = shareNotes([
    { about: 'a_01', text: sentence('/my scans/a_01.nii.gz: the unit is missing.') },
    { about: 'a_01', text: sentence('/my scans/a_01.nii.gz: a corner is 3.1 voxels off.') },
    { about: 'a_02', text: sentence('/my scans/a_02.nii.gz: the unit is missing.') },
    { about: 'a (3)', text: sentence('/my scans/a (3).nii.gz: the unit is missing.') },
    { about: 'a_02', text: sentence('/my scans/a_02.nii.gz: a corner is 4.2 voxels off.') },
    { about: '', text: sentence('3 files were left out.') },
    // Each time point of a file says the same again.
    { about: 'a_02', text: sentence('/my scans/a_02.nii.gz: the unit is missing.') },
  ]);
  expect(shared.map(({ text, more }) => [text.en, more])).toEqual([
    ['/my scans/a_01.nii.gz: the unit is missing.', 2],
    ['/my scans/a_01.nii.gz: a corner is 3.1 voxels off.', 0],
    ['/my scans/a_02.nii.gz: a corner is 4.2 voxels off.', 0],
    ['3 files were left out.', 0],
  ]);
});

it('import tells once what holds for all its images', async () => {
  const place = placeForTest();
  await place.lamina('init', 'p');
  for (const name of ['one', 'two', 'three']) writeNifti(path.join(place.folder, 'i', `${name}.nii`), ball(name.length + name.charCodeAt(1)).image);
  writeNifti(path.join(place.folder, 'l', 'other.nii'), ball(1).label);
  writeNifti(path.join(place.folder, 'l', 'another.nii'), ball(2).label);
  const { stderr, code } = await place.lamina('import', 'p', 'i', '--labels', 'l');
  expect(code).toBe(0);
  expect(stderr.match(/imported without labels/g)).toHaveLength(1);
  expect(stderr).toContain('(So it is with 2 more.)');
});

it('who has to wait for other work is told so, and nobody else', async () => {
  const { client, engine, folder, run } = await hostInTest();
  const { images, labels } = writeBalls(folder, 2);
  await run(client.cases.import({ paths: [images], labels }));
  let release = (): void => {};
  const busy = new Promise<void>((resolve) => { release = resolve; });
  engine.before = () => busy;
  const training = (waits: () => void): Promise<unknown> => followJob(() => client.training.start({ epochs: 1, validation: 0 }), {
    client,
    screen: { locale: 'en', say: (text) => { expect(text).toHaveProperty('en', expect.stringContaining('Waiting')); waits(); }, print: () => {}, progress: () => {}, endProgress: () => {} },
    interrupted: new AbortController().signal,
  });
  const said: string[] = [];
  const first = training(() => said.push('first'));
  const second = training(() => { said.push('second'); release(); });
  await Promise.all([first, second]);
  expect(said).toEqual(['second']);
});

it('an epoch that nobody was held back to judge tells no Dice', () => {
  const told = (validation: { meanDice: number | null } | null): string => shownOn('en', (screen) =>
    sayTraining(screen)({ kind: 'epoch', epoch: 1, epochs: 2, loss: 0.5, validation, minutesLeft: 1.25 })).stderr;
  expect(told(null)).toBe('Epoch 1 of 2: loss 0.500, 1.3 min left\n');
  expect(told({ meanDice: 0.5 })).toBe('Epoch 1 of 2: loss 0.500, validation Dice 0.500, 1.3 min left\n');
  // Judged, but the held back hold no label: there is no number.
  expect(told({ meanDice: null })).toBe('Epoch 1 of 2: loss 0.500, validation Dice –, 1.3 min left\n');
});

it('the Dice of slices kept apart is never shown as one of separate patients', () => {
  const model = {
    id: 'm', name: 'unet-2d', steps: 1, parameters: 1000, seconds: 60, computedWith: 'TensorFlow', validationPatients: [] as string[],
    validationDicePerLabel: [{ value: 1, name: 'liver', dice: 0.9 }],
  } as unknown as ModelInfo;
  const said = (kind: ModelInfo['validationKind'], patients: string[] = []): string =>
    describeModel({ ...model, validationKind: kind, validationPatients: patients }, { words: (sentence) => sentence.en }).join('\n');
  expect(said('slabs')).toContain('Validation Dice of liver: 0.900 (of slices kept apart, not from separate patients)');
  expect(said('patients', ['a', 'b'])).toContain('Validation Dice of liver: 0.900 (patients: 2)');
  expect(said('none')).not.toContain('Dice');
});

it('a model that learnt less than was planned says so', () => {
  const said = (steps: number, plannedSteps: number | null): readonly string[] => endedEarlyLines({ steps, plannedSteps }).map(({ en }) => en);
  expect(said(4, 6)).toEqual(['It ended early, after 4 of 6 planned steps.']);
  expect([said(6, 6), said(6, null)]).toEqual([[], []]);
});

it('what judged a model is told with how far the cases lie apart, and over how many', () => {
  const figures = (dice: object, hd95: object) => ({ judged: { patients: 12, cases: 14, unit: 'mm', labels: [{ value: 1, name: 'liver', figures: { dice, hd95 } }] } });
  const said = (judged: object, kind = 'patients'): readonly string[] => judgedLines({ validationKind: kind, ...judged } as unknown as ModelInfo).map(({ en }) => en);
  const dice = { mean: 0.87345, sd: 0.0213, median: 0.88, n: 13 };
  expect(said(figures(dice, { mean: 1.414, sd: 0.5, median: 1, n: 13 }))).toEqual(['Validation Dice of liver: 0.873 ± 0.021, HD95 1.41 ± 0.50 mm (patients: 12, cases: 13)']);
  // One case has no spread; of slices there is no surface.
  expect(said(figures({ ...dice, sd: null }, { mean: null, sd: null, median: null, n: 0 }))).toEqual(['Validation Dice of liver: 0.873 (patients: 12)']);
  expect(said(figures(dice, { mean: null }), 'slabs')).toEqual(['Validation Dice of liver: 0.873 ± 0.021 (of slices kept apart, not from separate patients)']);
});

it('models are shown with what they are worth, and which one is in use', async () => {
  const place = placeForTest();
  const { images, labels } = writeBalls(place.folder, 6);
  await place.lamina('init', 'p');
  const plan = path.join(place.folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ network: { name: 'unet-2d', filters: [4, 8] }, patch: [32, 32], batch: 2, microBatch: 2, stepsPerEpoch: 2 }));
  expect((await place.lamina('models', 'p')).stdout).toBe('No model yet.\n');
  await place.lamina('import', 'p', images, '--labels', labels);
  const trained = JSON.parse((await place.lamina('train', 'p', '--epochs', '1', '--plan', plan, '--json')).stdout) as { readonly id: string; readonly name: string };
  const { stdout } = await place.lamina('models', 'p');
  expect(stdout).toMatch(new RegExp(`^${trained.name}, ${trained.id} \\(in use\\)\n  Trained by .+ on \\d{4}-\\d\\d-\\d\\d, seed 0\\.\n  Validation Dice of .+: [01]\\.\\d{3}`));
});
