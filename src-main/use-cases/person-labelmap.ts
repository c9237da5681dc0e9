import type { CaseRecord, LabelmapRecord, ProjectStore } from '../store/project-store.ts';

export interface PersonLabelmap {
  readonly labelmap: LabelmapRecord;
  readonly annotator: string;
  /** Ascending, along the case's slice axis. */
  readonly completeSlices: readonly number[];
}

/** Ascending: slices of a labelmap that teach and judge, as the project's settings have it. */
export function teachingSlices({ settings, reviews }: ProjectStore, labelmapId: string): readonly number[] {
  return settings.get().onlyReviewedTeach ? reviews.reviewedSlices(labelmapId) : reviews.completeSlices(labelmapId);
}

/**
 * The labels of a case that count as the person's: those of the named annotator; without a name, the reading with most
 * complete slices, for several people may have worked on one case. A second reading is there to be compared, and is taken only
 * where somebody is named who made no other.
 */
export function personLabelmap(store: ProjectStore, record: CaseRecord, annotator?: string): PersonLabelmap | null {
  const name = annotator === undefined ? undefined : store.people.known(annotator);
  return bestOf(store, record, (owner) => !owner.blind && (name === undefined || owner.annotator === name))
    ?? (name === undefined ? null : bestOf(store, record, (owner) => owner.annotator === name));
}

/** That of a person who is reading the case blind; null before they have opened it. */
export function blindLabelmap(store: ProjectStore, record: CaseRecord, reader: string): PersonLabelmap | null {
  const { labelmapId } = store.secondReadings.list().find((one) =>
    one.caseId === record.id && one.finishedAt === null && one.annotator === reader) ?? { labelmapId: null };
  return labelmapId === null ? null : bestOf(store, record, (_, id) => id === labelmapId);
}

/** Slices of what readers of the case came to together that somebody has settled: they count before anybody's own. Null where there are none. */
export function settledConsensus(store: ProjectStore, record: CaseRecord): PersonLabelmap | null {
  const labelmap = store.labelmaps.ofCase(record.id).find(({ owner }) => owner.kind === 'consensus');
  if (labelmap === undefined) return null;
  const completeSlices = store.reviews.completeSlices(labelmap.id);
  return completeSlices.length === 0 ? null : { labelmap, annotator: 'consensus', completeSlices };
}

/** What counts of a case where nobody names a person: one person's labels and, before them, what readers came to together and somebody settled. */
export interface CountedLabels {
  /** Null where nobody has a labelmap of their own. */
  readonly own: PersonLabelmap | null;
  readonly settled: PersonLabelmap | null;
  /** Ascending: of both. */
  readonly completeSlices: readonly number[];
}

export function countedLabels(store: ProjectStore, record: CaseRecord): CountedLabels {
  return together(personLabelmap(store, record), settledConsensus(store, record));
}

export function together(own: PersonLabelmap | null, settled: PersonLabelmap | null): CountedLabels {
  const slices = new Set([...own?.completeSlices ?? [], ...settled?.completeSlices ?? []]);
  return { own, settled, completeSlices: [...slices].sort((a, b) => a - b) };
}

type Reading = Extract<LabelmapRecord['owner'], { readonly kind: 'reading' }>;

function bestOf(store: ProjectStore, record: CaseRecord, counts: (owner: Reading, id: string) => boolean): PersonLabelmap | null {
  let best: PersonLabelmap | null = null;
  for (const labelmap of store.labelmaps.ofCase(record.id)) {
    const { owner } = labelmap;
    if (owner.kind !== 'reading' || owner.withdrawn === true || !counts(owner, labelmap.id)) continue;
    const completeSlices = store.reviews.completeSlices(labelmap.id);
    if (best === null || completeSlices.length > best.completeSlices.length) {
      best = { labelmap, annotator: owner.annotator, completeSlices };
    }
  }
  return best;
}
