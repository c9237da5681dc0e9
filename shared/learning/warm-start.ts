/**
 * Whether a training may start from an earlier model, and what it then keeps of it. Pure: who was taught
 * what, and how long it would take, is told to it.
 */
import type { Sentence } from '../text/sentence.ts';
import { dimensionsOf } from './network-layers.ts';
import type { Plan, StartPlan } from './plan.ts';
import type { SnapshotCase } from './snapshot-manifest.ts';
import { startSentences } from './start-sentences.ts';

/** A training that starts from an earlier model. */
export type WarmStart = Exclude<StartPlan, { readonly kind: 'scratch' }>;

/**
 * How weights are shrunk and perturbed, so that what was learnt from fewer labels neither binds nor is lost: Ash,
 * Adams 2020, "On Warm-Starting Neural Network Training" (arXiv 1910.08475), with their 0.6 and 0.01.
 */
export const shrinkAndPerturb = { shrink: 0.6, perturb: 0.01 } as const;

/** From scratch is the better start wherever there is time for it. @param minutes null: as long as it takes */
export function timeForWholeSchedule(minutes: number | null, forecastMinutes: number): boolean {
  return minutes === null || minutes >= forecastMinutes;
}

/** Why a training by one plan cannot start from a model that followed another; null where it can. */
export function whyStartDoesNotFit(earlier: Plan, plan: Plan, kind: WarmStart['kind']): Sentence | null {
  if (dimensionsOf(earlier.network) !== dimensionsOf(plan.network)) return startSentences.otherDimensions;
  if (earlier.network.name !== plan.network.name) return startSentences.otherNetwork;
  if (earlier.modality !== plan.modality) return startSentences.otherModality;
  if (earlier.contextSlices !== plan.contextSlices || !equal(roles(earlier), roles(plan))) return startSentences.otherInputs;
  if (kind === 'transfer') return null;
  // Here every weight is made of two: there must be one of each.
  if (!equal(earlier.network, plan.network)) return startSentences.otherNetwork;
  if (!equal(earlier.outputs.map(({ index }) => index), plan.outputs.map(({ index }) => index))) return startSentences.otherLabels;
  return null;
}

/** The plan with its start, and with the scale of grey values on which the earlier model's weights mean what they mean. */
export function startingFrom(earlier: Plan, plan: Plan, start: WarmStart): Plan {
  return {
    ...plan,
    start,
    normalisation: earlier.normalisation,
    furtherInputs: plan.furtherInputs.map((input, place) => ({ ...input, normalisation: earlier.furtherInputs[place]!.normalisation })),
  };
}

/** Whether keeping the earlier model's scale would change what the person fixed. */
export function keepsAnotherScale(earlier: Plan, fixed: Partial<Record<'normalisation' | 'furtherInputs', unknown>>): boolean {
  return (fixed.normalisation !== undefined && !equal(fixed.normalisation, earlier.normalisation))
    || (fixed.furtherInputs !== undefined && !equal(fixed.furtherInputs, earlier.furtherInputs));
}

/** What a case is there for, as a snapshot says it. */
export type TaughtCase = Omit<SnapshotCase, 'labelmap'>;

export interface Judges {
  /** Of the training that is to start. */
  readonly cases: readonly TaughtCase[];
  readonly testPatients: readonly string[];
  /** Where slabs judge: how many slices must lie between one that teaches and one that judges; null where patients do. */
  readonly gap: number | null;
}

/**
 * Patients who are to judge and whom an earlier training was taught with: it would be judged on what its
 * weights have seen.
 * @param taught the cases of an earlier training, of which those with the role `train` count
 * @returns sorted, each once
 */
export function judgesSeenBefore(taught: readonly TaughtCase[], { cases, testPatients, gap }: Judges): readonly string[] {
  const teaching = taught.filter(({ role }) => role === 'train');
  const judging = cases.filter(({ role }) => role !== 'train');
  const judges = new Set([...testPatients, ...judging.filter(({ role }) => role === 'test' || gap === null).map(({ patient }) => patient)]);
  const seen = new Set(teaching.map(({ patient }) => patient).filter((patient) => judges.has(patient)));
  for (const one of gap === null ? [] : judging) if (teaching.some((other) => slicesTouch(one, other, gap ?? 0))) seen.add(one.patient);
  return [...seen].sort();
}

function slicesTouch(one: TaughtCase, other: TaughtCase, gap: number): boolean {
  if (one.caseId !== other.caseId) return false;
  if (one.sliceAxis !== other.sliceAxis) return true;
  return one.completeSlices.some((slice) => other.completeSlices.some((taught) => Math.abs(slice - taught) <= gap));
}

function roles({ furtherInputs }: Plan): readonly string[] {
  return furtherInputs.map(({ role }) => role);
}

/** Of plain data, in whatever order its keys were written. */
function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}
