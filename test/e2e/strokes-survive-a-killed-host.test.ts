import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clientAtDoor } from '#main/cli/connect.ts';
import { openProject } from '#main/store/open-project.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { placeForTest, type Place, type Running } from '../src-main/cli/lamina.ts';
import { keptEdits } from '../src-main/store/kept-edits.ts';
import { paintNumberedStroke } from '../src-main/store/numbered-strokes.ts';
import { writeNifti } from '../src-main/tiny-nifti.ts';

const size = [200, 150, 12] as const;
const enough = 1000;

/** Moments from a fixed seed (a linear congruential generator, Numerical Recipes' constants). */
function moments(): () => number {
  let state = 20240301;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

async function served(place: Place, project: string): Promise<{ readonly host: Running; readonly port: number; readonly token: string }> {
  const host = place.start('serve', project, '--json');
  const [, text] = await host.says(/(\{.*\})\n/);
  return { host, ...(JSON.parse(text!) as { port: number; token: string }) };
}

/** Goes on with the strokes over HTTP until the host is gone or there are enough. */
async function paint(port: number, token: string, acknowledged: Map<number, string>, after: (number: number) => void): Promise<void> {
  const client = clientAtDoor(port, token);
  const [found] = await client.cases.list();
  const { labelmapId, heads } = await client.labels.open({ caseId: found!.id });
  const reply = await fetch(`http://127.0.0.1:${port}/labelmaps/${labelmapId}/voxels`, { headers: { authorization: `Bearer ${token}` } });
  const voxels = new Uint8Array(await reply.arrayBuffer());
  const headOf = new Map(heads.map(({ k, tile, edit }) => [`${k} ${tile}`, edit as string]));
  const first = (await client.labels.history({ labelmapId: labelmapId })).length;
  for (let number = first; number < enough; number += 1) {
    const id = crypto.randomUUID();
    const tiles = paintNumberedStroke(voxels, size, number).map((address) => ({
      ...address,
      expected: headOf.get(`${address.k} ${address.tile}`) ?? null,
      runs: Buffer.from(encodeRuns(readTile(voxels, size, tileRectangle(size, address)))).toString('base64'),
    }));
    await client.labels.commit({ id, labelmapId, tool: 'brush', tiles });
    acknowledged.set(number, id);
    for (const { k, tile } of tiles) headOf.set(`${k} ${tile}`, id);
    after(number);
  }
}

it('every stroke of 1,000 that the host acknowledged over HTTP is there, however often it was killed', async () => {
  const place = placeForTest();
  const project = path.join(place.folder, 'project');
  await place.lamina('init', project);
  const scan = writeNifti(path.join(place.folder, 'scan.nii'), { size, voxel: () => 0, type: 'uint8' });
  expect((await place.lamina('import', project, scan)).code).toBe(0);
  const acknowledged = new Map<number, string>();
  const random = moments();
  let kills = 0;

  for (let finished = false; !finished; ) {
    const { host, port, token } = await served(place, project);
    if (acknowledged.size === 0) {
      for (const value of [1, 2, 3]) await clientAtDoor(port, token).labels.add({ value, name: `label ${value}`, colour: '#102030', code: null, locked: false });
    }
    let left = 40 + Math.floor(random() * 160);
    const delayMs = random() * 6;
    let killing: Promise<unknown> | null = null;
    const outcome = await paint(port, token, acknowledged, () => {
      left -= 1;
      if (left === 0) killing = wait(delayMs).then(() => host.child.kill('SIGKILL'));
    }).then(() => 'enough', (error: unknown) => (killing === null ? Promise.reject(error as Error) : 'killed'));
    finished = outcome === 'enough';
    host.child.kill('SIGKILL');
    await host.ended;
    kills += 1;

    const kept = await keptEdits(project, path.join(place.folder, `copy ${kills}`));
    expect([...acknowledged.values()].filter((id) => !kept.has(id))).toEqual([]);
    // A stroke may be kept whose acknowledgement the kill cut off; more than one a kill would be an invention.
    expect(kept.size - acknowledged.size).toBeLessThanOrEqual(kills);
  }
  expect(kills).toBeGreaterThanOrEqual(3);

  const store = await openProject(project);
  try {
    const [record] = store.cases.list();
    const [labelmap] = store.labelmaps.ofCase(record!.id);
    const history = store.labelmaps.history(labelmap!.id);
    expect(history).toHaveLength(enough);
    for (const [number, id] of acknowledged) expect(history[number]!.id).toBe(id);
    const expected = new Uint8Array(size[0] * size[1] * size[2]);
    for (let number = 0; number < enough; number += 1) paintNumberedStroke(expected, size, number);
    expect(Buffer.compare(store.labelmaps.voxels(labelmap!.id), expected)).toBe(0);
  } finally {
    store.close();
  }
}, 180_000);
