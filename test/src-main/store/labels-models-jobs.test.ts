import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Plan } from '#shared/learning/plan.ts';
import { openProject } from '#main/store/open-project.ts';
import { newProject } from './sample-project.ts';

const notFound = expect.objectContaining({ code: 'not-found' }) as unknown;

describe('the label table of a project', () => {
  it('grows and changes its words, and comes back after opening again', async () => {
    const store = await newProject();
    expect(store.labels.table()).toEqual([]);
    const liver = store.labels.add({ value: 6, name: 'Liver', colour: '#aa0000', code: 'SCT:10200004', locked: false });
    const tumour = store.labels.add({ value: 2 ** 31 - 1, name: '肿瘤', colour: '#00aa00', code: null, locked: true });
    expect([liver.index, tumour.index]).toEqual([1, 2]);
    store.labels.change(1, { name: 'Hepar', code: null, locked: true });
    expect(() => store.labels.add({ ...liver, name: 'Again' })).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => store.labels.change(3, { name: 'x' })).toThrow(notFound);
    store.close();
    const again = await openProject(store.folder);
    expect(again.labels.table()).toEqual([{ ...liver, name: 'Hepar', code: null, locked: true }, tumour]);
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });
});

describe('models', () => {
  const plan = { version: 1, seed: 7, optimiser: { learningRate: 1e-3 } } as unknown as Plan;

  it('come back with their plan and their metrics, the active one marked', async () => {
    const store = await newProject();
    expect(store.models.active()).toBeNull();
    const snapshotId = store.snapshots.add('a'.repeat(64), 'snapshots/a.json', 0);
    const id = randomUUID();
    const first = store.models.add({ id, name: 'first', snapshotId, parentId: null, plan, folder: `models/${id}`, seed: 7, metrics: { dice: [0.5, null] }, state: 'ready' });
    const second = store.models.add({ ...first, id: randomUUID(), name: 'second', parentId: id, metrics: null, state: 'failed' });
    expect(first).toMatchObject({ id, snapshotId, plan, metrics: { dice: [0.5, null] }, active: false });
    store.models.activate(id);
    expect(store.models.active()).toEqual({ ...first, active: true });
    store.close();
    const again = await openProject(store.folder);
    expect(again.models.list()).toEqual([{ ...first, active: true }, second]);
    expect(again.models.get(second.id).parentId).toBe(id);
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });

  it('belong to a snapshot that is there', async () => {
    const store = await newProject();
    const model = { name: 'm', snapshotId: randomUUID(), parentId: null, plan, folder: 'models/m', seed: 1, metrics: null, state: 'ready' as const };
    expect(() => store.models.add(model)).toThrow(notFound);
    const snapshotId = store.snapshots.add('a'.repeat(64), 'snapshots/a.json', 0);
    expect(() => store.models.add({ ...model, snapshotId, parentId: randomUUID() })).toThrow(notFound);
    for (const wrong of [() => store.models.get('x'), () => store.models.activate('x')]) expect(wrong).toThrow(notFound);
    // A decision that cannot be written leaves no model that nobody has decided on.
    expect(() => store.models.add({ ...model, snapshotId }, { decision: { promoted: true, seed: 1n } as never, earlier: null, judgedAgain: false })).toThrow(TypeError);
    expect(store.models.list()).toEqual([]);
    expect(store.events.verifyChain()).toEqual([]);
  });
});

describe('jobs', () => {
  it('go from queued to an end, and a late answer never revives one', async () => {
    const store = await newProject();
    const job = store.jobs.add('train', 'engine', { minutes: 3 });
    expect(job).toMatchObject({ kind: 'train', lane: 'engine', state: 'queued', request: { minutes: 3 }, result: null, error: null, endedAt: null });
    store.jobs.setState(job.id, 'running');
    expect(store.jobs.get(job.id)).toMatchObject({ state: 'running', endedAt: null });
    const error = { code: 'engine-crashed' as const, sentence: { en: 'It ended.', 'zh-CN': '已结束。' } };
    store.jobs.setState(job.id, 'failed', { error });
    const failed = store.jobs.get(job.id);
    expect(failed).toMatchObject({ state: 'failed', error });
    expect(failed.endedAt).not.toBeNull();
    store.jobs.setState(job.id, 'done', { result: { late: true } });
    store.jobs.setState(job.id, 'running');
    expect(store.jobs.list()).toEqual([failed]);
    expect(() => store.jobs.setState(randomUUID(), 'done')).toThrow(notFound);
    expect(() => store.jobs.get(randomUUID())).toThrow(notFound);
  });
});

it('the chain takes exports, and gives each log its own head', async () => {
  const store = await newProject();
  const heads = [store.events.head()];
  for (const mask of ['a', 'b']) {
    store.events.append('export', { mask });
    heads.push(store.events.head());
  }
  expect(new Set(heads).size).toBe(3);
  for (const head of heads) expect(head).toMatch(/^[0-9a-f]{64}$/);
  expect(() => store.events.append('edit', {})).toThrow();
  expect(store.events.verifyChain()).toEqual([]);
});
