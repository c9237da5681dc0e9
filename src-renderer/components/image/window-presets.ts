/** Windows that are chosen by name, for one image: those of CT in Hounsfield units, and those by the image's own values. */
import { automaticWindow, type GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { ctWindowNames, ctWindowPresets, type CtWindowName } from '#shared/voxels/window-presets.ts';

/** Shares of values that are left out at each end. */
export const shares = { usual: 0.01, wide: 0.005, full: 0 } as const;
export type ShareName = keyof typeof shares;
export const shareNames = Object.keys(shares) as readonly ShareName[];
export type PresetName = CtWindowName | ShareName;

/** Hounsfield units mean nothing in any other image. */
export function presetNames(modality: string): readonly PresetName[] {
  return modality === 'ct' ? [...ctWindowNames, ...shareNames] : shareNames;
}

/** @param sorted values of the image */
export function presetWindow(name: PresetName, sorted: Float64Array): GreyWindow {
  return name in shares ? automaticWindow(sorted, shares[name as ShareName]) : ctWindowPresets[name as CtWindowName];
}

/** The preset that the window is, of several that are one window the chosen one; null where it is none. */
export function presetOf({ centre, width }: GreyWindow, names: readonly PresetName[], sorted: Float64Array, chosen: PresetName | null = null): PresetName | null {
  const isSame = (other: GreyWindow): boolean => Math.abs(other.centre - centre) + Math.abs(other.width - width) < 1e-6 * width;
  if (chosen !== null && names.includes(chosen) && isSame(presetWindow(chosen, sorted))) return chosen;
  return names.find((name) => isSame(presetWindow(name, sorted))) ?? null;
}
