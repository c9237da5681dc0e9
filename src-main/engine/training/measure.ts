/** Times a few steps and slices on this machine (what they teach is forgotten), so that the schedule can be fixed before the first step. */
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import { drawPatches } from '#shared/learning/patches.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Learner } from '../learner.ts';
import { parameterCount, type Network } from '../networks/network.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import type { JudgingStack, LoadedStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import type { MeasuredSeconds } from './schedule.ts';
import type { TrainingCases } from './training-cases.ts';

/** The first steps are slower: the library chooses its kernels and gets its memory. */
const warmUps = 3;
const fewest = 3;
const most = 40;
/** Share of a training's time that goes into measuring steps, and the most that it may be. */
const measuredShare = 0.02;
const mostSeconds = 3;
/** A disk that writes 100 MB a second, and its confirmation. */
const bytesPerSecond = 1e8;
const confirmationSeconds = 0.05;

/** @param budgetSeconds the training's whole time; null: only a forecast is wanted, so the fewest steps must do */
export async function measure(
  learner: Learner, network: Network, cases: TrainingCases, plan: Plan, budgetSeconds: number | null, work: Work,
): Promise<MeasuredSeconds> {
  const enough = Math.min(mostSeconds, measuredShare * (budgetSeconds ?? 0));
  return {
    perStep: await measureStep(learner, cases, plan, enough, work),
    perValidation: await measureValidation(learner, cases.validation, plan, work),
    perCheckpoint: (parameterCount(network) * 4) / bytesPerSecond + confirmationSeconds,
  };
}

async function measureStep(learner: Learner, { training, places }: TrainingCases, plan: Plan, enough: number, work: Work): Promise<number> {
  const parts = plan.batch / plan.microBatch;
  // Two parts stand for all of them: a batch of a large network can take minutes.
  const taken = Math.min(parts, 2);
  const started = work.seconds();
  let total = 0;
  let measured = 0;
  for (let step = 0; step < warmUps + most; step++) {
    const began = work.seconds();
    const batch = Array.from({ length: taken }, (_, part) => drawPatches(training, places, plan, step, part * plan.microBatch, plan.microBatch));
    await learner.learn(batch, plan.optimiser.learningRate, work.breathe);
    const took = work.seconds() - began;
    // Where one step takes longer than all measuring should, the first warm-up and one more must do.
    const slow = took > mostSeconds;
    if (step < (slow ? 1 : warmUps)) continue;
    total += took;
    measured++;
    work.progress('measuring', measured, most);
    if (slow || (measured >= fewest && work.seconds() - started >= enough)) break;
  }
  work.progress('measuring', most, most);
  return (total / measured) * (parts / taken);
}

/** The first case, twice (the first time warms up), taken for all voxels of all cases; of networks for slices only some slices. */
async function measureValidation(learner: Learner, stacks: readonly JudgingStack[], plan: Plan, work: Work): Promise<number> {
  const [first] = stacks;
  if (first === undefined) return 0;
  const { shown } = first;
  const slices = dimensionsOf(plan.network) === 3 ? shown.slices : Math.min(shown.slices, 32);
  const sample: LoadedStack = slices === shown.slices ? shown : { ...shown, slices, own: [slices, shown.own[1], shown.own[2]] };
  let took = 0;
  for (let round = 0; round < 2; round++) {
    const began = work.seconds();
    await predictStack([learner], sample, plan, work.breathe, () => undefined);
    took = work.seconds() - began;
  }
  const voxels = ({ slices: depth, rows, columns }: LoadedStack): number => depth * rows * columns;
  return (took * stacks.reduce((sum, one) => sum + voxels(one.shown), 0)) / voxels(sample);
}
