/** What a labelmap's log is made of when it travels to another project. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { CodedTile } from '#shared/labels/edit.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import type { MeasurementContent } from './case-work.ts';
import type { ModelHelp } from './model-help.ts';
import type { Pieces } from './session.ts';
import type { PinSeverity, PinState } from './slice-work.ts';

/** As it stands in rows of the log; `incomplete`: opened again. */
export type ReviewWord = 'complete' | 'incomplete' | 'reviewed' | 'returned';

export interface TravellingEdit {
  readonly kind: 'edit';
  readonly id: string;
  /** A name, as all people here. */
  readonly annotator: string;
  readonly tool: string;
  readonly reverts: string | null;
  readonly restores: string | null;
  readonly madeAt: string;
  /** The model that it was painted from, of the project where that was; none of a person's own work. */
  readonly helped?: ModelHelp | undefined;
  /** Label indices of the project that holds it. */
  readonly tiles: readonly CodedTile[];
}

export interface TravellingReview {
  readonly kind: 'review';
  readonly annotator: string;
  readonly state: ReviewWord;
  readonly slices: readonly number[];
  readonly comment: string | null;
  readonly at: string;
}

/** One row of the log of pins. */
export interface TravellingPin {
  readonly kind: 'pin';
  readonly id: string;
  readonly annotator: string;
  readonly voxel: readonly [number, number, number];
  readonly labelIndex: number | null;
  readonly severity: PinSeverity;
  readonly state: PinState;
  readonly text: string;
  readonly at: string;
}

/** From here on the labels hold what another copy of them was right after that edit of its own. */
export interface TravellingMerge {
  readonly kind: 'took';
  readonly edit: string;
}

export type TravellingItem = TravellingEdit | TravellingReview | TravellingPin | TravellingMerge;

/** Somebody's labels of a case, with everything that became of them, oldest first. */
export interface IncomingLabels {
  /** Of the labelmap in the project that it comes from. */
  readonly id: string;
  readonly readingId: string;
  /** Of the case here, or of one that comes with the same bundle. */
  readonly caseId: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly axis: AxisIndex;
  readonly items: readonly TravellingItem[];
  /** sha256 of the blob in which the log lies as it came. */
  readonly log: string;
}

export type SliceChoice = 'mine' | 'theirs';

/**
 * What becomes of incoming labels. `added`: the person has none here yet; `continued`: they go on from what is here;
 * `merged`: both went on from what both had; `nothing`: all of it is here.
 */
export type TakingHow = 'added' | 'continued' | 'merged' | 'nothing';

export interface TakingPlan {
  readonly id: string;
  /** Of the labelmap here; null where it is yet to be made. */
  readonly labelmapId: string | null;
  readonly how: TakingHow;
  /** That are not here yet. */
  readonly edits: number;
  /** Of `merged`: slices that become as theirs, and those where a person must choose; ascending. */
  readonly theirs: readonly number[];
  readonly conflicts: readonly number[];
}

/** Two states of a slice of which a person chooses one. */
export interface TwoStates {
  readonly mine: Uint8Array;
  readonly theirs: Uint8Array;
}

/** What is told before the first of a bundle is taken in. */
export interface BegunBundle {
  /** sha256 of its manifest. */
  readonly hash: string;
  readonly from: { readonly project: string; readonly name: string; readonly head: string | null; readonly by: string; readonly at: string };
  readonly by: string;
  /** With the indices that the items name. */
  readonly newLabels: readonly LabelEntry[];
  /** Of each label that the logs name: its index in the bundle, and here. */
  readonly indices: readonly (readonly [number, number])[];
  readonly labels: readonly Pick<IncomingLabels, 'id' | 'caseId' | 'person' | 'log'>[];
}

export interface Taking {
  /** sha256 of the bundle's manifest. */
  readonly bundle: string;
  readonly by: string;
  readonly choices: ReadonlyMap<number, SliceChoice>;
}

/** One row of the log of a case's note. */
export interface TravellingNote {
  readonly kind: 'note';
  readonly annotator: string;
  readonly text: string;
  readonly at: string;
}

/** One row of the log of a measurement. */
export interface TravellingMeasurement {
  readonly kind: 'measurement';
  readonly id: string;
  readonly annotator: string;
  readonly at: string;
  readonly removed: boolean;
  readonly content: MeasurementContent;
}

export type TravellingWork = TravellingNote | TravellingMeasurement;

export interface TakenWork {
  readonly notes: number;
  readonly measurements: number;
  /** Measurements that both sides changed, and stay as they are here. */
  readonly kept: number;
}

export interface BundleStore {
  /** Notes and measurements of a case, oldest first. */
  workOn(caseId: string): readonly TravellingWork[];
  /**
   * Adds what is not here yet. A note that both sides wrote becomes both texts, one below the other, in the name of whoever takes it in; a
   * measurement that both sides changed stays.
   * @param work of images and labels that are here
   */
  takeWork(caseId: string, work: readonly TravellingWork[], by: string): TakenWork;
  /** Everything that became of a person's labels, oldest first. */
  logOf(labelmapId: string): Pieces<readonly TravellingItem[]>;
  /** Also a case that was removed. */
  knowsCase(id: string): boolean;
  /** Says that a bundle was made. */
  made(bundle: { readonly hash: string; readonly cases: readonly string[]; readonly annotators: readonly string[]; readonly images: boolean; readonly by: string }): void;
  /**
   * What taking in would do with labels of a case; nothing is written.
   * @param choices where they are given, whether they are enough is asked as well
   * @throws UserFacingError `conflict` where the labels contradict what is here, somebody draws on them meanwhile, or a slice is in no choice
   */
  plan(labels: IncomingLabels, choices?: Taking['choices']): Pieces<TakingPlan>;
  /** Both states of the whole volume, for who must choose. */
  states(labels: IncomingLabels): Pieces<TwoStates>;
  /** Says what is about to come, and from where; the label table gets what it lacks. */
  begin(bundle: BegunBundle): void;
  /**
   * Takes in one person's labels of a case that is here, in many small transactions in the order of their log. Whenever it ends, what is here is how
   * these labels once were; the same once more goes on from there, and does nothing where all of it is here.
   * @throws UserFacingError as `plan`
   */
  takeIn(labels: IncomingLabels, taking: Taking): Pieces<TakingPlan>;
}
