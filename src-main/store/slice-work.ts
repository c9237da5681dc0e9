/** What people do with slices beside drawing: confirm them, pin words to them, take the next one, read them a second time. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Candidate, SliceName, SliceReading } from '#shared/learning/selection/slice-reading.ts';
import type { Blindness } from './blindness.ts';

/** What its annotator says of a slice. */
export type SliceMark = 'complete' | 'incomplete';

/**
 * Where a slice stands. `complete`: its annotator has confirmed it; `reviewed`: another person has, too; `returned`: that
 * person wants it changed. A later edit of one of its voxels makes any of them `in-progress`.
 */
export const sliceStates = ['not-started', 'in-progress', 'complete', 'reviewed', 'returned'] as const;
export type SliceState = (typeof sliceStates)[number];

export interface SliceStanding {
  readonly slice: number;
  readonly state: SliceState;
  /** Whose last word it is, and when; null where nobody said any. */
  readonly annotator: string | null;
  readonly at: string | null;
  readonly comment: string | null;
}

export interface ReviewStore {
  /** By the person whose labelmap it is. A reviewed slice that is called complete again stays reviewed. @throws UserFacingError `bad-input` for another's */
  mark(labelmapId: string, slices: readonly number[], state: SliceMark, annotator: string): void;
  /**
   * By another person than the labelmap's.
   * @param slices `all`: those that can be
   * @throws UserFacingError `conflict` for the labelmap's own person, and for slices that these have not confirmed. Nothing is written then
   */
  accept(labelmapId: string, slices: 'all' | readonly number[], annotator: string): void;
  /** As `accept`, with new pins; each slice must have an open pin by then. @throws UserFacingError as `accept` and `pins.add` */
  giveBack(labelmapId: string, slices: readonly number[], said: { readonly comment: string | null; readonly pins: readonly NewPin[] }, annotator: string): void;
  /** Slices of which somebody's word held and that an edit (of the label table, say) re-opened, as they were, with what was said: it says nothing new of a voxel. */
  keeping<Result>(labelmapId: string, edit: () => Result): Result;
  /** Ascending; complete or reviewed. Edits after the word that changed voxels of a slice re-open it. */
  completeSlices(labelmapId: string): readonly number[];
  /** Ascending. */
  reviewedSlices(labelmapId: string): readonly number[];
  /** Ascending: slices that came complete with labels from a file, whatever was done with them since. */
  importedSlices(labelmapId: string): readonly number[];
  /** Slices of which somebody's word still holds: complete, reviewed or returned. */
  settled(labelmapId: string): number;
  /** How many slices are in each state; of all slices together. */
  states(labelmapId: string): Readonly<Record<SliceState, number>>;
  /** Every slice that is not `not-started`, ascending. */
  standings(labelmapId: string): readonly SliceStanding[];
}

export const pinSeverities = ['note', 'minor', 'major'] as const;
export type PinSeverity = (typeof pinSeverities)[number];
export type PinState = 'open' | 'resolved';

export interface NewPin {
  /** Voxel of the labelmap's grid. */
  readonly voxel: Vec3;
  readonly labelIndex: number | null;
  readonly severity: PinSeverity;
  readonly text: string;
}

export interface PinRecord extends NewPin {
  readonly id: string;
  readonly labelmapId: string;
  readonly caseId: string;
  readonly axis: AxisIndex;
  readonly slice: number;
  readonly state: PinState;
  readonly author: string;
  readonly at: string;
  /** What was said since, oldest first. */
  readonly answers: readonly { readonly text: string; readonly state: PinState; readonly author: string; readonly at: string }[];
}

export interface PinStore {
  /** By slice, and within one as they were pinned. */
  ofLabelmap(labelmapId: string): readonly PinRecord[];
  /** Open ones on slices of a person, in all cases. */
  openFor(annotator: string): readonly PinRecord[];
  /** @throws UserFacingError `not-found` */
  get(id: string): PinRecord;
  /** @throws UserFacingError `bad-input` where the voxel is none of the grid, nothing is said, or it is a model's; `not-found` */
  add(labelmapId: string, pin: NewPin, annotator: string): PinRecord;
  /** An answer, and whether it is settled with it. @throws UserFacingError `bad-input` where nothing is said and nothing changes */
  answer(id: string, said: { readonly text: string; readonly state: PinState }, annotator: string): PinRecord;
}

export interface PersonRecord {
  readonly id: string;
  readonly name: string;
}

export interface PeopleStore {
  /** By when they came; models that wrote labels are not among them. */
  list(): readonly PersonRecord[];
  /** The name as the project knows it; as it is given where the project does not. */
  known(name: string): string;
  /** Makes the person known to the project. @throws UserFacingError `bad-input` for what is no name */
  add(name: string): PersonRecord;
}

/** What a model read in a slice, and how it looks to it. */
export type ScoredSlice = SliceName & { readonly reading: SliceReading } & Pick<Candidate, 'features'>;

export interface ScoreStore {
  /** In the place of what the model had for these slices. Features of other models are dropped: only the newest are chosen by. */
  put(modelId: string, scored: readonly ScoredSlice[]): void;
  /** Of cases in the project; by case and slice. */
  ofModel(modelId: string): readonly ScoredSlice[];
  forget(modelId: string): void;
}

export interface BatchSlice extends SliceName {
  /** Why it was chosen, in one word: what chose it, or `uniform` where it was drawn blindly. */
  readonly reason: string;
  readonly score: number | null;
}

export interface NewBatch {
  /** Null: chosen without a model. */
  readonly modelId: string | null;
  /** In the order in which they are to be given. */
  readonly slices: readonly BatchSlice[];
  /** What else the log is to know of how it was chosen: strategy, seed, shares. */
  readonly how: Readonly<Record<string, unknown>>;
}

/** A slice that is a person's alone until then. */
export interface GivenSlice extends BatchSlice {
  readonly id: string;
  readonly leasedUntil: string;
}

export type AssignmentOutcome = 'complete' | 'empty' | 'skipped' | 'released' | 'expired';

export interface AssignmentRecord extends GivenSlice {
  readonly batch: string;
  readonly annotator: string;
  readonly assignedAt: string;
  readonly endedAt: string | null;
  readonly outcome: AssignmentOutcome | null;
}

export interface QueueState {
  /** Null before the first filling. */
  readonly batch: string | null;
  readonly modelId: string | null;
  readonly total: number;
  /** Of the batch: what was completed, by whoever. */
  readonly done: number;
  /** What this person can still be given, beside what they have. */
  readonly waiting: number;
  /** What others have just now. */
  readonly withOthers: number;
  readonly given: GivenSlice | null;
}

export interface QueueStore {
  /**
   * In the place of the batch before; what people have just now stays theirs. Slices of cases that were removed or whose patient
   * was set aside meanwhile are left out.
   */
  fill(batch: NewBatch): void;
  /** The same slice until it is done with; a new lease with each call. Null where nothing is left for this person. */
  next(annotator: string): GivenSlice | null;
  /** @throws UserFacingError `conflict` where the slice is not this person's any more; `not-found` */
  renew(id: string, annotator: string): GivenSlice;
  /** Not again for this person, in this batch. @throws UserFacingError as `renew` */
  skip(id: string, annotator: string): void;
  /** Whoever comes next may have it. @throws UserFacingError as `renew` */
  release(id: string, annotator: string): void;
  /** Complete, and empty. @returns the labelmap. @throws UserFacingError as `renew`; `conflict` where the person's labels have a voxel there */
  nothingHere(id: string, annotator: string): string;
  state(annotator: string): QueueState;
  /** Everything that was given to anybody, oldest first. */
  assignments(): readonly AssignmentRecord[];
}

export interface SecondReading {
  readonly id: string;
  readonly caseId: string;
  readonly annotator: string;
  readonly round: number;
  readonly axis: AxisIndex;
  readonly slices: readonly number[];
  /** Of these, how many its reader has completed. */
  readonly complete: number;
  /** Also when it was withdrawn. */
  readonly finishedAt: string | null;
  /** Taken back before it was finished: it is compared with nothing. */
  readonly withdrawn: boolean;
  /** Null before the reader has opened the case. */
  readonly labelmapId: string | null;
}

export interface SecondReadingStore extends Blindness {
  /**
   * Blind, and in a labelmap of its own.
   * @throws UserFacingError `bad-input` where there is no such slice; `conflict` where this person has worked on the case already, or is to read it already
   */
  plan(caseId: string, slices: 'all' | readonly number[], annotator: string, by: string): SecondReading;
  /** Oldest first. */
  list(): readonly SecondReading[];
  /** From then on the labels of it stay as they are. @throws UserFacingError `conflict` while a slice is not complete, and for another person */
  finish(id: string, annotator: string): SecondReading;
  /** Takes a planned reading back: its labels stay as they are, out of the way. @throws UserFacingError `conflict` once it is finished */
  cancel(id: string, by: string): SecondReading;
}
