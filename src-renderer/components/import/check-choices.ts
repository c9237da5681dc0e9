/** What can be said to be wrong before the host is asked. */
import type { ImportChoices } from '../../stores/imports.ts';

export type Complaint = 'orientation' | 'patient';

export function complaintsOf({ orientation, patientPattern }: Pick<ImportChoices, 'orientation' | 'patientPattern'>): Complaint[] {
  return [
    ...(orientation.trim() === '' || isOrientation(orientation.trim().toUpperCase()) ? [] : ['orientation' as const]),
    ...(patientPattern.trim() === '' || hasOneGroup(patientPattern.trim()) ? [] : ['patient' as const]),
  ];
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
