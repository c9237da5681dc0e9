/** Whether the parts of a plan fit together: what a schema of single values cannot see. */
import type { LabelTable } from '../labels/label-table.ts';
import { failure } from '../text/user-facing-error.ts';
import { lossTerms } from './loss-terms.ts';
import { sidedOutputs } from './mirror-pairs.ts';
import { dimensionsOf, totalStrides } from './network-layers.ts';
import type { NetworkPlan, Plan } from './plan.ts';
import { planningSentences } from './planning-sentences.ts';

/** @throws UserFacingError `bad-input` that names the part to change */
export function checkPlan(plan: Plan, labels: LabelTable): void {
  checkPatch(plan);
  const { batch, microBatch, normalisation } = plan;
  if (batch % microBatch !== 0) throw failure('bad-input', planningSentences.microBatchDoesNotDivide, { batch, microBatch });
  if (normalisation.kind !== 'z-score' && normalisation.low >= normalisation.high) {
    throw failure('bad-input', planningSentences.windowUpsideDown, { low: normalisation.low, high: normalisation.high });
  }
  checkLoss(plan);
  const roles = plan.furtherInputs.map(({ role }) => role);
  const twice = roles.find((role, place) => roles.indexOf(role) !== place);
  if (twice !== undefined) throw failure('bad-input', planningSentences.shownTwice, { role: twice });
  if (!outputsFit(plan.outputs, labels)) throw failure('bad-input', planningSentences.outputsUnusable, {});
  checkMirroring(plan);
  const beyond = plan.prediction.largestComponents.find((output) => !isLabel(output, plan));
  if (beyond !== undefined) throw failure('bad-input', planningSentences.largestOfNothing, { output: beyond, last: plan.outputs.length - 1 });
}

/** Before a patch is made for it. @throws UserFacingError `bad-input` */
export function checkNetwork(network: NetworkPlan): void {
  if (network.name !== 'unet') return;
  const { dimensions, levels } = network;
  const fits = levels.every(({ kernel, stride }, level) =>
    kernel.length === dimensions && stride.length === dimensions && (level > 0 || stride.every((step) => step === 1)));
  if (!fits) throw failure('bad-input', planningSentences.levelsDoNotFit, { dimensions });
  const leavesOut = levels.some(({ kernel, stride }) => stride.some((step, axis) => step > (kernel[axis] as number)));
  if (leavesOut) throw failure('bad-input', planningSentences.kernelShorterThanStride, {});
}

function checkPatch({ network, patch, contextSlices }: Plan): void {
  const dimensions = dimensionsOf(network);
  if (patch.length !== dimensions) throw failure('bad-input', planningSentences.patchOfOtherDimensions, { network: network.name, dimensions, found: patch.length });
  if (dimensions === 3 && contextSlices !== 1) throw failure('bad-input', planningSentences.volumesHaveNoContext, {});
  const strides = totalStrides(network);
  if (patch.every((length, axis) => length % (strides[axis] ?? 1) === 0)) return;
  const words = new Set(strides).size === 1 ? strides.slice(0, 1) : strides;
  throw failure('bad-input', planningSentences.patchNotMultiple, { patch: patch.join(' × '), strides: words.join(', ') });
}

function checkLoss({ loss, outputs }: Pick<Plan, 'loss' | 'outputs'>): void {
  const { voxels, overlap } = lossTerms(loss);
  if (voxels === null && overlap === null) throw failure('bad-input', planningSentences.lossOfNothing, {});
  const weights = voxels?.classWeights ?? null;
  if (weights !== null && (weights.length !== outputs.length || !weights.some((one) => one > 0))) {
    throw failure('bad-input', planningSentences.classWeightsDoNotFit, { found: weights.length, outputs: outputs.length });
  }
}

/** Mirrored left and right, a label that has a side becomes the other one: it must be known which. */
function checkMirroring({ augmentation: { mirrorAxes, mirrorPairs }, outputs }: Pick<Plan, 'augmentation' | 'outputs'>): void {
  const paired = mirrorPairs.flat();
  if (new Set(paired).size < paired.length || !paired.every((output) => isLabel(output, { outputs }))) {
    throw failure('bad-input', planningSentences.pairsDoNotFit, { pairs: JSON.stringify(mirrorPairs), last: outputs.length - 1 });
  }
  const alone = sidedOutputs(outputs).find((output) => !paired.includes(output));
  if (mirrorAxes.includes(0) && alone !== undefined) throw failure('bad-input', planningSentences.sideAlone, { label: outputs[alone]?.name ?? '' });
}

/** Whether an output stands for a label, not for the background or nothing. */
function isLabel(output: number, { outputs }: Pick<Plan, 'outputs'>): boolean {
  return output >= 1 && output < outputs.length;
}

function outputsFit(outputs: Plan['outputs'], labels: LabelTable): boolean {
  const known = new Map(labels.map(({ index, value }) => [index, value]));
  const [background, ...drawn] = outputs;
  return background?.index === 0
    && new Set(drawn.map(({ index }) => index)).size === drawn.length
    && drawn.every(({ index, value }) => known.get(index) === value);
}
