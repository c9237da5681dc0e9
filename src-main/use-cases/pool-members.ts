/** The trainings of a cross-validation as one model: each patient was judged by the one that had never seen them. */
import type { EpochFigures } from '#shared/contract/training.ts';
import { patientsOf, type CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { poolCalibrations } from '#shared/learning/statistics/calibrate.ts';
import { summarise } from '#shared/learning/evaluation/summary.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { TrainResult, ValidationScores } from '../engine-client/protocol.ts';
import type { ModelMetrics } from './models.ts';
import { eachOnce } from './training-record.ts';

export interface TrainedMember {
  readonly result: TrainResult;
  /** Of its model, relative to the project. */
  readonly folder: string;
  readonly snapshotId: string;
  readonly validationPatients: readonly string[];
  readonly curve: readonly EpochFigures[];
  readonly notes: readonly Sentence[];
}

/** @param members at least one @param warnings of judging the test set */
export function poolMembers(members: readonly TrainedMember[], testCases: readonly CaseJudgement[], warnings: readonly Sentence[] = []): ModelMetrics {
  const results = members.map(({ result }) => result);
  const [first] = results as [TrainResult, ...TrainResult[]];
  const cases = results.flatMap((result) => result.cases);
  const total = (of: (result: TrainResult) => number): number => results.reduce((sum, result) => sum + of(result), 0);
  return {
    parameters: first.parameters,
    steps: total(({ steps }) => steps),
    plannedSteps: results.every(({ plannedSteps }) => plannedSteps !== undefined) ? total(({ plannedSteps = 0 }) => plannedSteps) : undefined,
    seconds: total(({ seconds }) => seconds),
    finalLoss: total(({ finalLoss }) => finalLoss) / results.length,
    validation: scoresOverAll(cases, first.plan),
    validationPatients: [...patientsOf(cases)].sort(),
    validationKind: 'patients',
    calibration: poolCalibrations(results.map(({ calibration = null }) => calibration)),
    cases,
    testCases,
    curve: meanCurve(members.map(({ curve }) => curve)),
    engine: first.engine,
    notes: eachOnce([...members.flatMap(({ notes }) => notes), ...warnings]),
    members: members.map(({ folder, snapshotId, validationPatients, result }) =>
      ({ folder, snapshotId, validationPatients, validationDice: result.validation?.meanDice ?? null })),
  };
}

/** Over all cases, as if one training had judged them: a fold with many cases counts more than one with few. */
function scoresOverAll(cases: readonly CaseJudgement[], { outputs }: Plan): ValidationScores {
  const dice = outputs.slice(1).map(({ value }) => {
    const ofLabel = cases.flatMap(({ labels }) => labels[value] ?? []);
    const held = ofLabel.some(({ found }) => found === 'both' || found === 'missed');
    return held ? summarise(ofLabel.map((one) => one.dice)).mean : null;
  });
  return { dice, meanDice: summarise(dice).mean };
}

/** The mean of those that came so far, epoch by epoch. */
export function meanCurve(curves: readonly (readonly EpochFigures[])[]): EpochFigures[] {
  const epochs = [...new Set(curves.flatMap((curve) => curve.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  return epochs.map((epoch) => {
    const figures = curves.flatMap((curve) => curve.filter((one) => one.epoch === epoch));
    return {
      epoch,
      loss: figures.reduce((sum, { loss }) => sum + loss, 0) / figures.length,
      validationDice: summarise(figures.map(({ validationDice }) => validationDice)).mean,
    };
  });
}
