/** What is kept of a training beside its plan, and models as the contract tells of them. */
import type { JudgedTogether, Judgement } from '#shared/contract/judgement.ts';
import type { EpochFigures, ModelInfo } from '#shared/contract/training.ts';
import { judgingTolerance, patientsOf, type CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { measureNames } from '#shared/learning/evaluation/measure-case.ts';
import { commonUnit, summariseFigure } from '#shared/learning/evaluation/over-cases.ts';
import { summarise } from '#shared/learning/evaluation/summary.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { ModelCalibration } from '#shared/learning/statistics/calibrate.ts';
import type { ExpectedCase } from '#shared/learning/statistics/quality-interval.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import type { EngineDescription, ValidationScores } from '../engine-client/protocol.ts';
import type { PromotionRecord } from '../store/loop-work.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import type { ModelMember } from './model-members.ts';
import { workSentences } from './work-sentences.ts';

export interface ModelMetrics {
  readonly parameters: number;
  readonly steps: number;
  /** As fixed before the first; models of before do not tell. */
  readonly plannedSteps?: number | undefined;
  readonly seconds: number;
  readonly finalLoss: number;
  readonly validation: ValidationScores | null;
  readonly validationPatients: readonly string[];
  readonly engine: EngineDescription;
  readonly notes: readonly Sentence[];
  /** Who asked for the training; models of before do not tell. */
  readonly trainedBy?: string | undefined;
  /** Models of before know none of these: they were judged by separate patients, or by nobody. */
  readonly validationKind?: ModelInfo['validationKind'];
  readonly curve?: readonly EpochFigures[];
  readonly cases?: readonly CaseJudgement[];
  /** Of the test set as it was labelled then. */
  readonly testCases?: readonly CaseJudgement[];
  /** Null where nothing was held back. */
  readonly calibration?: ModelCalibration | null;
  /** How good its probabilities said that `cases` are. */
  readonly expected?: readonly ExpectedCase[];
  /** Of a cross-validation: `cases` are then those of all of them. */
  readonly members?: readonly ModelMember[];
}

/**
 * @param testCases what the test set says of it as it is labelled now: see `testFiguresNow`
 * @param promotion whether it took another's place; left out: nobody decided, as with models of before
 */
export function describeModel(model: ModelRecord, testCases: readonly CaseJudgement[], promotion?: PromotionRecord): ModelInfo {
  const metrics = model.metrics as ModelMetrics;
  const tested = together(testCases, model.plan);
  const info = {
    id: model.id,
    name: model.name,
    createdAt: model.createdAt,
    active: model.active,
    plan: model.plan,
    parameters: metrics.parameters,
    steps: metrics.steps,
    plannedSteps: metrics.plannedSteps ?? null,
    seconds: metrics.seconds,
    finalLoss: metrics.finalLoss,
    validationDice: metrics.validation?.meanDice ?? null,
    validationDicePerLabel: model.plan.outputs.slice(1).map(({ value, name }, place) => ({
      value,
      name,
      dice: metrics.validation?.dice[place] ?? null,
    })),
    validationPatients: metrics.validationPatients,
    validationKind: metrics.validationKind ?? (metrics.validationPatients.length > 0 ? 'patients' : 'none'),
    judged: together(metrics.cases ?? [], model.plan),
    tested,
    testDice: tested === null ? null : summarise(tested.labels.map(({ figures }) => figures.dice?.mean ?? null)).mean,
    calibration: metrics.calibration ?? null,
    members: metrics.members?.length ?? 1,
    parentId: model.parentId,
    snapshotId: model.snapshotId,
    trainedBy: metrics.trainedBy ?? null,
    note: model.note,
    promotion: promotion === undefined ? null : promotionOf(promotion),
    curve: metrics.curve ?? [],
    computedWith: computedWith(metrics.engine),
    notes: metrics.notes,
  };
  return info as unknown as ModelInfo;
}

export function computedWith({ library, version, device }: EngineDescription): string {
  return `TensorFlow ${version}, ${library}, ${device}`;
}

function promotionOf({ decision, ...rest }: PromotionRecord): unknown {
  return { ...decision, ...rest };
}

/** By which a model's probabilities are shown; 1: as its network gives them. */
export function temperatureOf({ metrics }: Pick<ModelRecord, 'metrics'>): number {
  return (metrics as Partial<ModelMetrics> | null)?.calibration?.temperature ?? 1;
}

/** Every case that judged a model, the worst first where they are shown. */
export function judgementOf({ metrics }: Pick<ModelRecord, 'metrics'>): Judgement {
  const cases = (metrics as ModelMetrics).cases ?? [];
  return { unit: commonUnit(cases), tolerance: judgingTolerance, cases: [...cases] as Judgement['cases'] };
}

function together(cases: readonly CaseJudgement[], { outputs }: Pick<Plan, 'outputs'>): JudgedTogether | null {
  if (cases.length === 0) return null;
  const unit = commonUnit(cases);
  return {
    patients: patientsOf(cases).length,
    cases: cases.length,
    unit,
    labels: outputs.slice(1).map(({ value, name }) => ({
      value, name,
      figures: Object.fromEntries(measureNames.map((figure) => [figure, summariseFigure(cases, String(value), figure, unit)])) as JudgedTogether['labels'][number]['figures'],
    })),
  };
}

/** The named model; without a name the active one. @throws UserFacingError `not-found`, also where it was deleted */
export function modelToUse(store: ProjectStore, id?: string): ModelRecord {
  if (id === undefined) {
    const active = store.models.active();
    if (active === null) throw failure('not-found', workSentences.noModel, {});
    return active;
  }
  const model = known(store, id);
  if (model.removed) throw failure('not-found', workSentences.deletedModel, { name: model.name });
  return model;
}

/** Also one that was deleted. */
function known(store: ProjectStore, id: string): ModelRecord {
  try {
    return store.models.get(id);
  } catch (error) {
    if (!(error instanceof UserFacingError) || error.code !== 'not-found') throw error;
    throw failure('not-found', workSentences.unknownModel, { id }, error);
  }
}
