/** Cases as rows of a table: what each shows, which are shown, in which order. Pure. */
import type { CaseInfo } from '#shared/contract/cases.ts';
import { spacingMm, voxelCount } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CaseQuality } from '../../stores/insight-quality.ts';
import type { CaseChoice, CaseColumn, CaseFilter, CaseOrder, ModalityFilter } from '../../stores/case-table.ts';

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
  /** Slices that a reviewer gave back. */
  readonly returnedSlices: number;
  /** Among the complete ones: confirmed by another person. */
  readonly reviewedSlices: number;
  /** The first line of its note. */
  readonly note: string;
  /** The models that have predicted it. */
  readonly predictedBy: readonly string[];
  /** How good its prediction probably is; null where that is not known. */
  readonly quality: CaseQuality | null;
  readonly changedAt: string | null;
  /** What a search looks at. */
  readonly searched: string;
}

export function rowOf(one: CaseInfo, quality: CaseQuality | null = null): CaseRow {
  const { id, name, patient, slices, completeSlices, changedAt, note, images, labelmaps } = one;
  const image = images[0]!;
  return {
    id, name, patient, slices, completeSlices, changedAt, note, quality,
    returnedSlices: one.sliceStates.returned,
    reviewedSlices: one.sliceStates.reviewed,
    modality: image.modality,
    size: image.size,
    spacingMm: image.trust === 'spacing-unknown' ? null : spacingMm(image.affine as unknown as Affine),
    state: stateOf(one),
    searched: `${name}\n${patient}\n${note}`.toLocaleLowerCase(),
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
    case 'returned': return row.returnedSlices > 0;
    // As the host tells it, cases that are wholly labelled have none; those that were finished since have no need.
    case 'look-first': return row.quality !== null && row.state !== 'complete';
    case 'noted': return row.note !== '';
    case 'to-do':
    case 'in-work':
    case 'complete': return row.state === filter;
  }
}

/** Every word must occur in the name, the patient or the note, wherever and however it is written. */
export function matches({ searched }: Pick<CaseRow, 'searched'>, text: string): boolean {
  return text.toLocaleLowerCase().split(/\s+/).every((word) => searched.includes(word));
}

/** `case_2` before `case_10`. */
const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const comparisons: Readonly<Record<Exclude<CaseColumn, 'name'>, (a: CaseRow, b: CaseRow) => number>> = {
  patient: (a, b) => natural.compare(a.patient, b.patient),
  modality: (a, b) => a.modality.localeCompare(b.modality),
  size: (a, b) => voxelCount(a.size) - voxelCount(b.size),
  complete: (a, b) => a.completeSlices / a.slices - b.completeSlices / b.slices,
  prediction: (a, b) => a.predictedBy.length - b.predictedBy.length,
  // What is not known is as good as the best: the worst are looked for.
  quality: (a, b) => (a.quality?.quality ?? 2) - (b.quality?.quality ?? 2),
  // Those with a note first: without one they are all the same.
  note: (a, b) => Number(a.note === '') - Number(b.note === '') || natural.compare(a.note, b.note),
  // A case that nobody has touched is older than any change.
  changed: ({ changedAt: a }, { changedAt: b }) => Number((a ?? '') > (b ?? '')) - Number((a ?? '') < (b ?? '')),
};

/** Equal rows stay in the order of their names, whichever way the column runs. */
export function inOrder(rows: readonly CaseRow[], { by, descending }: CaseOrder): CaseRow[] {
  const sign = descending ? -1 : 1;
  const places = placesByName(rows);
  const byName = (a: CaseRow, b: CaseRow): number => places.get(a)! - places.get(b)!;
  const comparison = by === 'name' ? byName : comparisons[by];
  return [...rows].sort((a, b) => sign * comparison(a, b) || byName(a, b));
}

const known = new WeakMap<readonly CaseRow[], ReadonlyMap<CaseRow, number>>();

/** Found once for the same rows: names are read slowly, and every order needs them. */
function placesByName(rows: readonly CaseRow[]): ReadonlyMap<CaseRow, number> {
  const found = known.get(rows) ?? new Map([...rows].sort((a, b) => natural.compare(a.name, b.name)).map((row, place) => [row, place]));
  known.set(rows, found);
  return found;
}

export function isShown(row: CaseRow, { filter, modality, text }: Omit<CaseChoice, 'order'>): boolean {
  return passes(row, filter) && (modality === 'all' || row.modality === modality) && matches(row, text);
}

/** Cases as the table would show them, and one that is open among them, whatever is chosen. */
export function sequenceOf(cases: readonly CaseInfo[], choice: CaseChoice, open: string | null, qualities: ReadonlyMap<string, CaseQuality> = new Map()): string[] {
  const rows = cases.map((one) => rowOf(one, qualities.get(one.id))).filter((row) => row.id === open || isShown(row, choice));
  return inOrder(rows, choice.order).map(({ id }) => id);
}

/** The one before or after in a sequence of which some cases may be gone; null at its ends. */
export function neighbourIn(ids: readonly string[], open: string, step: 1 | -1, isThere: (id: string) => boolean): string | null {
  const place = ids.indexOf(open);
  if (place < 0) return null;
  for (let at = place + step; at >= 0 && at < ids.length; at += step) if (isThere(ids[at]!)) return ids[at]!;
  return null;
}

export interface CaseCounts {
  readonly filter: Readonly<Record<CaseFilter, number>>;
  readonly modality: Readonly<Record<ModalityFilter, number>>;
}

/** How many cases each choice would show of all. */
export function countsOf(rows: readonly CaseRow[]): CaseCounts {
  const filter: Record<CaseFilter, number> = { all: 0, 'to-do': 0, 'in-work': 0, returned: 0, complete: 0, predicted: 0, noted: 0, 'look-first': 0 };
  const modality: Record<ModalityFilter, number> = { all: rows.length, mr: 0, ct: 0, other: 0 };
  const filters = Object.keys(filter) as CaseFilter[];
  for (const row of rows) {
    modality[row.modality] += 1;
    for (const one of filters) if (passes(row, one)) filter[one] += 1;
  }
  return { filter, modality };
}
