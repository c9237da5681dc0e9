/**
 * Covers a slice with windows of the training patch's size, so that the network sees at prediction what
 * it saw in training; where windows overlap, the middle of a window counts more than its border
 * (Gaussian weights: Isensee et al. 2021, nnU-Net).
 */

export interface Window {
  readonly rows: number;
  readonly columns: number;
}

export interface Tiling {
  readonly window: Window;
  /** First row and column of each window; negative where the slice is smaller than the window. */
  readonly origins: readonly { readonly row: number; readonly column: number }[];
}

/** A slice this much larger than the patch is still taken whole: nothing to blend, and hardly another view than in training. */
const wholeUpTo = 1.5;

/**
 * @param stride total stride of the network: a whole slice is padded to a multiple of it
 */
export function tileSlice(rows: number, columns: number, [patchRows = 1, patchColumns = 1]: readonly number[], stride: number): Tiling {
  const padded = (length: number, side: number): number => Math.max(side, Math.ceil(length / stride) * stride);
  const whole = { rows: padded(rows, patchRows), columns: padded(columns, patchColumns) };
  const window = whole.rows <= wholeUpTo * patchRows && whole.columns <= wholeUpTo * patchColumns
    ? whole
    : { rows: patchRows, columns: patchColumns };
  const rowStarts = starts(rows, window.rows);
  const columnStarts = starts(columns, window.columns);
  return { window, origins: rowStarts.flatMap((row) => columnStarts.map((column) => ({ row, column }))) };
}

/** Evenly spaced, overlapping by half a window or more, the last one ending with the slice. */
function starts(length: number, side: number): readonly number[] {
  if (length <= side) return [-Math.floor((side - length) / 2)];
  const count = Math.ceil((length - side) / (side / 2)) + 1;
  return Array.from({ length: count }, (_, n) => Math.round((n * (length - side)) / (count - 1)));
}

/** Weight of each pixel of a window, the largest 1; rows × columns. Standard deviation: an eighth of the side. */
export function gaussianWeights({ rows, columns }: Window): Float32Array {
  const profile = (length: number): number[] => {
    const deviation = length / 8;
    return Array.from({ length }, (_, at) => Math.exp(-(((at - (length - 1) / 2) / deviation) ** 2) / 2));
  };
  const [vertical, horizontal] = [profile(rows), profile(columns)];
  // Corners would fall to 1e-7 and vanish beside sums in float32.
  const smallest = 1e-3;
  return Float32Array.from(vertical.flatMap((v) => horizontal.map((h) => Math.max(smallest, v * h))));
}
