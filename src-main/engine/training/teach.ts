/** The steps of a training, with what happens between them: validations, checkpoints, a pause, an early end. */
import type { PausedResult, TrainRequest } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fill } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import type { Learner } from '../learner.ts';
import type { Network } from '../networks/network.ts';
import { frozenParameters } from '../networks/first-weights.ts';
import type { Work } from '../work.ts';
import { keepCheckpoint } from './checkpoints.ts';
import { addStep, noSums, type TrainingMemory } from './memory.ts';
import type { PatchSource } from './patch-source.ts';
import { learningRateAt } from './schedule.ts';
import { budgetOf, isLate, judgePace, mostSeconds, outOfPatience, paceOf, type Pace } from './timetable.ts';
import type { TrainingCases } from './training-cases.ts';
import { validate } from './validate.ts';

export interface TrainingRun {
  readonly request: TrainRequest;
  readonly network: Network;
  readonly learner: Learner;
  readonly cases: TrainingCases;
  readonly source: PatchSource;
  readonly work: Work;
}

export interface Taught {
  readonly kind: 'taught';
  /** With the epochs that were done. */
  readonly plan: Plan;
  readonly memory: TrainingMemory;
  /** Means over the last epoch: it is told of when the last look has been taken. */
  readonly loss: number;
  readonly accuracy: number;
}

/** Of an epoch that takes longer than this, no more is lost where the training is killed. */
const secondsBetweenCheckpoints = 120;

/** @param start where the learner stands; before its first step the schedule is on the disk, and holds whatever happens */
export async function teach(run: TrainingRun, start: TrainingMemory): Promise<Taught | PausedResult> {
  const { request: { outputFolder }, network, learner, work } = run;
  const pace = paceOf(start.schedule, start.measured);
  let memory = start;
  let kept = start.step;
  const keep = async (): Promise<string> => {
    const folder = await keepCheckpoint(outputFolder, network, learner, memory, kept);
    const { step, plan } = memory;
    kept = step;
    work.tell({ kind: 'checkpoint', epoch: Math.floor(step / plan.stepsPerEpoch), step, folder });
    return folder;
  };
  if (run.request.resumeFrom === null) await keep();
  let frozen = await freezeAsPlanned(run, start);
  // Killed in its last look, it has nothing left to learn.
  while (memory.step < stepsOf(memory)) {
    if (frozen) frozen = await freezeAsPlanned(run, memory);
    memory = await teachEpoch(run, memory, pace);
    memory = memory.step % memory.plan.stepsPerEpoch === 0 ? await endEpoch(run, memory, pace) : endIfFarTooLate(run, memory, pace);
    const folder = await keep();
    const { step } = memory;
    if (step < stepsOf(memory) && work.pause.aborted) return { kind: 'paused', checkpoint: folder, step, steps: stepsOf(memory) };
  }
  const { plan, epoch: { loss, accuracy, steps } } = memory;
  return { kind: 'taught', plan, memory, loss: loss / steps, accuracy: accuracy / steps };
}

function stepsOf({ plan, endedAt }: TrainingMemory): number {
  return endedAt ?? plan.epochs * plan.stepsPerEpoch;
}

/** @returns whether something is frozen still */
async function freezeAsPlanned({ request: { startFrom }, network, learner }: TrainingRun, { plan: { start, stepsPerEpoch }, step }: TrainingMemory): Promise<boolean> {
  const frozen = start.kind === 'transfer' && startFrom !== null && step < start.frozenEpochs * stepsPerEpoch;
  learner.freeze(frozen ? await frozenParameters(network, startFrom) : new Set());
  return frozen;
}

/** To the end of the epoch, of the time, a pause, or when it is time for a checkpoint. */
async function teachEpoch({ request: { minutes }, learner, source, work }: TrainingRun, start: TrainingMemory, pace: Pace): Promise<TrainingMemory> {
  const { plan } = start;
  const steps = plan.epochs * plan.stepsPerEpoch;
  let { step } = start;
  let epoch = step % plan.stepsPerEpoch === 0 ? noSums : start.epoch;
  const since = work.seconds();
  const until = Math.min(since + secondsBetweenCheckpoints, mostSeconds(minutes, start.time));
  do {
    const began = work.seconds();
    const parts = await source.next(step);
    const outcome = await learner.learn(parts, learningRateAt(plan.optimiser, step, steps), work.breathe);
    if (!Number.isFinite(outcome.loss)) throw failure('bad-input', engineSentences.lossNotFinite, { step: step + 1 });
    pace.stepTook(work.seconds() - began);
    epoch = addStep(epoch, outcome);
    step++;
    if (step === steps || work.mayTell()) {
      work.tell({ kind: 'step', step, steps, loss: outcome.loss, minutesLeft: pace.secondsLeft(step, steps) / 60 });
    }
  } while (step % plan.stepsPerEpoch !== 0 && !work.pause.aborted && work.seconds() < until);
  return { ...start, step, epoch };
}

/** Looks how good the network is where that is due, whether to stop, and how the time goes. */
async function endEpoch({ request, learner, cases, work }: TrainingRun, before: TrainingMemory, pace: Pace): Promise<TrainingMemory> {
  const { plan, schedule, step } = before;
  const epoch = step / plan.stepsPerEpoch;
  // The last look comes when all is done, and measures more.
  const due = epoch < plan.epochs && schedule.validationCases > 0 && schedule.validateAfter.includes(epoch);
  const stacks = cases.validation.slice(0, schedule.validationCases);
  const validation = due
    ? await validate(learner, stacks, plan, work.breathe, (done) => work.progress('validating', done, stacks.length))
    : null;
  let memory: TrainingMemory = { ...before, validation: validation ?? before.validation };
  const meanDice = validation?.meanDice ?? null;
  if (meanDice !== null && meanDice > (memory.best?.meanDice ?? -1)) memory = { ...memory, best: { meanDice, epoch } };
  memory = keepToTime(request, memory, pace, work);
  const firstLook = due && epoch === schedule.validateAfter[0];
  if (firstLook && plan.patience !== null && meanDice === null) work.warn(engineSentences.patienceSeesNothing);
  if (due && outOfPatience(plan.patience, schedule.validateAfter, memory.best?.epoch ?? 0, epoch)) {
    work.warn(fill(engineSentences.noLongerBetter, { done: epoch, planned: plan.epochs }));
    memory = { ...memory, plan: { ...memory.plan, epochs: epoch } };
  }
  const { loss, accuracy, steps } = before.epoch;
  if (epoch < memory.plan.epochs) work.tell({
    kind: 'epoch', epoch, epochs: memory.plan.epochs, step, loss: loss / steps, accuracy: accuracy / steps, validation,
    minutesLeft: pace.secondsLeft(step, memory.plan.epochs * plan.stepsPerEpoch) / 60,
  });
  return memory;
}

/** An epoch may be all of a short training: where it takes far too long it is left unfinished. */
function endIfFarTooLate({ request: { minutes }, work }: TrainingRun, memory: TrainingMemory, pace: Pace): TrainingMemory {
  const { plan, step, time } = memory;
  if (work.seconds() < mostSeconds(minutes, time)) return memory;
  const shorter: Plan = { ...plan, epochs: Math.ceil(step / plan.stepsPerEpoch) };
  work.warn(fill(engineSentences.farTooLate, { done: step, planned: plan.epochs * plan.stepsPerEpoch }));
  work.tell({ kind: 'planned', plan: shorter, expectedMinutes: (work.seconds() + pace.atEnd) / 60 });
  return { ...memory, plan: shorter, cut: true, endedAt: step };
}

/** Where the machine has become too slow the number of epochs is cut, once, and the plan that is followed tells it. */
function keepToTime({ minutes }: TrainRequest, memory: TrainingMemory, pace: Pace, work: Work): TrainingMemory {
  const { plan, step, cut } = memory;
  const done = step / plan.stepsPerEpoch;
  const now = {
    secondsUsed: work.seconds(),
    secondsLeft: pace.secondsLeft(step, plan.epochs * plan.stepsPerEpoch),
    budgetSeconds: budgetOf(minutes, memory.time),
  };
  const lateSeconds = pace.lateFor(isLate(now), now.secondsUsed);
  const verdict = judgePace({ ...now, done, epochs: plan.epochs, cutBefore: cut, atEnd: pace.atEnd, lateSeconds });
  if (verdict.kind === 'goes-on') return memory;
  const shorter: Plan = { ...plan, epochs: verdict.epochs };
  work.warn(fill(engineSentences.slowerThanExpected, { done: verdict.epochs, planned: plan.epochs }));
  work.tell({ kind: 'planned', plan: shorter, expectedMinutes: (work.seconds() + pace.secondsLeft(step, verdict.epochs * plan.stepsPerEpoch)) / 60 });
  return { ...memory, plan: shorter, cut: true };
}
