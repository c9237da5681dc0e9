/** How each map is shown, and what its ends mean. Pure. */
import type { ColourMapName } from '#shared/voxels/colour-maps.ts';
import type { MapKind } from '../../stores/insight.ts';

/** Even for the eye, and for colour-blind ones: a step of the value looks as large anywhere. */
export const mapColours: Readonly<Record<MapKind, ColourMapName>> = { probability: 'viridis', uncertainty: 'inferno', disagreement: 'inferno', explanation: 'magma' };

/** What is told in percent; others are told as shares of their full scale. */
export const inPercent: ReadonlySet<MapKind> = new Set<MapKind>(['probability']);

/** @param byte of a map, or a share of 255 */
export function mapValue(kind: MapKind, byte: number, amount: (value: number, digits: number) => string): string {
  return inPercent.has(kind) ? `${amount(byte / 2.55, 0)} %` : amount(byte / 255, 2);
}
