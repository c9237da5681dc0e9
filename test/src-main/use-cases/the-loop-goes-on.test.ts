import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { EngineRequest, JudgeResult, ReadSlicesRequest } from '#main/engine-client/protocol.ts';
import type { FillReport } from '#shared/contract/loop.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { at } from '../host/people-in-test.ts';
import { tinySize, writeBalls } from '../tiny-nifti.ts';

/** Scans of six slices, two millimetres apart, of as many patients; the first ones are labelled. */
async function withScans(count: number, labelled = count, quietMs?: number): Promise<HostInTest> {
  const place = await hostInTest({ ...quietMs === undefined ? {} : { quietMs } });
  const { images, labels } = writeBalls(place.folder, count);
  for (let n = labelled + 1; n <= count; n += 1) rmSync(path.join(labels, `scan-${n}.nii.gz`));
  await place.run(place.client.cases.import({ paths: [images], ...labelled === 0 ? {} : { labels }, modality: 'mr' }));
  return place;
}

async function train(place: HostInTest, options: Parameters<HostInTest['client']['training']['start']>[0] = {}): Promise<ModelInfo> {
  const job = await place.run(place.client.training.start({ epochs: 1, ...options }));
  expect(job.error).toBeNull();
  await calm(place);
  return (await place.client.training.models()).find(({ id }) => id === (job.result as ModelInfo).id)!;
}

/** Nothing is done behind the person's back any more. */
async function calm({ client }: HostInTest): Promise<void> {
  while ((await client.jobs.list()).some(({ endedAt }) => endedAt === null)) await new Promise((resolve) => { setTimeout(resolve, 2); });
}

const asked = <Kind extends EngineRequest['kind']>({ engine }: HostInTest, kind: Kind) =>
  engine.requests.filter((one): one is Extract<EngineRequest, { kind: Kind }> => one.kind === kind);
const slicesRead = (requests: readonly ReadSlicesRequest[]): number => requests.flatMap(({ volumes }) => volumes).reduce((sum, { slices }) => sum + slices.length, 0);

/** What the model in use is found to reach when it is judged anew; an error: it cannot be asked. */
function judgedAnew({ engine }: HostInTest, dice: number | UserFacingError): void {
  const run = engine.run.bind(engine) as (...given: unknown[]) => Promise<unknown>;
  engine.run = (async (request: EngineRequest, ...rest: unknown[]) => {
    if (request.kind === 'judge' && dice instanceof UserFacingError) throw dice;
    const result = await run(request, ...rest);
    if (request.kind !== 'judge') return result;
    const { cases, ...judged } = result as JudgeResult;
    return { ...judged, cases: cases.map((one) => ({ ...one, labels: { 1: { ...one.labels[1]!, dice } } })) };
  }) as never;
}

describe('the queue after a training', () => {
  it('holds slices that the model read and nobody labelled, apart from each other, some of them drawn blindly', async () => {
    const place = await withScans(8, 4);
    const { client } = place;
    expect(await client.queue.state()).toMatchObject({ batch: null });
    const model = await train(place);
    const state = await client.queue.state();
    // Four cases of six slices two millimetres apart, of which no two nearer than two slices stand together: three of each at most.
    const { total } = state;
    expect(total).toBeGreaterThanOrEqual(8);
    expect(total).toBeLessThanOrEqual(12);
    expect(state).toMatchObject({ modelId: model.id, done: 0, waiting: total });
    expect(slicesRead(asked(place, 'read-slices'))).toBe(24);
    const unlabelled = new Set((await client.cases.list()).filter(({ completeSlices }) => completeSlices === 0).map(({ id }) => id));
    const given: { caseId: string; index: number; reason: string }[] = [];
    for (let n = 0; n < total; n += 1) given.push((await at(place, `Person ${n}`).queue.next())!);
    expect(given.every(({ caseId }) => unlabelled.has(caseId as never))).toBe(true);
    expect(new Set(given.map(({ caseId, index }) => `${caseId} ${index}`)).size).toBe(total);
    // A tenth to a fifth of what there is, not of the twenty that were wanted.
    const blindly = given.filter(({ reason }) => reason === 'uniform').length;
    expect([blindly >= 0.1 * total, blindly <= 0.2 * total]).toEqual([true, true]);
    expect(new Set(given.map(({ reason }) => reason))).toEqual(new Set(['uniform', 'foreground-random']));
    for (const [, own] of Map.groupBy(given, ({ caseId }) => caseId)) {
      const slices = own.map(({ index }) => index).sort((a, b) => a - b);
      expect(slices.every((slice, n) => n === 0 || slice - slices[n - 1]! >= 2)).toBe(true);
    }
    expect(await at(place, 'One more').queue.next()).toBeNull();
  });

  it('is filled anew without reading again what the model has read, unless it is to disagree with itself', async () => {
    const place = await withScans(12, 6);
    const { client, run } = place;
    const model = await train(place);
    const first = (await client.queue.state()).batch;
    const again = await run(client.loop.fill({ slices: 6 }));
    expect(again).toMatchObject({ kind: 'fill', lane: 'background', state: 'done', result: { model: model.id, strategy: 'foreground-random', pool: 36, read: 0, queued: 6 } });
    expect((await client.queue.state()).batch).not.toBe(first);
    const disagreeing = await run(client.loop.fill({ strategy: 'power-bald' }));
    expect((disagreeing.result as FillReport).read).toBe(36);
    expect(asked(place, 'read-slices').at(-1)).toMatchObject({ masks: 8 });
    expect((await at(place, 'Bob').queue.next())!.reason).toMatch(/^(power-bald|uniform)$/);
    // One that is alone is surer of itself than eight together: a ranking holds one kind.
    expect((await run(client.loop.fill({ strategy: 'entropy' }))).result).toMatchObject({ read: 36 });
  });

  it('is filled by what slices look like where there is no model, and by whatever the project asks for', async () => {
    const place = await withScans(4, 0);
    const { client, run } = place;
    const { result } = await run(client.loop.fill({}));
    expect(result).toMatchObject({ model: null, pool: 24, read: 24 });
    expect((await client.queue.next())!.reason).toMatch(/^(cold-start|uniform)$/);
    expect(place.engine.requests).toEqual([]);
    await client.project.changeSettings({ nextSliceBy: 'random', batchSlices: 5 });
    expect((await run(client.loop.fill({}))).result).toMatchObject({ strategy: 'random', read: 0, queued: 5 });
    expect(await client.loop.state()).toMatchObject({ strategy: 'random', batchSlices: 5, refill: true, newest: null, suggested: null, enough: 10 });
  });

  it('stays as it is where that is wanted, and where nothing is left to label', async () => {
    const some = await withScans(6, 5);
    await some.client.project.changeSettings({ refillQueue: false });
    await train(some);
    expect(asked(some, 'read-slices')).toEqual([]);
    const all = await withScans(5);
    await train(all);
    expect((await all.client.jobs.list()).map(({ kind }) => kind).sort()).toEqual(['import', 'train']);
  });

  it('is none of the training’s business: a model is there whatever becomes of it', async () => {
    const place = await withScans(6, 5);
    place.engine.before = async ({ kind }) => { if (kind === 'read-slices') throw new UserFacingError('engine-crashed', { en: 'It died.', 'zh-CN': '已停止。' }); };
    const model = await train(place);
    expect(model.active).toBe(true);
    // Nothing was read, so slices are chosen without the model.
    expect((await place.client.jobs.list()).find(({ kind }) => kind === 'fill')).toMatchObject({ state: 'done', result: { read: 0 } });
  });
});

describe('a newer model', () => {
  it('takes the place of the one in use, which is judged anew by the same patients, and never by the test set', async () => {
    const place = await withScans(16);
    await place.client.training.drawTestSet({ size: { patients: 5 } });
    const first = await train(place);
    expect(first.promotion).toMatchObject({ promoted: true, because: 'no-earlier-model', earlier: null, rough: false });
    judgedAnew(place, 0.7);
    const second = await train(place, { seed: first.plan.seed });
    expect(second).toMatchObject({ active: true, promotion: { promoted: true, because: 'not-shown-worse', earlier: first.id, judgedAgain: true, overruledBy: null } });
    const validation = asked(place, 'judge').filter(({ role }) => role === 'validation');
    expect(validation).toHaveLength(1);
    expect(second.promotion).toMatchObject({ patients: second.validationPatients.length, mean: { earlier: 0.7, later: 0.9 } });
  });

  it('stays behind where it is worse, and a person may think otherwise, by name', async () => {
    const place = await withScans(12);
    const { client, run } = place;
    const first = await train(place);
    judgedAnew(place, 0.95);
    const second = await train(place);
    expect(second).toMatchObject({ active: false, promotion: { promoted: false, because: 'worse', worseIn: ['mean', 1], earlier: first.id, overruledBy: null } });
    expect(await client.loop.state()).toMatchObject({ newest: second.id, lastRound: { outcome: 'held-back', before: 0.95, after: 0.9 } });
    await at(place, 'Bob').training.activate({ id: second.id });
    expect((await client.training.models()).find(({ id }) => id === second.id)).toMatchObject({ active: true, promotion: { promoted: false, overruledBy: 'Bob' } });
    expect((await client.loop.rounds({})).rounds.map(({ outcome, active }) => [outcome, active])).toEqual([['promoted', false], ['overruled', true]]);
    expect((await run(client.project.verify({}))).result).toMatchObject({ wrong: [] });
    // What was spent on a model that is deleted was spent all the same.
    await client.models.remove({ id: first.id });
    expect((await client.loop.rounds({})).rounds.map(({ modelId, removed, slices }) => [modelId, removed, slices])).toEqual([[first.id, true, 72], [second.id, false, 72]]);
  });

  it('is not compared with what the one in use knows by heart', async () => {
    const place = await withScans(12);
    const first = await train(place, { validation: 0 });
    judgedAnew(place, 0.99);
    const second = await train(place);
    expect(second).toMatchObject({ active: true, promotion: { because: 'cannot-tell', judgedAgain: false, earlier: first.id } });
    expect(second.promotion!.leftOut.taughtEarlier).toHaveLength(second.validationPatients.length);
    expect(asked(place, 'judge')).toEqual([]);
  });

  it('is compared with the one that a person put to use while it was judged', async () => {
    const place = await withScans(12);
    const first = await train(place);
    const second = await train(place);
    expect(second.active).toBe(true);
    judgedAnew(place, 0.7);
    const { before } = place.engine;
    let rolledBack = false;
    place.engine.before = async (request, ...rest) => {
      await before(request, ...rest);
      if (request.kind !== 'judge' || rolledBack) return;
      rolledBack = true;
      await place.client.training.activate({ id: first.id });
    };
    const third = await train(place);
    expect(third.promotion).toMatchObject({ earlier: first.id });
    expect(asked(place, 'judge')).toHaveLength(3);
  });

  it('is kept where the one in use cannot be asked: its last judgement counts', async () => {
    const place = await withScans(12);
    await train(place);
    judgedAnew(place, new UserFacingError('engine-crashed', { en: 'It died.', 'zh-CN': '已停止。' }));
    const second = await train(place);
    expect(second).toMatchObject({ active: true, promotion: { because: 'not-shown-worse', judgedAgain: false, mean: { earlier: 0.9, later: 0.9 } } });
  });

  it('is suggested where a fifth more slices are complete than taught the newest, ten at least', async () => {
    const place = await withScans(10, 8);
    const { client } = place;
    expect(await client.loop.state()).toMatchObject({ newSlices: 48, enough: 10, suggested: 'enough-new', newest: null, lastRound: null });
    const model = await train(place);
    expect(await client.loop.state()).toMatchObject({ newSlices: 0, enough: 10, suggested: null, newest: model.id, lastRound: { outcome: 'promoted', after: 0.9 } });
    const open = (await client.cases.list()).filter(({ completeSlices }) => completeSlices === 0);
    for (const { id } of open) {
      const { labelmapId } = await client.labels.open({ caseId: id });
      await client.labels.mark({ labelmapId, slices: [0, 1, 2, 3, 4], state: 'complete' });
    }
    expect(await client.loop.state()).toMatchObject({ newSlices: 10, enough: 10, suggested: 'enough-new' });
  });
});

describe('the test set', () => {
  it('scores kept models once, and again after a label of it was changed', async () => {
    const place = await withScans(12);
    const { client, run } = place;
    const { drawn } = await client.training.drawTestSet({ size: { patients: 5 } });
    const model = await train(place);
    const scored = await client.loop.rounds({ wanted: 0.95 });
    // As its training found: nothing was changed since, so nothing is computed twice.
    expect(asked(place, 'judge')).toEqual([]);
    expect(scored.testSet).toEqual({ patients: 5, slices: 30, fewestPatients: 5, fewestSlices: 30, toScore: 0 });
    expect(scored.rounds).toMatchObject([{ modelId: model.id, slices: 72, testSlices: 30, minutes: null, start: 'cold', test: { outcome: 'figures', patients: 5, slices: 30 } }]);
    expect(scored.rounds[0]!.test.mean!.dice).toBeCloseTo(0.8, 12);
    expect(scored.rounds[0]!.test.mean!.interval!.low).toBeCloseTo(0.8, 12);
    expect(scored.effort).toMatchObject({ wanted: 0.95, slices: { outcome: 'cannot-be-told-yet', rounds: 1, fewestRounds: 4 } });

    const tested = (await client.cases.list()).find(({ patient }) => drawn!.patients.includes(patient))!;
    const { labelmapId } = await client.labels.open({ caseId: tested.id });
    await client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' });
    expect(await client.loop.rounds({})).toMatchObject({ testSet: { slices: 29, toScore: 1 }, rounds: [{ test: { outcome: 'not-scored', mean: null } }] });
    expect((await run(client.loop.score())).result).toEqual({ models: 1 });
    // Under 30 slices it says so.
    expect(await client.loop.rounds({})).toMatchObject({ testSet: { toScore: 0 }, rounds: [{ minutes: null, test: { outcome: 'too-few', slices: 29, mean: { dice: 0.7, interval: null } } }] });
    expect((await run(client.project.verify({}))).result).toMatchObject({ wrong: [] });
  });

  it('is one figure of a model wherever it is asked for, none while it is not scored again, and that is done by itself', async () => {
    const place = await withScans(12, 12, 20);
    const { client } = place;
    const { drawn } = await client.training.drawTestSet({ size: { patients: 5 } });
    const [first, second] = [await train(place), await train(place, { seed: 7 })];
    const everywhere = async (): Promise<unknown[]> => {
      const [models, { rounds }, compared] = [await client.training.models(), (await client.loop.rounds({})), await client.models.compare({ first: first.id, second: second.id })];
      const { text } = await client.models.card({ id: first.id, format: 'markdown', locale: 'en' });
      return [
        models.map(({ testDice }) => testDice?.toFixed(3) ?? null), rounds.map(({ test }) => test.mean?.dice?.toFixed(3) ?? null),
        compared.on.find(({ judgedBy }) => judgedBy === 'test')!.mean?.first.toFixed(3) ?? null, /No test set, as it is labelled now/.test(text) ? null : /\| 0\.(\d{3}) \|/g.test(text),
      ];
    };
    expect(await everywhere()).toEqual([['0.800', '0.800'], ['0.800', '0.800'], '0.800', true]);
    await client.project.changeSettings({ refillQueue: false });
    const tested = (await client.cases.list()).find(({ patient }) => drawn!.patients.includes(patient))!;
    const { labelmapId } = await client.labels.open({ caseId: tested.id });
    await client.labels.mark({ labelmapId, slices: [0], state: 'incomplete' });
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    // Nothing is done by itself where that is not wanted.
    expect(await everywhere()).toEqual([[null, null], [null, null], null, null]);
    await client.project.changeSettings({ refillQueue: true });
    await client.labels.mark({ labelmapId, slices: [1], state: 'incomplete' });
    await vi.waitFor(async () => expect(await everywhere()).toEqual([['0.700', '0.700'], ['0.700', '0.700'], '0.700', true]), 5000);
    expect((await client.jobs.list()).filter(({ kind }) => kind === 'score')).toContainEqual(expect.objectContaining({ lane: 'background', state: 'done', result: { models: 2 } }));
  });

  it('tells no figure that was measured against labels that no longer judge, also where nothing was drawn since', async () => {
    const place = await withScans(12);
    const { client, run } = place;
    const { drawn } = await client.training.drawTestSet({ size: { patients: 5 } });
    const tested = (await client.cases.list()).find(({ patient }) => drawn!.patients.includes(patient))!;
    const all = [0, 1, 2, 3, 4, 5];
    const bob = at(place, 'Bob');
    const { labelmapId } = await bob.labels.open({ caseId: tested.id });
    const runs = Buffer.from(encodeRuns(new Uint8Array(tinySize[0] * tinySize[1]).fill(1))).toString('base64');
    await bob.labels.commit({ id: crypto.randomUUID(), labelmapId, tool: 'brush', tiles: [{ k: 0, tile: 0, expected: null, runs }] });
    await train(place);
    const test = async (): Promise<unknown> => (await client.loop.rounds({})).rounds[0]!.test.outcome;
    expect(await test()).toBe('figures');
    // As many slices as the labels that came with the images: those go on to judge.
    await bob.labels.mark({ labelmapId, slices: all, state: 'complete' });
    expect(await test()).toBe('figures');
    await at(place, 'Carol').reviews.accept({ labelmapId, slices: all });
    expect(await test()).toBe('not-scored');
    expect((await client.training.models())[0]!.testDice).toBeNull();
    expect((await run(client.loop.score())).result).toEqual({ models: 1 });
    expect(await test()).toBe('figures');
    expect(asked(place, 'judge').at(-1)).toMatchObject({ role: 'test' });
  });

  it('says nothing of a model that was taught with its patients', async () => {
    const place = await withScans(12);
    const { client, run } = place;
    await train(place);
    await client.training.drawTestSet({});
    expect(await client.loop.rounds({})).toMatchObject({ testSet: { toScore: 0 }, rounds: [{ test: { outcome: 'seen', mean: null } }] });
    expect((await run(client.loop.score())).result).toEqual({ models: 0 });
  });

  it('has slices to be painted by hand, of which nobody is shown a prediction before', async () => {
    const place = await withScans(12, 4);
    const { client, run } = place;
    const { drawn } = await client.training.drawTestSet({ size: { patients: 5 } });
    await train(place);
    const slices = await client.loop.testSlices();
    expect(slices).toMatchObject({ perPatient: 6 });
    expect(new Set(slices.slices.map(({ patient }) => patient))).toEqual(new Set(drawn!.patients));
    const unpainted = slices.slices.find(({ complete }) => !complete)!;
    const job = await run(client.predictions.predictCases({ cases: [unpainted.caseId] }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'conflict', sentence: { en: expect.stringContaining(unpainted.caseName) as string } } });
    // What a model thinks of them is as good as its prediction.
    const map = { caseId: unpainted.caseId, slice: 0 } as const;
    await expect(client.explanation.maps({ ...map, disagreement: false })).rejects.toMatchObject({ code: 'conflict' });
    await expect(client.explanation.explained({ ...map, label: 1, region: { kind: 'predicted' } })).rejects.toMatchObject({ code: 'conflict' });
    const { labelmapId } = await client.labels.open({ caseId: unpainted.caseId });
    await client.labels.mark({ labelmapId, slices: [0, 1, 2, 3, 4, 5], state: 'complete' });
    expect(await run(client.predictions.predictCases({ cases: [unpainted.caseId] }))).toMatchObject({ state: 'done' });
    expect(await client.explanation.maps({ ...map, disagreement: false })).toBeNull();
    expect((await client.loop.testSlices()).complete).toBe(slices.complete + 6);
    // None of them is ever in the queue.
    await run(client.loop.fill({ strategy: 'random', slices: 1000 }));
    const first = await client.queue.next();
    expect(drawn!.patients).not.toContain((await client.cases.get({ id: first!.caseId })).patient);
  });
});
