/** What a training's first weights are: fresh ones, or those of a model that has seen nobody who is to judge. */
import { join } from 'node:path';
import type { StartWish, TrainOptions } from '#shared/contract/training.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { startSentences } from '#shared/learning/start-sentences.ts';
import {
  judgesSeenBefore, keepsAnotherScale, shrinkAndPerturb, startingFrom, timeForWholeSchedule, whyStartDoesNotFit, type TaughtCase, type WarmStart,
} from '#shared/learning/warm-start.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { forecastMinutes } from './forecast-training.ts';
import { memberFolders } from './model-members.ts';
import { modelToUse } from './models.ts';
import { readManifest, type Snapshot } from './take-snapshot.ts';

export interface ChosenStart {
  /** With its start, and with the earlier model's scale of grey values where there is one. */
  readonly plan: Plan;
  /** Absolute; null: from scratch. */
  readonly startFrom: string | null;
  readonly parentId: string | null;
  /** For the person, and to be kept with the model. */
  readonly notes: readonly Sentence[];
}

/** Who teaches and who judges. */
export interface BegunWith extends Pick<Snapshot, 'validationKind' | 'mostContextSlices'> {
  readonly manifest: { readonly cases: readonly TaughtCase[] };
}

type StartOptions = Pick<TrainOptions, 'minutes' | 'plan' | 'start' | 'folds'>;

/**
 * @param plan as it was made, whatever it says of its start
 * @throws UserFacingError `not-found` for an unknown model; `bad-input` where the model that was asked for was taught
 *   with a patient who is to judge, or does not fit
 */
export async function chooseStart(
  store: ProjectStore, options: StartOptions, snapshot: BegunWith, plan: Plan,
): Promise<ChosenStart> {
  const scratch: ChosenStart = { plan: { ...plan, start: { kind: 'scratch' } }, startFrom: null, parentId: null, notes: [] };
  const wish: StartWish | WarmStart = options.start ?? options.plan?.start ?? { kind: 'auto' };
  switch (wish.kind) {
    case 'scratch':
      return scratch;
    case 'transfer':
    case 'shrink-and-perturb': {
      const model = modelToUse(store, wish.model);
      const reason = await whyNot(store, model, wish, options, snapshot, plan);
      if (reason !== null) throw failure('bad-input', startSentences.refused, { model: model.name, reason });
      return startOf(store, model, wish, plan, []);
    }
    case 'auto': {
      const model = store.models.active();
      // Of a cross-validation each model is to know nothing of those who judge it.
      if (model === null || options.folds !== undefined) return scratch;
      const whole = forecastMinutes(plan, store.models.list());
      if (timeForWholeSchedule(options.minutes ?? null, whole)) return scratch;
      const start: WarmStart = { kind: 'shrink-and-perturb', model: model.id, ...shrinkAndPerturb };
      const reason = await whyNot(store, model, start, options, snapshot, plan);
      if (reason !== null) return { ...scratch, notes: [fill(startSentences.notTaken, { model: model.name, reason })] };
      const told = { model: model.name, minutes: amount(options.minutes ?? 0), whole: amount(whole) };
      return startOf(store, model, start, plan, [fill(startSentences.startsFrom, told)]);
    }
  }
}

async function whyNot(
  store: ProjectStore, model: ModelRecord, start: WarmStart, options: StartOptions, snapshot: Parameters<typeof chooseStart>[2], plan: Plan,
): Promise<Sentence | null> {
  const misfit = whyStartDoesNotFit(model.plan, plan, start.kind);
  if (misfit !== null) return misfit;
  if (keepsAnotherScale(model.plan, options.plan ?? {})) return startSentences.otherScale;
  const judges = {
    cases: snapshot.manifest.cases,
    testPatients: store.testSet.get()?.patients ?? [],
    gap: snapshot.validationKind === 'slabs' ? snapshot.mostContextSlices : null,
  };
  const seen = new Set<string>();
  for (const ancestor of withAncestors(store, model)) {
    try {
      const { cases } = await readManifest(store, ancestor.snapshotId);
      for (const patient of judgesSeenBefore(cases, judges)) seen.add(patient);
    } catch (error) {
      if (!(error instanceof UserFacingError)) throw error;
      return startSentences.unknownPast;
    }
  }
  return seen.size === 0 ? null : fill(startSentences.seenBefore, { patients: seen.size });
}

/** The model, what it started from, and so on to the one that started from scratch. */
export function withAncestors(store: ProjectStore, model: ModelRecord): readonly ModelRecord[] {
  const line = [model];
  for (let at = model; at.parentId !== null; line.push(at)) at = store.models.get(at.parentId);
  return line;
}

function startOf(store: ProjectStore, model: ModelRecord, start: WarmStart, plan: Plan, notes: readonly Sentence[]): ChosenStart {
  return {
    plan: startingFrom(model.plan, plan, start),
    // Of several networks one can be gone on from; each has learnt from almost all.
    startFrom: join(store.folder, memberFolders(model)[0]!),
    parentId: model.id,
    notes,
  };
}

function amount(minutes: number): string {
  return minutes < 10 ? minutes.toFixed(1) : minutes.toFixed(0);
}
