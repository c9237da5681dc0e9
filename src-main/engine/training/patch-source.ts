/** Where a training's batches come from: drawn in worker threads a few steps ahead, or, where there are none, when they are needed. */
import { availableParallelism } from 'node:os';
import type { LabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';
import type { TaughtBatch } from '../learner.ts';
import { sharePlaces, shareStack } from '../volumes/shared-stack.ts';
import { drawStep, type StepPlan } from './draw-step.ts';
import { startDrawing, type DrawingThread } from './drawing-thread.ts';

type Parts = readonly TaughtBatch[];

export interface PatchSource {
  /**
   * The parts of a step's batch, the same whatever was asked for before and whoever draws them. The next few steps are
   * drawn meanwhile, so that they are best asked for one after the other.
   * @throws UserFacingError `out-of-memory` or `internal` where the thread that draws has died
   */
  next(step: number): Promise<Parts>;
  /** Ends the threads; before the stacks' storage is disposed. */
  dispose(): Promise<void>;
}

export interface PatchSourceOptions {
  /** Threads that draw; 0: none. */
  readonly workers?: number;
  readonly workerFile?: URL;
}

/** Drawing takes a small part of a step: more threads only take from those that compute. */
const mostWorkers = 4;

/** One on two cores, where the computing threads leave gaps enough. */
export function usualWorkers(cores = availableParallelism()): number {
  return Math.min(mostWorkers, Math.max(1, Math.floor(cores / 2)));
}

/** @param stacks shared with the threads where a storage keeps them; else none is started */
export function makePatchSource(
  stacks: readonly LabelledStack[], places: LabelPlaces, plan: StepPlan,
  { workers = usualWorkers(), workerFile = new URL('./patch-worker.ts', import.meta.url) }: PatchSourceOptions = {},
): PatchSource {
  const threads = startThreads(stacks, places, plan, workers, workerFile);
  // While a step is computed each thread has one to draw, and one is ready.
  const ahead = threads.length + 1;
  const coming = new Map<number, Promise<Parts | null>>();
  let disposed = false;
  const ask = (step: number): void => {
    const thread = threads[step % threads.length];
    if (thread === undefined || coming.has(step)) return;
    const drawn = thread.draw(step);
    // Its failure is told when the step is asked for, which it may never be.
    drawn.catch(() => undefined);
    coming.set(step, drawn);
  };
  return {
    async next(step) {
      for (const drawn of coming.keys()) if (drawn < step || drawn > step + ahead) coming.delete(drawn);
      for (let next = step; next <= step + ahead; next++) ask(next);
      const parts = await coming.get(step);
      coming.delete(step);
      if (disposed) throw new Error('a step was asked for of a source that is disposed');
      return parts ?? drawStep(stacks, places, plan, step);
    },
    async dispose() {
      disposed = true;
      await Promise.all(threads.map(async (thread) => thread.end()));
    },
  };
}

function startThreads(stacks: readonly LabelledStack[], places: LabelPlaces, plan: StepPlan, workers: number, file: URL): readonly DrawingThread[] {
  const shared = stacks.map(shareStack).filter((stack) => stack !== null);
  if (shared.length < stacks.length || workers === 0) return [];
  const task = { stacks: shared, places: sharePlaces(places), plan };
  return Array.from({ length: workers }, () => startDrawing(task, file));
}
