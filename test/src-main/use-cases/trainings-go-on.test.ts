import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { engineCrash } from '#main/engine-client/engine-crash.ts';
import { startClock, watchReading } from '#main/use-cases/training-clock.ts';
import { keptTraining, modelInfo, unfinishedTraining, type ModelInfo } from '#shared/contract/training.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { sixSteps, stepping, type SteppingEngine } from '../stepping-engine.ts';
import { writeBalls } from '../tiny-nifti.ts';

interface Training extends HostInTest { readonly stepped: SteppingEngine }

async function ready(cases = 3): Promise<Training> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, cases);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  return { ...place, stepped: stepping(place.engine) };
}

const start = (place: HostInTest, options: object = {}): Promise<Job> => place.run(place.client.training.start({ validation: 0, plan: sixSteps, ...options }));
const running = async ({ client }: HostInTest): Promise<Job> => (await client.jobs.list()).find(({ state }) => state === 'running')!;
const pauseAt = (place: Training, at: number): void => {
  place.stepped.after = async (step) => { if (step === at) await place.client.jobs.pause({ id: (await running(place)).id }); };
};
const calm = (place: Training): void => { place.stepped.after = () => undefined; };
const only = async ({ client }: HostInTest) => {
  const found = await client.training.unfinished();
  expect(found).toHaveLength(1);
  return unfinishedTraining.parse(found[0]);
};
const resume = async (place: HostInTest): Promise<Job> => place.run(place.client.training.resume({ id: (await only(place)).id }));
/** All that a model is, but when and as which it came to be. */
const whatItIs = (model: unknown): Partial<ModelInfo> =>
  ({ ...modelInfo.parse(model), id: undefined as never, name: '', snapshotId: '', createdAt: '', seconds: 0, promotion: null });
const modelsIn = ({ project }: HostInTest): string[] => readdirSync(path.join(project, 'models'));

async function uninterrupted(): Promise<Partial<ModelInfo>> {
  const job = await start(await ready());
  expect(job.state).toBe('done');
  return whatItIs(job.result);
}

/** The project as a power cut would leave it at this moment, once the epochs so far are noted, with a host of its own. */
async function afterPowerCut({ project }: HostInTest, epochs: number): Promise<Training> {
  const models = path.join(project, 'models');
  const noted = (): { curve: unknown[]; followed: unknown } => JSON.parse(readFileSync(path.join(models, readdirSync(models)[0]!, 'training.json'), 'utf8')) as never;
  while (noted().curve.length < epochs || noted().followed === null) await wait(2);
  const place = await hostInTest({ project: false });
  cpSync(project, place.project, { recursive: true });
  return { ...place, stepped: stepping(place.engine) };
}

describe('a training that is paused', () => {
  it('leaves the engine to others, goes on later, and ends as one that never stopped', async () => {
    const place = await ready();
    await start(place);
    pauseAt(place, 3);
    const job = await start(place);
    expect(job).toMatchObject({ state: 'paused', error: null });
    expect(keptTraining.parse(job.result)).toEqual({ training: (await only(place)).id, step: 3, steps: 6 });
    expect(await only(place)).toMatchObject({ step: 3, steps: 6, minutes: null, obstacle: null, plan: sixSteps, curve: [{ epoch: 1 }] });

    const [first] = await place.client.cases.list();
    expect((await place.run(place.client.predictions.predictCases({ cases: [first!.id] }))).state).toBe('done');

    calm(place);
    const done = await resume(place);
    expect(done.state).toBe('done');
    expect(whatItIs(done.result)).toEqual(await uninterrupted());
    expect(place.stepped.requests.at(-1)!.resumeFrom).toMatch(/checkpoint-p3$/);
    expect(await place.client.training.unfinished()).toEqual([]);
    const { id, active } = done.result as ModelInfo;
    expect(active).toBe(true);
    expect(modelsIn(place)).toContain(id);
    expect(readdirSync(path.join(place.project, 'models', id))).toEqual(['model']);
  });

  it('before its first step begins with it later', async () => {
    const place = await ready();
    place.engine.before = async () => {};
    const reached = await place.client.training.start({ validation: 0, plan: sixSteps });
    // Not yet begun, or in its snapshot: whichever it is by now.
    for (;;) {
      const { state } = await place.client.jobs.get({ id: reached.jobId });
      if (state === 'queued') { await wait(1); continue; }
      await place.client.jobs.pause({ id: reached.jobId });
      break;
    }
    while ((await place.client.jobs.get({ id: reached.jobId })).endedAt === null) await wait(5);
    expect(await place.client.jobs.get({ id: reached.jobId })).toMatchObject({ state: 'paused' });
    expect(whatItIs((await resume(place)).result)).toEqual(await uninterrupted());
  });

  it('counts its minutes by what it computed, not by how long it lay', async () => {
    const place = await ready();
    pauseAt(place, 3);
    const began = performance.now();
    await start(place, { minutes: 10 });
    const paused = performance.now();
    const { minutesUsed, minutes } = await only(place);
    expect(minutes).toBe(10);
    expect(minutesUsed * 60_000).toBeGreaterThan(0);
    expect(minutesUsed * 60_000).toBeLessThanOrEqual(paused - began);
    await wait(500);
    let asked = Infinity;
    place.stepped.after = () => { asked = Math.min(asked, performance.now()); };
    const resumed = performance.now();
    const { seconds } = (await resume(place)).result as ModelInfo;
    const left = place.stepped.requests.at(-1)!.minutes!;
    expect((10 - left) * 60_000).toBeGreaterThanOrEqual(minutesUsed * 60_000);
    expect((10 - left) * 60_000).toBeLessThanOrEqual(minutesUsed * 60_000 + (asked - resumed));
    expect(seconds).toBeGreaterThan(minutesUsed * 60);
  });

  it('does not count that it reads its cases again', () => {
    let now = 0;
    const clock = startClock(100, () => now);
    const heard: number[] = [];
    const reading = watchReading(clock, (seconds) => { heard.push(seconds); clock.leaveOut(seconds); });
    const read = (done: number): void => reading({ kind: 'progress', phase: 'reading', done, total: 8 });
    now = 30_000;
    read(7);
    read(8);
    expect(clock.seconds()).toBe(100);
    now = 90_000;
    // The test set, when all is learnt.
    read(8);
    expect({ heard, seconds: clock.seconds() }).toEqual({ heard: [30], seconds: 160 });
  });

  it('tells who watches it again what it had learnt', async () => {
    const place = await ready();
    pauseAt(place, 4);
    await start(place);
    calm(place);
    const { id } = await resume(place);
    const [first] = await place.client.jobs.reports({ id });
    expect(first).toMatchObject({ kind: 'resumed', step: 4, steps: 6, plan: sixSteps, curve: [{ epoch: 1 }, { epoch: 2 }] });
  });

  it('leaves its model what it warned of, each once, and how many steps were fixed before the first', async () => {
    const place = await ready();
    const cut: Sentence = { en: 'The training ends after 4 of 6 steps.', 'zh-CN': '训练在第 4/6 步后结束。' };
    const replaced: Sentence = { en: 'Two values were replaced.', 'zh-CN': '两个值已替换。' };
    // Whatever reads the cases says it again when it goes on.
    place.stepped.warnings = [replaced];
    pauseAt(place, 3);
    await start(place, { minutes: 10 });
    calm(place);
    place.stepped.warnings = [replaced, cut];
    const { notes, steps, plannedSteps } = (await resume(place)).result as ModelInfo;
    for (const said of [cut, replaced]) expect(notes.filter(({ en }) => en === said.en)).toEqual([said]);
    expect({ steps, plannedSteps }).toEqual({ steps: 6, plannedSteps: 6 });
    expect((await place.client.training.models())[0]!.notes).toEqual(notes);
  });

  it('is removed where nobody wants it, and nothing else is', async () => {
    const place = await ready();
    pauseAt(place, 2);
    await start(place);
    const { id } = await only(place);
    await place.client.training.discard({ id });
    expect(modelsIn(place)).toEqual([]);
    for (const gone of [place.client.training.discard({ id }), place.client.training.resume({ id })]) {
      await expect(gone).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining(id) as string });
    }
  });

  it('is neither discarded nor taken up twice while it runs, and only what runs is paused', async () => {
    const place = await ready();
    pauseAt(place, 2);
    await start(place);
    const { id } = await only(place);
    const refusals: unknown[] = [];
    place.stepped.after = async (step) => {
      if (step !== 3) return;
      expect(await place.client.training.unfinished()).toEqual([]);
      const { jobId: waiting } = await place.client.training.start({});
      for (const refused of [place.client.training.discard({ id }), place.client.training.resume({ id }), place.client.jobs.pause({ id: waiting })]) {
        refusals.push(await refused.catch((error: { code: string }) => error.code));
      }
      await place.client.jobs.cancel({ id: waiting });
    };
    expect((await place.run(place.client.training.resume({ id }))).state).toBe('done');
    expect(refusals).toEqual(['conflict', 'conflict', 'conflict']);
  });
});

describe('a training that is cut short', () => {
  it('by a power cut at any moment goes on, and ends as one that never stopped', async () => {
    const place = await ready();
    const cuts: Training[] = [];
    place.stepped.after = async (step) => { cuts.push(await afterPowerCut(place, Math.floor(step / 2))); };
    const expected = whatItIs((await start(place)).result);
    expect(cuts).toHaveLength(6);
    for (const [cut, after] of cuts.entries()) {
      await after.client.project.open({ folder: after.project });
      expect((await after.client.jobs.list())[0]).toMatchObject({ kind: 'train', state: 'interrupted' });
      // The last whole epoch before the cut.
      expect(await only(after)).toMatchObject({ step: Math.floor((cut + 1) / 2) * 2, obstacle: null });
      expect(whatItIs((await resume(after)).result)).toEqual(expected);
      expect(await after.client.training.unfinished()).toEqual([]);
    }
  });

  it('by a power cut between a checkpoint and its note goes on from the newest, whichever is noted', async () => {
    const place = await ready();
    let cut: Training | null = null;
    place.stepped.after = async (step) => { if (step === 4) cut = await afterPowerCut(place, 1); };
    const expected = whatItIs((await start(place)).result);
    const after = cut!;
    const folder = path.join(after.project, 'models', readdirSync(path.join(after.project, 'models'))[0]!);
    const file = path.join(folder, 'training.json');
    const noted = JSON.parse(readFileSync(file, 'utf8')) as { curve: unknown[] };
    writeFileSync(file, JSON.stringify({ ...noted, curve: noted.curve.slice(0, 1), checkpoint: { folder: 'checkpoint-1', step: 2 } }));
    mkdirSync(path.join(folder, 'checkpoint-3.part'));
    await after.client.project.open({ folder: after.project });
    expect(existsSync(path.join(folder, 'checkpoint-3.part'))).toBe(false);
    expect((await only(after)).step).toBe(4);
    // Only the curve lacks the epoch that nobody noted.
    expect(whatItIs((await resume(after)).result)).toEqual({ ...expected, curve: expected.curve!.filter(({ epoch }) => epoch !== 2) });
  });

  it('when it was done and had no row yet becomes a model without computing anything', async () => {
    const place = await ready();
    Object.assign(place.engine, { run: () => { throw new Error('nothing is to be computed'); } });
    const donor = await ready();
    let cut: Training | null = null;
    donor.stepped.after = async (step) => { if (step === 6) cut = await afterPowerCut(donor, 3); };
    const done = (await start(donor)).result as ModelInfo;
    const after = cut!;
    const models = path.join(after.project, 'models');
    const [name] = readdirSync(models);
    const file = path.join(models, name!, 'training.json');
    const noted = JSON.parse(readFileSync(file, 'utf8')) as object;
    const { plan, steps, finalLoss, parameters } = done;
    const engine = { library: 'JavaScript', version: '0', device: 'CPU', note: null };
    const result = { kind: 'train', plan, modelFolder: 'model', parameters, steps, seconds: 1, finalLoss, validation: { dice: [0.9], meanDice: 0.9 }, cases: [], engine };
    writeFileSync(file, JSON.stringify({ ...noted, result }));
    // Killed after the folder had its last name.
    renameSync(path.join(models, name!), path.join(models, name!.replace('.training', '')));
    await after.client.project.open({ folder: after.project });
    expect(await only(after)).toMatchObject({ step: 6, steps: 6 });
    const model = (await resume(after)).result as ModelInfo;
    expect(model).toMatchObject({ id: name!.replace('.training', ''), steps: 6, finalLoss, active: true });
    expect(after.stepped.requests).toEqual([]);
    expect(await after.client.training.unfinished()).toEqual([]);
  });

  it('by a program that is closed is paused, and offered when the project is opened again', async () => {
    const place = await ready();
    let closing: Promise<unknown> = Promise.resolve();
    place.stepped.after = async (step) => {
      if (step === 3) closing = place.client.project.close();
      // A call comes through the door a moment later than it was made.
      await wait(step < 3 ? 0 : 200);
    };
    const { jobId } = await place.client.training.start({ validation: 0, plan: sixSteps });
    while (place.stepped.requests.length === 0 || (await place.client.project.current()) !== null) await wait(5);
    await closing;
    calm(place);
    await place.client.project.open({ folder: place.project });
    expect(await place.client.jobs.get({ id: jobId })).toMatchObject({ state: 'paused', result: { step: 3 } });
    expect(whatItIs((await resume(place)).result)).toEqual(await uninterrupted());
  });

  it('by a crash says how it can go on, and does', async () => {
    const place = await ready();
    place.stepped.after = (step) => { if (step === 5) throw engineCrash({ exitCode: null, signal: 'SIGSEGV' }); };
    const job = await start(place);
    expect(job).toMatchObject({ state: 'interrupted', result: { step: 4, steps: 6 }, error: { code: 'engine-crashed' } });
    expect(job.error!.sentence.en).toMatch(/SIGSEGV.*after step 4.*go on/);
    expect(job.error!.sentence['zh-CN']).toMatch(/SIGSEGV.*第 4 步/);
    calm(place);
    expect(whatItIs((await resume(place)).result)).toEqual(await uninterrupted());
  });

  it('by the person leaves nothing, nor by what would happen again', async () => {
    const place = await ready();
    place.stepped.after = async (step) => { if (step === 3) await place.client.jobs.cancel({ id: (await running(place)).id }); };
    expect((await start(place)).state).toBe('cancelled');
    place.stepped.after = (step) => { if (step === 3) throw new UserFacingError('bad-input', { en: 'The loss is no number.', 'zh-CN': '损失不是数字。' }); };
    expect(await start(place)).toMatchObject({ state: 'failed', error: { code: 'bad-input', sentence: { en: 'The loss is no number.' } } });
    expect(modelsIn(place)).toEqual([]);
  });
});

describe('a training that runs out of memory', () => {
  const killed = () => engineCrash({ exitCode: null, signal: 'SIGKILL' });

  it('goes on from its last checkpoint with less at a time and the same batch, and says so', async () => {
    const place = await ready();
    let deaths = 0;
    place.stepped.after = (step) => { if (step === 3 && deaths++ < 1) throw killed(); };
    const job = await start(place);
    expect(job.state).toBe('done');
    const [first, second] = place.stepped.requests;
    expect(first).toMatchObject({ resumeFrom: null, plan: { batch: 4, microBatch: 4 } });
    expect(second).toMatchObject({ resumeFrom: expect.stringMatching(/checkpoint-1$/) as string, plan: { batch: 4, microBatch: 2 } });
    expect({ ...whatItIs(job.result), plan: null, notes: null }).toEqual({ ...await uninterrupted(), plan: null, notes: null });
    expect((job.result as ModelInfo).plan).toMatchObject({ batch: 4, microBatch: 2 });
    const warnings = (await place.client.jobs.reports({ id: job.id })).filter((one) => (one as { kind: string }).kind === 'warning');
    const lowered = { en: expect.stringMatching(/step 2 with 2 instead of 4 patches/) as string, 'zh-CN': expect.any(String) as string };
    expect(warnings).toEqual([{ kind: 'warning', sentence: lowered }]);
    expect((job.result as ModelInfo).notes).toContainEqual(lowered);
  });

  it('counts that it reads its cases again, for which the person waits', async () => {
    const place = await ready();
    const run = place.engine.run.bind<HostInTest['engine']['run']>(place.engine);
    const reading = async (...[request, onEvent, ...rest]: Parameters<typeof run>): ReturnType<typeof run> => {
      await wait(300);
      onEvent({ kind: 'progress', phase: 'reading', done: 1, total: 1 });
      return run(request, onEvent, ...rest);
    };
    Object.assign(place.engine, { run: reading });
    let deaths = 0;
    place.stepped.after = (step) => { if (step === 3 && deaths++ < 1) throw killed(); };
    expect((await start(place, { minutes: 10 })).state).toBe('done');
    const [first, second] = place.stepped.requests.map(({ minutes }) => minutes!);
    // A timer may be a millisecond early.
    expect((first! - second!) * 60).toBeGreaterThan(0.29);
  });

  it('as often as there is less to try, then says what to change; what was learnt is kept', async () => {
    const place = await ready();
    place.stepped.after = (step) => { if (step === 3) throw new UserFacingError('out-of-memory', { en: 'OOM', 'zh-CN': '内存不足' }); };
    const job = await start(place, { plan: { ...sixSteps, batch: 6, microBatch: 6 } });
    expect(place.stepped.requests.map(({ plan }) => plan.microBatch)).toEqual([6, 3, 2, 1]);
    expect(job).toMatchObject({ state: 'interrupted', result: { step: 2 }, error: { code: 'out-of-memory', sentence: { en: expect.stringMatching(/patches.*filters.*after step 2/) as string } } });
    calm(place);
    expect((await resume(place)).state).toBe('done');
  });

  it('before anything was learnt leaves nothing', async () => {
    const place = await ready();
    place.stepped.after = () => { throw killed(); };
    expect(await start(place)).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' } });
    const from = (folder: string | null): string | null => folder && path.basename(folder);
    expect(place.stepped.requests.map(({ plan, resumeFrom }) => [plan.microBatch, from(resumeFrom)])).toEqual([[4, null], [2, 'checkpoint-0'], [1, 'checkpoint-0']]);
    expect(modelsIn(place)).toEqual([]);
  });
});

describe('a training that cannot go on', () => {
  async function pausedProject(): Promise<Training & { readonly folder: string }> {
    // So many that some of them may become a test set.
    const place = await ready(10);
    pauseAt(place, 2);
    await start(place);
    return { ...place, folder: path.join(place.project, 'models', modelsIn(place)[0]!) };
  }
  const snapshots = ({ project }: HostInTest): string => path.join(project, 'snapshots');
  const changeRecord = (folder: string, change: (record: Record<string, unknown>) => object): void => {
    const file = path.join(folder, 'training.json');
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)));
  };

  it.each([
    ['its snapshot is gone', (place: Training) => rmSync(snapshots(place), { recursive: true }), /snapshots\/.*missing or was changed/],
    ['its snapshot was changed', (place: Training) => {
      const file = path.join(snapshots(place), readdirSync(snapshots(place))[0]!);
      writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    }, /snapshots\/.*missing or was changed/],
    ['an image is gone', (place: Training) => rmSync(path.join(place.project, 'blobs'), { recursive: true }), /blobs\/.*missing or was changed/],
    ['a later version wrote it', (_: Training, folder: string) => changeRecord(folder, (record) => ({ ...record, version: 2 })), /cannot be read by this version/],
    ['its plan cannot be followed here', (_: Training, folder: string) => changeRecord(folder, (record) => ({ ...record, followed: { ...record['followed'] as object, network: { name: 'later-net' } } })), /plan cannot be used.*network/],
    ['its parts no longer fit', (_: Training, folder: string) => changeRecord(folder, (record) => ({ ...record, followed: { ...record['followed'] as object, microBatch: 3 } })), /batch of 4/i],
    ['its patients became test patients', async (place: Training) => { await place.client.training.drawTestSet({ size: { patients: 1 } }); }, /test set/],
  ] as const)('because %s is listed with the reason, refused with it, and can be discarded', async (_why, happen, reason) => {
    const place = await pausedProject();
    await happen(place, place.folder);
    const { id, obstacle } = await only(place);
    expect(obstacle!.en).toMatch(reason);
    expect(obstacle!['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    await expect(place.client.training.resume({ id })).rejects.toMatchObject({ code: 'conflict', message: obstacle!.en });
    await place.client.training.discard({ id });
    expect(modelsIn(place)).toEqual([]);
  });
});
