/** How values become colours: 256 steps from the lower to the upper end of a window. Knows no screen. */
import { inferno, magma, viridis } from './colour-tables.ts';

/** In the order in which they are offered. */
export const colourMapNames = ['grey', 'inverted', 'hot-iron', 'viridis', 'inferno', 'magma', 'red', 'green', 'blue'] as const;
export type ColourMapName = (typeof colourMapNames)[number];

const formulas = {
  grey: (step) => [step, step, step],
  inverted: (step) => [255 - step, 255 - step, 255 - step],
  // DICOM PS3.6, B.1.1, to a step of 1: red over the lower half, green over the upper one, blue over the last quarter.
  'hot-iron': (step) => [2 * step, 2 * (step - 128), 4 * (step - 192)],
  red: (step) => [step, 0, 0],
  green: (step) => [0, step, 0],
  blue: (step) => [0, 0, step],
} as const satisfies Partial<Record<ColourMapName, (step: number) => readonly [number, number, number]>>;
const tables = { viridis, inferno, magma } as const;

const made = new Map<ColourMapName, Uint8Array>();

/** 256 × RGB */
export function colourMap(name: ColourMapName): Uint8Array {
  let colours = made.get(name);
  if (colours === undefined) {
    colours = name in tables ? fromTable(tables[name as keyof typeof tables]) : fromFormula(formulas[name as keyof typeof formulas]);
    made.set(name, colours);
  }
  return colours;
}

function fromFormula(formula: (step: number) => readonly [number, number, number]): Uint8Array {
  const colours = new Uint8ClampedArray(768);
  for (let step = 0; step < 256; step += 1) colours.set(formula(step), 3 * step);
  return new Uint8Array(colours);
}

function fromTable(table: string): Uint8Array {
  return Uint8Array.from({ length: 768 }, (_, at) => Number.parseInt(table.slice(2 * at, 2 * at + 2), 16));
}
