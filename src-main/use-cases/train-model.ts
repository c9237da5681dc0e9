/** From the project's complete slices to a model: snapshot, plan, the engine's run, the model's row. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { EpochFigures, ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineEvent, TrainResult } from '../engine-client/protocol.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import type { LongWork } from './long-work.ts';
import { describeModel, type ModelMetrics } from './models.ts';
import { takeSnapshot, type Snapshot } from './take-snapshot.ts';
import { unfinished } from './work-folder.ts';
import { workSentences } from './work-sentences.ts';

/** @throws UserFacingError `bad-input` where there is nothing to learn from; what the engine says */
export async function trainModel(store: ProjectStore, engine: Engine, options: TrainOptions, work: LongWork): Promise<ModelInfo> {
  const seed = options.seed ?? options.plan?.seed ?? 0;
  const snapshot = await takeSnapshot(store, { seed, validation: options.validation, plan: options.plan }, work);
  const plan = makePlan(snapshot.fingerprint, snapshot.manifest.labels, {
    network: options.network,
    epochs: options.epochs,
    seed,
    overrides: options.plan,
  });
  if (plan.contextSlices > snapshot.mostContextSlices) throw new Error(`patches of ${plan.contextSlices} slices would show slices that judge`);
  for (const note of snapshot.notes) work.report({ kind: 'warning', sentence: note });

  const id = randomUUID();
  const finished = join(store.folder, 'models', id);
  const outputFolder = finished + unfinished;
  await mkdir(outputFolder, { recursive: true });
  const curve: EpochFigures[] = [];
  let model: ModelRecord;
  try {
    const result = await engine.run(
      {
        kind: 'train',
        projectFolder: store.folder,
        manifest: snapshot.file,
        plan,
        // Who names a number of epochs wants those, however long they take.
        minutes: options.minutes ?? null,
        outputFolder,
        resumeFrom: null,
        startFrom: null,
      },
      (event) => {
        if (event.kind === 'epoch') curve.push({ epoch: event.epoch, loss: event.loss, validationDice: event.validation?.meanDice ?? null });
        follow(event, work);
      },
      work.signal,
    );
    if (result.kind === 'paused') throw new Error('nobody asked for a pause');
    await rename(outputFolder, finished);
    const folder = `models/${id}/${relative(outputFolder, result.modelFolder).replaceAll('\\', '/')}`;
    model = store.models.add({
      id,
      name: `${result.plan.network.name} ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`,
      snapshotId: snapshot.id,
      parentId: null,
      plan: result.plan,
      folder: folder.replace(/\/$/, ''),
      seed,
      metrics: metricsOf(result, snapshot, curve),
      state: 'ready',
    });
  } catch (error) {
    // Whichever it is by then: a model that no row names would never be found, nor removed.
    for (const folder of [outputFolder, finished]) await rm(folder, { recursive: true, force: true });
    throw error;
  }
  store.models.activate(model.id);
  return describeModel(store.models.get(model.id));
}

function metricsOf(result: TrainResult, snapshot: Snapshot, curve: readonly EpochFigures[]): ModelMetrics {
  return {
    parameters: result.parameters,
    steps: result.steps,
    seconds: result.seconds,
    finalLoss: result.finalLoss,
    validation: result.validation,
    cases: result.cases,
    validationPatients: snapshot.validationPatients,
    validationKind: snapshot.validationKind,
    curve,
    engine: result.engine,
    notes: snapshot.notes,
  };
}

/** The engine's progress becomes the job's; the rest is told beside it. */
function follow(event: EngineEvent, work: LongWork): void {
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
    case 'epoch':
    case 'checkpoint':
    case 'segmented':
    case 'warning':
      return work.report(event);
  }
}
