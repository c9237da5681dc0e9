/** What a training would be, before anybody starts it: its plan in plain words, and what each other network would cost. */
import type { PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import { fewestMinutes, usualNetwork, whyNoVolumes } from '#shared/learning/usual-network.ts';
import { fill } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { chooseStart, type BegunWith } from './choose-start.ts';
import { ofOneFold } from './cross-validate.ts';
import { describePlan, type ToldBeside } from './describe-plan.ts';
import { forecastMinutes } from './forecast-training.ts';
import type { LongWork } from './long-work.ts';
import { memoryOf, memoryWarnings, planOf, voxelsOf } from './plan-of.ts';
import { readinessSentences } from './readiness-sentences.ts';
import { fingerprintNow, type SnapshotNow } from './take-snapshot.ts';
import { testCases } from './teaching-cases.ts';
import { judgedWords } from './training-readiness.ts';
import { workSentences } from './work-sentences.ts';

/** @throws UserFacingError `bad-input` where nothing can be planned, `not-found` for an unknown model to start from; `cancelled` */
export async function planTraining(store: ProjectStore, options: TrainOptions, work: LongWork): Promise<PlannedTraining> {
  if (store.cases.list().length === 0) throw failure('bad-input', workSentences.noCases, {});
  const { plan: fixed, validation, folds } = options;
  const seed = options.seed ?? fixed?.seed ?? 0;
  // In a cross-validation each patient teaches in all trainings but one.
  const now = await fingerprintNow(store, { seed, validation: folds === undefined ? validation : 0, plan: fixed }, work);
  const { fingerprint, mostContextSlices, judging, cases } = now;
  const made = planOf({ fingerprint, labels: store.labels.table(), cases, mostContextSlices }, ofOneFold(options));
  const { plan, notes } = await chooseStart(store, options, begunWith(now, options), made);
  const voxels = voxelsOf(cases, plan);
  const patients = new Set(cases.map(({ patient }) => patient)).size;
  return {
    plan: plan as PlannedTraining['plan'],
    words: [
      ...describePlan(plan, fingerprint, { models: store.models.list(), voxels, mostContextSlices, given: givenTime(store, now, options) }),
      ...notes, ...judgedWords(judging, patients),
    ],
    warnings: [...inTooFewMinutes(now, options), ...memoryWarnings(plan, voxels)],
    automatic: usualNetwork(...circumstancesOf(now, options)),
    networks: networkNames.flatMap((name) => costOf(store, now, name, options)),
  };
}

/** Undefined where its own number of epochs is done, however long they take. */
function givenTime(store: ProjectStore, { cases }: SnapshotNow, options: TrainOptions): ToldBeside['given'] {
  const { folds: trainings = 1 } = options;
  const { minutes, epochs } = ofOneFold(options);
  if (minutes === undefined || epochs !== undefined) return undefined;
  const judges = options.folds === undefined ? cases.filter(({ role }) => role === 'validation').length : Math.ceil(cases.length / trainings);
  // What a test set costs at the end of a cross-validation, each training leaves its share of.
  return { minutes, trainings, judges, tests: testCases(store).length };
}

/** In a cross-validation everybody judges one of the trainings. */
function begunWith({ judging, mostContextSlices, cases }: SnapshotNow, { folds }: TrainOptions): BegunWith {
  if (folds === undefined) return { validationKind: judging.kind, mostContextSlices, manifest: { cases } };
  return { validationKind: 'patients', mostContextSlices, manifest: { cases: cases.map((one) => ({ ...one, role: 'validation' })) } };
}

function circumstancesOf({ fingerprint, mostContextSlices }: SnapshotNow, options: TrainOptions): Parameters<typeof whyNoVolumes> {
  const { minutes, epochs, plan } = ofOneFold(options);
  // Who names a number of epochs wants those, however long they take.
  return [{ ...fingerprint, sliceAxis: plan?.sliceAxis ?? fingerprint.sliceAxis }, { mostContextSlices, minutes: epochs === undefined ? minutes : undefined }];
}

/** Where nobody named a network, and time alone keeps it from volumes. */
function inTooFewMinutes(now: SnapshotNow, options: TrainOptions): PlannedTraining['warnings'] {
  const named = options.network ?? options.plan?.network;
  const [fingerprint, circumstances] = circumstancesOf(now, options);
  if (named !== undefined || whyNoVolumes(fingerprint, circumstances) !== 'few-minutes') return [];
  const other = usualNetwork(fingerprint, { ...circumstances, minutes: undefined });
  const fewest = fewestMinutes * (options.folds ?? 1);
  return [fill(readinessSentences.fewMinutes, { fewest, network: usualNetwork(fingerprint, circumstances), other })];
}

/** Nothing of a network that cannot be trained on these images. */
function costOf(store: ProjectStore, { fingerprint, mostContextSlices, cases }: SnapshotNow, name: NetworkName, options: TrainOptions): PlannedTraining['networks'] {
  try {
    // What was fixed of these was meant for the network that was asked for.
    const fixed = { ...options.plan, network: undefined, patch: undefined, batch: undefined, microBatch: undefined, contextSlices: undefined };
    const plan = planOf({ fingerprint, labels: store.labels.table(), cases, mostContextSlices }, { ...options, network: name, plan: fixed, minutes: undefined });
    const [models, voxels] = [store.models.list(), voxelsOf(cases, plan)];
    const words = describePlan(plan, fingerprint, { models, voxels, mostContextSlices }).slice(0, 1);
    return [{ name, minutes: forecastMinutes(plan, models), memoryBytes: memoryOf(plan, voxels), words }];
  } catch (error) {
    if (error instanceof UserFacingError && error.code === 'bad-input') return [];
    throw error;
  }
}
