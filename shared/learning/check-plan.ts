/** Whether the parts of a plan fit together: what a schema of single values cannot see. */
import type { LabelTable } from '../labels/label-table.ts';
import { failure } from '../text/user-facing-error.ts';
import { lossTerms } from './loss-terms.ts';
import { dimensionsOf, totalStrides } from './network-layers.ts';
import type { NetworkPlan, Plan } from './plan.ts';
import { planningSentences } from './planning-sentences.ts';

/** @throws UserFacingError `bad-input` that names the part to change */
export function checkPlan(plan: Plan, labels: LabelTable): void {
  checkNetwork(plan.network);
  const [rows = 0, columns = 0] = plan.patch;
  const [rowStride = 1, columnStride = 1] = totalStrides(plan.network);
  if (rows % rowStride !== 0 || columns % columnStride !== 0) {
    throw rowStride === columnStride
      ? failure('bad-input', planningSentences.patchNotMultiple, { rows, columns, stride: rowStride })
      : failure('bad-input', planningSentences.patchNotMultiples, { rows, columns, rowStride, columnStride });
  }
  const { batch, microBatch, normalisation } = plan;
  if (batch % microBatch !== 0) throw failure('bad-input', planningSentences.microBatchDoesNotDivide, { batch, microBatch });
  if (normalisation.kind === 'window' && normalisation.low >= normalisation.high) {
    throw failure('bad-input', planningSentences.windowUpsideDown, { low: normalisation.low, high: normalisation.high });
  }
  checkLoss(plan);
  if (!outputsFit(plan.outputs, labels)) throw failure('bad-input', planningSentences.outputsUnusable, {});
}

function checkNetwork(network: NetworkPlan): void {
  // Patches, windows of prediction and the plan's `patch` are slices so far: see drawPatches and predictStack.
  if (dimensionsOf(network) === 3) throw failure('bad-input', planningSentences.volumesNotYet, { network: network.name });
  if (network.name !== 'unet') return;
  const { dimensions, levels } = network;
  const fits = levels.every(({ kernel, stride }, level) =>
    kernel.length === dimensions && stride.length === dimensions && (level > 0 || stride.every((step) => step === 1)));
  if (!fits) throw failure('bad-input', planningSentences.levelsDoNotFit, { dimensions });
  const leavesOut = levels.some(({ kernel, stride }) => stride.some((step, axis) => step > (kernel[axis] as number)));
  if (leavesOut) throw failure('bad-input', planningSentences.kernelShorterThanStride, {});
}

function checkLoss({ loss, outputs }: Pick<Plan, 'loss' | 'outputs'>): void {
  const { voxels, overlap } = lossTerms(loss);
  if (voxels === null && overlap === null) throw failure('bad-input', planningSentences.lossOfNothing, {});
  const weights = voxels?.classWeights ?? null;
  if (weights !== null && (weights.length !== outputs.length || !weights.some((one) => one > 0))) {
    throw failure('bad-input', planningSentences.classWeightsDoNotFit, { found: weights.length, outputs: outputs.length });
  }
}

function outputsFit(outputs: Plan['outputs'], labels: LabelTable): boolean {
  const known = new Map(labels.map(({ index, value }) => [index, value]));
  const [background, ...drawn] = outputs;
  return background?.index === 0
    && new Set(drawn.map(({ index }) => index)).size === drawn.length
    && drawn.every(({ index, value }) => known.get(index) === value);
}
