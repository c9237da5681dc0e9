/**
 * Two states of one labelmap that went different ways, compared slice by slice with what both come from. Pure; who decides
 * where both sides changed a slice is a person.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';

/** `mine`, `theirs`: only that side changed it; `same`: both sides have it alike; `both`: a person must say whose holds. */
export type SliceVerdict = 'same' | 'mine' | 'theirs' | 'both';

/**
 * Yields now and then, so that others come in between.
 * @param mine, theirs label indices, i fastest
 * @param bases states that both sides know; usually one. Where neither of two came before the other, a side counts as unchanged
 *   only where it is as both of them: what was settled twice, differently, is asked again
 * @returns for each slice along `axis`
 */
export function* sliceVerdicts(
  mine: Uint8Array, theirs: Uint8Array, bases: readonly Uint8Array[], size: Vec3, axis: AxisIndex,
): Generator<number, SliceVerdict[], void> {
  const apart = yield* differingSlices(mine, theirs, size, axis);
  const [byMe, byThem]: [Uint8Array[], Uint8Array[]] = [[], []];
  for (const base of bases) {
    byMe.push(yield* differingSlices(mine, base, size, axis));
    byThem.push(yield* differingSlices(theirs, base, size, axis));
  }
  return Array.from(apart, (isApart, slice) => {
    if (isApart === 0) return 'same';
    if (byThem.every((changed) => changed[slice] === 0)) return 'mine';
    return byMe.every((changed) => changed[slice] === 0) ? 'theirs' : 'both';
  });
}

/** 1 for each slice along `axis` in which a voxel differs; yields after each slice along k. */
export function* differingSlices(a: Uint8Array, b: Uint8Array, size: Vec3, axis: AxisIndex): Generator<number, Uint8Array, void> {
  const found = new Uint8Array(size[axis]);
  let at = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, at += 1) {
        if (a[at] !== b[at]) found[axis === 0 ? i : axis === 1 ? j : k] = 1;
      }
    }
    yield 0;
  }
  return found;
}

/** A copy of `into` in which some slices along `axis` are as in `from`; yields after each slice along k. */
export function* withSlices(into: Uint8Array, from: Uint8Array, wanted: ReadonlySet<number>, size: Vec3, axis: AxisIndex): Generator<number, Uint8Array, void> {
  const joined = into.slice();
  const isWanted = Uint8Array.from({ length: size[axis] }, (_, slice) => (wanted.has(slice) ? 1 : 0));
  let at = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, at += 1) {
        if (isWanted[axis === 0 ? i : axis === 1 ? j : k] !== 0) joined[at] = from[at]!;
      }
    }
    yield 0;
  }
  return joined;
}
