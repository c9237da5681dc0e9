/**
 * A network with its weights that can be taught and asked: all that training and prediction need to know
 * of how it is computed.
 */
import type { PatchBatch } from '#shared/learning/patches.ts';

export interface StepOutcome {
  readonly loss: number;
  /** Share of the pixels that teach that are labelled right. */
  readonly accuracy: number;
}

/** Slices side by side: samples × rows × columns × channels. */
export interface ImageBatch {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly images: Float32Array;
}

export interface Learner {
  /**
   * One step on a batch given in parts; the gradient is that of the whole batch.
   * @param between awaited between two parts: lets others in, and throws where the work was cancelled
   */
  learn(parts: readonly PatchBatch[], learningRate: number, between: () => Promise<void>): Promise<StepOutcome>;
  /** Begins anew from these weights, as if nothing had been learnt. */
  restart(values: ReadonlyMap<string, Float32Array>): void;
  /** The likeliest output of each pixel, samples × rows × columns. */
  label(batch: ImageBatch): Int32Array;
  /** Probability of each output of each pixel, samples × rows × columns × outputs. */
  probabilities(batch: ImageBatch): Float32Array;
  /** The weights by name. */
  weights(): Map<string, Float32Array>;
  dispose(): void;
}
