/** Times a few steps and a case on this machine (what they teach is forgotten), so that the schedule can be fixed before the first step. */
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Learner } from '../learner.ts';
import { parameterCount, type Network } from '../networks/network.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { onOwnGrid, type JudgingStack, type LoadedStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { judgeCases } from './judge-cases.ts';
import type { PatchSource } from './patch-source.ts';
import type { MeasuredSeconds } from './schedule.ts';
import type { TrainingCases } from './training-cases.ts';

/** The first steps are slower: the library chooses its kernels and gets its memory. */
const warmUps = 3;
const fewest = 3;
const most = 100;
/** Share of a training's time that goes into measuring steps, and the most that it may be. */
const measuredShare = 0.02;
const mostSeconds = 20;
/** A single step that takes longer than this is measured once. */
const slowStepSeconds = 3;
/** A disk that writes 100 MB a second, and its confirmation. */
const bytesPerSecond = 1e8;
const confirmationSeconds = 0.05;
/** Weights and both memories of Adam, and an average of the weights. */
const copiesInCheckpoint = 4;

export interface Trial {
  readonly request: TrainRequest;
  readonly learner: Learner;
  readonly network: Network;
  readonly cases: TrainingCases;
  readonly source: PatchSource;
  /** The training's whole time; null: only a forecast is wanted, so the fewest steps must do. */
  readonly budgetSeconds: number | null;
  readonly work: Work;
}

export async function measure(trial: Trial): Promise<MeasuredSeconds> {
  const { network, cases } = trial;
  const perStep = await measureStep(trial);
  const voxels = cases.validation.reduce((sum, { shown }) => sum + voxelsOf(shown), 0);
  const perVoxel = await measureCase(trial);
  return {
    perStep,
    perValidation: perVoxel.upright * voxels,
    perCheckpoint: (copiesInCheckpoint * parameterCount(network) * Float32Array.BYTES_PER_ELEMENT) / bytesPerSecond + confirmationSeconds,
    // Cases of the test set are taken to be as large as those that validate.
    lastLook: perVoxel.mirrored * voxels * (1 + cases.tests / Math.max(1, cases.validation.length)),
  };
}

async function measureStep({ learner, source, request: { plan }, budgetSeconds, work }: Trial): Promise<number> {
  const parts = plan.batch / plan.microBatch;
  // Two parts stand for all of them: a batch of a large network can take minutes.
  const taken = Math.min(parts, 2);
  const enough = Math.min(mostSeconds, measuredShare * (budgetSeconds ?? 0));
  const started = work.seconds();
  let total = 0;
  let measured = 0;
  for (let step = 0; step < warmUps + most; step++) {
    const began = work.seconds();
    await learner.learn((await source.next(step)).slice(0, taken), plan.optimiser.learningRate, work.breathe);
    const took = work.seconds() - began;
    // Where one step is that slow, the first warm-up and one more must do.
    const slow = took > slowStepSeconds;
    if (step < (slow ? 1 : warmUps)) continue;
    total += took;
    measured++;
    work.progress('measuring', measured, most);
    if (slow || (measured >= fewest && work.seconds() - started >= enough)) break;
  }
  work.progress('measuring', most, most);
  return (total / measured) * (parts / taken);
}

interface PerVoxel {
  /** Seconds, predicted and compared. */
  readonly upright: number;
  /** Predicted as the plan says, everything measured. */
  readonly mirrored: number;
}

/** The first case, upright twice (the first time warms up); of networks for slices only some slices. */
async function measureCase({ request, learner, cases: { validation: [first] }, work }: Trial): Promise<PerVoxel> {
  if (first === undefined) return { upright: 0, mirrored: 0 };
  const { plan } = request;
  const sample = sampleOf(first, plan);
  const upright: Plan = { ...plan, prediction: { mirror: false, largestComponents: [] } };
  const timed = async (act: () => Promise<unknown>): Promise<number> => {
    const began = work.seconds();
    await act();
    return work.seconds() - began;
  };
  const predict = (asked: Plan): Promise<Uint8Array> => predictStack([learner], sample, asked, work.breathe, () => undefined);
  await predict(upright);
  const once = await timed(() => predict(upright)) / voxelsOf(sample);
  const mirrored = plan.prediction.mirror ? await timed(() => predict(plan)) / voxelsOf(sample) : once;
  const [slices, rows, columns] = first.shown.own;
  const judging = await timed(() => judgeCases({
    projectFolder: request.projectFolder, outputFolder: request.outputFolder, plan,
    cases: [first.snapshotCase],
    predict: async () => onOwnGrid(new Uint8Array(slices * rows * columns).fill(1), first.shown),
  }, { ...work, progress: () => undefined }));
  return { upright: once, mirrored: mirrored + judging / voxelsOf(first.shown) };
}

function sampleOf({ shown }: JudgingStack, { network }: Plan): LoadedStack {
  const slices = dimensionsOf(network) === 3 ? shown.slices : Math.min(shown.slices, 32);
  return slices === shown.slices ? shown : { ...shown, slices, own: [slices, shown.own[1], shown.own[2]] };
}

function voxelsOf({ slices, rows, columns }: LoadedStack): number {
  return slices * rows * columns;
}
