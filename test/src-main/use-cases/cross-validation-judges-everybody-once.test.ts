import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ModelInfo, SegmentReport, TrainOptions } from '#shared/contract/training.ts';
import type { EngineRequest, TrainRequest } from '#main/engine-client/protocol.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

async function withPatients(count: number, pattern?: string): Promise<HostInTest> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  await place.run(place.client.cases.import({ paths: [images], labels, modality: 'mr', patientPattern: pattern }));
  return place;
}

const train = ({ client, run }: HostInTest, options: TrainOptions = {}): Promise<Job> => run(client.training.start({ epochs: 1, folds: 3, ...options }));
const trained = async (place: HostInTest, options: TrainOptions = {}): Promise<ModelInfo> => {
  const job = await train(place, options);
  expect(job.error).toBeNull();
  return job.result as ModelInfo;
};
const trainings = ({ engine }: HostInTest): readonly TrainRequest[] => engine.requests.filter((request): request is TrainRequest => request.kind === 'train');
const manifestOf = ({ manifest }: { readonly manifest: string }): SnapshotManifest => JSON.parse(readFileSync(manifest, 'utf8')) as SnapshotManifest;
const patients = ({ cases }: SnapshotManifest, role: string): string[] => [...new Set(cases.filter((one) => one.role === role).map(({ patient }) => patient))].sort();
/** Fails or waits at the nth training alone. */
function atTraining(place: HostInTest, nth: number, what: () => Promise<void>): void {
  let count = 0;
  place.engine.before = async (request: EngineRequest) => {
    if (request.kind === 'train') count += 1;
    if (request.kind === 'train' && count === nth) await what();
  };
}
const crash = (): Promise<never> => Promise.reject(new UserFacingError('cancelled', { en: 'Something ended the engine.', 'zh-CN': '引擎被终止。' }));

describe('a cross-validation', () => {
  it('lets each patient judge once, whole, and teach in all other trainings', async () => {
    // Patients “1” (scan-1, scan-10, -11, -12), “2”, … “9”.
    const place = await withPatients(12, 'scan-(\\d)');
    const model = await trained(place);
    const manifests = trainings(place).map(manifestOf);
    expect(manifests).toHaveLength(3);
    const everybody = Array.from({ length: 9 }, (_, n) => String(n + 1));
    for (const manifest of manifests) {
      const [teach, judge] = [patients(manifest, 'train'), patients(manifest, 'validation')];
      expect([...teach, ...judge].sort()).toEqual(everybody);
      expect(judge).toHaveLength(3);
      // Who belongs to which is in the snapshot too.
      expect(new Set(manifest.cases.filter(({ role }) => role === 'validation').map(({ fold }) => fold)).size).toBe(1);
    }
    expect(manifests.flatMap((manifest) => patients(manifest, 'validation')).sort()).toEqual(everybody);
    // All trainings see one grid, one scale and the same labels: the mean of their probabilities needs that.
    expect(new Set(trainings(place).map(({ plan }) => JSON.stringify(plan))).size).toBe(1);
    expect(model).toMatchObject({ members: 3, active: true, validationKind: 'patients', validationPatients: everybody });
    expect(model.validationDice).toBeCloseTo(0.9, 12);
    expect(model.judged).toMatchObject({ patients: 9, cases: 12 });
    expect((await place.client.training.models())).toEqual([model]);
    expect((await place.client.training.judgement({ id: model.id })).cases).toHaveLength(12);
    const files = readdirSync(path.join(place.project, 'models', model.id));
    expect(files.sort()).toEqual(['fold-1', 'fold-2', 'fold-3', 'judged']);
    expect(readdirSync(path.join(place.project, 'models', model.id, 'judged'))).toHaveLength(12);
    expect(readdirSync(path.join(place.project, 'models', model.id, 'fold-1'))).toEqual(['model']);
  });

  it('predicts with all of its networks, in files and in cases', async () => {
    const place = await withPatients(6);
    const model = await trained(place);
    const folders = [1, 2, 3].map((fold) => path.join(place.project, 'models', model.id, `fold-${fold}`, 'model'));
    const report = (await place.run(place.client.predictions.segmentFiles({ paths: [path.join(place.folder, 'images')], out: path.join(place.folder, 'masks') }))).result as SegmentReport;
    expect(report.written).toHaveLength(6);
    const [one] = await place.client.cases.list();
    expect((await place.run(place.client.predictions.predictCases({ cases: [one!.id] }))).state).toBe('done');
    const asked = place.engine.requests.filter((request) => request.kind === 'segment');
    expect(asked).toHaveLength(7);
    for (const request of asked) expect(request.modelFolders).toEqual(folders);
  });

  it('keeps the test set out of every training, and lets it judge their mean alone, once', async () => {
    const place = await withPatients(12);
    const { drawn } = await place.client.training.drawTestSet({});
    const model = await trained(place);
    for (const request of trainings(place)) expect(manifestOf(request).cases.some(({ patient }) => drawn!.patients.includes(patient))).toBe(false);
    const [judging, ...more] = place.engine.requests.filter((request) => request.kind === 'judge');
    expect(more).toEqual([]);
    expect(judging).toMatchObject({ role: 'test', modelFolders: { length: 3 } });
    expect(patients(manifestOf(judging!), 'test')).toEqual(drawn!.patients);
    expect(model).toMatchObject({ tested: { patients: 5 }, judged: { patients: 7 } });
    expect(model.testDice).toBeCloseTo(0.7, 12);
  });

  it('leaves its test set the time that the first training\'s last look says it will take', async () => {
    const place = await withPatients(12);
    const { drawn } = await place.client.training.drawTestSet({});
    expect(drawn!.patients).toHaveLength(5);
    await trained(place, { epochs: undefined, minutes: 60 });
    // A minute of each of 3 networks and half a minute of measuring for each of 5 cases: 17.5 of the 60, in which these trainings take a moment.
    const minutes = trainings(place).map((request) => request.minutes!);
    [20, 42.5 / 2, 42.5].forEach((share, fold) => expect(minutes[fold]).toBeCloseTo(share, 0));
  });

  it('says once where the memory is short, and keeps no note of it', async () => {
    const place = await withPatients(6);
    // Less than the engine takes before it has computed anything.
    const spy = vi.spyOn(process, 'availableMemory').mockReturnValue(2e8);
    onTestFinished(() => { spy.mockRestore(); });
    const job = await train(place);
    const told = (await place.client.jobs.reports({ id: job.id })).map((one) => one as { kind: string; sentence?: { en: string } });
    expect(told.filter(({ sentence }) => /GB of memory/.test(sentence?.en ?? ''))).toHaveLength(1);
    expect((job.result as ModelInfo).notes).toEqual([]);
  });

  it('keeps what was said while the test set judged', async () => {
    const place = await withPatients(12);
    await place.client.training.drawTestSet({});
    const sentence = { en: 'A case was left out.', 'zh-CN': '一个病例被略过。' };
    place.engine.before = async (request, _signal, onEvent) => { if (request.kind === 'judge') onEvent({ kind: 'warning', sentence }); };
    expect((await trained(place)).notes).toContainEqual(sentence);
  });

  it('shares its minutes, and tells its progress over the whole', async () => {
    const place = await withPatients(6);
    const seen: number[] = [];
    place.engine.before = async (request, _signal, onEvent) => {
      if (request.kind !== 'train') return;
      onEvent({ kind: 'step', step: 1, steps: 2, loss: 1, minutesLeft: 1 });
      // Told at most ten times a second.
      await new Promise((resolve) => setTimeout(resolve, 150));
      const [job] = await place.client.jobs.list();
      seen.push(job!.progress!.done / job!.progress!.total);
      expect(job!.progress!.note?.en).toMatch(/^fold \d of 3, loss 1/);
    };
    const job = await train(place, { epochs: undefined, minutes: 30 });
    expect(seen.map((share) => Math.round(share * 6))).toEqual([1, 3, 5]);
    // These trainings take a moment: what they leave is shared by those that are left.
    const minutes = trainings(place).map((request) => request.minutes!);
    [10, 15, 30].forEach((share, fold) => expect(minutes[fold]).toBeCloseTo(share, 0));
    const reports = await place.client.jobs.reports({ id: job.id });
    expect(reports.every((told) => (told as { folds?: number }).folds === 3)).toBe(true);
  });

  it('of which the host was killed half way goes on with the trainings that are missing, taught by what was there when it began', async () => {
    const place = await withPatients(6);
    atTraining(place, 2, crash);
    const job = await train(place);
    expect(job).toMatchObject({ state: 'interrupted', result: { step: 1 } });
    expect(await place.client.training.models()).toEqual([]);
    // Another host opens the project.
    await place.client.project.close();
    await place.client.project.open({ folder: place.project });
    const [kept, ...others] = await place.client.training.unfinished();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ id: (job.result as { training: string }).training, step: 1, obstacle: null });
    place.engine.before = async () => {};
    const manifests = trainings(place).map(({ manifest }) => manifest);
    place.engine.requests.length = 0;
    const model = (await place.run(place.client.training.resume({ id: kept!.id }))).result as ModelInfo;
    expect(model).toMatchObject({ id: kept!.id, members: 3, judged: { patients: 6 } });
    // The first was done: its part of the patients is judged already.
    expect(trainings(place)).toHaveLength(2);
    expect(trainings(place)[0]!.manifest).toBe(manifests[1]);
    expect(await place.client.training.unfinished()).toEqual([]);
    expect(existsSync(path.join(place.project, 'models', `${kept!.id}.training`))).toBe(false);
  });

  it('is paused and goes on, or is discarded', async () => {
    const place = await withPatients(6);
    atTraining(place, 2, async () => {
      const [job] = await place.client.jobs.list();
      await place.client.jobs.pause({ id: job!.id });
    });
    expect(await train(place)).toMatchObject({ state: 'paused', error: null });
    const [kept] = await place.client.training.unfinished();
    place.engine.before = async () => {};
    expect(await place.run(place.client.training.resume({ id: kept!.id }))).toMatchObject({ state: 'done', result: { members: 3 } });
    atTraining(place, 1, crash);
    await train(place);
    for (const { id } of await place.client.training.unfinished()) await place.client.training.discard({ id });
    expect(readdirSync(path.join(place.project, 'models'))).toEqual([kept!.id]);
  });

  it('that is cancelled leaves nothing behind', async () => {
    const place = await withPatients(6);
    atTraining(place, 2, async () => {
      const [job] = await place.client.jobs.list();
      await place.client.jobs.cancel({ id: job!.id });
    });
    expect(await train(place)).toMatchObject({ state: 'cancelled' });
    expect(readdirSync(path.join(place.project, 'models'))).toEqual([]);
    expect(await place.client.training.unfinished()).toEqual([]);
  });

  it('keeps who belongs together for the next one, where a patient more moves nobody', async () => {
    const place = await withPatients(6);
    await trained(place);
    const before = trainings(place).map((request) => patients(manifestOf(request), 'validation'));
    const { images, labels } = writeBalls(path.join(place.folder, 'more'), 7);
    await place.run(place.client.cases.import({ paths: [images], labels, modality: 'mr' }));
    place.engine.requests.length = 0;
    await trained(place);
    const after = trainings(place).map((request) => patients(manifestOf(request), 'validation'));
    expect(after.map((fold) => fold.filter((patient) => patient !== 'scan-7'))).toEqual(before);
    expect(after.flat()).toContain('scan-7');
  });

  it('is refused with more folds than patients, and its networks start from nobody who judges them', async () => {
    const place = await withPatients(4);
    expect(await train(place, { folds: 5 })).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: expect.stringContaining('4 patients') as string } } });
    const whole = await trained(place, { folds: undefined, validation: 0 });
    const start = { kind: 'transfer', model: whole.id, frozenEpochs: 0 } as const;
    expect(await train(place, { start })).toMatchObject({ state: 'failed', error: { sentence: { en: expect.stringContaining('patients who are to judge') as string } } });
    expect((await trained(place, { epochs: undefined, minutes: 0.001 })).parentId).toBeNull();
    expect(readdirSync(path.join(place.project, 'models'))).toHaveLength(2);
  });
});
