/**
 * Connected components of masks, found by the runs of voxels that rows are made of, of which a scan has a hundredth of
 * its voxels (Rosenfeld, Pfaltz 1966, doi 10.1145/321356.321357, with runs in place of pixels).
 */
import type { GridSize } from './resample.ts';

/**
 * Leaves of each given output only its largest component (26 neighbours, 8 within a single slice); of
 * equally large ones the first. In place: what is taken off becomes background.
 */
export function keepLargest(outputs: Uint8Array, size: GridSize, which: readonly number[]): void {
  for (const output of which) keepLargestOf(outputs, size, output);
}

/** Neighbouring voxels of a row. */
interface Run {
  readonly row: number;
  /** Columns `first` … `behind` − 1. */
  readonly first: number;
  readonly behind: number;
  /** An earlier run of the same component; itself where there is none. */
  earlier: Run;
  /** Of the whole component, where there is no earlier run. */
  voxels: number;
}

function keepLargestOf(outputs: Uint8Array, [slices, rows, columns]: GridSize, output: number): void {
  const found: Run[] = [];
  let above: readonly (readonly Run[])[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const own: (readonly Run[])[] = [];
    for (let row = 0; row < rows; row++) {
      const runs = runsOf(outputs, slice * rows + row, columns, output);
      for (const neighbours of [above[row - 1], above[row], above[row + 1], own[row - 1]]) {
        if (neighbours !== undefined) joinTouching(runs, neighbours);
      }
      own.push(runs);
      for (const run of runs) found.push(run);
    }
    above = own;
  }
  const largest = found.reduce<Run | null>((best, run) => (run.earlier === run && run.voxels > (best?.voxels ?? 0) ? run : best), null);
  for (const run of found) {
    if (firstOf(run) !== largest) outputs.fill(0, run.row * columns + run.first, run.row * columns + run.behind);
  }
}

function runsOf(outputs: Uint8Array, row: number, columns: number, output: number): readonly Run[] {
  const line = outputs.subarray(row * columns, (row + 1) * columns);
  const runs: Run[] = [];
  for (let first = line.indexOf(output); first !== -1;) {
    let behind = first + 1;
    while (behind < columns && line[behind] === output) behind++;
    const run = { row, first, behind, voxels: behind - first } as Run;
    run.earlier = run;
    runs.push(run);
    first = line.indexOf(output, behind);
  }
  return runs;
}

/** Of two rows that touch; their runs ascend. Corners touch. */
function joinTouching(runs: readonly Run[], neighbours: readonly Run[]): void {
  for (let one = 0, other = 0; one < runs.length && other < neighbours.length;) {
    const [run, neighbour] = [runs[one] as Run, neighbours[other] as Run];
    if (run.first <= neighbour.behind && neighbour.first <= run.behind) join(firstOf(run), firstOf(neighbour));
    if (run.behind < neighbour.behind) one++;
    else other++;
  }
}

function join(one: Run, other: Run): void {
  if (one === other) return;
  const oneIsEarlier = one.row < other.row || (one.row === other.row && one.first < other.first);
  const [earlier, later] = oneIsEarlier ? [one, other] : [other, one];
  later.earlier = earlier;
  earlier.voxels += later.voxels;
}

/** That of its component; the way to it is made shorter for the next time. */
function firstOf(run: Run): Run {
  let at = run;
  while (at.earlier !== at) {
    at.earlier = at.earlier.earlier;
    at = at.earlier;
  }
  return at;
}
