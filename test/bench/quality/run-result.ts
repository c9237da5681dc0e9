/** What a finished run says, from the answers that its commands left. */
import type { Evaluation } from '#shared/contract/evaluation.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { meanDice } from '#shared/learning/evaluation/worst-first.ts';
import type { Circumstances, Run } from './do-run.ts';
import type { Attempt } from './how-to-train.ts';
import type { Check } from './quality-set.ts';
import { remainingStages, stagesOf, type StageRecords } from './stages.ts';
import { lengthName } from './training-length.ts';

export interface LabelFigure {
  readonly value: number;
  readonly name: string;
  /** Over the cases that have it. */
  readonly dice: { readonly mean: number | null; readonly sd: number | null; readonly n: number };
}

export interface RunResult {
  readonly set: string;
  readonly run: string;
  readonly length: string;
  readonly seed: number;
  /** Who learnt (those that validated included) and who judged: cases, and patients. */
  readonly learnt: { readonly cases: number; readonly patients: number };
  readonly judged: { readonly cases: number; readonly patients: number };
  readonly validated: { readonly kind: ModelInfo['validationKind']; readonly patients: number; readonly dice: number | null };
  /** Null where nobody judged. */
  readonly figures: {
    readonly labels: readonly LabelFigure[];
    /** Mean of the labels' means. */
    readonly foreground: number | null;
    readonly cases: readonly { readonly name: string; readonly patient: string; readonly dice: number | null }[];
  } | null;
  readonly checks: readonly Check[];
  readonly plan: ModelInfo['plan'];
  readonly parameters: number;
  readonly steps: number;
  readonly trainingMinutes: number;
  /** All commands of the run. */
  readonly wholeMinutes: number;
  readonly computedWith: string;
  readonly startedAt: string;
  /** How often its training went on after it was cut short. */
  readonly resumed: number;
  readonly circumstances: Circumstances;
}

/** Null while the run is not finished. */
export function resultOf(run: Run, records: StageRecords, attempts: readonly Attempt<Circumstances>[]): RunResult | null {
  const { set, split, images, seed, length } = run;
  const [begun] = attempts;
  const { train } = records;
  if (remainingStages(stagesOf(set, split), records).length > 0 || train === undefined || begun === undefined) return null;
  const model = train.answer as ModelInfo;
  const count = (names: readonly string[]): { cases: number; patients: number } => {
    const patients = new Set(images.cases.filter(({ name }) => names.includes(name)).map(({ patient }) => patient));
    return { cases: names.length, patients: patients.size };
  };
  return {
    set: set.name, run: runName(run), length: lengthName(length), seed,
    learnt: count(split.fit), judged: count(split.judge),
    validated: { kind: model.validationKind, patients: model.validationPatients.length, dice: model.validationDice },
    figures: records.evaluate === undefined ? null : figuresOf(run, records.evaluate.answer as Evaluation),
    checks: (records.examine?.answer ?? []) as readonly Check[],
    plan: model.plan, parameters: model.parameters, steps: model.steps, computedWith: model.computedWith,
    // From the command to the usable model; of one that was cut short the model alone knows.
    trainingMinutes: (attempts.length === 1 ? train.seconds : model.seconds) / 60,
    wholeMinutes: Object.values(records).reduce((sum, { seconds }) => sum + seconds, 0) / 60,
    startedAt: begun.startedAt, resumed: attempts.length - 1, circumstances: begun.circumstances,
  };
}

/** Also that of its folder. */
export function runName({ split, seed }: Pick<Run, 'split' | 'seed'>): string {
  return `${split.id}-seed-${seed}`;
}

function figuresOf({ set, images }: Run, { cases, mean, summary }: Evaluation): NonNullable<RunResult['figures']> {
  const values = Object.keys(summary).sort((a, b) => Number(a) - Number(b));
  return {
    labels: values.map((value) => {
      const { dice } = summary[value]!;
      return { value: Number(value), name: set.labelNames[value] ?? value, dice: { mean: dice.mean, sd: dice.sd, n: dice.n } };
    }),
    foreground: mean['foreground']?.dice ?? null,
    cases: cases.map(({ name, labels }) => ({
      name, patient: images.cases.find((one) => one.name === name)?.patient ?? name, dice: meanDice(Object.values(labels)),
    })),
  };
}
