/**
 * What a training has told so far, gathered from its reports. Pure: reports may come twice and in any
 * order, since a window that opens late asks for the earlier ones while new ones arrive.
 */
import type { EpochFigures, ModelInfo } from '#shared/contract/training.ts';
import type { Sentence } from '#shared/text/sentence.ts';

export interface TrainingRun {
  readonly jobId: string;
  /** By number, each once. */
  readonly epochs: readonly EpochFigures[];
  readonly plan: ModelInfo['plan'] | null;
  readonly minutesLeft: number | null;
  readonly warnings: readonly Sentence[];
  /** Of a cross-validation the training that runs, counted from 1; else null. */
  readonly fold: number | null;
  readonly folds: number | null;
}

/** What the engine tells beside its progress; other kinds are no business of the window. */
type Report =
  | { readonly kind: 'planned'; readonly plan: ModelInfo['plan']; readonly expectedMinutes: number }
  | {
      readonly kind: 'epoch'; readonly epoch: number; readonly loss: number; readonly minutesLeft: number;
      readonly validation: { readonly meanDice: number | null } | null;
    }
  | { readonly kind: 'warning'; readonly sentence: Sentence }
  /** What was learnt before it stopped short. */
  | { readonly kind: 'resumed'; readonly plan: ModelInfo['plan'] | null; readonly curve: readonly EpochFigures[]; readonly notes: readonly Sentence[] };

/** Beside every report of a cross-validation. */
interface Fold { readonly fold?: number; readonly folds?: number }

export function beginRun(jobId: string): TrainingRun {
  return { jobId, epochs: [], plan: null, minutesLeft: null, warnings: [], fold: null, folds: null };
}

export function takeReport(before: TrainingRun, told: unknown): TrainingRun {
  if (!isReport(told)) return before;
  const { fold = null, folds = null } = told as Fold;
  // What an earlier training of a cross-validation told is over; what it warned of is not.
  if (fold !== null && before.fold !== null && fold < before.fold && told.kind !== 'warning') return before;
  const run = fold === null || (before.fold ?? 0) >= fold ? before : { ...beginRun(before.jobId), warnings: before.warnings, fold, folds };
  switch (told.kind) {
    case 'planned':
      return { ...run, plan: told.plan, minutesLeft: run.epochs.length === 0 ? told.expectedMinutes : run.minutesLeft };
    case 'epoch': {
      const { epoch, loss, validation } = told;
      const figures = { epoch, loss, validationDice: validation?.meanDice ?? null };
      const epochs = [...run.epochs.filter((one) => one.epoch !== epoch), figures].sort((a, b) => a.epoch - b.epoch);
      const isNewest = epochs.at(-1)?.epoch === epoch;
      return { ...run, epochs, minutesLeft: isNewest ? told.minutesLeft : run.minutesLeft };
    }
    case 'warning':
      return withWarnings(run, [told.sentence]);
    case 'resumed': {
      const since = new Set(run.epochs.map(({ epoch }) => epoch));
      const epochs = [...told.curve.filter(({ epoch }) => !since.has(epoch)), ...run.epochs].sort((a, b) => a.epoch - b.epoch);
      return withWarnings({ ...run, epochs, plan: run.plan ?? told.plan }, told.notes);
    }
  }
}

function withWarnings(run: TrainingRun, told: readonly Sentence[]): TrainingRun {
  const fresh = told.filter((sentence) => !run.warnings.some(({ en }) => en === sentence.en));
  return fresh.length === 0 ? run : { ...run, warnings: [...run.warnings, ...fresh] };
}

function isReport(told: unknown): told is Report {
  if (typeof told !== 'object' || told === null || !('kind' in told)) return false;
  return told.kind === 'planned' || told.kind === 'epoch' || told.kind === 'warning' || told.kind === 'resumed';
}
