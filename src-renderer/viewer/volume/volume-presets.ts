/**
 * How volumes are rendered: which values are seen through, which hide what is behind, and in which colours. Hounsfield
 * units of tissues as in textbooks of CT (lung −900 … −500, fat −100, muscle 50, contrast medium 200 … 400, bone from 300);
 * MR has no scale, so that shares of its own voxels stand for values.
 */
import { percentile } from '#shared/voxels/grey-statistics.ts';
import type { RenderingPreset } from '#shared/voxels/rendering-presets.ts';
import type { GreyWindow } from '../slice-view.ts';

/** One point of the lines between which opacity and colour are interpolated. */
export interface TransferPoint {
  /** Of the 8-bit copy, 0–255. */
  readonly value: number;
  /** Of a layer as thick as a voxel of the copy, 0–1. */
  readonly opacity: number;
  /** Red, green, blue, 0–1. */
  readonly colour: readonly [number, number, number];
}

export interface ResolvedPreset {
  /** What the copy is made through, in real values. */
  readonly window: GreyWindow;
  /** What several voxels of the image become together. */
  readonly of: 'mean' | 'largest';
  /** `composite`: from front to back, shaded; `largest`: the brightest along the ray. */
  readonly blending: 'composite' | 'largest';
  /** Ascending; the first at 0 and the last at 255 where the copy was made for them. */
  readonly points: readonly TransferPoint[];
}

type Point = readonly [value: number, opacity: number, colour: string];

const hounsfield: Readonly<Record<Exclude<RenderingPreset, 'mr' | 'mip'>, readonly Point[]>> = {
  'ct-bone': [[100, 0, '#7a3d2a'], [180, 0.1, '#c08a63'], [300, 0.5, '#e6cba6'], [700, 0.85, '#f6ecd8'], [1600, 0.95, '#ffffff']],
  'ct-soft-tissue': [[-160, 0, '#d9b36c'], [-60, 0.01, '#e0b978'], [20, 0.04, '#b3483c'], [80, 0.25, '#c96a55'], [180, 0.5, '#f0d0b0'], [440, 0.8, '#fffaf0']],
  'ct-lung': [[-1000, 0, '#1d3a5f'], [-930, 0, '#2d5f8f'], [-820, 0.03, '#6fa8d6'], [-600, 0.08, '#bcd8ee'], [-420, 0.02, '#e8e0da'], [-300, 0, '#e8d0c0'], [0, 0, '#e8d0c0']],
  'ct-vessels': [[120, 0, '#5a0d0d'], [180, 0.12, '#a01818'], [260, 0.5, '#d8402c'], [400, 0.8, '#f5a080'], [700, 0.9, '#fff2e6']],
};

/** Share of the image's voxels below the value, opacity, colour: background and noise are most of an MR image. */
const byShares: readonly Point[] = [[0.02, 0, '#101418'], [0.6, 0, '#404850'], [0.8, 0.03, '#8a8f96'], [0.95, 0.2, '#d5d2cc'], [0.995, 0.6, '#ffffff']];

/**
 * @param sorted sample of the image's real values, ascending, at least one
 * @param window that the slices are shown through; a projection follows it, the others have values of their own
 * @param shift of those values upwards, in shares of their width
 */
export function resolvedPreset(preset: RenderingPreset, sorted: Float64Array, window: GreyWindow, shift = 0): ResolvedPreset {
  switch (preset) {
    case 'ct-bone':
    case 'ct-soft-tissue':
    case 'ct-lung':
    case 'ct-vessels':
      return composite(hounsfield[preset], shift);
    case 'mr':
      return composite(byShares.map(([share, opacity, colour]) => [percentile(sorted, share), opacity, colour]), shift);
    case 'mip':
      return { window, of: 'largest', blending: 'largest', points: [{ value: 0, opacity: 0, colour: [0, 0, 0] }, { value: 255, opacity: 1, colour: [1, 1, 1] }] };
  }
}

/** From the lowest value of a preset to its highest, Hounsfield units; null for those that have no values of their own. */
export function presetWidthHu(preset: RenderingPreset): number | null {
  if (preset === 'mr' || preset === 'mip') return null;
  const points = hounsfield[preset];
  return points.at(-1)![0] - points[0]![0];
}

/** The same look for a copy that was made through another window: its points may lie beyond 0 and 255. */
export function throughWindow(preset: ResolvedPreset, window: GreyWindow): ResolvedPreset {
  const lowest = preset.window.centre - preset.window.width / 2;
  const from = window.centre - window.width / 2;
  const inWindow = (value: number): number => ((lowest + (value / 255) * preset.window.width - from) / window.width) * 255;
  return { ...preset, window, points: preset.points.map((point) => ({ ...point, value: inWindow(point.value) })) };
}

function composite(points: readonly Point[], shift: number): ResolvedPreset {
  const [lowest, highest] = [points[0]![0], points.at(-1)![0]];
  // An image of one value has no width to divide by.
  const width = highest - lowest || 1;
  return {
    window: { centre: lowest + width / 2 + shift * width, width },
    of: 'mean',
    blending: 'composite',
    points: points.map(([value, opacity, colour], at) => ({
      value: at === points.length - 1 ? 255 : ((value - lowest) / width) * 255, opacity, colour: rgb(colour),
    })),
  };
}

/** @param colour `#rrggbb` */
export function rgb(colour: string): [number, number, number] {
  const bits = Number.parseInt(colour.slice(1), 16);
  return [(bits >> 16) / 255, ((bits >> 8) & 0xff) / 255, (bits & 0xff) / 255];
}

/** The opacity of each value of the copy. */
export function opacityTable(points: readonly TransferPoint[]): Float32Array {
  const table = new Float32Array(256);
  let at = 0;
  for (let value = 0; value < 256; value++) {
    while (at < points.length - 2 && points[at + 1]!.value < value) at++;
    const [low, high] = [points[at]!, points[at + 1]!];
    const share = high.value === low.value ? 1 : Math.min(Math.max((value - low.value) / (high.value - low.value), 0), 1);
    table[value] = low.opacity + share * (high.opacity - low.opacity);
  }
  return table;
}
