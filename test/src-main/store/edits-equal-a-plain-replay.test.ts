import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { offsetOf, readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import type { TileAddress } from '#shared/labels/tile.ts';
import { newCase, person, sampleProject, type Sample } from './sample-project.ts';

/** Two tiles wide, two high, two slices: strokes across tile borders and in one tile are both common. */
const size: Vec3 = [70, 66, 2];
const count = size[0] * size[1] * size[2];

interface Rectangle { readonly i: number; readonly j: number; readonly k: number; readonly width: number; readonly height: number }
type Act =
  | { readonly kind: 'paint'; readonly window: 0 | 1; readonly where: Rectangle; readonly label: number }
  | { readonly kind: 'undo'; readonly of: number }
  | { readonly kind: 'reload'; readonly window: 0 | 1 };

const window = fc.constantFrom<0 | 1>(0, 1);
const rectangle = fc.record({
  i: fc.integer({ min: 50, max: 69 }), j: fc.integer({ min: 55, max: 65 }), k: fc.nat(1),
  width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 11 }),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('paint' as const), window, where: rectangle, label: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), of: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), window }) },
);

/** What the log should be: every state as a whole volume, and who wrote each tile last. */
interface Plain {
  readonly edits: { readonly id: string; readonly number: number; readonly before: Uint8Array; readonly after: Uint8Array }[];
  readonly heads: Map<string, string>;
  now: Uint8Array;
}
interface Window { voxels: Uint8Array; heads: Map<string, string> }

const key = ({ k, tile }: TileAddress): string => `${k} ${tile}`;
const same = (a: Uint8Array, b: Uint8Array): void => expect(Buffer.compare(a, b)).toBe(0);
const headsOf = ({ store, labelmapId }: Sample): Map<string, string> =>
  new Map(store.labelmaps.heads(labelmapId).map((head) => [key(head), head.edit]));

function touchedTiles({ i, j, k, width, height }: Rectangle): TileAddress[] {
  const tiles = new Map<number, TileAddress>();
  for (let y = j; y < Math.min(j + height, size[1]); y += 1) {
    for (let x = i; x < Math.min(i + width, size[0]); x += 1) {
      const tile = (x >= 64 ? 1 : 0) + 2 * (y >= 64 ? 1 : 0);
      tiles.set(tile, { k, tile });
    }
  }
  return [...tiles.values()];
}

function paint(sample: Sample, plain: Plain, from: Window, where: Rectangle, label: number): void {
  for (let y = where.j; y < Math.min(where.j + where.height, size[1]); y += 1) {
    for (let x = where.i; x < Math.min(where.i + where.width, size[0]); x += 1) from.voxels[x + size[0] * (y + size[1] * where.k)] = label;
  }
  const id = randomUUID();
  const tiles = touchedTiles(where);
  const send = (): number => sample.store.labelmaps.commit({
    id, labelmapId: sample.labelmapId, annotator: person, tool: 'brush', reverts: null,
    tiles: tiles.map((address) => ({
      ...address, expected: from.heads.get(key(address)) ?? null, runs: encodeRuns(readTile(from.voxels, size, tileRectangle(size, address))),
    })),
  }).number;
  const movedOn = tiles.some((address) => from.heads.get(key(address)) !== plain.heads.get(key(address)));
  if (movedOn) {
    expect(send).toThrow(expect.objectContaining({ code: 'conflict' }));
    from.voxels = sample.store.labelmaps.voxels(sample.labelmapId);
    from.heads = headsOf(sample);
    return;
  }
  const number = send();
  const after = plain.now.slice();
  for (const address of tiles) {
    const { width, height, ...corner } = tileRectangle(size, address);
    const start = offsetOf(size, { width, height, ...corner });
    for (let row = 0; row < height; row += 1) after.set(from.voxels.subarray(start + row * size[0], start + row * size[0] + width), start + row * size[0]);
    plain.heads.set(key(address), id);
    from.heads.set(key(address), id);
  }
  plain.edits.push({ id, number, before: plain.now, after });
  plain.now = after;
}

function undo(sample: Sample, plain: Plain, of: number): void {
  const edit = plain.edits[of]!;
  const { id, number } = sample.store.labelmaps.revert(sample.labelmapId, edit.id, person);
  const after = plain.now.map((label, at) => (edit.before[at] !== edit.after[at] && label === edit.after[at] ? edit.before[at]! : label));
  for (let tile = 0; tile < 4; tile += 1) {
    for (let k = 0; k < 2; k += 1) {
      const where = tileRectangle(size, { k, tile });
      if (Buffer.compare(readTile(plain.now, size, where), readTile(after, size, where)) !== 0) plain.heads.set(key({ k, tile }), id);
    }
  }
  plain.edits.push({ id, number, before: plain.now, after });
  plain.now = after;
}

it('two windows with overlapping strokes and any undo leave what a plain replay leaves, at every edit', async () => {
  const first = await sampleProject(size);
  const { store } = first;
  let made = 0;
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
    made += 1;
    const caseId = store.cases.add(await newCase(store, `scan ${made}`, size)).id;
    const sample = { ...first, caseId, labelmapId: store.labelmaps.forAnnotator(caseId, person).id };
    const plain: Plain = { edits: [], heads: new Map(), now: new Uint8Array(count) };
    const windows: [Window, Window] = [{ voxels: plain.now.slice(), heads: new Map() }, { voxels: plain.now.slice(), heads: new Map() }];
    for (const step of acts) {
      if (step.kind === 'paint') paint(sample, plain, windows[step.window], step.where, step.label);
      else if (step.kind === 'reload') windows[step.window] = { voxels: plain.now.slice(), heads: new Map(plain.heads) };
      else if (plain.edits.length > 0) undo(sample, plain, step.of % plain.edits.length);
      same(store.labelmaps.voxels(sample.labelmapId), plain.now);
    }
    expect(headsOf(sample)).toEqual(plain.heads);
    expect(store.labelmaps.history(sample.labelmapId).map(({ id }) => id)).toEqual(plain.edits.map(({ id }) => id));
    for (const edit of plain.edits) same(store.labelmaps.voxels(sample.labelmapId, edit.number), edit.after);

    // Everything taken back, newest first, is the first state; that taken back in turn is the last one.
    const last = plain.now;
    const undone = [...plain.edits].reverse().map(({ id }) => store.labelmaps.revert(sample.labelmapId, id, person).id);
    same(store.labelmaps.voxels(sample.labelmapId), new Uint8Array(count));
    for (const id of undone.reverse()) store.labelmaps.revert(sample.labelmapId, id, person);
    same(store.labelmaps.voxels(sample.labelmapId), last);
  }), { numRuns: 60 });
  expect(store.labelmaps.verifyHeads()).toEqual([]);
  expect(store.events.verifyChain()).toEqual([]);
});
