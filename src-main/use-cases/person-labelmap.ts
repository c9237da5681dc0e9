import type { CaseRecord, LabelmapRecord, ProjectStore } from '../store/project-store.ts';

export interface PersonLabelmap {
  readonly labelmap: LabelmapRecord;
  readonly annotator: string;
  /** Ascending, along the case's slice axis. */
  readonly completeSlices: readonly number[];
}

/**
 * The labels of a case that count as the person's: those of the named annotator; without a name,
 * the reading with most complete slices, for several people may have worked on one case.
 */
export function personLabelmap(store: ProjectStore, record: CaseRecord, annotator?: string): PersonLabelmap | null {
  let best: PersonLabelmap | null = null;
  for (const labelmap of store.labelmaps.ofCase(record.id)) {
    const { owner } = labelmap;
    if (owner.kind !== 'reading' || (annotator !== undefined && owner.annotator !== annotator)) continue;
    const completeSlices = store.reviews.completeSlices(labelmap.id);
    if (best === null || completeSlices.length > best.completeSlices.length) {
      best = { labelmap, annotator: owner.annotator, completeSlices };
    }
  }
  return best;
}
