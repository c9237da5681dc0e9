/** Incoming labels played from their log, and what they have in common with the labels that are here. */
import { failure } from '#shared/text/user-facing-error.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { addChangedSlices } from '#shared/labels/edit.ts';
import { decodeRuns, MalformedRuns, paintRuns } from '#shared/labels/runs.ts';
import { hasTile, offsetOf, readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import type { TravellingItem, TravellingReview } from './bundle-items.ts';
import type { Pieces } from './session.ts';
import { runsMalformed, tileOutside } from './store-sentences.ts';

/** @param upTo index of the last item that counts. @returns label indices, i fastest. @throws UserFacingError `bad-input` for tiles that cannot be */
export function* played(items: readonly TravellingItem[], size: Vec3, upTo = items.length - 1): Pieces<Uint8Array> {
  const volume = new Uint8Array(size[0] * size[1] * size[2]);
  for (const item of items.slice(0, upTo + 1)) if (item.kind === 'edit') yield* paint(volume, item.tiles, size);
  return volume;
}

/** The words on each slice that still hold, oldest first: no later edit changed a voxel of it. */
export function* wordsThatHold(items: readonly TravellingItem[], size: Vec3, axis: AxisIndex): Pieces<ReadonlyMap<number, readonly TravellingReview[]>> {
  const words = new Map<number, TravellingReview[]>();
  const volume = new Uint8Array(size[0] * size[1] * size[2]);
  for (const item of items) {
    if (item.kind === 'review') for (const slice of item.slices) words.set(slice, [...words.get(slice) ?? [], item]);
    if (item.kind !== 'edit') continue;
    const changed = new Set<number>();
    for (const { k, tile, runs } of item.tiles) {
      const rectangle = tileRectangle(size, { k, tile });
      addChangedSlices(readTile(volume, size, rectangle), decodeRuns(runs, rectangle.width * rectangle.height), rectangle, axis, changed);
      yield 0;
    }
    yield* paint(volume, item.tiles, size);
    for (const slice of changed) words.delete(slice);
  }
  return words;
}

function* paint(volume: Uint8Array, tiles: readonly { readonly k: number; readonly tile: number; readonly runs: Uint8Array }[], size: Vec3): Pieces<void> {
  for (const { k, tile, runs } of tiles) {
    if (!hasTile(size, { k, tile })) throw failure('bad-input', tileOutside, { k, tile });
    const rectangle = tileRectangle(size, { k, tile });
    try {
      paintRuns(runs, volume, { offset: offsetOf(size, rectangle), width: rectangle.width, height: rectangle.height, stride: size[0] });
    } catch (error) {
      throw error instanceof MalformedRuns ? failure('bad-input', runsMalformed, { k, tile }, error) : error;
    }
    yield 0;
  }
}

/** Of the labels here: their own edits, and the edits of other copies that they took in, each with its place in the log. */
export interface KnownHere {
  readonly own: ReadonlyMap<string, number>;
  readonly taken: ReadonlyMap<string, number>;
}

/**
 * The newest states that both sides know: of theirs (an item of the incoming log), of ours (the number of an edit here). Only the
 * later one where the other came before it; both where neither did; none where the two have nothing in common.
 */
export interface CommonStates {
  readonly theirs: number | null;
  readonly ours: number | null;
}

export function commonStates(items: readonly TravellingItem[], { own, taken }: KnownHere): CommonStates {
  let theirs: { readonly item: number; readonly known: number } | null = null;
  let ours: { readonly number: number; readonly item: number } | null = null;
  for (const [item, one] of items.entries()) {
    if (one.kind === 'edit') {
      const known = own.get(one.id) ?? taken.get(one.id);
      if (known !== undefined) theirs = { item, known };
    }
    const number = one.kind === 'edit' ? own.get(one.id) : one.kind === 'took' ? own.get(one.edit) : undefined;
    if (number !== undefined && number >= (ours?.number ?? 0)) ours = { number, item };
  }
  if (theirs === null || ours === null) return { theirs: theirs?.item ?? null, ours: ours?.number ?? null };
  // What they had of ours by then is part of that state of theirs; and the other way about.
  if (ours.item <= theirs.item) return { theirs: theirs.item, ours: null };
  return theirs.known <= ours.number ? { theirs: null, ours: ours.number } : { theirs: theirs.item, ours: ours.number };
}
