/**
 * Which slices of a pool an annotator has shown so far: what is drawn on all others is known, and must teach
 * nothing. Knows no strategy; where names come from is told to it.
 */
import type { SnapshotCase } from '../snapshot-manifest.ts';
import { inLine } from '../split.ts';

/** Of one case, ascending; a case of which nothing is shown is not in the list. */
export interface CaseSlices {
  /** Of the case, once in the pool. The same wherever the same images are read, so that picks can be repeated elsewhere. */
  readonly name: string;
  readonly slices: readonly number[];
}

export interface PoolSlice {
  readonly name: string;
  readonly slice: number;
}

/** Where several cases bear a name, the later ones are numbered, in the order given. */
export function namesInPool(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own) || (own !== name && names.includes(own)); number++) own = `${name} (${number})`;
    taken.add(own);
    return own;
  });
}

export function countSlices(cases: readonly CaseSlices[]): number {
  return cases.reduce((sum, { slices }) => sum + slices.length, 0);
}

/** Uniformly drawn, without a look at anything: each slice has a place in a line that seed, case and number alone decide. */
export function drawSlices(pool: readonly CaseSlices[], count: number, seed: number): readonly CaseSlices[] {
  const placed = new Map(pool.flatMap(({ name, slices }) => slices.map((slice): [string, PoolSlice] => [`${name}\n${slice}`, { name, slice }])));
  const drawn = inLine([...placed.keys()], seed, 'simulation\n').slice(0, count).map((key) => placed.get(key)!);
  return revealMore(pool, [], drawn);
}

/**
 * @returns in the pool's order
 * @throws RangeError for a slice that the pool does not have, or that is shown already
 */
export function revealMore(pool: readonly CaseSlices[], before: readonly CaseSlices[], chosen: readonly PoolSlice[]): readonly CaseSlices[] {
  const shown = new Map(before.map(({ name, slices }) => [name, new Set(slices)]));
  const there = new Map(pool.map(({ name, slices }) => [name, new Set(slices)]));
  for (const { name, slice } of chosen) {
    const of = shown.get(name) ?? new Set<number>();
    if (there.get(name)?.has(slice) !== true || of.has(slice)) throw new RangeError(`slice ${slice} of ${name} cannot be shown`);
    shown.set(name, of.add(slice));
  }
  return pool.flatMap(({ name }) => {
    const slices = [...shown.get(name) ?? []].sort((a, b) => a - b);
    return slices.length === 0 ? [] : [{ name, slices }];
  });
}

/** What is not shown yet. */
export function stillHidden(pool: readonly CaseSlices[], shown: readonly CaseSlices[]): readonly CaseSlices[] {
  const known = new Map(shown.map(({ name, slices }) => [name, new Set(slices)]));
  return pool.flatMap(({ name, slices }) => {
    const left = slices.filter((slice) => known.get(name)?.has(slice) !== true);
    return left.length === 0 ? [] : [{ name, slices: left }];
  });
}

/** What a training is taught with: the cases that show something, cut to what they show. All teach; nobody validates. */
export function taughtBy(pool: readonly (CaseSlices & { readonly taught: SnapshotCase })[], shown: readonly CaseSlices[]): readonly SnapshotCase[] {
  const slicesOf = new Map(shown.map(({ name, slices }) => [name, slices]));
  return pool.flatMap(({ name, taught }): readonly SnapshotCase[] => {
    const completeSlices = slicesOf.get(name);
    return completeSlices === undefined ? [] : [{ ...taught, role: 'train', completeSlices }];
  });
}
