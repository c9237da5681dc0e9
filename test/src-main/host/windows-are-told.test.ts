import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HostEvent } from '#shared/contract/jobs.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { tinySize, writeBalls } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

async function labelled(count = 1): Promise<HostInTest & { readonly caseId: string; readonly labelmapId: string; readonly told: () => Promise<HostEvent[]> }> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, count);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  const [one] = await place.client.cases.list();
  const { labelmapId } = await place.client.labels.open({ caseId: one!.id });
  const events = await place.client.jobs.events({});
  /** Everything up to now: the table is changed once more, and told last. */
  const told = async (): Promise<HostEvent[]> => {
    const seen: HostEvent[] = [];
    await place.client.labels.change({ index: 1, locked: false });
    // Not `for await`: leaving it would end the stream.
    for (;;) {
      const { value: event, done } = await events.next();
      if (done === true || event.kind === 'label-table') return seen;
      seen.push(event);
    }
  };
  return { ...place, caseId: one!.id, labelmapId, told };
}

const stroke = async ({ client, labelmapId, caseId }: Awaited<ReturnType<typeof labelled>>, k: number): Promise<string> => {
  const { heads } = await client.labels.open({ caseId: caseId });
  const id = randomUUID();
  const runs = Buffer.from(encodeRuns(new Uint8Array(tinySize[0] * tinySize[1]).fill(1))).toString('base64');
  const expected = heads.find((head) => head.k === k)?.edit ?? null;
  await client.labels.commit({ id: id, labelmapId: labelmapId, tool: 'brush', tiles: [{ k, tile: 0, expected, runs }] });
  return id;
};

describe('every window is told', () => {
  it('of slices that were marked, and of those that a stroke or its undoing re-opened', async () => {
    const place = await labelled();
    const { labelmapId } = place;
    await place.client.labels.mark({ labelmapId: labelmapId, slices: [0], state: 'incomplete' });
    expect(await place.told()).toMatchObject([{ kind: 'reviews', labelmapId }]);
    const id = await stroke(place, 3);
    expect(await place.told()).toMatchObject([{ kind: 'labels', labelmapId }, { kind: 'reviews', labelmapId }]);
    // The slice is open already.
    await place.client.labels.revert({ labelmapId: labelmapId, edit: id });
    expect(await place.told()).toMatchObject([{ kind: 'labels', labelmapId }]);
  });

  it('of labels that are added or changed, by a person or an import', async () => {
    const place = await hostInTest();
    const events = await place.client.jobs.events({});
    await place.client.labels.add({ value: 7, name: 'liver', colour: '#e69f00', code: null, locked: false });
    expect((await events.next()).value).toMatchObject({ kind: 'label-table' });
    const { images, labels } = writeBalls(place.folder, 1);
    await place.run(place.client.cases.import({ paths: [images], labels }));
    const kinds: string[] = [];
    for await (const event of events) {
      kinds.push(event.kind);
      if (event.kind === 'job' && event.job.endedAt !== null) break;
    }
    expect(kinds).toEqual(expect.arrayContaining(['cases', 'label-table']));
  });

  it('of predicted labels, which lie in a labelmap of the model’s own that can be fetched', async () => {
    const place = await labelled(3);
    await place.run(place.client.training.start({ epochs: 1, validation: 0 }));
    await place.told();
    await place.run(place.client.predictions.predictCases({ cases: [place.caseId] }));
    const [model] = await place.client.training.models();
    const one = await place.client.cases.get({ id: place.caseId });
    const predicted = one.labelmaps.find(({ owner }) => owner.kind === 'model');
    expect(predicted).toMatchObject({ imageId: one.images[0]!.id, owner: { kind: 'model', modelId: model!.id } });
    expect(await place.told()).toContainEqual(expect.objectContaining({ kind: 'labels', labelmapId: predicted!.id }));
    const voxels = async (id: string, range?: string): Promise<Uint8Array> =>
      new Uint8Array(await (await place.host.fetch(new Request(`http://lamina.invalid/labelmaps/${id}/voxels`, range === undefined ? {} : { headers: { range } }))).arrayBuffer());
    // The fake engine learns the ball's brightness without a mistake.
    expect(await voxels(predicted!.id)).toEqual(await voxels(place.labelmapId));
    expect(await voxels(predicted!.id, 'bytes=100-199')).toEqual((await voxels(place.labelmapId)).subarray(100, 200));
    expect(one.completeSlices).toBe(6);
  });

  it('what a job reported before they came', async () => {
    const place = await labelled(3);
    place.engine.before = async (_request, _signal, onEvent) => {
      for (const epoch of [1, 2]) onEvent({ kind: 'epoch', epoch, epochs: 2, step: epoch, loss: 1 / epoch, accuracy: 0.5, validation: epoch === 2 ? { dice: [0.25], meanDice: 0.25 } : null, minutesLeft: 0 });
    };
    const { jobId } = await place.client.training.start({ epochs: 2, validation: 0 });
    while ((await place.client.jobs.get({ id: jobId })).endedAt === null) await new Promise((resolve) => { setTimeout(resolve, 5); });
    expect((await place.client.jobs.reports({ id: jobId })).filter((event) => (event as { kind: string }).kind === 'epoch')).toMatchObject([{ epoch: 1, loss: 1 }, { epoch: 2, loss: 0.5 }]);
    const [model] = await place.client.training.models();
    expect(model?.curve).toEqual([{ epoch: 1, loss: 1, validationDice: null }, { epoch: 2, loss: 0.5, validationDice: 0.25 }]);
    await expect(place.client.jobs.reports({ id: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
    await place.client.project.close();
    await place.client.project.open({ folder: place.project });
    expect(await place.client.jobs.reports({ id: jobId })).toEqual([]);
    expect((await place.client.training.models())[0]?.curve).toHaveLength(2);
  });
});

describe('a case', () => {
  it('says when somebody last drew or marked on it', async () => {
    const place = await labelled();
    const imported = (await place.client.cases.get({ id: place.caseId })).changedAt;
    expect(Date.parse(imported!)).toBeLessThanOrEqual(Date.now());
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    await stroke(place, 2);
    const drawn = (await place.client.cases.get({ id: place.caseId })).changedAt;
    expect(Date.parse(drawn!)).toBeGreaterThan(Date.parse(imported!));
    await new Promise((resolve) => { setTimeout(resolve, 5); });
    await place.client.labels.mark({ labelmapId: place.labelmapId, slices: 'all', state: 'complete' });
    expect(Date.parse((await place.client.cases.get({ id: place.caseId })).changedAt!)).toBeGreaterThan(Date.parse(drawn!));
  });

  it('that is removed is in no list, takes no stroke more, and its file can be imported again', async () => {
    const place = await labelled(2);
    const { client, caseId, labelmapId, folder, run } = place;
    await client.cases.remove({ id: caseId });
    expect(await place.told()).toMatchObject([{ kind: 'cases' }]);
    expect((await client.cases.list()).map(({ name }) => name)).toEqual(['scan-2']);
    for (const refused of [
      client.cases.get({ id: caseId }), client.cases.remove({ id: caseId }), client.labels.open({ caseId: caseId }),
      client.labels.mark({ labelmapId: labelmapId, slices: [0], state: 'complete' }),
    ]) await expect(refused).rejects.toMatchObject({ code: 'not-found' });
    const { images, labels } = writeBalls(folder, 2);
    expect((await run(client.cases.import({ paths: [images], labels }))).result).toMatchObject({ imported: [{ name: 'scan-1', completeSlices: 6 }] });
  });
});
