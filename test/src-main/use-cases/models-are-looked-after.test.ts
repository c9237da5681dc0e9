import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RepeatReport } from '#shared/contract/models.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { Verification } from '#shared/contract/verification.ts';
import { inUseBefore } from '#main/use-cases/model-in-use.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

async function withCases(): Promise<HostInTest> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 8);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  return place;
}

/** Two patients judge it, the same ones each time. */
async function train({ client, run }: HostInTest, options: Parameters<HostInTest['client']['training']['start']>[0] = {}): Promise<ModelInfo> {
  const { result, error } = await run(client.training.start({ epochs: 1, validation: 2, ...options }));
  expect(error).toBeNull();
  return result as ModelInfo;
}

async function verified({ client, run }: HostInTest, heads: string[] = []): Promise<Verification> {
  return (await run(client.project.verify({ heads }))).result as Verification;
}

const nameOf = async ({ client }: HostInTest): Promise<string | undefined> => (await client.training.models()).find(({ active }) => active)?.id;

describe('the model in use', () => {
  const line = (...ids: string[]) => ids.map((id) => (id.startsWith('<') ? { id: id.slice(1), rolledBack: true as const } : { id }));
  it.each([
    [[], null],
    [['a'], null],
    [['a', 'b'], 'a'],
    [['a', 'b', '<a'], null],
    [['a', 'b', 'c', '<b'], 'a'],
    [['a', 'b', 'a'], 'b'],
    [['a', 'b', 'b', 'c', '<b', 'd'], 'b'],
    // Gone: the one before.
    [['a', 'x', 'c'], 'a'],
  ])('after %j rolls back to %s', (told, before) => {
    expect(inUseBefore(line(...told), (id) => id !== 'x')).toBe(before);
  });

  it('is rolled back as one action, which the log tells with who did it', async () => {
    const place = await withCases();
    const first = await train(place);
    const second = await train(place, { seed: 0, epochs: 2 });
    await place.client.training.activate({ id: second.id });
    expect((await place.client.models.facts({ id: second.id })).before).toEqual({ id: first.id, name: first.name, removed: false });
    expect(await place.client.models.rollBack()).toMatchObject({ id: first.id });
    expect(await nameOf(place)).toBe(first.id);
    await expect(place.client.models.rollBack()).rejects.toMatchObject({ code: 'conflict' });
    await place.client.project.close();
    const { openProject } = await import('#main/store/open-project.ts');
    const store = await openProject(place.project);
    expect(store.models.activations().at(-1)).toEqual({ id: first.id, annotator: 'Ada', rolledBack: true });
    store.close();
  });
});

describe('a model', () => {
  it('says who trained it and from what, and takes a name and a note', async () => {
    const place = await withCases();
    const model = await train(place, { seed: 3 });
    await place.client.models.describe({ id: model.id, name: ' livers ', note: 'Of the first round.' });
    const [described] = await place.client.training.models();
    expect(described).toMatchObject({ trainedBy: 'Ada', name: 'livers', note: 'Of the first round.' });
    const { snapshot, seed, ancestors, bytes } = await place.client.models.facts({ id: model.id });
    expect({ seed, ancestors }).toEqual({ seed: 3, ancestors: [] });
    expect(bytes).toBeGreaterThan(0);
    // Six slices each, all complete; two of the eight patients judge.
    expect(snapshot).toMatchObject({
      teaching: { cases: 6, patients: 6, slices: 36, ofSlices: 36, reviewed: 0 }, judging: { cases: 2, patients: 2, slices: 12 }, testing: null, spacingUnknown: 0,
    });
    expect((await verified(place)).wrong).toEqual([]);
  });

  it('is deleted only where nothing needs it, and the log stays whole and names it', async () => {
    const place = await withCases();
    const { client, project } = place;
    const first = await train(place);
    await expect(client.models.remove({ id: first.id })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('in use') as string });
    const second = await train(place, { validation: 0, start: { kind: 'transfer', model: first.id, frozenEpochs: 0 } });
    await client.training.activate({ id: second.id });
    await client.models.describe({ id: second.id, name: 'Grandchild' });
    await expect(client.models.remove({ id: first.id })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Grandchild') as string });
    const third = await train(place, { validation: 0 });
    await client.training.activate({ id: third.id });
    const unfinished = path.join(project, 'models', '0b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f01.training');
    mkdirSync(unfinished);
    writeFileSync(path.join(unfinished, 'training.json'), JSON.stringify({ format: 'lamina-training', version: 1, plan: { start: { kind: 'transfer', model: second.id } } }));
    await expect(client.models.remove({ id: second.id })).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('unfinished') as string });
    await client.training.discard({ id: '0b7c9d1e-33a9-4a6e-8a0e-0c5f2a0f4f01' });
    expect((await client.models.facts({ id: second.id })).neededBy).toBeNull();

    await client.models.remove({ id: second.id });
    expect(existsSync(path.join(project, 'models', second.id))).toBe(false);
    expect((await client.training.models()).map(({ id }) => id)).toEqual([first.id, third.id]);
    await expect(client.models.facts({ id: second.id })).rejects.toMatchObject({ code: 'not-found' });
    const [scan] = await client.cases.list();
    expect((await place.run(client.predictions.predictCases({ cases: [scan!.id], model: second.id }))).error).toMatchObject({ code: 'not-found' });
    await expect(client.training.activate({ id: second.id })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('deleted') as string });
    // Nothing started from the first one any more that could be repeated.
    await client.models.remove({ id: first.id });
    const { wrong, unproven } = await verified(place);
    expect(wrong).toEqual([]);
    expect(unproven.map(({ en }) => en).join(' ')).toContain(`deleted, as the log tells: ${first.name}, Grandchild`);
  });

  it('whose host died between the log’s entry and its files is finished off when the project is opened', async () => {
    const place = await withCases();
    const [first, second] = [await train(place), await train(place)];
    await place.client.training.activate({ id: second.id });
    await place.client.models.remove({ id: first.id });
    const left = path.join(place.project, 'models', first.id);
    mkdirSync(left);
    writeFileSync(path.join(left, 'weights.bin'), 'left');
    await place.client.project.close();
    await place.client.project.open({ folder: place.project });
    expect(existsSync(left)).toBe(false);
    expect(existsSync(path.join(place.project, 'models', second.id))).toBe(true);
  });

  it('is compared with another one on the cases that judged both against the same labels', async () => {
    const place = await withCases();
    const first = await train(place);
    const judging = (await place.client.training.judgement({ id: first.id })).cases;
    const { labelmapId } = await place.client.labels.open({ caseId: judging[0]!.caseId });
    const [edit] = await place.client.labels.history({ labelmapId });
    await place.client.labels.revert({ labelmapId, edit: edit!.id });
    await place.client.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
    const second = await train(place);
    const { on: [validation, test] } = await place.client.models.compare({ first: first.id, second: second.id });
    expect(validation).toMatchObject({ judgedBy: 'validation', patients: 1, mean: null, leftOut: { firstAlone: 0, secondAlone: 0, otherReference: 1 } });
    expect(validation!.cases).toMatchObject([{ caseId: judging[1]!.caseId, first: 0.9, second: 0.9 }]);
    expect(test).toMatchObject({ judgedBy: 'test', cases: [], leftOut: { firstAlone: 0, secondAlone: 0, otherReference: 0 } });
    await expect(place.client.models.compare({ first: first.id, second: first.id })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is trained again from its snapshot and plan, whatever was drawn since, and nothing of that is kept', async () => {
    const place = await withCases();
    const model = await train(place, { seed: 5 });
    const [scan] = await place.client.cases.list();
    const { labelmapId } = await place.client.labels.open({ caseId: scan!.id });
    const [edit] = await place.client.labels.history({ labelmapId });
    await place.client.labels.revert({ labelmapId, edit: edit!.id });
    const before = await place.client.training.models();
    const job = await place.run(place.client.models.repeat({ id: model.id }));
    expect(job.error).toBeNull();
    const report = job.result as RepeatReport;
    // The fake engine tells of no epoch: its last loss, 0.5, is compared.
    expect(report).toMatchObject({ model: model.id, same: true, epochs: 1, firstDifference: null, largest: 0, weights: null });
    const [then, again] = place.engine.requests.filter(({ kind }) => kind === 'train');
    if (then?.kind !== 'train' || again?.kind !== 'train') throw new Error('nothing was trained');
    expect(again.plan).toEqual(model.plan);
    expect(again.minutes).toBeNull();
    expect(existsSync(again.manifest)).toBe(false);
    expect(await place.client.training.models()).toEqual(before);
    expect(existsSync(path.join(place.project, 'work'))).toBe(false);
    expect((await verified(place)).wrong).toEqual([]);
  });
});

describe('a model’s card', () => {
  it('holds its figures, its limits, the newest hash of the log, and no patient', async () => {
    const place = await withCases();
    const model = await train(place);
    await place.client.models.describe({ id: model.id, note: '<b>For | livers</b>' });
    const html = await place.client.models.card({ id: model.id, format: 'html', locale: 'en' });
    const markdown = await place.client.models.card({ id: model.id, format: 'markdown', locale: 'zh-CN' });
    expect(html.name).toMatch(/^model-card-[\w.-]+\.html$/);
    expect(html.text).not.toMatch(/<script|<b>|http-equiv="refresh"|src=/);
    expect(markdown.text).toContain('\\<b\\>For \\| livers\\</b\\>');
    for (const { text } of [html, markdown]) {
      expect(text).toContain(html.logHead!);
      for (const known of ['Ada', '0.900', model.id]) expect(text).toContain(known);
      expect(text).not.toMatch(/scan-\d/);
    }
    expect(html.text).toContain('36 of 36');
    expect(html.text).toContain('the first model of its project');
    expect(html.text).toContain('There are no figures of patients who were set aside to test it.');
    expect(markdown.text).toMatch(/没有专门留出用于测试的患者/);
    // The hash on it was noted, proves what is before it, and is found again.
    const { heads, wrong } = await verified(place, [html.logHead!]);
    expect(wrong).toEqual([]);
    expect(heads.filter(({ hash }) => hash === html.logHead).map(({ from, event }) => [from, event !== null])).toEqual([['given', true], ['noted', true]]);
  });
});
