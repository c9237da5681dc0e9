/** Where a training begins: at its first step, with a schedule that fits its minutes, or where a checkpoint left it. */
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { readCheckpoint } from '../checkpoint-folder.ts';
import { engineSentences } from '../engine-sentences.ts';
import { makeLearner } from '../make-learner.ts';
import type { Network } from '../networks/network.ts';
import { firstWeights } from '../networks/first-weights.ts';
import type { State } from '../weights.ts';
import type { Work } from '../work.ts';
import { measure } from './measure.ts';
import { noSums, type TrainingMemory } from './memory.ts';
import type { PatchSource } from './patch-source.ts';
import { fixSchedule, minutesNeeded, type TrainingSchedule } from './schedule.ts';
import { timeOf } from './timetable.ts';
import type { TrainingCases } from './training-cases.ts';

export interface Beginning {
  readonly memory: TrainingMemory;
  readonly weights: State;
  /** Of the learner; null where nothing is learnt yet. */
  readonly state: State | null;
}

/** Measures this machine, then fixes the number of steps. */
export async function beginTraining(
  request: TrainRequest, network: Network, cases: TrainingCases, source: PatchSource, work: Work,
): Promise<Beginning> {
  const { minutes } = request;
  const weights = await firstWeights(network, request, work);
  const remaining = (): number | null => (minutes === null ? null : minutes * 60 - work.seconds());
  // What is learnt while measuring depends on the machine's speed: it is forgotten with its learner.
  const trial = makeLearner(network, request.plan, weights);
  try {
    const measured = await measure({ request, learner: trial, network, cases, source, budgetSeconds: remaining(), work });
    const schedule = fixSchedule(request.plan, measured, cases.validation.length, remaining());
    const plan: Plan = { ...request.plan, epochs: schedule.epochs, stepsPerEpoch: schedule.stepsPerEpoch };
    const before = work.seconds();
    const expectedSeconds = before + schedule.expectedSeconds;
    work.tell({ kind: 'planned', plan, expectedMinutes: expectedSeconds / 60 });
    const needed = minutes === null ? null : minutesNeeded(request.plan, measured, cases.validation.length, before, minutes);
    if (minutes !== null && needed !== null) work.warn(tooShort(schedule, minutes, expectedSeconds / 60, needed));
    const time = minutes === null ? null : timeOf(minutes * 60, expectedSeconds);
    return { memory: { plan, schedule, measured, time, step: 0, epoch: noSums, cut: false, best: null, validation: null }, weights, state: null };
  } finally {
    trial.dispose();
  }
}

function tooShort({ epochs, stepsPerEpoch }: TrainingSchedule, minutes: number, expected: number, needed: number): Sentence {
  return fill(engineSentences.minutesTooShort, {
    minutes: Number(minutes.toFixed(1)), steps: epochs * stepsPerEpoch, expected: Number(expected.toFixed(1)), needed: Math.ceil(needed),
  });
}

/** @throws UserFacingError `corrupt` where the folder is not a whole checkpoint */
export async function goOnWithTraining(folder: string, { microBatch }: Plan): Promise<Beginning> {
  const { values, state, training } = await readCheckpoint(folder);
  const memory = training as TrainingMemory;
  return { memory: { ...memory, plan: { ...memory.plan, microBatch } }, weights: values, state };
}
