/**
 * A network with its weights that can be taught and asked: all that training and prediction need to know
 * of how it is computed.
 */

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
   * One step on a batch given in parts; the gradient is that of the whole batch.
   * @param between awaited between two parts: lets others in, and throws where the work was cancelled
   */
  learn(parts: readonly TaughtBatch[], learningRate: number, between: () => Promise<void>): Promise<StepOutcome>;
  /** Begins anew from these weights, as if nothing had been learnt. */
  restart(values: ReadonlyMap<string, Float32Array>): void;
  /** The likeliest output of each voxel, in their order. */
  label(batch: ImageBatch): Int32Array;
  /** Probability of each output of each voxel, voxels × outputs. */
  probabilities(batch: ImageBatch): Float32Array;
  /** The weights by name. */
  weights(): Map<string, Float32Array>;
  dispose(): void;
}
