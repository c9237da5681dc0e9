import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Settings } from '#shared/contract/settings.ts';

// The display letters name where a point lies, so that no sign has to be remembered.
const sides = [['L', 'R'], ['P', 'A'], ['S', 'I']] as const;

/** A place in the patient as a person reads it. @param positionMm LPS @param written a number with one digit after the point */
export function positionText(positionMm: Vec3, system: Settings['coordinates'], written: (mm: number) => string): string {
  switch (system) {
    case 'letters': return positionMm.map((mm, axis) => `${'xyz'[axis]!} ${written(Math.abs(mm))} ${sides[axis]![mm < 0 ? 1 : 0]}`).join('  ');
    case 'LPS': return `LPS ${positionMm.map((mm) => written(mm)).join('  ')}`;
    // Left and posterior are negative where right and anterior are positive.
    case 'RAS': return `RAS ${positionMm.map((mm, axis) => written(axis < 2 && mm !== 0 ? -mm : mm)).join('  ')}`;
  }
}
