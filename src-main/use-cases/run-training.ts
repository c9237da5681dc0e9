/**
 * One training, from where it stands to its model's row: the engine's run, what is noted on the way, and what
 * becomes of it where it stops short. It must not know how a training is planned.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { KeptTraining, ModelInfo } from '#shared/contract/training.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineEvent, TrainRequest, TrainResult } from '../engine-client/protocol.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { Stopped, wasCancelled, type LongWork } from './long-work.ts';
import { addTrainedModel } from './add-trained-model.ts';
import { promote } from './loop-promotion.ts';
import { describeOne } from './test-figures.ts';
import { startClock, watchReading, type TrainingClock } from './training-clock.ts';
import { afterOutOfMemory, stoppedShort } from './training-stops.ts';
import { modelFolderOf, trainingFolderOf, whileComputed } from './training-folder.ts';
import { asCheckpoint, eachOnce, keepRecord, newestCheckpoint, readRecord, writeRecord, type RecordKeeper, type TrainingRecord } from './training-record.ts';
import { forgetTraining, standingOf } from './unfinished-trainings.ts';
import { workSentences } from './work-sentences.ts';

interface Run {
  readonly store: ProjectStore;
  readonly engine: Engine;
  readonly id: string;
  readonly folder: string;
  readonly keeper: RecordKeeper;
  readonly clock: TrainingClock;
  readonly work: LongWork;
}

/**
 * @param id of the model to be; its training's folder is made where there is none
 * @throws UserFacingError `bad-input` where nothing can be learnt, what the engine says; `Stopped` where it can go on later
 */
export async function runTraining(store: ProjectStore, engine: Engine, id: string, first: TrainingRecord, work: LongWork): Promise<ModelInfo> {
  return learn(store, engine, id, first, work, becomeModel);
}

/**
 * The same for a network that is to be one of several in a model: it ends in its folder, with its result in its record.
 * @throws as `runTraining`
 */
export async function learnPart(store: ProjectStore, engine: Engine, id: string, first: TrainingRecord, work: LongWork): Promise<TrainingRecord> {
  return learn(store, engine, id, first, work, ({ keeper }) => Promise.resolve(keeper.record));
}

async function learn<Ended>(
  store: ProjectStore, engine: Engine, id: string, first: TrainingRecord, work: LongWork, end: (run: Run, result: TrainResult) => Promise<Ended>,
): Promise<Ended> {
  const folder = trainingFolderOf(store, id);
  return whileComputed(folder, async () => {
    const keeper = keepRecord(folder, first);
    const run: Run = { store, engine, id, folder, keeper, clock: startClock(first.secondsUsed), work };
    try {
      await mkdir(folder, { recursive: true });
      await writeRecord(folder, first);
      const result = first.result ?? await compute(run);
      // Noted first that it is done: whoever is killed in the midst of what follows finishes it the next time, without computing anything.
      keeper.change({ result });
      await keeper.settled();
      return await end(run, result);
    } catch (error) {
      await keeper.settled();
      throw await endShort(run, error);
    }
  });
}

async function compute(run: Run): Promise<TrainResult> {
  const { engine, folder, keeper, clock, work } = run;
  for (let again = false; ; again = true) {
    if (work.pause?.aborted === true) throw await paused(run);
    const request = await requestOf(run, again);
    const reading = watchReading(clock, (readingSeconds) => {
      // Where memory ran out the person waits for it, and it counts.
      if (request.resumeFrom !== null && !again) clock.leaveOut(readingSeconds);
      keeper.change({ readingSeconds });
    });
    try {
      const result = await engine.run(request, (event) => { reading(event); follow(event, run); }, work.signal, work.pause);
      if (result.kind === 'train') return { ...result, seconds: clock.seconds(), modelFolder: inFolder(folder, result.modelFolder) };
      keeper.change({ checkpoint: asCheckpoint({ folder: result.checkpoint, step: result.step }), secondsUsed: clock.seconds() });
      throw await paused(run);
    } catch (error) {
      if (work.signal.aborted) throw error;
      const { step } = await standingOf(folder, keeper.record);
      const lowered = afterOutOfMemory(error, keeper.record, step);
      if (lowered === null) throw error;
      keeper.change(lowered.change);
      follow({ kind: 'warning', sentence: lowered.warning }, run);
    }
  }
}

/** From its last checkpoint, where it has one: then the schedule is that of the checkpoint. @param again after memory ran out: reading counts */
async function requestOf({ store, folder, keeper: { record }, clock }: Run, again: boolean): Promise<TrainRequest> {
  const checkpoint = await newestCheckpoint(folder, record.checkpoint);
  const { minutes } = record.options;
  const { start } = record.plan;
  const uncounted = checkpoint === null || again ? 0 : record.readingSeconds ?? 0;
  return {
    kind: 'train',
    projectFolder: store.folder,
    manifest: join(store.folder, record.snapshot.path),
    plan: checkpoint === null ? record.plan : record.followed ?? record.plan,
    // Who names a number of epochs wants those, however long they take. What has taken longer than it should must still end.
    minutes: minutes === undefined ? null : Math.max(minutes - (clock.seconds() - uncounted) / 60, 1 / 60),
    outputFolder: folder,
    resumeFrom: checkpoint === null ? null : join(folder, checkpoint.folder),
    startFrom: start.kind === 'scratch' ? null : join(store.folder, store.models.get(start.model).folder),
  };
}

/** Noted in the record, and told: progress becomes the job's, the rest is told beside it. */
function follow(event: EngineEvent, { keeper, clock, work }: Run): void {
  switch (event.kind) {
    case 'progress':
      return work.progress({ phase: event.phase, done: event.done, total: event.total });
    case 'step':
      return work.progress({
        phase: 'training',
        done: event.step,
        total: event.steps,
        note: fill(workSentences.minutesLeft, { loss: event.loss.toFixed(3), minutes: event.minutesLeft.toFixed(1) }),
      });
    case 'planned':
      keeper.change({ followed: event.plan });
      break;
    case 'checkpoint':
      keeper.change({ checkpoint: asCheckpoint(event), secondsUsed: clock.seconds() });
      break;
    case 'epoch': {
      const { epoch, loss, validation } = event;
      // An epoch that was cut short is learnt again.
      const before = keeper.record.curve.filter((one) => one.epoch < epoch);
      keeper.change({ curve: [...before, { epoch, loss, validationDice: validation?.meanDice ?? null }] });
      break;
    }
    case 'warning':
      keeper.change({ warnings: eachOnce([...keeper.record.warnings ?? [], event.sentence]) });
      break;
    case 'segmented':
    case 'slices-read':
      break;
  }
  work.report(event);
}

async function becomeModel({ store, engine, id, folder, keeper, work }: Run, result: TrainResult): Promise<ModelInfo> {
  const { snapshot } = keeper.record;
  // Slabs are of patients who teach: nothing of them is fair to compare.
  const cases = snapshot.validationKind === 'patients' ? result.cases : [];
  const decided = await promote(store, engine, { snapshotId: snapshot.id, plan: result.plan, cases }, work);
  const finished = modelFolderOf(store, id);
  await rename(folder, finished);
  let model: ModelRecord;
  try {
    model = addTrainedModel(store, id, keeper.record, result, decided);
    await forgetTraining(finished);
  } catch (error) {
    await rename(finished, folder);
    throw error;
  }
  return describeOne(store, model);
}

async function kept({ id, folder, keeper }: Run): Promise<KeptTraining> {
  return { training: id as KeptTraining['training'], ...await standingOf(folder, keeper.record) };
}

async function paused(run: Run): Promise<Stopped> {
  await run.keeper.settled();
  return new Stopped('paused', await kept(run));
}

/** What is thrown where there is no model: the folder stays where the training can go on, and is removed where it cannot. */
async function endShort(run: Run, error: unknown): Promise<unknown> {
  if (error instanceof Stopped) return error;
  const { folder, keeper: { record }, work } = run;
  // What could not be noted would be computed again; a checkpoint of no step holds nothing but the schedule.
  const hasLearnt = (await readRecord(folder))?.result != null || ((await newestCheckpoint(folder, record.checkpoint))?.step ?? 0) > 0;
  const standing = await kept(run);
  const stop = wasCancelled(work) ? error : stoppedShort(error, { ...standing, hasLearnt, closes: work.signal.aborted });
  if (!(stop instanceof Stopped)) await rm(folder, { recursive: true, force: true });
  return stop;
}

function inFolder(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}
