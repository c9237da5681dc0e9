/**
 * Values of a plan that a person set otherwise than the planner: one by one, so that what they left alone still
 * follows from what they chose. Pure; whether a value makes sense is the host's to say.
 */
import type { TrainOptions } from '#shared/contract/training.ts';
import type { Plan } from '#shared/learning/plan.ts';

/** By path: `loss`, `optimiser.learningRate`. */
export type PlanChanges = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, unknown>>;

/** Parts that are changed value by value; any other is one value. */
const partsOfValues: readonly string[] = ['network', 'optimiser', 'augmentation', 'prediction'] satisfies (keyof Plan)[];

/** Patch, batch and context are meant for one network, as its own values are. */
const ofOneNetwork: readonly string[] = ['network', 'patch', 'batch', 'microBatch', 'contextSlices'] satisfies (keyof Plan)[];

export function valueAt(plan: Plan, path: string): unknown {
  const [part, key] = split(path);
  const value = valuesOf(plan)[part];
  return key === null ? value : valuesOf(value)[key];
}

/** With this value; one that is the planner's own is no change. */
export function withChange(changes: PlanChanges, path: string, value: unknown, own: Plan): PlanChanges {
  const rest = without(changes, (one) => one === path);
  return isReadable(value) && equal(value, valueAt(own, path)) ? rest : { ...rest, [path]: value };
}

/** Without what stands under this path. */
export function withoutChange(changes: PlanChanges, path: string): PlanChanges {
  return without(changes, (one) => one === path);
}

/** Without what was meant for the network that was chosen before. */
export function forOtherNetwork(changes: PlanChanges): PlanChanges {
  return without(changes, (path) => ofOneNetwork.includes(split(path)[0]));
}

/** The changed parts as the calls take them: a part whole, with what was not changed in it as the planner has it. */
export function overridesOf(changes: PlanChanges, own: Plan): TrainOptions['plan'] {
  const parts: Record<string, unknown> = {};
  // A part that was changed whole comes before values within it.
  const paths = Object.keys(changes).sort((a, b) => a.length - b.length);
  for (const path of paths) {
    const [part, key] = split(path);
    parts[part] = key === null ? changes[path] : { ...valuesOf(parts[part] ?? valuesOf(own)[part]), [key]: changes[path] };
  }
  return paths.length === 0 ? undefined : parts;
}

/** In what a written plan, or part of one, differs from the planner's own. */
export function changesOf(written: Values, own: Plan): PlanChanges {
  const changes: Record<string, unknown> = {};
  for (const [part, value] of Object.entries(written)) {
    const before = valuesOf(own)[part];
    if (equal(value, before)) continue;
    const sameNetwork = part !== 'network' || valuesOf(value).name === valuesOf(before).name;
    if (!partsOfValues.includes(part) || !isValues(value) || !sameNetwork) {
      changes[part] = value;
      continue;
    }
    for (const [key, one] of Object.entries(value)) if (!equal(one, valuesOf(before)[key])) changes[`${part}.${key}`] = one;
  }
  return changes;
}

/** What was typed for a number and is none, stands as `NaN`. */
export function isReadable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isReadable);
  if (isValues(value)) return Object.values(value).every(isReadable);
  return !Number.isNaN(value);
}

function split(path: string): [string, string | null] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)];
}

function without(changes: PlanChanges, leaves: (path: string) => boolean): PlanChanges {
  return Object.fromEntries(Object.entries(changes).filter(([path]) => !leaves(path)));
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valuesOf(value: unknown): Values {
  return isValues(value) ? value : {};
}

/** Of plain data; the order of keys counts, since both sides come from one plan. */
function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
