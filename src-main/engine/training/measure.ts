/** Times a few steps and a case on this machine (what they teach is forgotten), so that the schedule can be fixed before the first step. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { reorderSize } from '#shared/geometry/axis-order.ts';
import { dimensionsOf, totalStrides } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { GridSize } from '#shared/learning/resample.ts';
import type { StackImage } from '#shared/learning/slice-stack.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { tile } from '#shared/learning/tiling.ts';
import { writeCheckpoint } from '../checkpoint-folder.ts';
import type { Learner } from '../learner.ts';
import type { Network } from '../networks/network.ts';
import { mirroringsOf } from '../prediction/mirrorings.ts';
import { windowsAtATime } from '../prediction/predict-slices.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { onOwnGrid, type JudgingStack, type LoadedStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { engineName } from './checkpoints.ts';
import { judgeCases, readReference } from './judge-cases.ts';
import type { PatchSource } from './patch-source.ts';
import type { MeasuredSeconds } from './schedule.ts';
import { timeSteps, type StepSeconds } from './time-steps.ts';
import { casesOfRole, loadShown, type TrainingCases } from './training-cases.ts';

/** What takes less than this is timed twice, and the shorter time counts. */
const quickSeconds = 1;
/** Of slices, about as many windows are predicted … */
const fewestWindows = 32;
/** … of a part of them that is so many patches long and wide: where they are larger the number says no more. */
const mostPatches = 4;
/** What would take more of a training's time than this is estimated from less. */
const trialShare = 0.05;
/** Of a larger case a part is judged. */
const mostJudgedVoxels = 2 ** 22;

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
  const { cases, request: { plan } } = trial;
  const { perStep, beginning } = await measureStep(trial);
  const sample = await caseToMeasure(trial);
  const perVoxel = sample === null ? noTime : await measureCase(trial, sample);
  const secondsOf = (judged: readonly Pick<JudgingStack, 'shown'>[]): number => judged.reduce(
    (sum, { shown }) => sum + perVoxel.mirrored * computedVoxels(shown, plan) + perVoxel.judged * voxelsOf(shown), 0);
  const lastLook = secondsOf(cases.validation);
  return {
    perStep, beginning,
    perValidation: perVoxel.upright * cases.validation.reduce((sum, { shown }) => sum + computedVoxels(shown, plan), 0),
    perCheckpoint: await measureCheckpoint(trial),
    lastLook,
    // Its cases are taken to be as large as those that validate, or as the one that was measured.
    testSet: cases.validation.length > 0 ? (lastLook * cases.tests) / cases.validation.length : secondsOf(sample === null ? [] : [sample]) * cases.tests,
  };
}

async function measureStep({ learner, source, request: { plan }, budgetSeconds, work }: Trial): Promise<StepSeconds> {
  const parts = plan.batch / plan.microBatch;
  // Two parts stand for all of them: a batch of a large network can take minutes.
  const taken = Math.min(parts, 2);
  const learn = async (step: number): Promise<unknown> =>
    learner.learn((await source.next(step)).slice(0, taken), plan.optimiser.learningRate, work.breathe);
  const { perStep, beginning } = await timeSteps(learn, budgetSeconds, work.seconds, (done, most) => work.progress('measuring', done, most));
  return { perStep: perStep * (parts / taken), beginning };
}

/** A whole one is written under a name that nobody takes for one, and removed. */
async function measureCheckpoint({ network, learner, request: { plan, outputFolder }, work }: Trial): Promise<number> {
  const folder = join(outputFolder, 'trial.part');
  const seconds = await timed(work, () => writeCheckpoint(folder, network, learner, { plan, epoch: 0, step: 0, engine: engineName(), training: null }));
  await rm(folder, { recursive: true, force: true });
  return seconds;
}

async function timed(work: Work, act: () => Promise<unknown>): Promise<number> {
  const once = async (): Promise<number> => {
    const began = work.seconds();
    await act();
    return work.seconds() - began;
  };
  const first = await once();
  return first < quickSeconds ? Math.min(first, await once()) : first;
}

/** Seconds. */
interface PerVoxel {
  /** Of each voxel that is computed: predicted, compared. */
  readonly upright: number;
  /** The same, predicted as the plan says. */
  readonly mirrored: number;
  /** Of each voxel of a case: everything measured. */
  readonly judged: number;
}

const noTime: PerVoxel = { upright: 0, mirrored: 0, judged: 0 };

type Measurable = Pick<JudgingStack, 'shown' | 'snapshotCase'>;

/** The first that judges; where only the test set does, which must not be looked at yet, one that teaches; null where nothing will be judged. */
async function caseToMeasure({ request, cases, work }: Trial): Promise<Measurable | null> {
  const [judge] = cases.validation;
  if (judge !== undefined) return judge;
  const [snapshotCase] = cases.tests === 0 ? [] : await casesOfRole(request.manifest, 'train');
  const shown = snapshotCase === undefined ? null : await loadShown(request, snapshotCase, work);
  return snapshotCase === undefined || shown === null ? null : { shown, snapshotCase };
}

/** Upright after a first time that warms up; a part of it where there are many windows. */
async function measureCase(trial: Trial, first: Measurable): Promise<PerVoxel> {
  const { request: { plan }, learner, budgetSeconds, work } = trial;
  const upright: Plan = { ...plan, prediction: { mirror: false, largestComponents: [] } };
  const predict = (stack: LoadedStack, asked: Plan): Promise<Uint8Array> => predictStack([learner], stack, asked, work.breathe, () => undefined);
  const most = budgetSeconds === null ? Infinity : trialShare * Math.max(0, budgetSeconds);
  const warmUp = warmUpOf(first.shown, plan);
  await predict(warmUp, upright);
  let sample = sampleOf(first.shown, plan);
  if (computedVoxels(sample, plan) > computedVoxels(warmUp, plan)) {
    const began = work.seconds();
    await predict(warmUp, upright);
    const expected = ((work.seconds() - began) * computedVoxels(sample, plan)) / computedVoxels(warmUp, plan);
    if (expected > most) sample = warmUp;
  }
  const once = await timed(work, () => predict(sample, upright)) / computedVoxels(sample, plan);
  const times = mirroringsOf(plan).length;
  const mirrored = times > 1 && times * once * computedVoxels(sample, plan) <= most
    ? await timed(work, () => predict(sample, plan)) / computedVoxels(sample, plan)
    : times * once;
  return { upright: once, mirrored, judged: await measureJudging(trial, first) };
}

/** @returns seconds for each voxel that is shown */
async function measureJudging({ request, work }: Trial, { shown, snapshotCase }: Measurable): Promise<number> {
  const { projectFolder, outputFolder, plan } = request;
  const { part, reference, share } = partToJudge(snapshotCase, await readReference(snapshotCase, projectFolder, plan));
  const [columns, rows, slices] = reorderSize(part.image.geometry.size, shown.order);
  const seconds = await timed(work, () => judgeCases({
    projectFolder, outputFolder, plan,
    cases: [part],
    predict: async () => onOwnGrid(new Uint8Array(reference.length).fill(1), { ...shown, own: [slices, rows, columns] }),
    ...(share < 1 ? { reference: async () => reference } : {}),
  }, { ...work, progress: () => undefined }));
  return seconds / (voxelsOf(shown) * share);
}

/** What is judged of a case to time it, and which share of it that is. */
interface JudgedPart {
  readonly part: SnapshotCase;
  readonly reference: Uint8Array;
  readonly share: number;
}

/** Of a large case some planes along k, about the first output: what nobody drew takes less time. @param reference of the whole case, i fastest */
export function partToJudge(one: SnapshotCase, reference: Uint8Array): JudgedPart {
  const { size } = one.image.geometry;
  const plane = size[0] * size[1];
  const planes = Math.min(size[2], Math.max(1, Math.floor(mostJudgedVoxels / plane)));
  if (planes === size[2]) return { part: one, reference, share: 1 };
  const middle = (Math.max(0, reference.indexOf(1)) + Math.max(0, reference.lastIndexOf(1))) / 2 / plane;
  const first = Math.min(size[2] - planes, Math.max(0, Math.round(middle - planes / 2)));
  const completeSlices = one.sliceAxis === 2 ? one.completeSlices.map((slice) => slice - first).filter((slice) => slice >= 0 && slice < planes) : one.completeSlices;
  const geometry = { ...one.image.geometry, size: [size[0], size[1], planes] as const };
  return {
    part: { ...one, image: { ...one.image, geometry }, completeSlices },
    reference: reference.slice(first * plane, (first + planes) * plane),
    share: planes / size[2],
  };
}

/** Windows as large as those of the whole, as many as are predicted at a time or some more: their graph is made then. */
function warmUpOf(shown: LoadedStack, plan: Plan): LoadedStack {
  if (dimensionsOf(plan.network) === 3) return sampleOf(shown, plan);
  const [rows = 1, columns = 1] = plan.patch;
  const { window, origins } = tile([shown.rows, shown.columns], plan.patch, totalStrides(plan.network));
  return partOf(shown, origins.length === 1
    ? [Math.min(shown.slices, windowsAtATime(window)), shown.rows, shown.columns]
    : [1, Math.min(shown.rows, 2 * rows), Math.min(shown.columns, 2 * columns)]);
}

/** Slices: some of them. Volumes that many windows cover: a block of three windows, as large as they are in the whole. */
export function sampleOf(shown: LoadedStack, { network, patch }: Plan): LoadedStack {
  const grid = [shown.slices, shown.rows, shown.columns] as const;
  if (dimensionsOf(network) !== 3) {
    const [height = 1, width = 1] = patch;
    const [rows, columns] = [Math.min(shown.rows, mostPatches * height), Math.min(shown.columns, mostPatches * width)];
    const windows = tile([rows, columns], patch, totalStrides(network)).origins.length;
    return partOf(shown, [Math.min(shown.slices, Math.ceil(fewestWindows / windows)), rows, columns]);
  }
  const { origins } = tile(grid, patch, totalStrides(network));
  if (origins.length <= 4) return shown;
  const [slices = 1, rows = 1, columns = 1] = patch;
  return partOf(shown, [Math.min(shown.slices, 2 * slices), Math.min(shown.rows, rows), Math.min(shown.columns, columns)]);
}

/** From the first voxel on; of the image's own grid as large a share along each axis. */
function partOf(shown: LoadedStack, [slices, rows, columns]: GridSize): LoadedStack {
  const share = (own: number, kept: number, of: number): number => Math.max(1, Math.round((own * kept) / of));
  const crop = ({ image, padding }: StackImage): StackImage => ({
    padding,
    image: (slice) => {
      const whole = image(slice);
      const part = new Float32Array(rows * columns);
      for (let row = 0; row < rows; row++) part.set(whole.subarray(row * shown.columns, row * shown.columns + columns), row * columns);
      return part;
    },
  });
  return {
    ...shown, ...crop(shown), slices, rows, columns,
    own: [share(shown.own[0], slices, shown.slices), share(shown.own[1], rows, shown.rows), share(shown.own[2], columns, shown.columns)],
    ...(shown.further === undefined ? {} : { further: shown.further.map(crop) }),
  };
}

/** Of all windows that cover a case, and those that fill up their batches: what a prediction's time goes by. */
export function computedVoxels({ slices, rows, columns }: LoadedStack, { network, patch }: Plan): number {
  const strides = totalStrides(network);
  const volumes = dimensionsOf(network) === 3;
  const { window, origins } = tile(volumes ? [slices, rows, columns] : [rows, columns], patch, strides);
  const inWindow = window.reduce((product, length) => product * length, 1);
  if (volumes) return inWindow * origins.length;
  const atATime = windowsAtATime(window);
  const filled = (windows: number): number => Math.ceil(windows / atATime) * atATime;
  return inWindow * (origins.length === 1 ? filled(slices) : slices * filled(origins.length));
}

function voxelsOf({ slices, rows, columns }: LoadedStack): number {
  return slices * rows * columns;
}
