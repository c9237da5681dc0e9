/**
 * A network, its training and its preprocessing as one JSON value: stored with the model, shown to
 * the person, and enough to repeat the run. Pure data; who reads it decides nothing that is not in it.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { Modality } from '../voxels/image-volume.ts';

export const networkNames = ['unet-classic', 'unet-2d', 'unet', 'vnet', 'fcn-32s', 'fcn-16s', 'fcn-8s'] as const;
export type NetworkName = (typeof networkNames)[number];

/** Lengths along the axes of space: rows, columns; for volumes slices, rows, columns. */
export type AxisLengths = readonly number[];

/** One level of a U-shaped network. */
export interface NetworkLevel {
  readonly filters: number;
  /** Of its convolutions; odd, so that a kernel has a middle. */
  readonly kernel: AxisLengths;
  /** The step into it from the level above; 1 along every axis for the top. */
  readonly stride: AxisLengths;
}

export interface UnetPlan {
  readonly name: 'unet';
  /** 2: slices, their neighbours as channels; 3: volumes. */
  readonly dimensions: 2 | 3;
  /** From the top to the deepest. */
  readonly levels: readonly NetworkLevel[];
  /** Whether what a level of the encoder is given is added to what it makes of it. */
  readonly residual: boolean;
  /** Whether coarser levels of the decoder are taught as well, each half as much as the one above. */
  readonly deepSupervision: boolean;
}

/** Named by the stride of their finest scores. */
export interface FcnPlan {
  readonly name: 'fcn-32s' | 'fcn-16s' | 'fcn-8s';
  /** Share of the channels of VGG-16 that every layer has; 1 is the paper's network. */
  readonly width: number;
}

export type NetworkPlan =
  | { readonly name: 'unet-classic' }
  | {
      readonly name: 'unet-2d';
      /** Filters of each level, top first; its length is the depth. */
      readonly filters: readonly number[];
    }
  | UnetPlan
  | {
      readonly name: 'vnet';
      /** Filters of each left stage, top first; the paper's are 16, 32, 64, 128, 256. */
      readonly filters: readonly number[];
    }
  | FcnPlan;

export type NormalisationPlan =
  /** Per case: clip to the percentiles, subtract the mean, divide by the standard deviation (MR). */
  | { readonly kind: 'z-score'; readonly lowPercentile: number; readonly highPercentile: number }
  /** Clip to the range of the labelled tissue of all training cases, subtract its mean, divide by its deviation (CT). */
  | { readonly kind: 'foreground'; readonly low: number; readonly high: number; readonly mean: number; readonly deviation: number }
  /** A fixed window of real values (Hounsfield units) mapped to −1 … 1 (CT). */
  | { readonly kind: 'window'; readonly low: number; readonly high: number };

/** Losses with the values of their papers: see `lossTerms`. */
export const lossNames = ['cross-entropy', 'dice', 'dice+cross-entropy', 'focal', 'tversky', 'boundary-cross-entropy'] as const;
export type LossName = (typeof lossNames)[number];

/** Judges each voxel by itself. */
export interface VoxelTerm {
  /** How little count voxels that are nearly right, the exponent of the focal loss; 0: cross-entropy. */
  readonly focus: number;
  /** How much the voxels of each output count, in output order; null: all alike. */
  readonly classWeights: readonly number[] | null;
  /** How much more voxels at a boundary between labels count, and how many voxels wide it is felt; null: no more than others. */
  readonly boundary: { readonly weight: number; readonly width: number } | null;
}

/** Judges how each label is covered: the Tversky index, of which Dice is the one with ½ and ½. */
export interface OverlapTerm {
  /** How much a voxel counts that is labelled and should not be … */
  readonly falsePositives: number;
  /** … and one that is not and should be. */
  readonly falseNegatives: number;
}

/** The sum of both, or one of them. */
export interface LossTerms {
  readonly voxels: VoxelTerm | null;
  readonly overlap: OverlapTerm | null;
}

export type LossPlan = LossName | LossTerms;

/** Each value 0 (or empty) switches its change off. */
export interface AugmentationPlan {
  /** Largest rotation, degrees: of slices in their plane, of volumes around each axis. */
  readonly rotationDegrees: number;
  /** Largest relative change of scale, e.g. 0.2. */
  readonly scale: number;
  /** Patient axes (0 = left–right, 1 = posterior–anterior, 2 = inferior–superior) that may be mirrored. */
  readonly mirrorAxes: readonly AxisIndex[];
  /** Outputs that change places where left and right are mirrored: the two kidneys. */
  readonly mirrorPairs: readonly (readonly [number, number])[];
  /** Largest displacement of an elastic deformation, as a share of the patch's side. */
  readonly elastic: number;
  readonly gamma: number;
  readonly brightness: number;
  readonly contrast: number;
  /** Standard deviation of added noise, in units of the normalised image. */
  readonly noise: number;
  /** Largest standard deviation of a Gaussian blur, voxels. */
  readonly blur: number;
  /** Largest factor by which the resolution is lowered, less 1: 1 means up to half of it. */
  readonly lowResolution: number;
}

export interface OptimiserPlan {
  /** `adamw`: weights decay apart from the gradient. `sgd`: with Nesterov's momentum. */
  readonly kind: 'adam' | 'adamw' | 'sgd';
  readonly learningRate: number;
  /** `polynomial`: rate · (1 − step / steps)^0.9 */
  readonly schedule: 'constant' | 'polynomial';
  /** Of `adamw` rate · decay of each weight is taken off at each step, of the others it is added to the gradient (L2). Kernels alone decay. */
  readonly weightDecay: number;
  /** Of `sgd`. */
  readonly momentum: number;
  /** Longest gradient, its norm over all parameters; null: as long as it is. */
  readonly clipNorm: number | null;
}

/** How a training's first weights are made. */
export type StartPlan =
  | { readonly kind: 'scratch' }
  /** Layers of equal name and shape are taken from the model; the encoder is not changed in the first epochs. */
  | { readonly kind: 'transfer'; readonly model: string; readonly frozenEpochs: number }
  /** weights = shrink · the model's + perturb · fresh ones. */
  | { readonly kind: 'shrink-and-perturb'; readonly model: string; readonly shrink: number; readonly perturb: number };

/** How the trained network is asked. */
export interface PredictionPlan {
  /** The mean over all mirrorings that the training knew. */
  readonly mirror: boolean;
  /** Outputs of which only the largest connected component is kept. */
  readonly largestComponents: readonly number[];
}

/** A further image of each case, laid over the first one by patient space. */
export interface InputPlan {
  /** As the case names it: `t2`, `flair`. */
  readonly role: string;
  readonly modality: Modality;
  readonly normalisation: NormalisationPlan;
}

/** RAS order, mm; null: each image's own. */
export type TargetSpacing = readonly [number | null, number | null, number | null];

/** Labels of the network's outputs, in output order; output 0 is the background. */
export interface OutputLabel {
  readonly index: number;
  readonly value: number;
  readonly name: string;
}

export interface Plan {
  readonly version: 1;
  readonly network: NetworkPlan;
  readonly modality: Modality;
  readonly normalisation: NormalisationPlan;
  /** Behind the first image, which the labels are drawn on; each becomes a channel. */
  readonly furtherInputs: readonly InputPlan[];
  /** What images are resampled to before the network sees them; its probabilities go back to the image's own grid. */
  readonly targetSpacingMm: TargetSpacing;
  /** The axis of the volume brought closest to RAS (0 = R, 1 = A, 2 = S) that slices are stacked along. */
  readonly sliceAxis: AxisIndex;
  /** Neighbouring slices fed as channels, centre in the middle: an odd number; 1 = the slice alone, and for volumes. */
  readonly contextSlices: number;
  /** (Slices,) rows and columns of a training patch, multiples of the network's total stride along them. */
  readonly patch: AxisLengths;
  /** Median spacing of the training cases in RAS order, mm; for the person, nothing is resampled by it. */
  readonly medianSpacingMm: Vec3;
  readonly outputs: readonly OutputLabel[];
  readonly loss: LossPlan;
  readonly optimiser: OptimiserPlan;
  /** Decay of the moving average of the weights, which then is the model; null: the last weights are. */
  readonly averageDecay: number | null;
  /** Share of the channels at the deepest levels of the decoder that are left out of a step. */
  readonly dropout: number;
  /** Epochs with a validation and without a better one after which the training ends; null: none. */
  readonly patience: number | null;
  readonly start: StartPlan;
  readonly prediction: PredictionPlan;
  readonly batch: number;
  /** Patches computed at a time; `batch` is reached by adding up gradients. Divides `batch`. */
  readonly microBatch: number;
  readonly stepsPerEpoch: number;
  /** Fixed before the first step; an upper bound on time may end it early, and says so. */
  readonly epochs: number;
  /** Share of patches centred on a voxel of a label, drawn label by label. */
  readonly foregroundShare: number;
  readonly augmentation: AugmentationPlan;
  readonly seed: number;
}
