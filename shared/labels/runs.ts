/**
 * Run-length code of one tile's labels: pairs of a label (one byte) and a length (LEB128, 1 or more),
 * row by row across the tile's rows. A tile has exactly one code (neighbouring runs differ, lengths are
 * written as short as they can be), so that equal tiles are equal bytes.
 */

/** Stored beside each tile, so that a later code can be told from this one. */
export const runsCodec = 1;

/** The bytes are no run-length code of a tile of the expected size. */
export class MalformedRuns extends Error {
  constructor(reason: string) {
    super(`malformed runs: ${reason}`);
    this.name = 'MalformedRuns';
  }
}

let worst = new Uint8Array(0);

/** @param voxels label indices of one tile, row by row; at least one */
export function encodeRuns(voxels: Uint8Array): Uint8Array {
  // Two bytes a voxel is the worst case: runs of up to 127 voxels take two bytes. Kept, since an edit codes hundreds of tiles.
  if (worst.length < voxels.length * 2) worst = new Uint8Array(voxels.length * 2);
  const code = worst;
  let end = 0;
  let start = 0;
  while (start < voxels.length) {
    const label = voxels[start]!;
    let stop = start + 1;
    while (stop < voxels.length && voxels[stop] === label) stop += 1;
    code[end++] = label;
    let length = stop - start;
    while (length >= 0x80) {
      code[end++] = (length & 0x7f) | 0x80;
      length >>>= 7;
    }
    code[end++] = length;
    start = stop;
  }
  return code.slice(0, end);
}

/** Whether a tile's code says background and nothing else: one run, whose length takes one or two bytes. */
export function isBackground(code: Uint8Array): boolean {
  return code[0] === 0 && code.length <= 3;
}

/** The labels that a well-formed code holds. */
export function labelsInRuns(code: Uint8Array): Set<number> {
  const labels = new Set<number>();
  let position = 0;
  while (position < code.length) {
    labels.add(code[position++]!);
    while (code[position++]! >= 0x80);
  }
  return labels;
}

/** A rectangle inside a larger array: `width` voxels a row, rows `stride` apart, the first at `offset`. */
export interface RunTarget {
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

/** @throws MalformedRuns where the code does not fill exactly `count` voxels, or is not the shortest one */
function eachRun(code: Uint8Array, count: number, visit: (label: number, length: number) => void): void {
  let position = 0;
  let filled = 0;
  let previous = -1;
  while (position < code.length) {
    const label = code[position++]!;
    if (label === previous) throw new MalformedRuns('neighbouring runs of one label');
    previous = label;
    let length = 0;
    let byte: number | undefined;
    let shift = 0;
    do {
      byte = code[position++];
      if (byte === undefined) throw new MalformedRuns('it ends within a run');
      if (shift > 21) throw new MalformedRuns('a run is too long');
      length |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    if (byte === 0) throw new MalformedRuns(length === 0 ? 'an empty run' : 'a length is written too long');
    filled += length;
    if (filled > count) throw new MalformedRuns('more voxels than the tile has');
    visit(label, length);
  }
  if (filled !== count) throw new MalformedRuns('fewer voxels than the tile has');
}

/** A tile's runs taken apart: of each its label, and where it ends in the tile. */
export interface Runs {
  readonly labels: readonly number[];
  readonly ends: readonly number[];
}

/** What tiles without a code are: background. */
export const backgroundRuns = (count: number): Runs => ({ labels: [0], ends: [count] });

/** @throws MalformedRuns */
export function runsOf(code: Uint8Array, count: number): Runs {
  const labels: number[] = [];
  const ends: number[] = [];
  let end = 0;
  eachRun(code, count, (label, length) => {
    end += length;
    labels.push(label);
    ends.push(end);
  });
  return { labels, ends };
}

/** Tells where two states of one tile differ: from each place up to, but not with, the other. */
export function eachDifference(before: Runs, after: Runs, visit: (from: number, to: number) => void): void {
  let from = 0;
  for (let a = 0, b = 0; a < before.ends.length && b < after.ends.length;) {
    const to = Math.min(before.ends[a]!, after.ends[b]!);
    if (before.labels[a] !== after.labels[b]) visit(from, to);
    from = to;
    if (before.ends[a] === to) a += 1;
    if (after.ends[b] === to) b += 1;
  }
}

/**
 * Writes a tile into a rectangle of a larger array.
 * @throws MalformedRuns where the code does not fill exactly this rectangle, or is not the shortest one
 */
export function paintRuns(code: Uint8Array, voxels: Uint8Array, { offset, width, height, stride }: RunTarget): void {
  let place = 0;
  eachRun(code, width * height, (label, length) => {
    let column = place % width;
    let from = offset + ((place - column) / width) * stride + column;
    place += length;
    for (let left = length; left > 0;) {
      const part = Math.min(left, width - column);
      voxels.fill(label, from, from + part);
      from += part + stride - width;
      column = 0;
      left -= part;
    }
  });
}

/**
 * The inverse of `encodeRuns`.
 * @param count voxels of the tile
 * @throws MalformedRuns
 */
export function decodeRuns(code: Uint8Array, count: number): Uint8Array {
  const voxels = new Uint8Array(count);
  paintRuns(code, voxels, { offset: 0, width: count, height: 1, stride: count });
  return voxels;
}
