/**
 * What all readers say of a voxel, taken together: its vote. A volume has millions of voxels and some hundred different
 * votes, so whatever follows from the votes alone is computed once for each of them, with exactly the result of a
 * computation over all voxels.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import type { RegionWork } from '../regions/grid.ts';
import { boxOfGrid } from '../regions/boxed-mask.ts';
import { comparedSlices, comparedVoxels, type Readings } from './readings.ts';

export interface Votes {
  readonly readers: number;
  /** Every label that a reader gave to a compared voxel, ascending; the background, 0, is always the first. */
  readonly labels: readonly number[];
  /** Vote after vote, `readers` entries each: indices of `labels`. */
  readonly said: Uint8Array;
  /** By vote, how many compared voxels have it. */
  readonly voxels: Float64Array;
  /** All of them. */
  readonly compared: number;
  /** By index of `labels`, what lies around the voxels to which any reader gave the label; at 0 around all labels together. */
  readonly around: readonly Surroundings[];
  /** Which vote this is, by label values, one a reader; one that was never counted is at or behind the last. */
  readonly find: (values: Uint8Array) => number;
}

export interface Surroundings {
  /** The smallest box; null where there is no such voxel. */
  readonly box: VoxelBox | null;
  /** How many compared voxels lie in it. */
  readonly voxels: number;
}

/** @throws RangeError as `comparedSlices` */
export function* countVotes(readings: Readings): RegionWork<Votes> {
  const readers = readings.labelmaps.length;
  const slices = comparedSlices(readings);
  const find = numberVotes(readers);
  const values: number[] = [];
  const voxels: number[] = [];
  /** Of each vote the first and last index along i, j and k. */
  const reach: [number, number, number, number, number, number][] = [];
  yield* eachRun(readings, find, (vote, said, _, count, i, j, k) => {
    const known = reach[vote];
    if (known === undefined) {
      values.push(...said);
      voxels.push(count);
      reach.push([i, j, k, i + count - 1, j, k]);
      return;
    }
    voxels[vote] = (voxels[vote] as number) + count;
    if (i < known[0]) known[0] = i;
    if (j < known[1]) known[1] = j;
    if (i + count - 1 > known[3]) known[3] = i + count - 1;
    if (j > known[4]) known[4] = j;
    known[5] = k;
  });
  const labels = [...new Set([0, ...values])].sort((a, b) => a - b);
  const said = Uint8Array.from(values, (value) => labels.indexOf(value));
  const boxes = labels.map((): VoxelBox | null => null);
  reach.forEach(([i, j, k, lastI, lastJ, lastK], vote) => {
    const given = new Set(said.subarray(vote * readers, (vote + 1) * readers));
    given.delete(0);
    const box: VoxelBox = { first: [i, j, k], last: [lastI, lastJ, lastK] };
    for (const label of given.size > 0 ? [0, ...given] : []) boxes[label] = unionBox(boxes[label] ?? null, box);
  });
  return {
    readers, labels, said, find, voxels: Float64Array.from(voxels),
    compared: comparedVoxels(slices, boxOfGrid(readings)),
    around: boxes.map((box) => ({ box, voxels: box === null ? 0 : comparedVoxels(slices, box) })),
  };
}

/**
 * Gives every compared voxel what its vote has; all others stay as they are.
 * @param byVote as many as there are votes
 * @param into one value a voxel; it is changed, and returned
 * @throws RangeError where a voxel's vote was not there when they were counted
 */
export function* paintVotes<Values extends Uint8Array | Float32Array>(
  readings: Readings, votes: Votes, byVote: Readonly<ArrayLike<number>>, into: Values,
): RegionWork<Values> {
  yield* eachRun(readings, votes.find, (vote, _, at, count) => {
    if (vote >= byVote.length) throw new RangeError('a labelmap changed after its votes were counted');
    into.fill(byVote[vote] as number, at, at + count);
  });
  return into;
}

/** How many readers gave each label in a vote. */
export function talliesOf({ readers, said, labels }: Votes, vote: number): number[] {
  const tallies = labels.map(() => 0);
  for (let at = vote * readers; at < (vote + 1) * readers; at++) tallies[said[at] as number] = (tallies[said[at] as number] as number) + 1;
  return tallies;
}

/** Numbers votes as they come, by one step a reader through a tree whose branches are label values. */
function numberVotes(readers: number): Votes['find'] {
  const steps = new Map<number, number>();
  let [branches, votes] = [1, 0];
  return (values) => {
    let at = 0;
    for (let reader = 0; reader < readers; reader++) {
      const step = at * 256 + (values[reader] as number);
      const known = steps.get(step);
      if (known === undefined) {
        at = reader === readers - 1 ? votes++ : branches++;
        steps.set(step, at);
      } else at = known;
    }
    return at;
  };
}

/** Compared voxels of one row, one after the other, with one vote: which, its label values, index of the first, how many, and where that lies. */
type Visit = (vote: number, said: Uint8Array, at: number, count: number, ...place: Vec3) => void;

function* eachRun(readings: Readings, find: Votes['find'], visit: Visit): RegionWork<void> {
  const { labelmaps, size: [ni, nj, nk] } = readings;
  const slices = comparedSlices(readings);
  const readers = labelmaps.length;
  const said = new Uint8Array(readers);
  let vote = -1;
  const isSaid = (at: number): boolean => {
    for (let reader = 0; reader < readers; reader++) if ((labelmaps[reader] as Uint8Array)[at] !== said[reader]) return false;
    return true;
  };
  const isLeftOut = (axis: number, index: number): boolean => slices?.axis === axis && slices.compared[index] === 0;
  const partly = slices?.axis === 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj && !isLeftOut(2, k); j++) {
      if (isLeftOut(1, j)) continue;
      const row = ni * (j + nj * k);
      for (let i = 0; i < ni;) {
        if (partly && isLeftOut(0, i)) {
          i++;
          continue;
        }
        if (vote === -1 || !isSaid(row + i)) {
          for (let reader = 0; reader < readers; reader++) said[reader] = (labelmaps[reader] as Uint8Array)[row + i] as number;
          vote = find(said);
        }
        const from = i++;
        while (i < ni && !(partly && isLeftOut(0, i)) && isSaid(row + i)) i++;
        visit(vote, said, row + from, i - from, from, j, k);
      }
    }
    yield (k + 1) / nk;
  }
}
