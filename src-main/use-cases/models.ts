/** What is kept of a training beside its plan, and models as the contract tells of them. */
import type { EpochFigures, ModelInfo } from '#shared/contract/training.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import type { EngineDescription, ValidationScores } from '../engine-client/protocol.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { workSentences } from './work-sentences.ts';

export interface ModelMetrics {
  readonly parameters: number;
  readonly steps: number;
  readonly seconds: number;
  readonly finalLoss: number;
  readonly validation: ValidationScores | null;
  readonly validationPatients: readonly string[];
  readonly engine: EngineDescription;
  readonly notes: readonly Sentence[];
  /** Models of before know neither: they were judged by separate patients, or by nobody. */
  readonly validationKind?: ModelInfo['validationKind'];
  readonly curve?: readonly EpochFigures[];
}

export function describeModel(model: ModelRecord): ModelInfo {
  const metrics = model.metrics as ModelMetrics;
  const { library, version, device } = metrics.engine;
  const info = {
    id: model.id,
    name: model.name,
    createdAt: model.createdAt,
    active: model.active,
    plan: model.plan,
    parameters: metrics.parameters,
    steps: metrics.steps,
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
    curve: metrics.curve ?? [],
    computedWith: `TensorFlow ${version}, ${library}, ${device}`,
    notes: metrics.notes,
  };
  return info as unknown as ModelInfo;
}

/** The named model; without a name the active one. @throws UserFacingError `not-found` */
export function modelToUse(store: ProjectStore, id?: string): ModelRecord {
  if (id === undefined) {
    const active = store.models.active();
    if (active === null) throw failure('not-found', workSentences.noModel, {});
    return active;
  }
  try {
    return store.models.get(id);
  } catch (error) {
    if (!(error instanceof UserFacingError) || error.code !== 'not-found') throw error;
    throw failure('not-found', workSentences.unknownModel, { id }, error);
  }
}
