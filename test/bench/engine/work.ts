/** What both sides of the benchmark are told to do, and what they answer: plain data, one line of JSON each. */
import type { Plan } from '#shared/learning/plan.ts';

/** A U-Net as far as the peers need to know it. */
export interface NetworkDescription {
  readonly dimensions: 2 | 3;
  readonly levels: readonly { readonly filters: number; readonly kernel: readonly number[]; readonly stride: readonly number[] }[];
  /** Instance normalisation and leaky rectifiers, without biases; else biases and rectifiers. */
  readonly normalised: boolean;
  /** The way down is max pooling, else the first convolution of a level has its stride. */
  readonly pooling: boolean;
  /** Levels of the decoder that have scores, the finest first … */
  readonly taught: readonly number[];
  /** … their strides in the image, and how much each counts. */
  readonly scaleStrides: readonly (readonly number[])[];
  readonly scaleWeights: readonly number[];
}

export interface Work {
  /**
   * `learn`: a training step on one batch again and again. `predict`: the network alone on images.
   * `segment`: from an image file to a mask file. `teach`: training steps as the engine does them, each on
   * patches that are drawn beside it.
   */
  readonly kind: 'learn' | 'predict' | 'segment' | 'teach';
  readonly network: NetworkDescription;
  /** Where the product has this network itself, and how it trains it. */
  readonly plan: Plan | null;
  readonly optimiser: Pick<Plan['optimiser'], 'kind' | 'weightDecay'>;
  /** Samples × (slices ×) rows × columns × channels of what the network is shown. */
  readonly shape: readonly number[];
  readonly outputs: number;
  readonly loss: 'cross-entropy' | 'dice+cross-entropy';
  /** Images that are predicted at a time. */
  readonly atATime: number;
  /** An image for `segment`. */
  readonly image: string | null;
}

/** Who does the work: the product, or a peer and how it is set. */
export type Contestant = 'ours' | 'keras' | 'pytorch' | 'pytorch, channels last';

export type Request =
  | { readonly do: 'begin'; readonly work: Work; readonly with: Contestant }
  | { readonly do: 'steps'; readonly count: number };

export interface Answer {
  /** What each step took by the clock … */
  readonly ms: readonly number[];
  /** … and how much computing time of all processors. */
  readonly computingMs: readonly number[];
  /** The most memory that the process has had so far. */
  readonly peakMegabytes: number;
}
