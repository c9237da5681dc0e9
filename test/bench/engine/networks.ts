/** The networks that are measured: two without normalisation, and what the planner proposes. */
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { dimensionsOf, filtersOf, halvingLevels, normalises } from '#shared/learning/network-layers.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import type { NetworkPlan, Plan } from '#shared/learning/plan.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import type { NetworkDescription, Work } from './work.ts';

const labels: LabelTable = [1, 2, 3].map((index) =>
  ({ index, value: index, name: `organ ${index}`, colour: '#ff0000', code: null, locked: false }));

/** As of 200 small MR volumes, complete throughout: those of the hippocampus are such. */
const smallVolumes: Fingerprint = {
  trainingCases: 156, trainingSlices: 156 * 50, modality: 'mr', medianSize: [36, 50, 36], medianSpacingMm: [1, 1, 1], sliceAxis: 1,
  drawnLabels: [1, 2, 3], foreground: null, furtherInputs: [],
};

/** What is trained where nobody says otherwise and there is time enough: a network over volumes. */
export const volumePlan = (): Plan => makePlan(smallVolumes, labels, { minutes: 60 });
/** The same in few minutes: a network over slices. */
export const slicePlan = (): Plan => makePlan(smallVolumes, labels, { minutes: 5 });
/** Of volumes of 24 thick slices of 256 × 256. */
export const thickSlicePlan = (): Plan =>
  makePlan({ ...smallVolumes, medianSize: [256, 256, 24], medianSpacingMm: [0.9, 0.9, 5], sliceAxis: 2, trainingSlices: 156 * 24 }, labels, {});

/** A U-Net of the original design, halved in every level. */
export function plainNetwork(dimensions: 2 | 3, filters: readonly number[]): NetworkDescription {
  const ofAll = (length: number): number[] => Array<number>(dimensions).fill(length);
  return {
    dimensions, normalised: false, pooling: true, taught: [0], scaleStrides: [ofAll(1)], scaleWeights: [1],
    levels: filters.map((width, level) => ({ filters: width, kernel: ofAll(3), stride: ofAll(level === 0 ? 1 : 2) })),
  };
}

/** @throws RangeError for a network that the peers are not told of */
export function describeNetwork(network: NetworkPlan, plan: Pick<Plan, 'contextSlices' | 'furtherInputs' | 'outputs'>): NetworkDescription {
  if (network.name === 'unet-classic') return plainNetwork(2, filtersOf(network));
  if (!normalises(network) || (network.name === 'unet' && network.residual)) throw new RangeError(`the peers have no ${network.name} like this`);
  const levels = network.name === 'unet' ? network.levels : halvingLevels(filtersOf(network));
  const scales = plannedNetwork({ ...plan, network }).supervision?.scales ?? [{ strides: levels[0]?.stride ?? [], weight: 1 }];
  return {
    dimensions: dimensionsOf(network), normalised: true, pooling: false, levels,
    taught: scales.map((_, level) => level),
    scaleStrides: scales.map(({ strides }) => strides),
    scaleWeights: scales.map(({ weight }) => weight),
  };
}

/** A training step as a plan has it. */
export function plannedWork(plan: Plan): Work {
  const { network, batch, patch, contextSlices, outputs, optimiser } = plan;
  return {
    kind: 'learn', plan, optimiser, network: describeNetwork(network, plan),
    shape: [batch, ...patch, dimensionsOf(network) === 3 ? 1 : contextSlices],
    outputs: outputs.length, loss: 'dice+cross-entropy', atATime: batch, image: null,
  };
}
