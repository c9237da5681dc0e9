/** The picture of a histogram that a window is dragged on: which values it spans, and its outline. */
import { histogramOf, percentile } from '#shared/voxels/grey-statistics.ts';

export interface HistogramShape {
  /** Real values at the left and the right edge. */
  readonly lowest: number;
  readonly highest: number;
  /** 0–1 for each of its columns: how many voxels, on a logarithmic scale, of the most. */
  readonly heights: readonly number[];
}

/** A few voxels far from all others would push these into a corner: a thousandth at each end may be cut off. */
const cutOff = 0.001;
const margin = 0.1;

/** @param sorted values of the image, in real ones */
export function histogramShape(sorted: Float64Array, columns: number): HistogramShape {
  if (sorted.length === 0) return { lowest: 0, highest: 1, heights: new Array<number>(columns).fill(0) };
  const [inner, outer] = [percentile(sorted, cutOff), percentile(sorted, 1 - cutOff)];
  const around = (outer - inner) * margin;
  const [lowest, highest] = [Math.max(sorted[0]!, inner - around), Math.min(sorted.at(-1)!, outer + around)];
  if (!(highest > lowest)) return { lowest: lowest - 0.5, highest: lowest + 0.5, heights: new Array<number>(columns).fill(0) };
  const within = sorted.filter((value) => value >= lowest && value <= highest);
  const { counts } = histogramOf(within, columns);
  const most = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 0));
  return { lowest: within[0]!, highest: within.at(-1)!, heights: Array.from(counts, (count) => Math.log1p(count) / most) };
}

/** Where on the picture a value stands: one that lies beyond an edge stands at it, where it can be taken hold of. */
export function placedValue(value: number, { lowest, highest }: HistogramShape): number {
  return Math.min(Math.max(value, lowest), highest);
}

/** What part of a window a drag moves. */
export type WindowPart = 'lower' | 'upper' | 'whole';

/** The window after a part of it went to where it is dragged; its ends stay apart by at least a hundredth of what is spanned. */
export function draggedWindow(
  window: { readonly centre: number; readonly width: number }, part: WindowPart, by: number, { lowest, highest }: HistogramShape,
): { readonly centre: number; readonly width: number } {
  if (part === 'whole') return { centre: window.centre + by, width: window.width };
  const least = (highest - lowest) / 100;
  const [lower, upper] = [window.centre - window.width / 2, window.centre + window.width / 2];
  const ends = part === 'lower' ? [Math.min(lower + by, upper - least), upper] as const : [lower, Math.max(upper + by, lower + least)] as const;
  return { centre: (ends[0] + ends[1]) / 2, width: ends[1] - ends[0] };
}
