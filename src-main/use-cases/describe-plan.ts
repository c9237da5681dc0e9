/** A plan in plain words, and what it will cost on this machine. */
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { dimensionsOf, filtersOf, totalStrides } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { stackAxes } from '#shared/learning/slice-stack.ts';
import { whyNoVolumes } from '#shared/learning/usual-network.ts';
import { fewestLeft } from '#shared/learning/volume-network.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { ModelRecord } from '../store/project-store.ts';
import { caseImagesSentences } from './case-images-sentences.ts';
import { forecastMinutes, forecastSteps, type GivenTime } from './forecast-training.ts';
import { memoryOf } from './plan-of.ts';
import { readinessSentences } from './readiness-sentences.ts';

/** What is told beside the plan itself. */
export interface ToldBeside {
  readonly models: readonly ModelRecord[];
  /** Of all cases: see `voxelsOf`. */
  readonly voxels: number;
  /** The most slices that may be seen at once, where slabs judge. */
  readonly mostContextSlices?: number | undefined;
  /** Left out where the whole schedule is done, however long it takes; of several trainings that of each. */
  readonly given?: GivenTime & { readonly trainings: number } | undefined;
}

export function describePlan(plan: Plan, fingerprint: Fingerprint, beside: ToldBeside): readonly Sentence[] {
  const drawn = plan.outputs.slice(1).map(({ name }) => name);
  return [
    whyThisNetwork(plan, fingerprint, beside.mostContextSlices),
    cost(plan, fingerprint, beside),
    fill(readinessSentences.labels, { slices: fingerprint.trainingSlices, cases: fingerprint.trainingCases, labels: listed(drawn) }),
    depth(plan),
    fill(readinessSentences.patches, { patch: plan.patch.join(' × '), batch: plan.batch, share: Math.round(100 * plan.foregroundShare) }),
    ...(plan.microBatch < plan.batch ? [fill(readinessSentences.inParts, { part: plan.microBatch })] : []),
    ...(plan.contextSlices > 1 ? [readinessSentences.context] : []),
    ...furtherImages(plan, fingerprint),
    ...resampling(plan, fingerprint),
    plan.normalisation.kind === 'z-score' ? readinessSentences.ownScale : readinessSentences.ctScale,
    ...changes(plan),
    ...mirroring(plan),
  ];
}

/** What of a training follows from its plan alone: how patches are drawn and changed, and what images are brought to. */
export function describeRecipe(plan: Plan): readonly Sentence[] {
  return [
    depth(plan),
    fill(readinessSentences.patches, { patch: plan.patch.join(' × '), batch: plan.batch, share: Math.round(100 * plan.foregroundShare) }),
    ...(plan.contextSlices > 1 ? [readinessSentences.context] : []),
    ...resampling(plan, {}),
    plan.normalisation.kind === 'z-score' ? readinessSentences.ownScale : readinessSentences.ctScale,
    ...changes(plan),
    ...mirroring(plan),
  ];
}

function cost(plan: Plan, fingerprint: Fingerprint, { models, voxels, given }: ToldBeside): Sentence {
  const whole = forecastMinutes(plan, models);
  const duration = whole < 1 ? readinessSentences.underAMinute : fill(readinessSentences.aboutMinutes, { minutes: Math.round(whole) });
  const values = { minutes: duration, memory: (memoryOf(plan, voxels) / 1e9).toFixed(1), steps: plan.epochs * plan.stepsPerEpoch };
  if (given === undefined) return fill(readinessSentences.cost, values);
  const { minutes, trainings } = given;
  const within = { within: Number(minutes.toFixed(1)), done: roughly(forecastSteps(plan, fingerprint, models, given)) };
  return trainings > 1 ? fill(readinessSentences.costOfEachInMinutes, { ...values, ...within, trainings }) : fill(readinessSentences.costInMinutes, { ...values, ...within });
}

/** To two digits: more would promise what an estimate cannot know. */
function roughly(count: number): number {
  return Number(count.toPrecision(2));
}

/** What is left of a patch at the deepest level, and why no less. */
function depth({ network, patch }: Plan): Sentence {
  const strides = totalStrides(network);
  const left = patch.map((length, axis) => length / (strides[axis] ?? 1));
  // Only a person makes it so deep.
  const template = Math.min(...left) < fewestLeft ? readinessSentences.tooDeep : readinessSentences.depth;
  return fill(template, { levels: filtersOf(network).length, left: left.join(' × ') });
}

/** What kind of network it is, and what speaks for that. */
function whyThisNetwork(plan: Plan, fingerprint: Fingerprint, mostContextSlices: number | undefined): Sentence {
  const { network, sliceAxis } = plan;
  const filters = filtersOf(network);
  const axes = stackAxes(sliceAxis);
  const spacing = fingerprint.medianSpacingMm;
  const values = {
    network: network.name,
    first: filters[0]!,
    last: filters.at(-1)!,
    rows: fingerprint.medianSize[axes.row],
    columns: fingerprint.medianSize[axes.column],
    slices: fingerprint.medianSize[axes.slice],
    thickness: roundedMm(spacing[axes.slice]),
    pixel: roundedMm(Math.min(spacing[axes.row], spacing[axes.column])),
  };
  const { spacingUnknown = false } = fingerprint;
  if (dimensionsOf(network) === 3) return fill(spacingUnknown ? readinessSentences.overUnplacedVolumes : readinessSentences.overVolumes, values);
  switch (whyNoVolumes(fingerprint, { mostContextSlices })) {
    case 'thick-slices': return fill(spacingUnknown ? readinessSentences.overSeeminglyThickSlices : readinessSentences.overThickSlices, values);
    case 'few-slices': return fill(readinessSentences.overFewSlices, values);
    case 'few-complete': return fill(readinessSentences.overCompleteSlices, values);
    case 'slabs-judge': return fill(readinessSentences.besideSlabs, values);
    case 'few-minutes':
    case null: return fill(readinessSentences.overSlices, values);
  }
}

function furtherImages({ furtherInputs }: Plan, { partlyThere = [] }: Fingerprint): readonly Sentence[] {
  const shown = furtherInputs.map(({ role }) => role);
  const missing = partlyThere.filter((role) => !shown.includes(role));
  const named = (template: Sentence, roles: readonly string[]): readonly Sentence[] =>
    (roles.length === 0 ? [] : [fill(template, { roles: listed(roles) })]);
  return [...named(caseImagesSentences.shownTogether, shown), ...named(caseImagesSentences.partly, missing)];
}

function resampling({ targetSpacingMm }: Plan, { spacingUnknown }: Pick<Fingerprint, 'spacingUnknown'>): readonly Sentence[] {
  // Images whose spacing is not known keep their voxels.
  if (spacingUnknown === true || targetSpacingMm.every((one) => one === null)) return [];
  const lengths = targetSpacingMm.map((one) => (one === null ? readinessSentences.itsOwn : roundedMm(one)));
  return [fill(readinessSentences.resampled, { spacing: joined(lengths, { en: ' × ', 'zh-CN': ' × ' }) })];
}

/** What is changed by chance beside mirroring. */
function changes({ augmentation }: Plan): readonly Sentence[] {
  const { rotationDegrees, scale, elastic, gamma, brightness, contrast, noise, blur, lowResolution } = augmentation;
  const kinds = [
    ...(rotationDegrees > 0 ? [fill(readinessSentences.turned, { degrees: rotationDegrees })] : []),
    ...(scale > 0 ? [fill(readinessSentences.scaled, { percent: Math.round(100 * scale) })] : []),
    ...(elastic > 0 ? [readinessSentences.bent] : []),
    ...([gamma, brightness, contrast, noise].some((change) => change > 0) ? [readinessSentences.otherGreys] : []),
    ...([blur, lowResolution].some((change) => change > 0) ? [readinessSentences.lessSharp] : []),
  ];
  return kinds.length === 0 ? [] : [fill(readinessSentences.changed, { kinds: listed(kinds) })];
}

const waysOfMirroring = [readinessSentences.leftAndRight, readinessSentences.frontAndBack, readinessSentences.upAndDown] as const;

function mirroring({ augmentation: { mirrorAxes, mirrorPairs }, outputs, prediction }: Plan): readonly Sentence[] {
  if (mirrorAxes.length === 0) return [];
  const nameOf = (output: number): string => outputs[output]?.name ?? '';
  const pairs = mirrorPairs.map(([one, other]) => `${nameOf(one)} ↔ ${nameOf(other)}`);
  return [
    fill(readinessSentences.mirrored, { axes: listed([...mirrorAxes].sort().map((axis) => waysOfMirroring[axis])) }),
    ...(mirrorAxes.includes(0) ? [pairs.length === 0 ? readinessSentences.noSides : fill(readinessSentences.exchanged, { pairs: listed(pairs) })] : []),
    ...(prediction.mirror ? [fill(readinessSentences.askedMirrored, { times: 2 ** mirrorAxes.length })] : []),
  ];
}

function listed(names: readonly (string | Sentence)[]): Sentence {
  return joined(names, { en: ', ', 'zh-CN': '、' });
}

function joined(names: readonly (string | Sentence)[], between: Sentence): Sentence {
  const inOne = (locale: keyof Sentence): string => names.map((name) => (typeof name === 'string' ? name : name[locale])).join(between[locale]);
  return { en: inOne('en'), 'zh-CN': inOne('zh-CN') };
}

function roundedMm(length: number): string {
  return String(Number(length.toFixed(2)));
}
