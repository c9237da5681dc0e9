/**
 * Brings volumes from one grid to another over the same extent: the outer faces of the first and last
 * voxels stay where they are, so that no structure moves. Slices lie slowest, columns fastest.
 */

/** Slices, rows, columns. */
export type GridSize = readonly [number, number, number];

/** What each new place along an axis is made of. */
interface AxisWeights {
  /** First old place of each new one … */
  readonly first: Int32Array;
  /** … how many it takes … */
  readonly count: Int32Array;
  /** … and how much each of them counts, `widest` numbers for each new place, together 1. */
  readonly weights: Float32Array;
  readonly widest: number;
}

/** Number of voxels along an axis once its spacing is another; 1 at least. */
export function resampledLength(length: number, spacingMm: number, targetMm: number | null): number {
  return targetMm === null ? length : Math.max(1, Math.round((length * spacingMm) / targetMm));
}

export function sameGrid(a: GridSize, b: GridSize): boolean {
  return a.every((length, axis) => length === b[axis]);
}

/** Where a voxel of the new grid lies in the old one, the nearest voxel. */
export function nearestOf(length: number, newLength: number): Int32Array {
  return Int32Array.from({ length: newLength }, (_, at) => Math.min(length - 1, Math.floor(((at + 0.5) * length) / newLength)));
}

/**
 * Planes of the old grid that the planes of a new one take their labels from: the nearest, and where a new plane covers
 * several, the nearest complete one of these, so that a complete plane among others is not passed over.
 * @param complete 1 for each old plane that is
 */
export function teachingSources(complete: Uint8Array, newLength: number): Int32Array {
  const scale = complete.length / newLength;
  return nearestOf(complete.length, newLength).map((nearest, at) => {
    let source = nearest;
    let distance = Infinity;
    // Those whose middle lies in the new plane.
    for (let old = Math.ceil(at * scale - 0.5); old + 0.5 < (at + 1) * scale; old++) {
      const away = Math.abs(old + 0.5 - (at + 0.5) * scale);
      if (complete[old] === 1 && away < distance) [source, distance] = [old, away];
    }
    return complete[nearest] === 1 ? nearest : source;
  });
}

/**
 * Linear interpolation; where there are fewer new voxels than old ones the tent is as wide as a new voxel,
 * so that what lies between is not passed over (as in Pillow's bilinear filter). Beyond the outermost
 * centres the outermost value goes on.
 */
function weightsAlong(length: number, newLength: number): AxisWeights {
  const scale = length / newLength;
  const reach = Math.max(1, scale);
  const widest = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(newLength);
  const count = new Int32Array(newLength);
  const weights = new Float32Array(newLength * widest);
  for (let at = 0; at < newLength; at++) {
    const middle = (at + 0.5) * scale - 0.5;
    const from = Math.max(0, Math.ceil(middle - reach));
    const to = Math.min(length - 1, Math.floor(middle + reach));
    let sum = 0;
    for (let place = from; place <= to; place++) {
      const weight = Math.max(0, 1 - Math.abs(place - middle) / reach);
      weights[at * widest + place - from] = weight;
      sum += weight;
    }
    first[at] = from;
    count[at] = to - from + 1;
    for (let n = 0; n <= to - from; n++) weights[at * widest + n] = (weights[at * widest + n] as number) / sum;
  }
  return { first, count, weights, widest };
}

/** Along one axis: `outer` blocks of `length` rows of `inner` values each. */
function resampleAxis(values: Float32Array, outer: number, length: number, inner: number, newLength: number): Float32Array {
  if (length === newLength) return values;
  const { first, count, weights, widest } = weightsAlong(length, newLength);
  const result = new Float32Array(outer * newLength * inner);
  for (let block = 0; block < outer; block++) {
    for (let at = 0; at < newLength; at++) {
      const to = (block * newLength + at) * inner;
      const taken = count[at] as number;
      for (let n = 0; n < taken; n++) {
        const weight = weights[at * widest + n] as number;
        if (weight === 0) continue;
        const from = (block * length + (first[at] as number) + n) * inner;
        for (let i = 0; i < inner; i++) result[to + i] = (result[to + i] as number) + weight * (values[from + i] as number);
      }
    }
  }
  return result;
}

/** @returns the given array itself where the grids are the same */
export function resampleVolume(values: Float32Array, from: GridSize, to: GridSize): Float32Array {
  const columns = resampleAxis(values, from[0] * from[1], from[2], 1, to[2]);
  const rows = resampleAxis(columns, from[0], from[1], to[2], to[1]);
  return resampleAxis(rows, 1, from[0], to[1] * to[2], to[0]);
}

/**
 * Each new voxel gets the label of the old one that it lies in.
 * @param sources where other places than the nearest are wanted along an axis
 */
export function resampleLabels(labels: Uint8Array, from: GridSize, to: GridSize, sources: Partial<Record<'slices' | 'rows' | 'columns', Int32Array>> = {}): Uint8Array {
  if (sameGrid(from, to)) return labels;
  const { slices = nearestOf(from[0], to[0]), rows = nearestOf(from[1], to[1]), columns = nearestOf(from[2], to[2]) } = sources;
  const result = new Uint8Array(to[0] * to[1] * to[2]);
  let at = 0;
  for (const slice of slices) {
    for (const row of rows) {
      const start = (slice * from[1] + row) * from[2];
      for (const column of columns) result[at++] = labels[start + column] as number;
    }
  }
  return result;
}

/** Slices of one grid that some slices of another one are made of, ascending. */
export function slicesBehind(length: number, newLength: number, wanted: readonly number[]): readonly number[] {
  const along = weightsAlong(length, newLength);
  return [...new Set(wanted.flatMap((slice) => sourcesOf(along, slice).map(([source]) => source)))].sort((a, b) => a - b);
}

/** What one slice is made of, and how much each counts. */
function sourcesOf({ first, count, weights, widest }: AxisWeights, slice: number): readonly (readonly [source: number, weight: number])[] {
  return Array.from({ length: count[slice] as number }, (_, n) => [(first[slice] as number) + n, weights[slice * widest + n] as number] as const)
    .filter(([, weight]) => weight !== 0);
}

/** Of a slice, rows × columns × values. */
export type SliceValues = (slice: number) => Promise<Float32Array>;

/**
 * Brings what is known of the voxels of one grid to another, some numbers for each, by linear interpolation and slice by
 * slice: no more is held than what the present slice is made of.
 * @param given of one slice of `from`; asked for in ascending order, and for those alone that `slicesBehind` names
 * @param perVoxel numbers for each voxel
 * @param wanted slices of `to`, ascending
 * @param visit is given each of them, rows × columns × values, not to be changed
 */
export async function resampleSlices(
  given: SliceValues, from: GridSize, to: GridSize, perVoxel: number, wanted: readonly number[], visit: (slice: number, values: Float32Array) => void,
): Promise<void> {
  const along = weightsAlong(from[0], to[0]);
  const inPlane = new Map<number, Float32Array>();
  const sliceOf = async (slice: number): Promise<Float32Array> => {
    const known = inPlane.get(slice);
    if (known !== undefined) return known;
    const columns = resampleAxis(await given(slice), from[1], from[2], perVoxel, to[2]);
    const made = resampleAxis(columns, 1, from[1], to[2] * perVoxel, to[1]);
    inPlane.set(slice, made);
    return made;
  };
  for (const slice of wanted) {
    const sources = sourcesOf(along, slice);
    for (const known of inPlane.keys()) if (known < (sources[0]?.[0] ?? 0)) inPlane.delete(known);
    let mixed: Float32Array | null = null;
    for (const [source, weight] of sources) {
      const own = await sliceOf(source);
      if (sources.length === 1) mixed = own;
      else {
        mixed ??= new Float32Array(to[1] * to[2] * perVoxel);
        for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) + weight * (own[i] as number);
      }
    }
    visit(slice, mixed as Float32Array);
  }
}

/**
 * The likeliest output of each voxel of a grid, from probabilities on another: these are interpolated, so
 * that borders fall between voxels, not labels, which would give steps. One slice of the result at a time
 * is all that is held besides.
 * @param probabilities of one slice of `from`, rows × columns × outputs; asked for in ascending order
 * @param see is shown those of each slice of `to` on the way, not to be changed
 */
export async function likeliestOutputs(probabilities: SliceValues, from: GridSize, to: GridSize, outputs: number, see?: (slice: number, values: Float32Array) => void): Promise<Uint8Array> {
  const pixels = to[1] * to[2];
  const result = new Uint8Array(to[0] * pixels);
  await resampleSlices(probabilities, from, to, outputs, Array.from({ length: to[0] }, (_, slice) => slice), (slice, values) => {
    see?.(slice, values);
    chooseLikeliest(values, outputs, result.subarray(slice * pixels, (slice + 1) * pixels));
  });
  return result;
}

/** The first of several equal ones. @param probabilities pixels × outputs */
export function chooseLikeliest(probabilities: Float32Array, outputs: number, into: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < into.length; pixel++, at += outputs) {
    let best = 0;
    for (let c = 1; c < outputs; c++) {
      if ((probabilities[at + c] as number) > (probabilities[at + best] as number)) best = c;
    }
    into[pixel] = best;
  }
}
