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

/**
 * The likeliest output of each voxel of a grid, from probabilities on another: these are interpolated, so
 * that borders fall between voxels, not labels, which would give steps. One slice of the result at a time
 * is all that is held besides.
 * @param probabilities of one slice of `from`, rows × columns × outputs; asked for in ascending order
 */
export async function likeliestOutputs(
  probabilities: (slice: number) => Promise<Float32Array>, from: GridSize, to: GridSize, outputs: number,
): Promise<Uint8Array> {
  const pixels = to[1] * to[2];
  const result = new Uint8Array(to[0] * pixels);
  const { first, count, weights, widest } = weightsAlong(from[0], to[0]);
  const inPlane = new Map<number, Float32Array>();
  const sliceOf = async (slice: number): Promise<Float32Array> => {
    const known = inPlane.get(slice);
    if (known !== undefined) return known;
    const columns = resampleAxis(await probabilities(slice), from[1], from[2], outputs, to[2]);
    const made = resampleAxis(columns, 1, from[1], to[2] * outputs, to[1]);
    inPlane.set(slice, made);
    return made;
  };
  for (let slice = 0; slice < to[0]; slice++) {
    const start = first[slice] as number;
    for (const known of inPlane.keys()) if (known < start) inPlane.delete(known);
    const taken = count[slice] as number;
    let mixed = await sliceOf(start);
    if (taken > 1) {
      mixed = new Float32Array(pixels * outputs);
      for (let n = 0; n < taken; n++) {
        const weight = weights[slice * widest + n] as number;
        if (weight === 0) continue;
        const own = await sliceOf(start + n);
        for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] as number) + weight * (own[i] as number);
      }
    }
    chooseLikeliest(mixed, outputs, result.subarray(slice * pixels, (slice + 1) * pixels));
  }
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
