/** How each map is shown, and how its values are told. Pure. */
import type { MapKind } from '#shared/contract/explanation.ts';
import type { ColourMapName } from '#shared/voxels/colour-maps.ts';

/** Even for the eye, and for colour-blind ones: a step of the value looks as large anywhere. */
export const mapColours: Readonly<Record<MapKind, ColourMapName>> = { probability: 'viridis', uncertainty: 'inferno', disagreement: 'inferno', explanation: 'magma' };

/**
 * As a person reads it; what an explanation comes to has no unit and is told as a share of its highest.
 * @param byte of a map, 255 its `maximum`
 */
export function mapValue({ kind, maximum }: { readonly kind: MapKind; readonly maximum: number }, byte: number, amount: (value: number, digits: number) => string): string {
  switch (kind) {
    case 'probability': return `${amount((byte / 2.55) * maximum, 0)} %`;
    case 'uncertainty': return amount((byte / 255) * maximum, 2);
    case 'disagreement': return amount((byte / 255) * maximum, 3);
    case 'explanation': return amount(byte / 255, 2);
  }
}
