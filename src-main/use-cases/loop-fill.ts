/** Fills the queue: what is not labelled is read by the model in use, and the next slices are chosen from it. */
import type { FillOptions, FillReport } from '#shared/contract/loop.ts';
import { chooseBatch } from '#shared/learning/selection/choose-batch.ts';
import type { Candidate } from '#shared/learning/selection/slice-reading.ts';
import { defaultStrategy } from '#shared/learning/selection/strategies.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { breathe, type LongWork } from './long-work.ts';
import { placesOf, poolOf, type PoolCase } from './loop-pool.ts';
import { readLooks, readPool, type KnownSlices } from './loop-reading.ts';

/** What a fill is asked for, and by whom. */
export interface FillWish extends FillOptions {
  readonly annotator: string;
}

/**
 * Slices that somebody completes meanwhile are not chosen. What was read stays, however it ends: the next filling goes on from there.
 * @throws UserFacingError `cancelled`, `disk-full`; what the engine says
 */
export async function fillQueue(store: ProjectStore, engine: Engine, wish: FillWish, work: LongWork): Promise<FillReport> {
  const { nextSliceBy, batchSlices } = store.settings.get();
  const strategy = wish.strategy ?? nextSliceBy ?? defaultStrategy;
  const model = store.models.active();
  const read = strategy === 'random' ? nothing
    : model === null ? await readLooks(store, poolOf(store), work)
      : await readPool(store, engine, model, strategy, work);
  await breathe(work);
  const pool = poolOf(store);
  const candidates = pool.flatMap((one) => candidatesOf(one, one.open, read.known));
  // Each filling draws anew, also with the same model.
  const seed = wish.seed ?? store.events.told('queue-filled').length;
  const size = wish.slices ?? batchSlices;
  const chosen = chooseBatch({
    candidates, complete: pool.flatMap((one) => candidatesOf(one, one.complete, read.known)),
    size, strategy, seed, round: Math.max(0, store.models.ever().length - 1),
  });
  store.queue.fill({
    modelId: model?.id ?? null,
    slices: chosen.map(({ slice: { caseId, axis, index }, why, score }) => ({ caseId, axis, index, reason: why, score })),
    how: { strategy, seed, wanted: size, pool: candidates.length, annotator: wish.annotator },
  });
  return { model: (model?.id ?? null) as FillReport['model'], strategy, pool: candidates.length, read: read.count, queued: chosen.length };
}

const nothing: KnownSlices = { known: new Map(), count: 0 };

function candidatesOf(one: PoolCase, slices: readonly number[], known: KnownSlices['known']): readonly Candidate[] {
  const ofCase = known.get(one.record.id);
  return placesOf(one, slices).map((place) => ({ ...place, ...ofCase?.get(place.index) ?? { reading: null, features: [] } }));
}
