/**
 * A network with its weights that can be taught and asked: all that training and prediction need to know
 * of how it is computed.
 */
import type { StackAxis } from '#shared/learning/slice-stack.ts';
import type { DrawnNetwork } from './networks/dropout.ts';

export interface StepOutcome {
  readonly loss: number;
  /** Share of the pixels that teach that are labelled right. */
  readonly accuracy: number;
}

/** Slices or volumes, one after the other: samples × (slices ×) rows × columns × channels. */
export interface ImageBatch {
  readonly count: number;
  /** Of a volume; without it each sample is one slice. */
  readonly slices?: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly images: Float32Array;
}

/** What is to be learnt of them, voxel by voxel in the order of the images. */
export interface TaughtBatch extends ImageBatch {
  /** The network's output of each voxel; 0 where it does not teach. */
  readonly labels: Int32Array;
  /** 1 where the voxel teaches, 0 where it is ignored. */
  readonly valid: Float32Array;
}

/** Lengths of the axes of space: (slices,) rows, columns. */
export function spaceOf({ slices, rows, columns }: Pick<ImageBatch, 'slices' | 'rows' | 'columns'>): readonly number[] {
  return slices === undefined ? [rows, columns] : [slices, rows, columns];
}

export interface Learner {
  /**
   * One step on a batch given in parts; the gradient is that of the whole batch. Parts and their size may
   * change from step to step.
   * @param between awaited between two parts: lets others in, and throws where the work was cancelled
   */
  learn(parts: readonly TaughtBatch[], learningRate: number, between: () => Promise<void>): Promise<StepOutcome>;
  /**
   * From now on these parameters, by name, and what the optimiser keeps of them do not change; all others do.
   * @throws RangeError where nothing would be left to learn
   */
  freeze(parameters: ReadonlySet<string>): void;
  /** Begins anew from these weights, as if nothing had been learnt. What is frozen stays so. */
  restart(values: ReadonlyMap<string, Float32Array>): void;
  /** All that a training that goes on needs: the weights as they are, and what the optimiser keeps of them. */
  state(): ReadonlyMap<string, Float32Array>;
  /**
   * Goes on from what `state` of a learner of the same network, optimiser and average gave.
   * @param step steps done then
   * @throws RangeError where something is missing or of another size
   */
  restore(state: ReadonlyMap<string, Float32Array>, step: number): void;
  /** The likeliest output of each voxel, in their order. */
  label(batch: ImageBatch): Int32Array;
  /**
   * Probability of each output of each voxel, voxels × outputs.
   * @param drawn where something is to be left out
   */
  probabilities(batch: ImageBatch, drawn?: DrawnNetwork): Float32Array;
  /** Its deepest map (`Network.encode`), averaged over all axes of space but one: samples × planes along that axis × channels. */
  features(batch: ImageBatch, along: StackAxis): Float32Array;
  /** The weights that it predicts with, by name: their average, where the plan has one. */
  weights(): Map<string, Float32Array>;
  dispose(): void;
}
