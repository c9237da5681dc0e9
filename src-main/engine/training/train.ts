/** Teaches a network from a snapshot, step by step, as its plan says, and leaves a model folder behind. */
import { join } from 'node:path';
import type { PausedResult, TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import { makeLearner } from '../make-learner.ts';
import { writeModel } from '../model-folder.ts';
import { parameterCount } from '../networks/network.ts';
import { plannedNetwork } from '../networks/planned-network.ts';
import { description as engine } from '../tensorflow.ts';
import type { Work } from '../work.ts';
import { beginTraining, goOnWithTraining, type Beginning } from './beginning.ts';
import { engineName } from './checkpoints.ts';
import { lastLook } from './last-look.ts';
import { makePatchSource } from './patch-source.ts';
import { teach } from './teach.ts';
import { loadTrainingCases, type TrainingCases } from './training-cases.ts';

/**
 * @throws UserFacingError `cancelled`, `bad-input` where nothing can be learnt, `corrupt` for damaged files,
 *   `disk-full`
 */
export async function train(request: TrainRequest, work: Work): Promise<TrainResult | PausedResult> {
  const beginning = request.resumeFrom === null ? null : await goOnWithTraining(request.resumeFrom, request.plan);
  // What is read from the disk is brought to the scale and spacing of the plan that is followed.
  const followed: TrainRequest = { ...request, plan: beginning?.memory.plan ?? request.plan };
  const cases = await loadTrainingCases(followed, work);
  try {
    return await trainOn(cases, followed, beginning, work);
  } finally {
    await cases.dispose();
  }
}

async function trainOn(cases: TrainingCases, request: TrainRequest, before: Beginning | null, work: Work): Promise<TrainResult | PausedResult> {
  const { plan } = request;
  const network = plannedNetwork(plan);
  const source = makePatchSource(cases.training, cases.places, plan);
  try {
    const beginning = before ?? await beginTraining(request, network, cases, source, work);
    const learner = makeLearner(network, beginning.memory.plan, beginning.weights);
    try {
      if (beginning.state !== null) learner.restore(beginning.state, beginning.memory.step);
      const taught = await teach({ request, network, learner, cases, source, work }, beginning.memory);
      if (taught.kind === 'paused') return taught;
      const judged = await lastLook({ request, plan: taught.plan, learner, cases, work }, taught.memory);
      const { epochs } = taught.plan;
      work.tell({ kind: 'epoch', epoch: epochs, epochs, step: taught.memory.step, loss: taught.loss, accuracy: taught.accuracy, validation: judged.validation, minutesLeft: 0 });
      const modelFolder = join(request.outputFolder, 'model');
      const { step, schedule } = taught.memory;
      work.progress('writing', 0, 1);
      const about = { plan: judged.plan, epoch: epochs, step, engine: engineName() };
      await writeModel(modelFolder, network, learner.weights(), about);
      work.progress('writing', 1, 1);
      return {
        kind: 'train', plan: judged.plan, modelFolder, engine,
        parameters: parameterCount(network),
        steps: step,
        plannedSteps: schedule.epochs * schedule.stepsPerEpoch,
        seconds: work.seconds(),
        finalLoss: taught.loss,
        validation: judged.validation,
        cases: judged.cases,
        testCases: judged.testCases,
        calibration: judged.calibration,
        expected: judged.expected,
        lastLook: judged.took,
      };
    } finally {
      learner.dispose();
    }
  } finally {
    await source.dispose();
  }
}

