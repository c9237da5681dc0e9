/** A plan in one line of the document. */
import type { NetworkPlan, NormalisationPlan, Plan } from '#shared/learning/plan.ts';

/** Without the number of epochs, which differs from run to run where minutes are given. */
export function planInShort(plan: Plan): string {
  const { patch, batch, contextSlices, loss, optimiser, targetSpacingMm, prediction, normalisation, furtherInputs } = plan;
  const resampled = targetSpacingMm.filter((mm) => mm !== null);
  return [
    networkInShort(plan.network),
    `patch ${patch.join(' × ')}${contextSlices === 1 ? '' : `, ${contextSlices} slices as channels`}`,
    `batch ${batch}`,
    typeof loss === 'string' ? loss : 'a loss of its own',
    `${optimiser.kind} ${optimiser.learningRate}, ${optimiser.schedule}`,
    resampled.length === 0 ? 'spacing as it is' : `spacing ${targetSpacingMm.map((mm) => (mm === null ? '–' : Number(mm.toFixed(3)))).join(' × ')} mm`,
    normalisationInShort(normalisation),
    ...furtherInputs.map(({ role }) => `with ${role}`),
    prediction.mirror ? 'prediction mirrored' : 'prediction not mirrored',
  ].join('; ');
}

function networkInShort(network: NetworkPlan): string {
  const filters = (counts: readonly number[]): string => `filters ${counts.join('–')}`;
  switch (network.name) {
    case 'unet-classic': return '`unet-classic`';
    case 'unet-2d': case 'vnet': return `\`${network.name}\`, ${filters(network.filters)}`;
    case 'unet': return `\`unet\` ${network.dimensions}D, ${filters(network.levels.map((level) => level.filters))}${network.residual ? ', residual' : ''}${network.deepSupervision ? ', deep supervision' : ''}`;
    case 'fcn-32s': case 'fcn-16s': case 'fcn-8s': return `\`${network.name}\`, width ${network.width}`;
  }
}

function normalisationInShort(normalisation: NormalisationPlan): string {
  switch (normalisation.kind) {
    case 'z-score': return `z-score between percentiles ${normalisation.lowPercentile} and ${normalisation.highPercentile}`;
    case 'window': return `window ${normalisation.low} … ${normalisation.high}`;
    case 'foreground': return `labelled tissue ${normalisation.low.toFixed(0)} … ${normalisation.high.toFixed(0)}`;
  }
}
