/** Teaches a network from a snapshot, step by step, as its plan says, and leaves a model folder behind. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainRequest, TrainResult, ValidationScores } from '#main/engine-client/protocol.ts';
import { drawPatches, type PatchBatch } from '#shared/learning/patches.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fill } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import type { Learner } from '../learner.ts';
import { makeLearner } from '../make-learner.ts';
import { writeModel } from '../model-folder.ts';
import { parameterCount, type Network } from '../networks/network.ts';
import { plannedNetwork } from '../networks/planned-network.ts';
import { startingWeights } from '../networks/starting-weights.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { description as engine } from '../tensorflow.ts';
import type { Work } from '../work.ts';
import { onOwnGrid } from '../volumes/load-stack.ts';
import { judgeCases, type Judged } from './judge-cases.ts';
import { measure } from './measure.ts';
import { fixSchedule, learningRateAt, type MeasuredSeconds, type TrainingSchedule } from './schedule.ts';
import { loadTrainingCases, type TrainingCases } from './training-cases.ts';
import { validate } from './validate.ts';

/** Beyond this multiple of its minutes a training ends with the epoch, even if the machine has become slower. */
const timeLimit = 1.2;

/**
 * @throws UserFacingError `cancelled`, `bad-input` where nothing can be learnt, `corrupt` for damaged files,
 *   `disk-full`
 */
export async function train(request: TrainRequest, work: Work): Promise<TrainResult> {
  const cases = await loadTrainingCases(request, work);
  try {
    return await trainOn(cases, request, work);
  } finally {
    await cases.dispose();
  }
}

async function trainOn(cases: TrainingCases, request: TrainRequest, work: Work): Promise<TrainResult> {
  const network = plannedNetwork(request.plan);
  const start = startingWeights(network.parameters, request.plan.seed);
  const learner = makeLearner(network, request.plan, start);
  try {
    const remaining = (): number | null => (request.minutes === null ? null : request.minutes * 60 - work.seconds());
    const seconds = await measure(learner, network, cases, request.plan, remaining(), work);
    // What was learnt while measuring depends on the machine's speed: all of it is forgotten.
    learner.restart(start);
    const schedule = fixSchedule(request.plan, seconds, cases.validation.length, remaining());
    const plan: Plan = { ...request.plan, epochs: schedule.epochs, stepsPerEpoch: schedule.stepsPerEpoch };
    work.tell({ kind: 'planned', plan, expectedMinutes: (work.seconds() + schedule.expectedSeconds) / 60 });
    return await teachAndWrite({ request, plan, network, learner, cases, schedule, seconds, work });
  } finally {
    learner.dispose();
  }
}

async function teachAndWrite(run: TrainingRun): Promise<TrainResult> {
  const { request, plan, network, learner, work } = run;
  const outcome = await teach(run);
  const modelFolder = join(request.outputFolder, 'model');
  work.progress('writing', 0, 1);
  await writeModel(modelFolder, network, learner.weights(), { plan, epoch: outcome.epochs, step: outcome.steps, engine: engineName() });
  await removeCheckpoint(request, outcome.epochs);
  work.progress('writing', 1, 1);
  return {
    kind: 'train', plan, modelFolder, engine,
    parameters: parameterCount(network),
    steps: outcome.steps,
    seconds: work.seconds(),
    finalLoss: outcome.loss,
    validation: outcome.validation,
    cases: outcome.cases,
  };
}

interface TrainingRun {
  readonly request: TrainRequest;
  readonly plan: Plan;
  readonly network: Network;
  readonly learner: Learner;
  readonly cases: TrainingCases;
  readonly schedule: TrainingSchedule;
  readonly seconds: MeasuredSeconds;
  readonly work: Work;
}

interface Taught {
  readonly epochs: number;
  readonly steps: number;
  /** Mean over the last epoch. */
  readonly loss: number;
  readonly validation: ValidationScores | null;
  readonly cases: Judged['cases'];
}

async function teach(run: TrainingRun): Promise<Taught> {
  const { request, plan, network, learner, cases, schedule, work } = run;
  const stacks = cases.validation.slice(0, schedule.validationCases);
  const steps = plan.epochs * plan.stepsPerEpoch;
  const pace = watchPace(run, steps);
  let validation: ValidationScores | null = null;
  let judged: Judged['cases'] = [];
  for (let epoch = 1; ; epoch++) {
    const { loss, accuracy } = await teachEpoch(run, (epoch - 1) * plan.stepsPerEpoch, steps, pace);
    const step = epoch * plan.stepsPerEpoch;
    const late = request.minutes !== null && work.seconds() > timeLimit * request.minutes * 60 && epoch < plan.epochs;
    const judge = stacks.length > 0 && (late || schedule.validateAfter.has(epoch));
    if (judge && (late || epoch === plan.epochs)) {
      ({ validation, cases: judged } = await judgeAll(run, stacks));
    } else if (judge) {
      validation = await validate(learner, stacks, plan, work.breathe, (done) => work.progress('validating', done, stacks.length));
    }
    await keepCheckpoint(run, epoch, step, network, learner);
    work.tell({
      kind: 'epoch', epoch, epochs: plan.epochs, step, loss, accuracy,
      validation: judge ? validation : null,
      minutesLeft: pace.minutesLeft(step),
    });
    if (late) work.warn(fill(engineSentences.slowerThanExpected, { done: epoch, planned: plan.epochs }));
    if (late || epoch === plan.epochs) return { epochs: epoch, steps: step, loss, validation, cases: judged };
  }
}

/** The network is done: what it is worth is measured with everything that can be. */
async function judgeAll({ request, plan, learner, work }: TrainingRun, stacks: TrainingCases['validation']): Promise<Judged> {
  const predict = async (place: number): Promise<Uint8Array> => {
    const { shown } = stacks[place]!;
    return onOwnGrid(await predictStack([learner], shown, plan, work.breathe, () => undefined), shown);
  };
  return judgeCases({
    projectFolder: request.projectFolder, outputFolder: request.outputFolder, plan,
    cases: stacks.map(({ snapshotCase }) => snapshotCase), predict: (_, place) => predict(place),
  }, work);
}

async function teachEpoch(
  { plan, learner, cases, work }: TrainingRun, firstStep: number, steps: number, pace: Pace,
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  let losses = 0;
  let accuracies = 0;
  for (let n = 0; n < plan.stepsPerEpoch; n++) {
    const step = firstStep + n;
    const parts: PatchBatch[] = [];
    for (let first = 0; first < plan.batch; first += plan.microBatch) {
      parts.push(drawPatches(cases.training, cases.places, plan, step, first, plan.microBatch));
    }
    const began = work.seconds();
    const { loss, accuracy } = await learner.learn(parts, learningRateAt(plan.optimiser, step, steps), work.breathe);
    if (!Number.isFinite(loss)) throw failure('bad-input', engineSentences.lossNotFinite, { step: step + 1 });
    pace.stepTook(work.seconds() - began);
    losses += loss;
    accuracies += accuracy;
    if (step + 1 === steps || work.mayTell()) {
      work.tell({ kind: 'step', step: step + 1, steps, loss, minutesLeft: pace.minutesLeft(step + 1) });
    }
  }
  return { loss: losses / plan.stepsPerEpoch, accuracy: accuracies / plan.stepsPerEpoch };
}

interface Pace {
  stepTook(seconds: number): void;
  minutesLeft(step: number): number;
}

/** What is left, from how fast the last steps were. */
function watchPace({ plan, schedule, seconds }: TrainingRun, steps: number): Pace {
  let perStep = seconds.perStep;
  const beside = Math.max(0, schedule.expectedSeconds - steps * seconds.perStep);
  return {
    stepTook(took) { perStep += (took - perStep) / Math.min(50, plan.stepsPerEpoch); },
    minutesLeft: (step) => ((steps - step) * perStep + beside * (1 - step / steps)) / 60,
  };
}

/** A new folder first, then the old one goes: at every moment there is a whole one. */
async function keepCheckpoint({ request, plan, work }: TrainingRun, epoch: number, step: number, network: Network, learner: Learner): Promise<void> {
  const folder = checkpointFolder(request, epoch);
  await writeModel(folder, network, learner.weights(), { plan, epoch, step, engine: engineName() });
  await removeCheckpoint(request, epoch - 1);
  work.tell({ kind: 'checkpoint', epoch, step, folder });
}

function checkpointFolder({ outputFolder }: TrainRequest, epoch: number): string {
  return join(outputFolder, `checkpoint-${epoch}`);
}

async function removeCheckpoint(request: TrainRequest, epoch: number): Promise<void> {
  await rm(checkpointFolder(request, epoch), { recursive: true, force: true });
}

function engineName(): Pick<typeof engine, 'library' | 'version' | 'device'> {
  return { library: engine.library, version: engine.version, device: engine.device };
}
