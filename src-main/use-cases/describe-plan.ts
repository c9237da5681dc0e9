/** A plan in plain words, and what it will cost on this machine. */
import { availableParallelism } from 'node:os';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { dimensionsOf, filtersOf } from '#shared/learning/network-layers.ts';
import { patchBytes, patchMultiplications, weightBytes } from '#shared/learning/network-size.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { stackAxes } from '#shared/learning/slice-stack.ts';
import { whyNoVolumes } from '#shared/learning/usual-network.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { ModelRecord } from '../store/project-store.ts';
import { caseImagesSentences } from './case-images-sentences.ts';
import type { ModelMetrics } from './models.ts';
import { readinessSentences } from './readiness-sentences.ts';

/**
 * A core's multiplications a second in training, measured: 115 ms for 16 patches of 56 × 40 with filters
 * 24 to 192 on two cores, the native library.
 */
const perCoreAndSecond = 37e9;
/** Beyond these cores one step of a small network becomes no faster. */
const mostUsefulCores = 16;
/** In fewer, the time goes into reading, starting and judging: taken for that of the steps, it would make a minute an hour. */
const fewestTellingSteps = 200;
/** What the engine's process takes before it has computed anything. */
const libraryBytes = 0.4e9;

/** @param mostContextSlices the most slices that may be seen at once, where slabs judge */
export function describePlan(plan: Plan, fingerprint: Fingerprint, models: readonly ModelRecord[], mostContextSlices?: number): readonly Sentence[] {
  const minutes = forecastMinutes(plan, models);
  const duration = minutes < 1 ? readinessSentences.underAMinute : fill(readinessSentences.aboutMinutes, { minutes: Math.round(minutes) });
  const why = whyThisNetwork(plan, fingerprint, mostContextSlices);
  const drawn = plan.outputs.slice(1).map(({ name }) => name);
  const counts = { slices: fingerprint.trainingSlices, cases: fingerprint.trainingCases };
  const memory = (memoryBytes(plan) / 1e9).toFixed(1);
  const steps = plan.epochs * plan.stepsPerEpoch;
  return [
    why,
    inEach((locale) => fill(readinessSentences.cost, { minutes: duration[locale], memory, steps })[locale]),
    inEach((locale) => fill(readinessSentences.labels, { ...counts, labels: drawn.join(locale === 'en' ? ', ' : '、') })[locale]),
    fill(readinessSentences.patches, { patch: plan.patch.join(' × '), batch: plan.batch, share: Math.round(100 * plan.foregroundShare) }),
    ...(plan.contextSlices > 1 ? [readinessSentences.context] : []),
    ...furtherImages(plan, fingerprint),
    ...resampling(plan),
    plan.normalisation.kind === 'z-score' ? readinessSentences.ownScale : readinessSentences.ctScale,
    ...mirroring(plan),
  ];
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
  if (dimensionsOf(network) === 3) return fill(readinessSentences.overVolumes, values);
  switch (whyNoVolumes(fingerprint, { mostContextSlices })) {
    case 'thick-slices': return fill(readinessSentences.overThickSlices, values);
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
    (roles.length === 0 ? [] : [inEach((locale) => fill(template, { roles: roles.join(locale === 'en' ? ', ' : '、') })[locale])]);
  return [...named(caseImagesSentences.shownTogether, shown), ...named(caseImagesSentences.partly, missing)];
}

function resampling({ targetSpacingMm }: Plan): readonly Sentence[] {
  if (targetSpacingMm.every((one) => one === null)) return [];
  return [inEach((locale) => {
    const own = readinessSentences.itsOwn[locale];
    return fill(readinessSentences.resampled, { spacing: targetSpacingMm.map((one) => (one === null ? own : roundedMm(one))).join(' × ') })[locale];
  })];
}

function mirroring({ augmentation: { mirrorAxes, mirrorPairs }, prediction }: Plan): readonly Sentence[] {
  if (mirrorAxes.length === 0) return [];
  return [mirrorPairs.length > 0 ? readinessSentences.mirroredPairs : readinessSentences.mirrored, ...(prediction.mirror ? [readinessSentences.askedMirrored] : [])];
}

function roundedMm(length: number): string {
  return String(Number(length.toFixed(2)));
}

/** What the engine's process will take. */
export function memoryBytes(plan: Plan): number {
  return libraryBytes + weightBytes(plan.network) + plan.microBatch * patchBytes(plan);
}

/** What the whole schedule of a plan will take on this machine. */
export function forecastMinutes(plan: Plan, models: readonly ModelRecord[]): number {
  return trainingSeconds(plan, models) / 60;
}

/** From the newest model that was trained here long enough to tell; without one, from the number of cores. */
function trainingSeconds(plan: Plan, models: readonly ModelRecord[]): number {
  const newest = models.findLast(({ metrics }) => (metrics as ModelMetrics).steps >= fewestTellingSteps);
  const { steps, seconds } = newest === undefined ? { steps: 0, seconds: 0 } : newest.metrics as ModelMetrics;
  const perSecond = newest === undefined
    ? perCoreAndSecond * Math.min(mostUsefulCores, availableParallelism())
    : (stepMultiplications(newest.plan) * steps) / Math.max(1, seconds);
  return (stepMultiplications(plan) * plan.stepsPerEpoch * plan.epochs) / perSecond;
}

function stepMultiplications(plan: Plan): number {
  return 3 * plan.batch * patchMultiplications(plan);
}

function inEach(word: (locale: keyof Sentence) => string): Sentence {
  return { en: word('en'), 'zh-CN': word('zh-CN') };
}
