/** Whether another training is worth while, and what the last one brought. */
import type { LoopState, Round } from '#shared/contract/loop.ts';
import { usualContextSlices } from '#shared/learning/propose.ts';
import { defaultStrategy } from '#shared/learning/selection/strategies.ts';
import { enoughToRetrain } from '#shared/learning/when-to-train.ts';
import type { PromotionRecord } from '../store/loop-work.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { countSlices, knownFacts, type SnapshotFacts } from './loop-snapshots.ts';
import type { ModelMetrics } from './models.ts';
import { taughtOf } from './taught-labels.ts';

/** Asked after each mark: cases after which others at the host are answered. */
const together = 100;

/** @param annotator for whom the queue may be empty */
export async function loopState(store: ProjectStore, annotator: string): Promise<LoopState> {
  const newest = store.models.list().at(-1) ?? null;
  const facts = newest === null ? null : await knownFacts(store, newest.snapshotId);
  const newSlices = await newSlicesSince(store, facts, Math.max(usualContextSlices, newest?.plan.contextSlices ?? 0));
  const enough = enoughToRetrain(facts === null ? 0 : countSlices(facts.learnt));
  const { total, waiting, withOthers, given } = store.queue.state(annotator);
  const batchDone = total > 0 && waiting === 0 && withOthers === 0 && given === null;
  const { nextSliceBy, batchSlices, refillQueue } = store.settings.get();
  return {
    suggested: newSlices >= enough ? 'enough-new' : batchDone && newSlices > 0 ? 'batch-done' : null,
    newSlices, enough,
    newest: newest?.id as LoopState['newest'] ?? null,
    lastRound: newest === null ? null : lastRoundOf(newest, store.models.promotions().get(newest.id)),
    strategy: nextSliceBy ?? defaultStrategy,
    batchSlices,
    refill: refillQueue,
  };
}

/** @param apart how far slices that teach are kept from a slab that judges */
async function newSlicesSince(store: ProjectStore, facts: SnapshotFacts | null, apart: number): Promise<number> {
  const testPatients = new Set(store.testSet.get()?.patients);
  let count = 0;
  for (const [at, record] of store.cases.list().filter(({ patient }) => !testPatients.has(patient)).entries()) {
    if (at % together === together - 1) await new Promise<void>((resolve) => { setImmediate(resolve); });
    const known = facts?.learnt.get(record.id);
    const slab = [...facts?.slabs.get(record.id) ?? []];
    // Another training would keep them apart from the slab as well.
    const besideSlab = (slice: number): boolean => slab.some((judging) => Math.abs(judging - slice) <= apart);
    count += taughtOf(store, record)?.slices.filter((slice) => known?.has(slice) !== true && !besideSlab(slice)).length ?? 0;
  }
  return count;
}

function lastRoundOf(model: ModelRecord, promotion: PromotionRecord | undefined): LoopState['lastRound'] {
  const { validation, validationPatients } = model.metrics as ModelMetrics;
  const compared = promotion?.decision.mean ?? null;
  return {
    modelId: model.id as NonNullable<LoopState['newest']>, at: model.createdAt,
    before: compared?.earlier ?? null,
    after: compared?.later ?? validation?.meanDice ?? null,
    patients: compared?.patients ?? validationPatients.length,
    outcome: outcomeOf(promotion),
  };
}

/** What became of a model; null where nobody decided. */
export function outcomeOf(promotion: PromotionRecord | undefined): Round['outcome'] {
  if (promotion === undefined) return null;
  return promotion.decision.promoted ? 'promoted' : promotion.overruledBy === null ? 'held-back' : 'overruled';
}
