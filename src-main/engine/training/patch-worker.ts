/**
 * The thread that draws patches while the engine computes: told a step, it answers with that step's batch. It must not
 * load TensorFlow, which runs in one thread of a process only.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { PatchBatch } from '#shared/learning/patches.ts';
import type { LabelPlaces } from '#shared/learning/sampling.ts';
import { openStack, type SharedStack } from '../volumes/shared-stack.ts';
import { drawStep, type StepPlan } from './draw-step.ts';

export interface DrawingTask {
  readonly stacks: readonly SharedStack[];
  readonly places: LabelPlaces;
  readonly plan: StepPlan;
}

export type DrawingAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'drawn'; readonly step: number; readonly parts: readonly PatchBatch[] };

if (parentPort !== null) {
  const port = parentPort;
  const { stacks, places, plan } = workerData as DrawingTask;
  const opened = stacks.map(openStack);
  // What is thrown here ends the thread, and the engine is told of it.
  port.on('message', (step: number) => {
    const parts = drawStep(opened, places, plan, step);
    const moved = parts.flatMap(({ images, labels, valid }) => [images, labels, valid].map(({ buffer }) => buffer as ArrayBuffer));
    port.postMessage({ type: 'drawn', step, parts } satisfies DrawingAnswer, moved);
  });
  port.postMessage({ type: 'ready' } satisfies DrawingAnswer);
}
