import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodeRuns } from '#shared/labels/runs.ts';
import { ball, niftiBytes, tinySize, writeBalls } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

async function labelled(): Promise<HostInTest & { readonly caseId: string; readonly labelmapId: string }> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 1);
  await place.run(place.client.cases.import({ paths: [images], labels }));
  const [one] = await place.client.cases.list();
  const { labelmapId } = await place.client.labels.open({ caseId: one!.id });
  return { ...place, caseId: one!.id, labelmapId };
}

/** Fills a whole slice, which is one tile. */
async function fill({ client, caseId, labelmapId }: Awaited<ReturnType<typeof labelled>>, k: number, label: number): Promise<string> {
  const { heads } = await client.labels.open({ caseId: caseId });
  const runs = Buffer.from(encodeRuns(new Uint8Array(tinySize[0] * tinySize[1]).fill(label))).toString('base64');
  const { id } = await client.labels.commit({
    id: randomUUID(), labelmapId: labelmapId, tool: 'brush', tiles: [{ k, tile: 0, expected: heads.find((head) => head.k === k)?.edit ?? null, runs }],
  });
  return id;
}

const sliceBytes = tinySize[0] * tinySize[1];

it('voxels are served as they were right after any edit, whole or in part', async () => {
  const place = await labelled();
  const { client, host, labelmapId } = place;
  const imported = new Uint8Array(niftiBytes(ball(1).label).subarray(352));
  const first = (await client.labels.historyPage({ labelmapId: labelmapId })).edits[0]!;
  const second = await fill(place, 2, 1);
  await fill(place, 2, 0);
  const get = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
    host.fetch(new Request(`http://lamina.invalid/labelmaps/${labelmapId}/voxels${query}`, { headers }));
  const bytes = async (reply: Response): Promise<Uint8Array> => new Uint8Array(await reply.arrayBuffer());
  expect(first).toMatchObject({ tool: 'import', annotator: 'Ada', voxels: imported.filter((label) => label !== 0).length });
  expect(await bytes(await get(`?at=${first.id}`))).toEqual(imported);
  const after = imported.slice().fill(1, 2 * sliceBytes, 3 * sliceBytes);
  expect(await bytes(await get(`?at=${second}`))).toEqual(after);
  const [from, to] = [2 * sliceBytes - 5, 2 * sliceBytes + 5];
  const part = await get(`?at=${second}`, { range: `bytes=${from}-${to - 1}` });
  expect([part.status, await bytes(part)]).toEqual([206, after.slice(from, to)]);
  // Another state in ranges right behind: what was decoded for the first one is not served for the second.
  expect(await bytes(await get(`?at=${first.id}`, { range: `bytes=${from}-${to - 1}` }))).toEqual(imported.slice(from, to));
  expect(await bytes(await get('', { range: `bytes=${from}-${to - 1}` }))).toEqual(imported.slice().fill(0, 2 * sliceBytes, 3 * sliceBytes).slice(from, to));
  expect((await get(`?at=${randomUUID()}`)).status).toBe(404);
  expect((await get('?at=7')).status).toBe(400);
});

it('slices or the whole case are restored as one edit, which windows are told of and undo takes back', async () => {
  const place = await labelled();
  const { client, labelmapId } = place;
  const state = (await client.labels.historyPage({ labelmapId: labelmapId })).edits[0]!.id;
  await fill(place, 1, 1);
  await fill(place, 4, 1);
  const now = async (): Promise<Uint8Array> =>
    new Uint8Array(await (await place.host.fetch(new Request(`http://lamina.invalid/labelmaps/${labelmapId}/voxels`))).arrayBuffer());
  const drawn = await now();
  const events = await client.jobs.events({});
  const id = randomUUID();
  const restored = await client.labels.restore({ labelmapId: labelmapId, edit: state, slices: [4], id: id });
  expect(restored).toMatchObject({ id });
  expect((await events.next()).value).toMatchObject({ kind: 'labels', labelmapId, edit: restored!.number });
  const imported = new Uint8Array(niftiBytes(ball(1).label).subarray(352));
  const expected = drawn.slice();
  expected.set(imported.subarray(4 * sliceBytes, 5 * sliceBytes), 4 * sliceBytes);
  expect(await now()).toEqual(expected);
  expect((await client.labels.historyPage({ labelmapId: labelmapId, limit: 1 })).edits[0]).toMatchObject({ tool: 'restore', restores: state, slices: 1, firstSlice: 4 });
  expect(await client.labels.restore({ labelmapId: labelmapId, edit: state, slices: [4] })).toBeNull();

  await client.labels.restore({ labelmapId: labelmapId, edit: state, slices: 'all' });
  expect(await now()).toEqual(imported);
  await client.labels.revert({ labelmapId: labelmapId, edit: (await client.labels.historyPage({ labelmapId: labelmapId, limit: 1 })).edits[0]!.id });
  await client.labels.revert({ labelmapId: labelmapId, edit: id });
  expect(await now()).toEqual(drawn);
  await expect(client.labels.restore({ labelmapId: labelmapId, edit: state, slices: [99] })).rejects.toMatchObject({ code: 'bad-input' });
});
