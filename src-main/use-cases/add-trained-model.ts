/** A training's result as a model of the project, in use from then on where it was promoted. */
import type { TrainResult } from '../engine-client/protocol.ts';
import type { Decided } from '../store/loop-work.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import type { ModelMetrics } from './models.ts';
import { nameModel } from './name-model.ts';
import { notesOf, type TrainingRecord } from './training-record.ts';

/** @param result its `modelFolder` is relative to the model's own */
export function addTrainedModel(store: ProjectStore, id: string, record: TrainingRecord, result: TrainResult, decided: Decided): ModelRecord {
  const { start } = record.plan;
  return store.models.add({
    id,
    name: nameModel(store, result.plan.network.name),
    snapshotId: record.snapshot.id,
    parentId: start.kind === 'scratch' ? null : start.model,
    plan: result.plan,
    folder: `models/${id}/${result.modelFolder}`.replace(/\/$/, ''),
    seed: result.plan.seed,
    metrics: metricsOf(record, result),
    state: 'ready',
  }, decided, record.trainedBy);
}

function metricsOf(record: TrainingRecord, result: TrainResult): ModelMetrics {
  const { snapshot: { validationPatients, validationKind }, curve } = record;
  const { parameters, steps, plannedSteps, seconds, finalLoss, validation, cases, testCases = [], calibration = null, expected = [], engine } = result;
  return {
    parameters, steps, plannedSteps, seconds, finalLoss, validation, cases, testCases, calibration, expected, engine, validationPatients, validationKind, curve,
    trainedBy: record.trainedBy,
    notes: notesOf(record),
  };
}
