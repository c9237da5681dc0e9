/**
 * What the rest of the host may ask of a project's database. Everything that changes labels is
 * appended, never rewritten; each method that changes something is one transaction.
 */
import type { Affine, AxisIndex, SpaceTrust, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { LabelChange, LabelEntry, LabelLook, LabelTable, ListedLabel } from '#shared/labels/label-table.ts';
import type { TileAddress } from '#shared/labels/tile.ts';
import type { StrategyName } from '#shared/learning/selection/strategies.ts';
import type { ErrorCode } from '#shared/text/user-facing-error.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { Modality } from '#shared/voxels/image-volume.ts';
import type { VoxelType } from '#shared/voxels/voxel-type.ts';
import type { ImageFormat } from '../import/decoded-image.ts';
import type { BundleStore } from './bundle-items.ts';
import type { MeasurementStore, NoteStore } from './case-work.ts';
import type { ConsensusStore } from './consensus.ts';
import type { HistoryLine, HistoryPage } from './history-lines.ts';
import type { LoopStore } from './loop-work.ts';
import type { ModelStore } from './model-store.ts';
import type { ProjectLog } from './project-log.ts';
import type { PeopleStore, PinStore, QueueStore, ReviewStore, ScoreStore, SecondReadingStore } from './slice-work.ts';
import type { ModelHelp, NamedHelp } from './model-help.ts';

export type { Activation, ModelChange, ModelRecord, ModelReferences, NewModel } from './model-store.ts';

export interface ProjectSettings {
  /** Which transform places an image whose sform and qform disagree. */
  readonly conflictingForms: 'sform' | 'qform';
  readonly modality: Modality | null;
  /** What its annotator alone has confirmed neither teaches nor judges. */
  readonly onlyReviewedTeach: boolean;
  /** What chooses the slices of the queue; null: the program's own way. */
  readonly nextSliceBy: StrategyName | null;
  /** How many slices the queue is filled with. */
  readonly batchSlices: number;
  /** Whether it is filled again after each training. */
  readonly refillQueue: boolean;
}

export interface NewImage {
  readonly name: string;
  readonly format: ImageFormat;
  /** Kept as names without folders: a project's folder holds no paths of the machine. */
  readonly sourceFiles: readonly string[];
  /** sha256 of the voxel blob that `blobs.write` returned. */
  readonly blob: string;
  readonly header: Uint8Array | null;
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  readonly voxelType: VoxelType;
  readonly slope: number;
  readonly intercept: number;
  readonly modality: Modality;
  /** sha256 over the bytes of the source files, in name order. */
  readonly sourceHash: string;
}

export interface ImageRecord extends NewImage {
  readonly id: string;
}

export interface NewCase {
  /** Where it has one in another copy of the project. */
  readonly id?: string;
  readonly name: string;
  readonly patient: string;
  readonly images: readonly { readonly image: NewImage; readonly role: string; readonly timePoint: number }[];
  /** Axis of the first image's grid that slices are reviewed along. */
  readonly sliceAxis: AxisIndex;
}

/** Labels that come from a file. */
export interface FirstLabels {
  readonly annotator: string;
  readonly tool: string;
  /** What the label table lacks, with the indices that the voxels name. */
  readonly newLabels: readonly LabelEntry[];
  /** Label indices on the grid of the case's first image. */
  readonly voxels: Uint8Array;
  readonly completeSlices: readonly number[];
}

export interface CaseRecord {
  readonly id: string;
  readonly name: string;
  readonly patient: string;
  readonly sliceAxis: AxisIndex;
  readonly images: readonly { readonly image: ImageRecord; readonly role: string; readonly timePoint: number }[];
  readonly createdAt: string;
}

/**
 * A labelmap belongs to one reading of one person, to what readers of a case came to together, or to one model. A second reading
 * is `blind`, also when it is finished; one that was taken back is out of the way of everything.
 */
export type LabelmapOwner =
  | { readonly kind: 'reading'; readonly readingId: string; readonly annotator: string; readonly blind: boolean; readonly withdrawn?: true }
  | { readonly kind: 'consensus'; readonly readingId: string }
  | { readonly kind: 'model'; readonly modelId: string };

export interface LabelmapRecord {
  readonly id: string;
  readonly caseId: string;
  /** The image whose grid it lies on. */
  readonly imageId: string;
  readonly owner: LabelmapOwner;
}

export interface TileChange extends TileAddress {
  /** UUID of the edit that the writer believes to be this tile's newest; null: the tile is empty. */
  readonly expected: string | null;
  /** Run-length coded voxels of the whole tile after the edit (`shared/labels/runs`). */
  readonly runs: Uint8Array;
}

export interface NewEdit {
  /** UUID made by the client, so that later strokes can name earlier ones before they are acknowledged. */
  readonly id: string;
  readonly labelmapId: string;
  readonly annotator: string;
  readonly tool: string;
  /** UUID of the edit that this one takes back. */
  readonly reverts: string | null;
  /** UUID of the edit whose state this one brings back. */
  readonly restores?: string | null;
  /** What it was painted from. */
  readonly helped?: NamedHelp | undefined;
  readonly tiles: readonly TileChange[];
}

export interface EditRecord {
  readonly id: string;
  /** Position in the project's log, ascending. */
  readonly number: number;
  readonly labelmapId: string;
  readonly annotator: string;
  readonly tool: string;
  readonly reverts: string | null;
  readonly restores: string | null;
  /** The model that it was painted from; null of a person's own work. */
  readonly helped: ModelHelp | null;
  readonly madeAt: string;
}

export interface TileHead extends TileAddress {
  readonly edit: string;
}

/** What a client believes to be the newest edit of a tile; null: it was never written. */
export interface ExpectedHead extends TileAddress {
  readonly edit: string | null;
}

export interface TestSetRecord {
  /** Sorted; whoever has one of these names belongs to it, also with cases that come later. */
  readonly patients: readonly string[];
  readonly annotator: string;
  readonly drawnAt: string;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'paused' | 'interrupted';
/** `background`: asks the engine for a little at a time, so that what a person asks for comes in between. */
export type JobLane = 'engine' | 'import' | 'export' | 'background';

export interface JobProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly note?: Sentence;
}

export interface JobRecord {
  readonly id: string;
  readonly kind: string;
  readonly lane: JobLane;
  readonly state: JobState;
  readonly request: unknown;
  readonly result: unknown;
  readonly error: { readonly code: ErrorCode; readonly sentence: Sentence } | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface BlobStore {
  /** Streams bytes to a temporary file, fsyncs, renames to its sha256; the same bytes are kept once. */
  write(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<{ readonly hash: string; readonly bytes: number }>;
  /** Absolute path of a blob. @throws UserFacingError `not-found` */
  path(hash: string): string;
  /** Path relative to the project's folder, with `/`. */
  relativePath(hash: string): string;
  /** @throws UserFacingError `corrupt` where the bytes no longer have this hash */
  read(hash: string): Promise<Uint8Array>;
}

export interface ProjectStore {
  /** Absolute path of the project's folder. */
  readonly folder: string;
  readonly projectId: string;
  readonly name: string;
  readonly readOnly: Sentence | null;
  /** False once the project's file is not where it was opened: moved, removed, or its drive disconnected. */
  isInPlace(): boolean;
  readonly blobs: BlobStore;

  readonly settings: {
    get(): ProjectSettings;
    set(change: Partial<ProjectSettings>): void;
  };

  readonly labels: {
    /** By index. */
    table(): LabelTable;
    /** In the person's order, with how they are shown. */
    listed(): readonly ListedLabel[];
    /** Labels that were taken out; earlier states may show them. By index. */
    removed(): readonly ListedLabel[];
    /** Adds an entry with the next free index; a value that a removed label had gets that one's. @throws UserFacingError `conflict` for a value in use, `bad-input` when 255 are taken */
    add(entry: Omit<LabelEntry, 'index'>, look?: Partial<LabelLook>): LabelEntry;
    change(index: number, change: LabelChange & Partial<LabelLook>): void;
    /** Several at once, all or nothing. @returns what was added */
    addAndChange(
      added: readonly { readonly entry: Omit<LabelEntry, 'index'>; readonly look: Partial<LabelLook> }[],
      changed: ReadonlyMap<number, LabelChange & Partial<LabelLook>>,
    ): readonly LabelEntry[];
    /** @param indices each label once. @throws UserFacingError `conflict` */
    order(indices: readonly number[]): void;
    /**
     * Takes labels out of the table; one comes back where an edit brings back voxels of it.
     * @throws UserFacingError `not-found`; `conflict` where a present voxel of a case has one. Then all stay
     */
    remove(indices: readonly number[]): void;
  };

  readonly cases: {
    add(record: NewCase): CaseRecord;
    /**
     * A case together with its first labels, all or nothing: new labels join the table under the indices
     * that they name, the label volume becomes one edit, and the named slices become complete.
     */
    addLabelled(record: NewCase, labels: FirstLabels): CaseRecord;
    /** The same for a case that is there already. @returns the edit; null where no voxel changes */
    addLabels(id: string, labels: FirstLabels): EditRecord | null;
    /**
     * Further images of a case, behind those that it has.
     * @param firstRole what its first image is called from now on, where it has no name but `image` yet
     * @throws UserFacingError `not-found`
     */
    addImages(id: string, firstRole: string, images: NewCase['images']): CaseRecord;
    list(): readonly CaseRecord[];
    /** @throws UserFacingError `not-found` */
    get(id: string): CaseRecord;
    byName(name: string): CaseRecord | null;
    bySourceHash(hash: string): CaseRecord | null;
    /** @throws UserFacingError `not-found`; `conflict` once a slice of the case was reviewed */
    changeSliceAxis(id: string, sliceAxis: AxisIndex): CaseRecord;
    /**
     * Where the images of a case lie, said by the person because no file did. Labels stay on their voxels.
     * @throws UserFacingError `not-found`; `conflict` where it is known already
     */
    stateOrientation(id: string, affine: Affine, trust: SpaceTrust): CaseRecord;
    /** From now on the spacing of a case's images counts as unknown; their grids stay. @throws UserFacingError `not-found` */
    distrustSpacing(id: string): CaseRecord;
    /** Out of every list from now on; its rows, its labels and their history stay. */
    remove(id: string): void;
    /** When a person last drew on the case or marked a slice of it; null where nobody has. */
    changedAt(id: string): string | null;
    /** Hash of the voxels of an image of the project. @throws UserFacingError `not-found` */
    voxelsOf(imageId: string): string;
  };

  readonly labelmaps: {
    /** The person's labelmap of a case, made at the first call; that of the second reading while they are at one. */
    forAnnotator(caseId: string, annotator: string): LabelmapRecord;
    forModel(caseId: string, modelId: string): LabelmapRecord;
    /** That of what readers of the case come to together, made at the first call: anybody may draw on it. */
    forConsensus(caseId: string): LabelmapRecord;
    ofCase(caseId: string): readonly LabelmapRecord[];
    get(id: string): LabelmapRecord;
    /** Of the image's grid. */
    size(id: string): Vec3;
    /** Label indices, i fastest; the present state, or that right after the given edit number; of all slices along k, or from one to before another. */
    voxels(id: string, upToEdit?: number, slices?: readonly [number, number]): Uint8Array;
    heads(id: string): readonly TileHead[];
    /** How many present voxels each label has, without 0. */
    voxelCounts(id: string): ReadonlyMap<number, number>;
    /**
     * Durable when it returns. An edit that is sent again, because its acknowledgement was lost, is acknowledged again.
     * @throws UserFacingError `conflict` where a tile's newest edit is not the expected one; `bad-input` for a tile,
     *   label or code that cannot be, or another person's labelmap. Nothing is written then.
     */
    commit(edit: NewEdit): EditRecord;
    /** Appends the edit that turns the labelmap into these voxels (import, accepted prediction); null where nothing differs. */
    replace(id: string, annotator: string, tool: string, voxels: Uint8Array): EditRecord | null;
    /**
     * Appends the edit that takes another one back: only voxels whose present value is what that edit
     * wrote go back to what they were before it. The same call again, under the same id, writes nothing more.
     * @param id of the new edit, where its maker has named it
     * @param expected the newest edits of tiles, where its maker has computed the same by itself
     * @throws UserFacingError `conflict` where one of those tiles has moved on; nothing is written then
     */
    revert(labelmapId: string, editId: string, annotator: string, id?: string, expected?: readonly ExpectedHead[]): EditRecord;
    /**
     * Appends the edit that brings slices back to what they were right after an edit, whatever was drawn since; null where
     * they are so. Locks are not heeded, as by undo. The same call again, under the same id, writes nothing more.
     * @param slices along the case's slice axis
     * @throws UserFacingError `not-found`, `bad-input`
     */
    restore(labelmapId: string, editId: string, slices: 'all' | readonly number[], annotator: string, id?: string): EditRecord | null;
    /**
     * Appends the edit that makes one label another, in anybody's labelmap; null where no voxel has it. Complete slices stay complete.
     */
    merge(labelmapId: string, from: number, into: number, annotator: string): EditRecord | null;
    /**
     * Slices along the case's slice axis in which a prediction that somebody took over is in effect, whatever was drawn over it.
     * @param next as if an edit that takes this one back, or brings this one's state back, had been made (by numbers)
     */
    takenOver(labelmapId: string, next?: { readonly reverts?: number; readonly restores?: number }): ReadonlySet<number>;
    /** The labelmaps of cases in the project with a voxel of a label. */
    holding(index: number): readonly string[];
    history(id: string): readonly EditRecord[];
    /**
     * Newest first.
     * @param page `before`: only edits with a smaller number; `slice`: only those that changed this slice, along the case's slice axis
     * @returns `total`: all edits of the labelmap
     */
    historyPage(id: string, page: HistoryPage): { readonly edits: readonly HistoryLine[]; readonly total: number };
    /** @throws UserFacingError `not-found` where the labelmap has no such edit */
    editNumber(labelmapId: string, editId: string): number;
    /** Number of the labelmap's newest edit; 0 where there is none. */
    newestEdit(id: string): number;
    /** Its UUID; null where there is none. */
    newestEditId(id: string): string | null;
    latestEditNumber(): number;
    /** Plays the log again and compares it with what is read from; says what is wrong, an empty list where nothing is. */
    verifyHeads(): readonly Sentence[];
  };

  readonly people: PeopleStore;
  readonly reviews: ReviewStore;
  readonly pins: PinStore;
  readonly scores: ScoreStore;
  readonly queue: QueueStore;
  readonly secondReadings: SecondReadingStore;
  readonly consensus: ConsensusStore;
  readonly loop: LoopStore;

  readonly bundles: BundleStore;

  readonly measurements: MeasurementStore;
  readonly notes: NoteStore;

  readonly testSet: {
    /** Null where none was drawn. */
    get(): TestSetRecord | null;
    /** What chance it was drawn by; 0 where none was drawn. */
    seed(): number;
    /** Once for ever. @throws UserFacingError `conflict` where there is one */
    draw(patients: readonly string[], seed: number, annotator: string): TestSetRecord;
  };

  readonly folds: {
    /** Fold of each patient of the last cross-validation, counted from 0; empty before the first. */
    get(): ReadonlyMap<string, number>;
    set(foldOf: ReadonlyMap<string, number>): void;
  };

  readonly snapshots: {
    add(manifestHash: string, path: string, upToEdit: number): string;
    /** `path` of the manifest, relative to the project. @throws UserFacingError `not-found` */
    get(id: string): { readonly number: number; readonly manifestHash: string; readonly path: string; readonly upToEdit: number };
  };

  readonly models: ModelStore;

  readonly jobs: {
    add(kind: string, lane: JobLane, request: unknown): JobRecord;
    /** A job that has ended stays as it ended: a late answer never revives it. */
    setState(id: string, state: JobState, outcome?: { readonly result?: unknown; readonly error?: JobRecord['error'] }): void;
    get(id: string): JobRecord;
    list(): readonly JobRecord[];
  };

  readonly events: ProjectLog;

  /** TRUNCATE checkpoint, then gives the lock back. */
  close(): void;
}
