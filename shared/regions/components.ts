/**
 * Connected components of regions, found by the runs of voxels that rows are made of, of which a scan has a hundredth of
 * its voxels (Rosenfeld, Pfaltz 1966, doi 10.1145/321356.321357, with runs in place of pixels; runs that touch are joined
 * as in Galler, Fischer 1964, doi 10.1145/364099.364331).
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { RegionWork } from './grid.ts';

/**
 * Which voxels touch: across faces, also across edges, also at corners. In a single slice the first are the 4 neighbours
 * of a pixel, both others its 8.
 */
export type Neighbours = 6 | 18 | 26;

/** In the order of their first voxels, i fastest. */
export interface Components {
  readonly size: Vec3;
  /** Of each component. */
  readonly voxels: Int32Array;
  /** The runs that they consist of, ascending: first voxel, the one behind the last, and which component each belongs to. */
  readonly first: Int32Array;
  readonly behind: Int32Array;
  readonly component: Int32Array;
}

/** @param wanted the value of the voxels that are looked at */
export function* findComponents(values: Uint8Array, wanted: number, size: Vec3, neighbours: Neighbours): RegionWork<Components> {
  const [ni, nj, nk] = size;
  const table: RunTable = { runs: 0, first: new Int32Array(1024), behind: new Int32Array(1024), earlier: new Int32Array(1024), ofRow: new Int32Array(nj * nk + 1) };
  const aside = neighbours === 6 ? 0 : 1;
  const corner = neighbours === 26 ? 1 : 0;
  let next = values.indexOf(wanted);
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      const row = j + nj * k;
      next = addRuns(table, values, wanted, next, row, ni);
      if (j > 0) joinRows(table, row, row - 1, ni, aside);
      if (k === 0) continue;
      joinRows(table, row, row - nj, ni, aside);
      if (neighbours === 6) continue;
      if (j > 0) joinRows(table, row, row - nj - 1, ni, corner);
      if (j < nj - 1) joinRows(table, row, row - nj + 1, ni, corner);
    }
    yield (k + 1) / nk;
  }
  return { size, ...counted(table) };
}

/** The runs found so far; of row `r` (j + nj · k) they are those from `ofRow[r]` to before `ofRow[r + 1]`. */
interface RunTable {
  runs: number;
  first: Int32Array;
  behind: Int32Array;
  /** An earlier run of the same component; the run itself where there is none. */
  earlier: Int32Array;
  readonly ofRow: Int32Array;
}

/**
 * @param next the first wanted voxel in this row or behind it, −1 where there is none
 * @returns the same for the next row
 */
function addRuns(table: RunTable, values: Uint8Array, wanted: number, next: number, row: number, ni: number): number {
  const end = (row + 1) * ni;
  let at = next;
  while (at !== -1 && at < end) {
    const first = at;
    while (at < end && values[at] === wanted) at++;
    if (table.runs === table.first.length) makeLonger(table);
    const run = table.runs++;
    table.first[run] = first;
    table.behind[run] = at;
    table.earlier[run] = run;
    // Within a row a call costs more than the voxels it passes over; behind it there may be many empty rows.
    while (at < end && values[at] !== wanted) at++;
    if (at === end) at = values.indexOf(wanted, end);
  }
  table.ofRow[row + 1] = table.runs;
  return at;
}

function makeLonger(table: RunTable): void {
  const longer = (runs: Int32Array): Int32Array => {
    const into = new Int32Array(2 * runs.length);
    into.set(runs);
    return into;
  };
  table.first = longer(table.first);
  table.behind = longer(table.behind);
  table.earlier = longer(table.earlier);
}

/**
 * Joins the runs of a row with those of an earlier one that they touch.
 * @param slack 1 where corners touch, else 0
 */
function joinRows({ first, behind, earlier, ofRow }: RunTable, row: number, above: number, ni: number, slack: number): void {
  const away = (row - above) * ni;
  let [run, other] = [ofRow[row] as number, ofRow[above] as number];
  const [runs, others] = [ofRow[row + 1] as number, ofRow[above + 1] as number];
  while (run < runs && other < others) {
    const [runBehind, otherBehind] = [(behind[run] as number) - away, behind[other] as number];
    if ((first[run] as number) - away < otherBehind + slack && (first[other] as number) < runBehind + slack) join(earlier, run, other);
    if (runBehind < otherBehind) run++;
    else other++;
  }
}

function join(earlier: Int32Array, run: number, other: number): void {
  const [one, two] = [firstOf(earlier, run), firstOf(earlier, other)];
  if (one < two) earlier[two] = one;
  else earlier[one] = two;
}

/** That of its component; the way to it is made shorter for the next time. */
function firstOf(earlier: Int32Array, run: number): number {
  let at = run;
  for (;;) {
    const before = earlier[at] as number;
    if (before === at) return at;
    const shorter = earlier[before] as number;
    earlier[at] = shorter;
    at = shorter;
  }
}

function counted({ runs, first, behind, earlier }: RunTable): Omit<Components, 'size'> {
  // An earlier run has its component's number already, which may stand where its own earlier run stood.
  const component = earlier.subarray(0, runs);
  let components = 0;
  for (let run = 0; run < runs; run++) component[run] = component[run] === run ? components++ : component[component[run] as number] as number;
  const voxels = new Int32Array(components);
  for (let run = 0; run < runs; run++) {
    const of = component[run] as number;
    voxels[of] = (voxels[of] as number) + (behind[run] as number) - (first[run] as number);
  }
  return { voxels, first: first.subarray(0, runs), behind: behind.subarray(0, runs), component };
}
