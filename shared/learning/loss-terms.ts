/** What a planned loss consists of. Knows the papers' values, not how they are computed. */
import type { LossPlan, LossTerms } from './plan.ts';

const crossEntropy = { focus: 0, classWeights: null, boundary: null } as const;
const dice = { falsePositives: 0.5, falseNegatives: 0.5 } as const;

export function lossTerms(loss: LossPlan): LossTerms {
  switch (loss) {
    case 'cross-entropy': return { voxels: crossEntropy, overlap: null };
    case 'dice': return { voxels: null, overlap: dice };
    case 'dice+cross-entropy': return { voxels: crossEntropy, overlap: dice };
    // The focus that served best in Lin et al. 2017, arXiv 1708.02002, table 1b.
    case 'focal': return { voxels: { ...crossEntropy, focus: 2 }, overlap: null };
    // What served best in Salehi et al. 2017, arXiv 1706.05721, table 1: a voxel missed weighs more than one invented.
    case 'tversky': return { voxels: null, overlap: { falsePositives: 0.3, falseNegatives: 0.7 } };
    // Ronneberger et al. 2015, arXiv 1505.04597, section 3.
    case 'boundary-cross-entropy': return { voxels: { ...crossEntropy, boundary: { weight: 10, width: 5 } }, overlap: null };
    default: return loss;
  }
}

/** Whether some voxels count more than others. */
export function weighsVoxels({ voxels }: LossTerms): boolean {
  return voxels !== null && (voxels.classWeights !== null || voxels.boundary !== null);
}
