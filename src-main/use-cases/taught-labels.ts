/**
 * Whose labels of a case teach: several people may have labelled slices of it, each in a labelmap of their own. Each slice is
 * taken from one of them; nothing is mixed within a slice.
 */
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { teachingSlices } from './person-labelmap.ts';

export interface Taught {
  /** The image whose grid the labels lie on. */
  readonly imageId: string;
  /** Ascending, along the case's slice axis: those of all parts. */
  readonly slices: readonly number[];
  /** Each slice in one of them. The first has most. */
  readonly parts: readonly { readonly labelmapId: string; readonly slices: readonly number[] }[];
}

/**
 * A slice that several people have completed is taken from what they came to together, where somebody has settled it there; else
 * from whoever's was reviewed, else from whoever has completed most of the case. Second readings teach nothing: they are there to
 * be compared. @returns null where no slice teaches
 */
export function taughtOf(store: ProjectStore, record: CaseRecord): Taught | null {
  const readings = store.labelmaps.ofCase(record.id).flatMap(({ id, imageId, owner }) => {
    if (owner.kind === 'model' || (owner.kind === 'reading' && owner.blind)) return [];
    const slices = teachingSlices(store, id);
    return [{ id, imageId, slices, settled: owner.kind === 'consensus' ? slices : [], reviewed: new Set(store.reviews.reviewedSlices(id)) }];
  }).sort((a, b) => b.slices.length - a.slices.length);
  const [first] = readings;
  if (first === undefined) return null;
  const onGrid = readings.filter(({ imageId }) => imageId === first.imageId);
  const taken = new Map<number, string>();
  for (const wanted of ['settled', 'reviewed', 'slices'] as const) {
    for (const reading of onGrid) {
      for (const slice of reading[wanted]) if (!taken.has(slice)) taken.set(slice, reading.id);
    }
  }
  const parts = onGrid.map(({ id }) => ({ labelmapId: id, slices: ascending([...taken].flatMap(([slice, of]) => (of === id ? [slice] : []))) }))
    .filter(({ slices }) => slices.length > 0);
  return parts.length === 0 ? null : { imageId: first.imageId, slices: ascending([...taken.keys()]), parts };
}

/** @returns null where none is left */
export function withoutSlices({ imageId, slices, parts }: Taught, left: ReadonlySet<number>): Taught | null {
  const rest = (all: readonly number[]): readonly number[] => all.filter((slice) => !left.has(slice));
  const some = parts.map((part) => ({ ...part, slices: rest(part.slices) })).filter((part) => part.slices.length > 0);
  return some.length === 0 ? null : { imageId, slices: rest(slices), parts: some };
}

/** @returns label indices, i fastest: of slices that teach as whoever's they are, of all others as those of the first part */
export function taughtVoxels(
  store: ProjectStore, { record: { sliceAxis }, taught: { parts }, grid }: { readonly record: CaseRecord; readonly taught: Taught; readonly grid: ImageRecord }, upToEdit?: number,
): Uint8Array {
  const [first, ...others] = parts;
  const voxels = store.labelmaps.voxels(first!.labelmapId, upToEdit);
  const [ni, nj] = grid.geometry.size;
  // A slice is so many runs of neighbours, so far from each other.
  const run = sliceAxis === 0 ? 1 : sliceAxis === 1 ? ni : ni * nj;
  const apart = run * grid.geometry.size[sliceAxis];
  for (const { labelmapId, slices } of others) {
    const from = store.labelmaps.voxels(labelmapId, upToEdit);
    for (const slice of slices) {
      for (let at = slice * run; at < voxels.length; at += apart) {
        if (run === 1) voxels[at] = from[at]!;
        else voxels.set(from.subarray(at, at + run), at);
      }
    }
  }
  return voxels;
}

function ascending(slices: number[]): number[] {
  return slices.sort((a, b) => a - b);
}
