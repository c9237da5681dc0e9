/**
 * A training once more, from its model's snapshot and plan: on the same computer and CPU it has the same losses, to the last bit.
 * Nothing of it is kept: it is a proof, and the model is there already.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelId } from '#shared/contract/ids.ts';
import type { RepeatReport } from '#shared/contract/models.ts';
import type { EpochFigures } from '#shared/contract/training.ts';
import { completePlan, type StoredPlan } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineDescription, EngineEvent, TrainRequest, TrainResult } from '../engine-client/protocol.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { hashFile } from './hash-file.ts';
import type { LongWork } from './long-work.ts';
import { memberFolders } from './model-members.ts';
import { modelSentences } from './model-sentences.ts';
import { computedWith, modelToUse, type ModelMetrics } from './models.ts';
import { meanCurve } from './pool-members.ts';
import { readManifest } from './take-snapshot.ts';
import { withWorkFolder } from './work-folder.ts';
import { workSentences } from './work-sentences.ts';

/** One network of a model, as it was trained. */
interface Part {
  readonly snapshotId: string;
  readonly plan: Plan;
  /** Relative to the project. */
  readonly folder: string;
  /** After which it ends, where that is before the end of its schedule. */
  readonly endsAfter: number | null;
}

interface Repeated {
  readonly curve: readonly EpochFigures[];
  readonly finalLoss: number | null;
  /** Null where it was not written, or the model's is gone. */
  readonly sameWeights: boolean | null;
  readonly engine: EngineDescription;
}

/** @throws UserFacingError `corrupt` where its snapshot is not what was written; `bad-input` where it cannot be repeated; what the engine says */
export async function repeatTraining(store: ProjectStore, engine: Engine, model: ModelRecord, work: LongWork): Promise<RepeatReport> {
  const metrics = model.metrics as ModelMetrics;
  const parts = await partsOf(store, model);
  const repeated: Repeated[] = [];
  await withWorkFolder(store, async (folder) => {
    for (const [place, part] of parts.entries()) {
      const progress: LongWork['progress'] = (one) => work.progress(parts.length === 1 ? one : { ...one, done: place + one.done / Math.max(1, one.total), total: parts.length });
      repeated.push(await repeatPart(store, engine, part, join(folder, String(place)), { ...work, progress }));
    }
  });
  const curve = parts.length === 1 ? repeated[0]!.curve : meanCurve(repeated.map((one) => one.curve));
  const then = metrics.curve ?? [];
  const finalLosses = repeated.map(({ finalLoss }) => finalLoss);
  const pairs = then.length > 0 ? pairsOf(then, curve) : finalLosses.some((loss) => loss === null) ? [] : [{
    epoch: model.plan.epochs, then: metrics.finalLoss, now: finalLosses.reduce<number>((sum, loss) => sum + (loss ?? 0), 0) / finalLosses.length,
  }];
  const first = pairs.find((one) => !Object.is(one.then, one.now)) ?? null;
  const weights = repeated.some(({ sameWeights }) => sameWeights === null) ? null : repeated.every(({ sameWeights }) => sameWeights === true);
  return {
    model: model.id as ModelId,
    same: pairs.length > 0 && first === null && weights !== false,
    epochs: pairs.length,
    firstDifference: first,
    largest: pairs.reduce((most, one) => Math.max(most, Math.abs(one.now - one.then)), 0),
    weights,
    computedWith: { then: computedWith(metrics.engine), now: computedWith(repeated[0]!.engine) },
    notes: notesOf(metrics, repeated[0]!.engine, parts),
  };
}

function pairsOf(then: readonly EpochFigures[], now: readonly EpochFigures[]): { epoch: number; then: number; now: number }[] {
  const losses = new Map(now.map(({ epoch, loss }) => [epoch, loss]));
  return then.flatMap(({ epoch, loss }) => { const again = losses.get(epoch); return again === undefined ? [] : [{ epoch, then: loss, now: again }]; });
}

async function partsOf(store: ProjectStore, model: ModelRecord): Promise<readonly Part[]> {
  const { members = [], steps, plannedSteps = steps } = model.metrics as ModelMetrics;
  const short = steps < plannedSteps;
  if (members.length === 0) {
    const { plan } = model;
    // Its learning rates were those of the whole schedule.
    const whole = short ? { ...plan, epochs: Math.round(plannedSteps / plan.stepsPerEpoch) } : plan;
    return [{ snapshotId: model.snapshotId, plan: whole, folder: model.folder, endsAfter: short ? steps : null }];
  }
  if (short) throw failure('bad-input', modelSentences.foldsEndedEarly, {});
  const folders = memberFolders(model);
  return Promise.all(members.map(async ({ snapshotId }, place) => {
    const folder = folders[place]!;
    const { plan } = JSON.parse(await readFile(join(store.folder, folder, 'model.json'), 'utf8')) as { plan: StoredPlan };
    return { snapshotId, folder, plan: completePlan(plan), endsAfter: null };
  }));
}

async function repeatPart(store: ProjectStore, engine: Engine, part: Part, folder: string, work: LongWork): Promise<Repeated> {
  const { plan, endsAfter } = part;
  const { start } = plan;
  await mkdir(folder, { recursive: true });
  // The test set judges a finished network once, and this one it has judged.
  const manifest = await readManifest(store, part.snapshotId);
  const file = join(folder, 'snapshot.json');
  await writeFile(file, JSON.stringify({ ...manifest, cases: manifest.cases.filter(({ role }) => role !== 'test') }));
  const request: TrainRequest = {
    kind: 'train', projectFolder: store.folder, manifest: file, plan, minutes: null, outputFolder: folder, resumeFrom: null,
    startFrom: start.kind === 'scratch' ? null : join(store.folder, memberFolders(modelToUse(store, start.model))[0]!),
  };
  const curve: EpochFigures[] = [];
  const enough = new AbortController();
  const follow = (event: EngineEvent): void => {
    if (event.kind === 'progress') work.progress({ phase: event.phase, done: event.done, total: event.total });
    if (event.kind === 'step') {
      const note = fill(workSentences.minutesLeft, { loss: event.loss.toFixed(3), minutes: event.minutesLeft.toFixed(1) });
      work.progress({ phase: 'training', done: event.step, total: endsAfter ?? event.steps, note });
    }
    if (event.kind !== 'epoch') return;
    curve.push({ epoch: event.epoch, loss: event.loss, validationDice: event.validation?.meanDice ?? null });
    work.report(event);
    if (endsAfter !== null && event.step >= endsAfter) enough.abort();
  };
  // A pause is what ends it without a trace: the folder is gone afterwards.
  const result = await engine.run(request, follow, work.signal, enough.signal);
  if (result.kind === 'paused') return { curve, finalLoss: null, sameWeights: null, engine: await describeEngine(engine, work) };
  return { curve, finalLoss: result.finalLoss, sameWeights: await sameWeights(store, part, result, work), engine: result.engine };
}

async function describeEngine(engine: Engine, { signal }: LongWork): Promise<EngineDescription> {
  return (await engine.run({ kind: 'probe' }, () => {}, signal)).engine;
}

async function sameWeights(store: ProjectStore, { folder }: Part, { modelFolder }: TrainResult, { signal }: LongWork): Promise<boolean | null> {
  try {
    const [then, now] = [await hashFile(join(store.folder, folder, 'weights.bin'), signal), await hashFile(join(modelFolder, 'weights.bin'), signal)];
    return then.sha256 === now.sha256;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

function notesOf({ engine, curve = [], steps, plannedSteps = steps }: ModelMetrics, now: EngineDescription, parts: readonly Part[]): Sentence[] {
  return [
    ...computedWith(engine) === computedWith(now) ? [] : [fill(modelSentences.otherEngine, { then: computedWith(engine), now: computedWith(now) })],
    ...now.device === 'GPU' ? [modelSentences.onGpu] : [],
    ...parts[0]!.endsAfter === null ? [] : [fill(modelSentences.endedEarly, { steps, planned: plannedSteps })],
    ...curve.length > 0 ? [] : [modelSentences.noCurve],
  ];
}
