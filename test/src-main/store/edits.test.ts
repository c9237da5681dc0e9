import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import type { NewEdit } from '#main/store/project-store.ts';
import { newCase, paintVoxel, person, sampleProject, sampleSize, strokeOf, type Sample } from './sample-project.ts';

const count = sampleSize[0] * sampleSize[1] * sampleSize[2];

/** Everything that a refused edit could have left behind. */
function traces({ store, labelmapId }: Sample): unknown {
  return [store.labelmaps.heads(labelmapId), store.labelmaps.history(labelmapId), store.labelmaps.latestEditNumber(), store.events.head()];
}

describe('committing a stroke', () => {
  it('keeps its voxels, its words and its place in the log', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    const id = paintVoxel(sample, [130, 66, 2], 3);
    const voxels = store.labelmaps.voxels(labelmapId);
    expect(voxels[130 + 140 * (66 + 70 * 2)]).toBe(3);
    expect(voxels.reduce((sum, label) => sum + label, 0)).toBe(3);
    expect(store.labelmaps.heads(labelmapId)).toEqual([{ k: 2, tile: 5, edit: id }]);
    const [edit] = store.labelmaps.history(labelmapId);
    expect(edit).toMatchObject({ id, labelmapId, annotator: person, tool: 'brush', reverts: null, number: store.labelmaps.latestEditNumber() });
  });

  it('writes nothing where one of its tiles has moved on', async () => {
    const sample = await sampleProject();
    const voxels = new Uint8Array(count).fill(1);
    const stale = strokeOf(sample, voxels, [{ k: 0, tile: 0 }, { k: 1, tile: 3 }]);
    paintVoxel(sample, [0, 65, 1], 2);
    const before = traces(sample);
    expect(() => sample.store.labelmaps.commit(stale)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(traces(sample)).toEqual(before);
  });

  it('acknowledges a stroke again whose acknowledgement was lost, and refuses other content under its name', async () => {
    const sample = await sampleProject();
    const stroke = strokeOf(sample, new Uint8Array(count).fill(1), [{ k: 0, tile: 0 }]);
    const edit = sample.store.labelmaps.commit(stroke);
    const before = traces(sample);
    expect(sample.store.labelmaps.commit(stroke)).toEqual(edit);
    const other = { ...stroke, tiles: [{ ...stroke.tiles[0]!, runs: encodeRuns(new Uint8Array(4096).fill(2)) }] };
    expect(() => sample.store.labelmaps.commit(other)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(traces(sample)).toEqual(before);
  });

  const whole = (label: number, voxels = 4096): Uint8Array => encodeRuns(new Uint8Array(voxels).fill(label));
  const tile = { k: 0, tile: 0, expected: null, runs: whole(1) };
  const wrong: [string, Partial<NewEdit>][] = [
    ['a tile beyond the last', { tiles: [{ ...tile, tile: 6 }] }],
    ['a slice beyond the last', { tiles: [{ ...tile, k: 4 }] }],
    ['one tile twice', { tiles: [tile, tile] }],
    ['runs of a tile of another size', { tiles: [{ ...tile, tile: 5 }] }],
    ['runs that end early', { tiles: [{ ...tile, runs: whole(1).slice(0, 2) }] }],
    ['no runs', { tiles: [{ ...tile, runs: new Uint8Array() }] }],
    ['a label that is not in the table', { tiles: [{ ...tile, runs: whole(4) }] }],
    ['a good tile and then a bad one', { tiles: [tile, { ...tile, k: 1, runs: whole(9) }] }],
    ["another person's hand", { annotator: 'Bob', tiles: [tile] }],
  ];
  it.each(wrong)('refuses %s and writes nothing', async (_, change) => {
    const sample = await sampleProject();
    const before = traces(sample);
    const edit: NewEdit = { id: randomUUID(), labelmapId: sample.labelmapId, annotator: person, tool: 'brush', reverts: null, tiles: [], ...change };
    expect(() => sample.store.labelmaps.commit(edit)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(traces(sample)).toEqual(before);
  });

  it('knows no edit of another labelmap, and no labelmap of another project', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    const id = paintVoxel(sample, [1, 1, 1], 1);
    const other = store.labelmaps.forAnnotator(sample.caseId, 'Bob').id;
    expect(() => store.labelmaps.revert(other, id, 'Bob')).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => store.labelmaps.revert(labelmapId, randomUUID(), person)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => store.labelmaps.voxels(randomUUID())).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

describe('taking an edit back under a name that the client made', () => {
  it('is acknowledged again when it is sent again, and names nothing else', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    const first = paintVoxel(sample, [1, 1, 1], 1);
    const second = paintVoxel(sample, [9, 9, 1], 2);
    const id = randomUUID();
    const reverted = store.labelmaps.revert(labelmapId, first, person, id);
    expect(reverted).toMatchObject({ id, reverts: first });
    const before = traces(sample);
    expect(store.labelmaps.revert(labelmapId, first, person, id)).toEqual(reverted);
    expect(() => store.labelmaps.revert(labelmapId, second, person, id)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(traces(sample)).toEqual(before);
  });
});

describe('replacing a whole volume', () => {
  it('appends one edit of the tiles that differ, and none where nothing does', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    const voxels = new Uint8Array(count);
    voxels[5] = 1;
    voxels[count - 1] = 2;
    const edit = store.labelmaps.replace(labelmapId, person, 'import', voxels)!;
    expect(store.labelmaps.heads(labelmapId)).toEqual([{ k: 0, tile: 0, edit: edit.id }, { k: 3, tile: 5, edit: edit.id }]);
    expect(store.labelmaps.replace(labelmapId, person, 'import', voxels)).toBeNull();
    voxels[5] = 0;
    const second = store.labelmaps.replace(labelmapId, person, 'import', voxels)!;
    expect(store.labelmaps.heads(labelmapId)).toEqual([{ k: 0, tile: 0, edit: second.id }, { k: 3, tile: 5, edit: edit.id }]);
    expect(Buffer.compare(store.labelmaps.voxels(labelmapId), voxels)).toBe(0);
    expect(store.labelmaps.voxels(labelmapId, edit.number)[5]).toBe(1);
  });

  it('is possible for a model, whose labelmap is its own', async () => {
    const sample = await sampleProject();
    const { store, caseId } = sample;
    const snapshotId = store.snapshots.add('0'.repeat(64), 'snapshots/a.json', 0);
    const model = store.models.add({ name: 'm', snapshotId, parentId: null, plan: {} as never, folder: 'models/m', seed: 1, metrics: null, state: 'ready' });
    const labelmap = store.labelmaps.forModel(caseId, model.id);
    store.labelmaps.replace(labelmap.id, 'model', 'prediction', new Uint8Array(count).fill(2));
    expect(store.labelmaps.voxels(labelmap.id)[0]).toBe(2);
    expect(store.labelmaps.voxels(sample.labelmapId)[0]).toBe(0);
    expect(store.labelmaps.ofCase(caseId).map(({ owner }) => owner.kind)).toEqual(['reading', 'model']);
    expect(store.labelmaps.forModel(caseId, model.id)).toEqual(labelmap);
  });
});

it('the history of one labelmap is not that of another', async () => {
  const sample = await sampleProject();
  const { store } = sample;
  paintVoxel(sample, [1, 1, 1], 1);
  const second = store.cases.add(await newCase(store, 'second'));
  const other = { ...sample, labelmapId: store.labelmaps.forAnnotator(second.id, person).id };
  const edit = paintVoxel(other, [1, 1, 1], 2);
  expect(store.labelmaps.history(other.labelmapId).map(({ id }) => id)).toEqual([edit]);
  expect(store.labelmaps.voxels(sample.labelmapId)[1 + 140 * (1 + 70)]).toBe(1);
});
