/**
 * From what the training images are like to how a network is trained on them: the heuristics, each
 * with its reason. Pure; knows neither the images themselves nor the machine, but for the memory it is told of.
 */
import type { LabelTable } from '../labels/label-table.ts';
import { failure } from '../text/user-facing-error.ts';
import { checkNetwork, checkPlan } from './check-plan.ts';
import { usualParts } from './complete-plan.ts';
import type { Fingerprint } from './fingerprint.ts';
import { dimensionsOf } from './network-layers.ts';
import { mirrorPairsOf } from './mirror-pairs.ts';
import { largestPart } from './network-size.ts';
import type { AugmentationPlan, NetworkName, NormalisationPlan, OutputLabel, Plan } from './plan.ts';
import { planningSentences } from './planning-sentences.ts';
import { propose } from './propose.ts';

export { usualContextSlices } from './propose.ts';
import { seesVolumes, usualNetwork } from './usual-network.ts';

/** Any part of a plan; the type of a `--plan` file after it has been validated. */
export type PlanOverrides = { readonly [Key in Exclude<keyof Plan, 'augmentation'>]?: Plan[Key] | undefined } & {
  /** Who does not name the labels that change places leaves it to their names. */
  readonly augmentation?: Omit<AugmentationPlan, 'mirrorPairs'> & { readonly mirrorPairs?: AugmentationPlan['mirrorPairs'] | undefined } | undefined;
};

export interface PlanOptions {
  readonly network?: NetworkName | undefined;
  readonly epochs?: number | undefined;
  readonly seed?: number | undefined;
  /** Parts of the plan that the person fixes; `network`, `epochs` and `seed` above win over them. */
  readonly overrides?: PlanOverrides | undefined;
  /** Memory that one training step may take, bytes. */
  readonly memoryBytes?: number | undefined;
  /** What the training may take; null or left out: its full schedule. */
  readonly minutes?: number | null | undefined;
  /** The most neighbouring slices that may be seen together: fewer than a volume has where slabs judge. */
  readonly mostContextSlices?: number | undefined;
}

/** A third of an 8 GB machine, so that a viewer and a browser still fit beside the training. */
const usualMemoryBytes = 2.7 * 2 ** 30;

/**
 * The plan of a training. What the person fixes is kept, and what follows from it follows: other
 * filters bring another patch, another batch other parts.
 * @throws UserFacingError `bad-input` where there is nothing to learn from, or where the parts that
 *   the person fixed do not fit together
 */
export function makePlan(fingerprint: Fingerprint, labels: LabelTable, options: PlanOptions = {}): Plan {
  if (fingerprint.trainingSlices === 0) throw failure('bad-input', planningSentences.noCompleteSlices, {});
  const drawn = outputsOf(fingerprint, labels);
  if (drawn.length < 2) throw failure('bad-input', planningSentences.noLabelsDrawn, {});

  const { overrides, epochs, seed } = options;
  const fixed = withoutUndefined({ ...overrides, epochs: epochs ?? overrides?.epochs, seed: seed ?? overrides?.seed });
  const outputs = fixed.outputs ?? drawn;
  const memoryBytes = options.memoryBytes ?? usualMemoryBytes;
  const sliceAxis = fixed.sliceAxis ?? fingerprint.sliceAxis;
  const name = options.network ?? fixed.network?.name ?? usualNetwork({ ...fingerprint, sliceAxis }, options);
  if (fixed.network !== undefined) checkNetwork(fixed.network);
  const furtherInputs = fixed.furtherInputs ?? fingerprint.furtherInputs?.map(({ role, ...input }) => ({ role, modality: input.modality, normalisation: normalisationFor(input) })) ?? [];
  const proposal = propose({ ...fingerprint, sliceAxis }, {
    name, outputs, furtherInputs, memoryBytes, batch: fixed.batch,
    network: fixed.network?.name === name ? fixed.network : undefined,
    // Who names a network that sees volumes wants those, however few the minutes.
    volumes: seesVolumes({ ...fingerprint, sliceAxis }, { ...options, minutes: undefined }),
  });

  const plan: Plan = {
    version: 1,
    ...usualParts,
    modality: fingerprint.modality,
    normalisation: normalisationFor(fingerprint),
    furtherInputs,
    medianSpacingMm: fingerprint.medianSpacingMm,
    outputs,
    seed: 0,
    // Made below, once batch, patch and network are settled.
    microBatch: 1,
    ...proposal,
    ...fixed,
    network: proposal.network,
    augmentation: { ...(fixed.augmentation ?? proposal.augmentation), mirrorPairs: fixed.augmentation?.mirrorPairs ?? mirrorPairsOf(outputs) },
    sliceAxis,
  };
  const settled: Plan = { ...plan, microBatch: fixed.microBatch ?? largestPart(plan, memoryBytes) };
  checkPlan(settled, labels);
  if (options.mostContextSlices !== undefined && slicesSeen(settled) > options.mostContextSlices) {
    throw failure('bad-input', planningSentences.wouldSeeWhatJudges, { network: settled.network.name, seen: slicesSeen(settled), most: options.mostContextSlices });
  }
  return settled;
}

function slicesSeen({ network, patch, contextSlices }: Plan): number {
  return dimensionsOf(network) === 3 ? (patch[0] ?? 1) : contextSlices;
}

/** Background, then each label that a training patient's complete slices hold: what nobody drew cannot be learnt. */
function outputsOf(fingerprint: Fingerprint, labels: LabelTable): readonly OutputLabel[] {
  const drawn = new Set(fingerprint.drawnLabels);
  return [
    { index: 0, value: 0, name: 'background' },
    ...labels.filter(({ index }) => drawn.has(index)).map(({ index, value, name }) => ({ index, value, name })),
  ];
}

function normalisationFor({ modality, foreground }: Pick<Fingerprint, 'modality' | 'foreground'>): NormalisationPlan {
  // The scale of MR is arbitrary and differs between cases (here by a factor of 15,000), with a few
  // voxels far brighter than all others: cut half a percent at both ends, then centre each case.
  if (modality !== 'ct') return { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 };
  // CT measures the same in every patient, so one scale for all serves, taken from what is to be found … once
  // that has been seen often enough; before, nothing between air and dense bone may be cut off.
  const known = foreground !== null && foreground.voxels >= 10_000 && foreground.cases >= 5 && foreground.deviation > 0;
  if (!known) return { kind: 'window', low: -1000, high: 1000 };
  const { low, high, mean, deviation } = foreground;
  return { kind: 'foreground', low, high, mean, deviation };
}

/** A key that is there but undefined (an option that was not given) must not erase a default. */
function withoutUndefined(overrides: PlanOverrides): Partial<Omit<Plan, 'augmentation'>> & Pick<PlanOverrides, 'augmentation'> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
