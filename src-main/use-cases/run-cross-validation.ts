/**
 * A cross-validation from where it stands to its model's row: the trainings that are missing, one after the
 * other, then the judgement of their mean. It must not know how it was planned.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptTraining, ModelInfo } from '#shared/contract/training.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { LastLookTook } from '../engine-client/protocol.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { crossValidationSentences } from './cross-validation-sentences.ts';
import {
  firstRecord, foldFolder, foldId, standingOfAll, standingOfFold, writeCrossValidation, type CrossValidationRecord,
} from './cross-validation-record.ts';
import { programCloses, Stopped, wasCancelled, type LongWork } from './long-work.ts';
import { promote } from './loop-promotion.ts';
import { nameModel } from './name-model.ts';
import { poolMembers, type TrainedMember } from './pool-members.ts';
import { learnPart } from './run-training.ts';
import { readManifest } from './take-snapshot.ts';
import { describeOne } from './test-figures.ts';
import { modelFolderOf, trainingFolderOf, whileComputed } from './training-folder.ts';
import { notesOf, type TrainingRecord } from './training-record.ts';
import { forgetTraining, type Resumed } from './unfinished-trainings.ts';

interface Run {
  readonly store: ProjectStore;
  readonly engine: Engine;
  readonly id: string;
  readonly folder: string;
  readonly work: LongWork;
}

/**
 * @param id of the model to be; its folder holds the record
 * @throws UserFacingError what the engine says; `Stopped` where it can go on later: trainings that are done are kept
 */
export async function runCrossValidation(store: ProjectStore, engine: Engine, id: string, record: CrossValidationRecord, work: LongWork): Promise<ModelInfo> {
  const folder = trainingFolderOf(store, id);
  const run: Run = { store, engine, id, folder, work };
  return whileComputed(folder, async () => {
    try {
      return await becomeModel(run, record, record.done ?? await learnAll(run, record));
    } catch (error) {
      throw await endShort(run, record, error);
    }
  });
}

type Done = NonNullable<CrossValidationRecord['done']>;

async function learnAll(run: Run, record: CrossValidationRecord): Promise<Done> {
  const members: TrainedMember[] = [];
  for (const fold of record.folds.keys()) {
    const trained = await learnFold(run, record, fold);
    const { snapshot, curve, result } = trained;
    if (result === null) throw new Error('a training ended without a result');
    members.push({
      result, curve,
      folder: `models/${run.id}/${foldFolder(fold)}/${result.modelFolder}`,
      snapshotId: snapshot.id, validationPatients: snapshot.validationPatients, notes: notesOf(trained),
    });
  }
  const done: Done = { members, ...await judgeTogether(run, record, members) };
  await writeCrossValidation(run.folder, { ...record, done });
  return done;
}

async function learnFold({ store, engine, id, work }: Run, record: CrossValidationRecord, fold: number): Promise<TrainingRecord> {
  const { record: begun, step, steps } = await standingOfFold(store, id, fold);
  if (begun?.result != null) return begun;
  const own = workOfFold(work, fold, record.folds.length);
  if (begun !== null) {
    const resumed: Resumed = { kind: 'resumed', step, steps, plan: begun.followed, curve: begun.curve, notes: notesOf(begun) };
    own.report(resumed);
  }
  return learnPart(store, engine, foldId(store, id, fold), begun ?? firstRecord(record, fold, await minutesOf(store, id, record, fold)), own);
}

/** However long it takes to judge the test set, the networks must have learnt something. */
const leastForTrainings = 0.5;

/** What is left, shared by the trainings that are left and by the judgement of their mean. */
async function minutesOf(store: ProjectStore, id: string, record: CrossValidationRecord, fold: number): Promise<number | undefined> {
  const { minutes } = record.options;
  if (minutes === undefined) return undefined;
  const { seconds, folds } = await standingOfAll(store, id, record);
  const judging = secondsToJudgeTogether(folds[0]?.record?.result?.lastLook, folds.length, (await testCasesOf(store, record)).length);
  // What has taken longer than it should must still end.
  const left = Math.max(60 * minutes - seconds, 1);
  return Math.max(left - judging, leastForTrainings * left) / 60 / (record.folds.length - fold);
}

/** As the first training's last look went: each network predicts each case, and their mean is measured once. Not known before it is done. */
function secondsToJudgeTogether(took: LastLookTook | undefined, networks: number, testCases: number): number {
  if (took === undefined || took.cases === 0) return 0;
  return ((networks * took.predictingSeconds + took.measuringSeconds) / took.cases) * testCases;
}

async function testCasesOf(store: ProjectStore, { whole }: CrossValidationRecord): Promise<readonly SnapshotCase[]> {
  return (await readManifest(store, whole.id)).cases.filter(({ role, completeSlices }) => role === 'test' && completeSlices.length > 0);
}

/** Its progress becomes a part of the whole's, and what it tells says of which training it is. */
function workOfFold({ signal, pause, progress, report }: LongWork, fold: number, folds: number): LongWork {
  let share = 0;
  const place = { fold: fold + 1, folds };
  return {
    signal,
    ...(pause === undefined ? {} : { pause }),
    progress: ({ phase, done, total, note }) => {
      // Reading, judging and writing go from 0 to 1 as well, and take little of the time.
      if (phase === 'training') share = done / Math.max(1, total);
      const said = note === undefined ? fill(crossValidationSentences.fold, place) : fill(crossValidationSentences.foldAnd, { ...place, note });
      progress({ phase, done: fold + share, total: folds, note: said });
    },
    report: (event) => report({ ...event as object, ...place }),
  };
}

/** The test set judges what the person will use, once: the mean of all. */
async function judgeTogether({ store, engine, id, folder, work }: Run, record: CrossValidationRecord, members: readonly TrainedMember[]): Promise<Omit<Done, 'members'>> {
  if ((await testCasesOf(store, record)).length === 0) return { testCases: [] };
  const warnings: Sentence[] = [];
  const result = await engine.run(
    {
      kind: 'judge', projectFolder: store.folder, manifest: join(store.folder, record.whole.path), role: 'test', outputFolder: folder,
      modelFolders: members.map(({ result: { modelFolder } }, fold) => join(trainingFolderOf(store, foldId(store, id, fold)), modelFolder)),
    },
    (event) => {
      if (event.kind === 'progress') work.progress({ phase: event.phase, done: event.done, total: event.total });
      if (event.kind !== 'warning') return;
      warnings.push(event.sentence);
      work.report(event);
    },
    work.signal,
  );
  return { testCases: result.cases, warnings };
}

/** Noted before that all is done: whoever is killed in the midst of this finishes it the next time. */
async function becomeModel({ store, engine, id, folder, work }: Run, { options, whole, trainedBy }: CrossValidationRecord, { members, testCases, warnings }: Done): Promise<ModelInfo> {
  const [first] = members as [TrainedMember, ...TrainedMember[]];
  const { plan } = first.result;
  const decided = await promote(store, engine, { snapshotId: whole.id, plan, cases: members.flatMap(({ result: { cases } }) => cases) }, work);
  for (const fold of members.keys()) await tidyFold(store, id, folder, fold);
  const finished = modelFolderOf(store, id);
  await rename(folder, finished);
  let model: ModelRecord;
  try {
    model = store.models.add({
      id,
      name: nameModel(store, `${plan.network.name} × ${members.length}`),
      snapshotId: whole.id,
      parentId: plan.start.kind === 'scratch' ? null : plan.start.model,
      plan,
      folder: first.folder,
      seed: options.seed ?? plan.seed,
      metrics: { ...poolMembers(members, testCases, warnings), trainedBy },
      state: 'ready',
    }, decided, trainedBy);
    await forgetTraining(finished);
  } catch (error) {
    await rename(finished, folder);
    throw error;
  }
  return describeOne(store, model);
}

/** As a model keeps it: without what it needed to go on, and what its judges saw beside that of the others. */
async function tidyFold(store: ProjectStore, id: string, folder: string, fold: number): Promise<void> {
  const trained = trainingFolderOf(store, foldId(store, id, fold));
  await forgetTraining(trained);
  const judged = join(trained, 'judged');
  await mkdir(join(folder, 'judged'), { recursive: true });
  for (const file of await readdir(judged).catch(() => [])) await rename(join(judged, file), join(folder, 'judged', file));
  await rm(judged, { recursive: true, force: true });
  await rename(trained, join(folder, foldFolder(fold))).catch((error: unknown) => {
    // Done the last time.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

/** Nothing is kept of what the person cancelled, nor where no training has learnt anything. */
async function endShort({ store, id, folder, work }: Run, record: CrossValidationRecord, error: unknown): Promise<unknown> {
  const { step, steps } = await standingOfAll(store, id, record);
  const kept: KeptTraining = { training: id as KeptTraining['training'], step, steps };
  if (error instanceof Stopped) return new Stopped(error.state, kept, error.reason);
  if (wasCancelled(work) || step === 0) {
    await rm(folder, { recursive: true, force: true });
    return error;
  }
  if (work.signal.aborted) return new Stopped('interrupted', kept, programCloses);
  return error instanceof UserFacingError ? new Stopped('interrupted', kept, error) : error;
}
