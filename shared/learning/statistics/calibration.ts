/** Whether a model's probabilities can be believed: how often it is right where it says that it is so sure. */
import { visitVoxels } from './voxel-probabilities.ts';

/** As in Guo et al. 2017. */
const binCount = 15;

export interface ReliabilityBin {
  /** Confidences above `from`, up to and with `to`. */
  readonly from: number;
  readonly to: number;
  readonly voxels: number;
  /** Mean probability of the likeliest output, and how often that output is right; null in an empty bin. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

export interface Reliability {
  readonly voxels: number;
  /** Expected calibration error: |accuracy − confidence|, mean over voxels by bin; null without voxels. */
  readonly error: number | null;
  readonly bins: readonly ReliabilityBin[];
}

export interface Calibration {
  /** That the probabilities were tempered with. */
  readonly temperature: number;
  /** Where the model takes foreground for possible (`surelyBackground`): the figure to judge by. */
  readonly foreground: Reliability;
  /** Of all voxels; nearly 0 for any small label, since background is easy. */
  readonly all: Reliability;
}

export interface CalibrationTally {
  /**
   * May be called slice by slice, case by case.
   * @param probabilities voxels × outputs, background first, untempered
   * @param reference the right output of each voxel; whatever the network has no output for is never right
   * @param counts 0 where a voxel is to be ignored, as those of incomplete slices; null: all count
   * @throws RangeError where the arrays do not fit, or a probability is no number
   */
  add(probabilities: Float32Array, reference: Uint8Array, counts: Uint8Array | null): void;
  result(): Calibration;
}

/**
 * Reliability diagram and expected calibration error with 15 bins of equal width (Guo, Pleiss, Sun and Weinberger 2017, "On
 * calibration of modern neural networks", arXiv 1706.04599), over all voxels and over those where foreground is possible, the
 * same ones whatever the temperature. Segmentations are judged near their structures for the reason that Mehrtash et al. 2020
 * give ("Confidence calibration and predictive uncertainty estimation for deep medical image segmentation", arXiv 1911.13273).
 */
export function tallyCalibration(outputs: number, temperature = 1): CalibrationTally {
  const [foreground, all] = [emptyTally(), emptyTally()];
  return {
    add: (probabilities, reference, counts) => {
      if (reference.length * outputs !== probabilities.length) throw new RangeError('probabilities and reference do not fit');
      visitVoxels(probabilities, outputs, temperature, counts, (voxel, likeliest, possible, own) => {
        const confidence = own[likeliest] as number;
        const right = Number(reference[voxel] === likeliest);
        note(all, confidence, right);
        if (possible) note(foreground, confidence, right);
      });
    },
    result: () => ({ temperature, foreground: reliability(foreground), all: reliability(all) }),
  };
}

interface Tally {
  readonly voxels: Float64Array;
  readonly confidence: Float64Array;
  readonly right: Float64Array;
}

const emptyTally = (): Tally => ({ voxels: new Float64Array(binCount), confidence: new Float64Array(binCount), right: new Float64Array(binCount) });

function note({ voxels, confidence, right }: Tally, said: number, was: number): void {
  const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(said * binCount) - 1));
  voxels[bin] = (voxels[bin] as number) + 1;
  confidence[bin] = (confidence[bin] as number) + said;
  right[bin] = (right[bin] as number) + was;
}

function reliability({ voxels, confidence, right }: Tally): Reliability {
  const total = voxels.reduce((sum, count) => sum + count, 0);
  const off = voxels.reduce((sum, _count, bin) => sum + Math.abs((right[bin] as number) - (confidence[bin] as number)), 0);
  return {
    voxels: total,
    error: total === 0 ? null : off / total,
    bins: Array.from(voxels, (count, bin) => ({
      from: bin / binCount, to: (bin + 1) / binCount, voxels: count,
      confidence: count === 0 ? null : (confidence[bin] as number) / count,
      accuracy: count === 0 ? null : (right[bin] as number) / count,
    })),
  };
}
