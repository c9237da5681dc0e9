/** Cases as rows of a table: what each shows, which are shown, in which order. Pure. */
import type { CaseInfo } from '#shared/contract/cases.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CaseColumn, CaseFilter } from '../../stores/case-table.ts';

export type CaseState = 'to-do' | 'in-work' | 'complete';

export interface CaseRow {
  readonly id: CaseInfo['id'];
  readonly name: string;
  readonly patient: string;
  readonly modality: 'mr' | 'ct' | 'other';
  readonly size: Vec3;
  /** Null where the file does not say how large a voxel is. */
  readonly spacingMm: Vec3 | null;
  readonly slices: number;
  readonly completeSlices: number;
  readonly state: CaseState;
  /** The models that have predicted it. */
  readonly predictedBy: readonly string[];
  readonly changedAt: string | null;
  /** What a search looks at. */
  readonly searched: string;
}

export function rowOf(one: CaseInfo): CaseRow {
  const { id, name, patient, slices, completeSlices, changedAt, images, labelmaps } = one;
  const image = images[0]!;
  return {
    id, name, patient, slices, completeSlices, changedAt,
    modality: image.modality,
    size: image.size,
    spacingMm: image.trust === 'spacing-unknown' ? null : spacingMm(image.affine as unknown as Affine),
    state: stateOf(one),
    searched: `${name}\n${patient}`.toLocaleLowerCase(),
    predictedBy: labelmaps.flatMap(({ owner }) => (owner.kind === 'model' ? [owner.modelId] : [])),
  };
}

function stateOf({ slices, completeSlices, changedAt }: CaseInfo): CaseState {
  if (completeSlices >= slices) return 'complete';
  return completeSlices > 0 || changedAt !== null ? 'in-work' : 'to-do';
}

export function passes(row: CaseRow, filter: CaseFilter): boolean {
  switch (filter) {
    case 'all': return true;
    case 'predicted': return row.predictedBy.length > 0;
    case 'to-do':
    case 'in-work':
    case 'complete': return row.state === filter;
  }
}

/** Every word must occur in the name or the patient, wherever and however it is written. */
export function matches({ searched }: Pick<CaseRow, 'searched'>, text: string): boolean {
  return text.toLocaleLowerCase().split(/\s+/).every((word) => searched.includes(word));
}

/** `case_2` before `case_10`. */
const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const comparisons: Readonly<Record<CaseColumn, (a: CaseRow, b: CaseRow) => number>> = {
  name: (a, b) => natural.compare(a.name, b.name),
  patient: (a, b) => natural.compare(a.patient, b.patient),
  modality: (a, b) => a.modality.localeCompare(b.modality),
  complete: (a, b) => a.completeSlices / a.slices - b.completeSlices / b.slices,
  // A case that nobody has touched is older than any change.
  changed: (a, b) => (a.changedAt ?? '').localeCompare(b.changedAt ?? ''),
};

/** Equal rows stay in the order of their names, whichever way the column runs. */
export function inOrder(rows: readonly CaseRow[], { by, descending }: { readonly by: CaseColumn; readonly descending: boolean }): CaseRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * comparisons[by](a, b) || natural.compare(a.name, b.name));
}
