/**
 * What the host and the engine say to each other over the child process's channel. The engine reads
 * and writes files named here and knows no database; answers carry the job that they belong to, so
 * that a late one never revives a thing.
 */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { ModelCalibration } from '#shared/learning/statistics/calibrate.ts';
import type { ExpectedCase } from '#shared/learning/statistics/quality-interval.ts';
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import type { FurtherImage, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import type { ErrorCode } from '#shared/text/user-facing-error.ts';
import type { Sentence } from '#shared/text/sentence.ts';

export interface TrainRequest {
  readonly kind: 'train';
  /** Absolute path of the project's folder; the manifest's paths are relative to it. */
  readonly projectFolder: string;
  /** Absolute path of the snapshot's manifest. */
  readonly manifest: string;
  readonly plan: Plan;
  /**
   * From now to the usable model. The engine measures a few steps, then fixes the number of epochs and
   * reports the plan that it will follow (`planned`); where the time does not suffice it is cut, with a
   * warning and `planned` anew, and never lengthened. Null: the plan's own epochs.
   */
  readonly minutes: number | null;
  /** An existing folder of this job's own: checkpoints and the model are written here and nowhere else. Empty, but where a training goes on. */
  readonly outputFolder: string;
  /** Folder of the checkpoint to go on from, with its plan and schedule; of `plan` only `microBatch` then counts. Null: from the beginning. */
  readonly resumeFrom: string | null;
  /** Folder of the model that `plan.start` names; null where it names none. */
  readonly startFrom: string | null;
}

/** A case that models are shown. */
export interface ShownVolume {
  /** Given back with what is found. */
  readonly name: string;
  /** `path` is absolute here. */
  readonly image: VolumeFile;
  /** The case's further images, as far as there are any; `path` is absolute. */
  readonly furtherImages?: readonly FurtherImage[];
}

export interface SegmentRequest {
  readonly kind: 'segment';
  /** Folders of trained models, as `train` left them: of several, the mean of their probabilities decides. One plan's outputs are those of all. */
  readonly modelFolders: readonly string[];
  readonly volumes: readonly (ShownVolume & {
    /** Absolute path of the uint8 labelmap to write: label indices on the image's own grid, i fastest. */
    readonly output: string;
  })[];
}

/** Judges models, of several the mean of their probabilities, by the cases of a snapshot that have one role. */
export interface JudgeRequest {
  readonly kind: 'judge';
  readonly projectFolder: string;
  readonly manifest: string;
  readonly role: 'validation' | 'test';
  readonly modelFolders: readonly string[];
  /** The worst slices are written into it. */
  readonly outputFolder: string;
}

/** What models are unsure of, slice by slice, for choosing what a person should label next. */
export interface ReadSlicesRequest {
  readonly kind: 'read-slices';
  /** As in `SegmentRequest`. */
  readonly modelFolders: readonly string[];
  /** One whose image is of no use to the models is left out, with a warning and without `slices-read`. */
  readonly volumes: readonly (ShownVolume & {
    /** The axis (0–2 of the image's own grid) that the slices are stacked along. */
    readonly sliceAxis: AxisIndex;
    /** Along `sliceAxis`, in any order. */
    readonly slices: readonly number[];
  })[];
  /** How many networks with something left out each model stands for (dropout); 0: the model itself. */
  readonly masks: number;
  /** Of what is left out. */
  readonly seed: number;
}

/** Numbers of a map in a file: a byte for each voxel, 255 standing for the map's `maximum`; or little-endian float32. */
export type MapNumbers = 'uint8' | 'float32';

/** The part of a case's first image that maps cover: all of it, or one slice along an axis of its own grid. */
interface MappedPart {
  readonly sliceAxis: AxisIndex;
  readonly slice: number | null;
}

/** What models say of each voxel of a case, beside the label that they choose. */
export interface MapRequest extends MappedPart {
  readonly kind: 'map';
  /** As in `SegmentRequest`. */
  readonly modelFolders: readonly string[];
  readonly volume: ShownVolume;
  /** By which the probabilities are made as sure as the models are right; 1: they stay as they are. */
  readonly temperature: number;
  /** Whether it is told how far networks disagree: the models, or, of one, so many that dropout makes of it. */
  readonly disagreement: { readonly masks: number; readonly seed: number } | null;
  readonly numbers: MapNumbers;
  /** An existing folder: each map becomes a file in it. */
  readonly folder: string;
}

/** What in a case the scores of one output were made of (Seg-Grad-CAM). */
export interface ExplainRequest extends MappedPart {
  readonly kind: 'explain';
  readonly modelFolders: readonly string[];
  readonly volume: ShownVolume;
  readonly output: number;
  /** One of `layersOf`. */
  readonly layer: string;
  /** Absolute path of a uint8 volume on the image's own grid, i fastest, that is 1 where scores are explained; null: every voxel that the network calls the output. */
  readonly region: string | null;
  readonly numbers: MapNumbers;
  /** Absolute path of the map to write. */
  readonly file: string;
}

export interface ProbeRequest {
  readonly kind: 'probe';
}

export type EngineRequest = TrainRequest | SegmentRequest | JudgeRequest | ReadSlicesRequest | MapRequest | ExplainRequest | ProbeRequest;

/** What the engine computes with; shown wherever the program says what it computes with. */
export interface EngineDescription {
  readonly library: 'native' | 'JavaScript';
  /** Version of TensorFlow: of the C library where native, else of TensorFlow.js. */
  readonly version: string;
  readonly device: 'CPU' | 'GPU';
  /** Why it is not native, or why no GPU is used; null where there is nothing to say. */
  readonly note: Sentence | null;
}

/** Scores of one validation: per output label (index order of the plan, background left out), mean over cases. */
export interface ValidationScores {
  /** Dice per label; null where no validation case holds the label. */
  readonly dice: readonly (number | null)[];
  readonly meanDice: number | null;
}

export type EngineEvent =
  | { readonly kind: 'progress'; readonly phase: EnginePhase; readonly done: number; readonly total: number }
  | { readonly kind: 'planned'; readonly plan: Plan; readonly expectedMinutes: number }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly epochs: number;
      readonly step: number;
      readonly loss: number;
      /** Share of valid voxels that the network labels right in training. */
      readonly accuracy: number;
      readonly validation: ValidationScores | null;
      readonly minutesLeft: number;
    }
  | { readonly kind: 'step'; readonly step: number; readonly steps: number; readonly loss: number; readonly minutesLeft: number }
  /** A checkpoint was written, fsynced and renamed. */
  | { readonly kind: 'checkpoint'; readonly epoch: number; readonly step: number; readonly folder: string }
  | { readonly kind: 'segmented'; readonly name: string; readonly output: string }
  /** Of one volume, in the order of its slices: what the models read, and what the first one's encoder makes of each slice, of length 1 (Euclid). */
  | { readonly kind: 'slices-read'; readonly name: string; readonly readings: readonly SliceReading[]; readonly features: readonly (readonly number[])[] }
  | { readonly kind: 'warning'; readonly sentence: Sentence };

export type EnginePhase = 'reading' | 'measuring' | 'training' | 'validating' | 'predicting' | 'writing';

export interface TrainResult {
  readonly kind: 'train';
  readonly plan: Plan;
  /** Folder of the model inside the output folder. */
  readonly modelFolder: string;
  readonly parameters: number;
  readonly steps: number;
  /** As fixed before the first: more, where time or patience ended it early. Results of before do not tell. */
  readonly plannedSteps?: number;
  readonly seconds: number;
  readonly finalLoss: number;
  readonly validation: ValidationScores | null;
  /** The validation's cases, each with all that is measured; their worst slices are in the output folder (`judged-slice.ts`). */
  readonly cases: readonly CaseJudgement[];
  /** The same of the manifest's cases with the role `test`, judged once when the network was done. */
  readonly testCases?: readonly CaseJudgement[];
  /** By the validation's cases; null where there were none. Results of before do not tell. */
  readonly calibration?: ModelCalibration | null;
  /** How good its probabilities say that these are, beside what was measured (`cases`). Results of before do not tell. */
  readonly expected?: readonly ExpectedCase[];
  /** What judging the validation's cases took. Results of before do not tell. */
  readonly lastLook?: LastLookTook;
  readonly engine: EngineDescription;
}
export interface LastLookTook {
  readonly cases: number;
  /** Of the network, and of measuring what it predicted. */
  readonly predictingSeconds: number;
  readonly measuringSeconds: number;
}
/** A training that was asked to pause: its last checkpoint is what it goes on from. */
export interface PausedResult {
  readonly kind: 'paused';
  readonly checkpoint: string;
  readonly step: number;
  readonly steps: number;
}
export interface JudgeResult {
  readonly kind: 'judge';
  readonly validation: ValidationScores;
  readonly cases: readonly CaseJudgement[];
  readonly engine: EngineDescription;
}
export interface SegmentResult { readonly kind: 'segment'; readonly engine: EngineDescription }
export interface ReadSlicesResult { readonly kind: 'read-slices'; readonly engine: EngineDescription }
export interface MapResult {
  readonly kind: 'map';
  /** Paths are relative to the request's folder. `output` is null for what is not of one. */
  readonly maps: readonly { readonly kind: 'probability' | 'uncertainty' | 'disagreement'; readonly output: number | null; readonly file: string; readonly maximum: number }[];
  /** Null where it was not asked for, or where nothing can be left out of the one network. */
  readonly disagreement: { readonly between: 'models' | 'masks'; readonly networks: number } | null;
  readonly engine: EngineDescription;
}
export interface ExplainResult {
  readonly kind: 'explain';
  readonly maximum: number;
  /** Voxels of the network's grid that were explained, and their mean score before softmax; null where there are none. */
  readonly regionVoxels: number;
  readonly score: number | null;
  readonly engine: EngineDescription;
}
export interface ProbeResult { readonly kind: 'probe'; readonly engine: EngineDescription }

export type ResultOf<Request extends EngineRequest> =
  Request extends TrainRequest ? TrainResult | PausedResult : Request extends SegmentRequest ? SegmentResult : Request extends JudgeRequest ? JudgeResult
    : Request extends ReadSlicesRequest ? ReadSlicesResult : Request extends MapRequest ? MapResult : Request extends ExplainRequest ? ExplainResult : ProbeResult;

/** Host → engine. */
export type ToEngine =
  | { readonly job: string; readonly type: 'start'; readonly request: EngineRequest }
  /** Seen between two batches. */
  | { readonly job: string; readonly type: 'cancel' }
  /** A training writes a checkpoint after the step that it is at, and answers `paused`; other requests go on. */
  | { readonly job: string; readonly type: 'pause' };

/** Engine → host. */
export type FromEngine =
  | { readonly job: null; readonly type: 'ready' }
  | { readonly job: string; readonly type: 'event'; readonly event: EngineEvent }
  | { readonly job: string; readonly type: 'done'; readonly result: TrainResult | PausedResult | SegmentResult | JudgeResult | ReadSlicesResult | MapResult | ExplainResult | ProbeResult }
  | { readonly job: string; readonly type: 'failed'; readonly code: ErrorCode; readonly sentence: Sentence; readonly details: string };
