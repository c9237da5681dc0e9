import type { GreyWindow } from './grey-statistics.ts';

/** Windows for CT in Hounsfield units; source: radiopaedia.org, "Windowing (CT)". */
export const ctWindowPresets = {
  brain: { centre: 40, width: 80 },
  stroke: { centre: 40, width: 40 },
  subdural: { centre: 75, width: 215 },
  lung: { centre: -600, width: 1500 },
  mediastinum: { centre: 50, width: 350 },
  abdomen: { centre: 50, width: 400 },
  liver: { centre: 30, width: 150 },
  bone: { centre: 400, width: 1800 },
  'temporal-bone': { centre: 600, width: 2800 },
} as const satisfies Readonly<Record<string, GreyWindow>>;

export type CtWindowName = keyof typeof ctWindowPresets;
export const ctWindowNames = Object.keys(ctWindowPresets) as readonly CtWindowName[];
