/** What a person chose for an import, and how the call takes it. Pure. */
import type { ImportOptions } from '#shared/contract/cases.ts';
import type { Chosen } from './chosen.ts';

export interface ImportChoices {
  readonly images: Chosen | null;
  readonly labels: Chosen | null;
  readonly onlyLabelledSlices: boolean;
  readonly nearest: boolean;
  readonly modality: 'guess' | 'mr' | 'ct' | 'other';
  readonly orientation: string;
  readonly spacingUnknown: boolean;
  readonly patientPattern: string;
}

/** The choices as the call takes them; what was left alone is left out. */
export function importOptions(choices: ImportChoices, images: string, labels: string | null): ImportOptions {
  const { modality, nearest, onlyLabelledSlices, spacingUnknown } = choices;
  const [orientation, patientPattern] = [choices.orientation.trim().toUpperCase(), choices.patientPattern.trim()];
  return {
    paths: [images],
    onlyLabelledSlices: labels !== null && onlyLabelledSlices,
    ...(labels === null ? {} : { labels }),
    ...(labels !== null && nearest ? { resample: 'nearest' as const } : {}),
    ...(modality === 'guess' ? {} : { modality }),
    ...(orientation === '' ? {} : { orientation }),
    ...(spacingUnknown ? { spacingUnknown } : {}),
    ...(patientPattern === '' ? {} : { patientPattern }),
  };
}
