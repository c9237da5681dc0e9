import { describe, expect, it } from 'vitest';
import { newCase, newProject, sampleProject } from './sample-project.ts';

describe('people', () => {
  it('are known by their names, in whatever letters, and as they first wrote them', async () => {
    const store = await newProject();
    expect(store.people.list()).toEqual([]);
    const ada = store.people.add('  Ada  Lovelace ');
    expect(ada.name).toBe('Ada Lovelace');
    const head = store.events.head();
    expect(store.people.add('ADA LOVELACE')).toEqual(ada);
    expect(store.events.head()).toBe(head);
    expect([store.people.known('ada lovelace'), store.people.known('Bob')]).toEqual(['Ada Lovelace', 'Bob']);
    const { id } = store.cases.add(await newCase(store));
    store.notes.write(id, 'x', 'ada lovelace');
    expect(store.notes.history(id)[0]!.annotator).toBe('Ada Lovelace');
    expect(store.labelmaps.forAnnotator(id, 'ADA LOVELACE').id).toBe(store.labelmaps.forAnnotator(id, 'Ada Lovelace').id);
    expect(store.people.list()).toEqual([ada]);
    expect(store.events.verifyChain()).toEqual([]);
  });

  it('are no models, and have names', async () => {
    const { store, labelmapId, caseId } = await sampleProject();
    const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
    const model = store.models.add({ name: 'm', snapshotId, parentId: null, plan: {} as never, folder: 'models/m', seed: 1, metrics: null, state: 'ready' });
    const predicted = store.labelmaps.forModel(caseId, model.id).id;
    store.labelmaps.replace(predicted, `model:${model.id}`, 'prediction', store.labelmaps.voxels(labelmapId).fill(1));
    expect(store.people.list().map(({ name }) => name)).toEqual(['Ada']);
    for (const name of ['', ' ', `model:${model.id}`]) expect(() => store.people.add(name)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});

describe('scores', () => {
  it('are kept with the model that made them, features with the newest', async () => {
    const { store, caseId } = await sampleProject();
    const gone = store.cases.add(await newCase(store, 'gone'));
    const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
    const [first, second] = ['a', 'b'].map((name) =>
      store.models.add({ name, snapshotId, parentId: null, plan: {} as never, folder: `models/${name}`, seed: 1, metrics: null, state: 'ready' }).id) as [string, string];
    const reading = { entropy: 0.5, mutualInformation: null, outputs: [{ voxels: 9, entropy: 0.25 }, { voxels: 0, entropy: 0 }] };
    const scored = (index: number, of = caseId) => ({ caseId: of, axis: 2 as const, index, reading: { ...reading, entropy: index / 8 }, features: new Float32Array([index, -1.5, 1e-30]) });
    store.scores.put(first, [scored(3), scored(1), scored(0, gone.id)]);
    store.cases.remove(gone.id);
    expect(store.scores.ofModel(first)).toEqual([scored(1), scored(3)]);
    store.scores.put(first, [{ ...scored(1), features: [] }]);
    expect(store.scores.ofModel(first)).toEqual([{ ...scored(1), features: [] }, scored(3)]);
    store.scores.put(second, [scored(2)]);
    expect(store.scores.ofModel(first).map(({ index, features }) => [index, features])).toEqual([[1, []], [3, []]]);
    expect(store.scores.ofModel(second)).toEqual([scored(2)]);
    store.scores.forget(second);
    expect(store.scores.ofModel(second)).toEqual([]);
    expect(() => store.scores.put(caseId, [])).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => store.scores.put(first, [scored(0, second)])).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
