/** How long a training takes on this machine, and how far it comes in given minutes: estimated, before the engine measures it. */
import { availableParallelism } from 'node:os';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { dimensionsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { patchMultiplications } from '#shared/learning/network-size.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { stackAxes } from '#shared/learning/slice-stack.ts';
import { tile } from '#shared/learning/tiling.ts';
import type { ModelRecord } from '../store/project-store.ts';
import type { ModelMetrics } from './models.ts';

/**
 * A core's multiplications a second in training, measured: 115 ms for 16 patches of 56 × 40 with filters
 * 24 to 192 on two cores, the native library.
 */
const perCoreAndSecond = 37e9;
/** Beyond these cores one step of a small network becomes no faster. */
const mostUsefulCores = 16;
/** Beside steps and judging: the start of the engine, reading and the first graph, and the trial, as the engine bounds it. */
const startSeconds = 5;
const trial = { share: 0.02, mostSeconds: 20 } as const;
/** In fewer, the time goes into reading, starting and judging: taken for that of the steps, it would make a minute an hour. */
const fewestTellingSteps = 200;

/** The time that a training has, and who judges in it. */
export interface GivenTime {
  readonly minutes: number;
  /** Cases that validate … */
  readonly judges: number;
  /** … and those of the test set. */
  readonly tests: number;
}

/** What the whole schedule of a plan will take. */
export function forecastMinutes(plan: Plan, models: readonly ModelRecord[]): number {
  return (stepMultiplications(plan) * plan.stepsPerEpoch * plan.epochs) / speedOf(models).perSecond / 60;
}

/** Steps that a training does in its time, about. */
export function forecastSteps(plan: Plan, fingerprint: Fingerprint, models: readonly ModelRecord[], given: GivenTime): number {
  const { perSecond, trainedSeconds } = speedOf(models);
  const seconds = 60 * given.minutes;
  const forSteps = trainedSeconds === null
    ? seconds - besideSeconds(seconds) - judgingSeconds(plan, fingerprint, perSecond, given)
    // The speed holds what that training did beside its steps, of which a shorter one does as much in less time.
    : (seconds - besideSeconds(seconds)) * (trainedSeconds / (trainedSeconds - besideSeconds(trainedSeconds)));
  return Math.max(1, Math.round((forSteps * perSecond) / stepMultiplications(plan)));
}

/** However short the training is, some of it is left for steps. */
function besideSeconds(seconds: number): number {
  return Math.min(0.5 * seconds, startSeconds + Math.min(trial.mostSeconds, trial.share * seconds));
}

/** From the newest model that was trained here long enough to tell; without one, from the number of cores. */
function speedOf(models: readonly ModelRecord[]): { readonly perSecond: number; readonly trainedSeconds: number | null } {
  const newest = models.findLast(({ metrics }) => (metrics as ModelMetrics).steps >= fewestTellingSteps);
  if (newest === undefined) return { perSecond: perCoreAndSecond * Math.min(mostUsefulCores, availableParallelism()), trainedSeconds: null };
  const { steps, seconds } = newest.metrics as ModelMetrics;
  const trainedSeconds = Math.max(1, seconds);
  return { perSecond: (stepMultiplications(newest.plan) * steps) / trainedSeconds, trainedSeconds };
}

/** Shares of the time that judging may take at most, and how often the fewest trainings are judged: those of the engine's schedule. */
const most = { validations: 0.1, lastLook: 0.25, testSet: 0.5 } as const;
const fewestValidations = 10;

/** Of the network alone: validations between the steps, the last look, the test set. */
function judgingSeconds(plan: Plan, fingerprint: Fingerprint, perSecond: number, { minutes, judges, tests }: GivenTime): number {
  const seconds = 60 * minutes;
  const { mirror } = plan.prediction;
  const perCase = caseMultiplications(plan, fingerprint) / perSecond;
  const asked = perCase * (mirror ? 2 ** plan.augmentation.mirrorAxes.length : 1);
  const epochs = Math.max(fewestValidations, (seconds * perSecond) / stepMultiplications(plan) / plan.stepsPerEpoch);
  return Math.min(most.validations * seconds, judges * perCase * epochs)
    + Math.min(most.lastLook * seconds, judges * asked)
    + Math.min(most.testSet * seconds, tests * asked);
}

/** Of all windows that cover a case of the usual size. */
function caseMultiplications(plan: Plan, { medianSize }: Fingerprint): number {
  const { slice, row, column } = stackAxes(plan.sliceAxis);
  const volumes = dimensionsOf(plan.network) === 3;
  const plane = [medianSize[row], medianSize[column]];
  const { window, origins } = tile(volumes ? [medianSize[slice], ...plane] : plane, plan.patch, totalStrides(plan.network));
  return patchMultiplications({ ...plan, patch: window }) * origins.length * (volumes ? 1 : medianSize[slice]);
}

function stepMultiplications(plan: Plan): number {
  return 3 * plan.batch * patchMultiplications(plan);
}
