/** What a training would be, before anybody starts it: its plan in plain words, and what each other network would cost. */
import type { PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { networkNames, type NetworkName } from '#shared/learning/plan.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { describePlan, forecastMinutes, memoryBytes } from './describe-plan.ts';
import type { LongWork } from './long-work.ts';
import { planOf } from './plan-of.ts';
import { fingerprintNow } from './take-snapshot.ts';
import { workSentences } from './work-sentences.ts';

/** @throws UserFacingError `bad-input` where nothing can be planned; `cancelled` */
export async function planTraining(store: ProjectStore, options: TrainOptions, work: LongWork): Promise<PlannedTraining> {
  if (store.cases.list().length === 0) throw failure('bad-input', workSentences.noCases, {});
  const { plan: fixed, validation, folds } = options;
  const seed = options.seed ?? fixed?.seed ?? 0;
  // In a cross-validation each patient teaches in all trainings but one.
  const fingerprint = await fingerprintNow(store, { seed, validation: folds === undefined ? validation : 0, plan: fixed }, work);
  const plan = planOf(fingerprint, store.labels.table(), options);
  return {
    plan: plan as PlannedTraining['plan'],
    words: [...describePlan(plan, fingerprint, store.models.list())],
    networks: networkNames.flatMap((name) => costOf(store, fingerprint, name, options)),
  };
}

/** Nothing of a network that cannot be trained on these images. */
function costOf(store: ProjectStore, fingerprint: Fingerprint, name: NetworkName, options: TrainOptions): PlannedTraining['networks'] {
  try {
    // Patch and batch that were fixed were meant for the network that was asked for.
    const fixed = { ...options.plan, network: undefined, patch: undefined, batch: undefined, microBatch: undefined };
    const plan = planOf(fingerprint, store.labels.table(), { ...options, network: name, plan: fixed });
    const models = store.models.list();
    return [{ name, minutes: forecastMinutes(plan, models), memoryBytes: memoryBytes(plan), words: describePlan(plan, fingerprint, models).slice(0, 1) }];
  } catch (error) {
    if (error instanceof UserFacingError && error.code === 'bad-input') return [];
    throw error;
  }
}
