/** Stacks in a form that another thread can be given without a voxel being copied. */
import type { LabelPlaces } from '#shared/learning/sampling.ts';
import { inputsOf, type LabelledStack, type TeachingPlanes } from '#shared/learning/slice-stack.ts';
import { readKept, whereKept, type KeptSlices } from './slice-storage.ts';

export interface SharedStack {
  readonly name: string;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  /** In the order of their channels. */
  readonly inputs: readonly { readonly kept: KeptSlices; readonly padding: number }[];
  readonly labels: KeptSlices;
  readonly teaching: TeachingPlanes;
}

/** Null where its slices are kept by no storage. */
export function shareStack(stack: LabelledStack): SharedStack | null {
  const { name, slices, rows, columns, teaching } = stack;
  const labels = whereKept(stack.labels);
  const inputs = inputsOf(stack).flatMap(({ image, padding }) => {
    const kept = whereKept(image);
    return kept === null ? [] : [{ kept, padding }];
  });
  if (labels === null || inputs.length < inputsOf(stack).length) return null;
  return { name, slices, rows, columns, teaching, inputs, labels };
}

/** @throws Error where its file cannot be opened */
export function openStack({ name, slices, rows, columns, teaching, inputs, labels }: SharedStack): LabelledStack {
  const [first, ...further] = inputs.map(({ kept, padding }) => ({ image: readKept(kept) as (slice: number) => Float32Array, padding }));
  if (first === undefined) throw new RangeError(`no image of ${name}`);
  return { ...first, further, name, slices, rows, columns, teaching, labels: readKept(labels) as (slice: number) => Uint8Array };
}

/** The same places in memory that threads share: there may be many. */
export function sharePlaces({ ofOutput, teachingStacks }: LabelPlaces): LabelPlaces {
  return {
    teachingStacks,
    ofOutput: ofOutput.map((cases) => cases.map(({ stack, voxels }) => {
      const shared = new Int32Array(new SharedArrayBuffer(voxels.byteLength));
      shared.set(voxels);
      return { stack, voxels: shared };
    })),
  };
}
