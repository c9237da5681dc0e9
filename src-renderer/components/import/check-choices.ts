/** What can be said to be wrong before the host is asked. */
import type { Chosen } from '../../stores/chosen.ts';
import type { ImportChoices } from '../../stores/import-options.ts';
import { isFullPath } from '../form/full-path.ts';

export type Complaint = 'images' | 'labels' | 'orientation' | 'patient';

export function complaintsOf({ images, labels, orientation, patientPattern }: Pick<ImportChoices, 'images' | 'labels' | 'orientation' | 'patientPattern'>): Complaint[] {
  return [
    ...(isReachable(images) ? [] : ['images' as const]),
    ...(isReachable(labels) ? [] : ['labels' as const]),
    ...(orientation.trim() === '' || isOrientation(orientation.trim().toUpperCase()) ? [] : ['orientation' as const]),
    ...(patientPattern.trim() === '' || hasOneGroup(patientPattern.trim()) ? [] : ['patient' as const]),
  ];
}

function isReachable(chosen: Chosen | null): boolean {
  return chosen?.kind !== 'typed' || isFullPath(chosen.path);
}

/** Three letters, one of each of the pairs R–L, A–P and S–I. */
function isOrientation(code: string): boolean {
  return /^[RLAPSI]{3}$/.test(code) && ['RL', 'AP', 'SI'].every((pair) => [...code].filter((letter) => pair.includes(letter)).length === 1);
}

/** An alternative that matches everything tells how many groups the pattern has. */
function hasOneGroup(pattern: string): boolean {
  try {
    return new RegExp(`(?:${pattern})|`).exec('')?.length === 2;
  } catch {
    return false;
  }
}
