/** Masks made from a few words, exactly as test/python/make_surface_fixture.py makes them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readLabels } from '#main/import/read-labels.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { dataPath } from '../../../src-main/import/shared-data.ts';

type Shape = { readonly label: number } & (
  | { readonly centre: readonly number[]; readonly radii: readonly number[] }
  | { readonly box: readonly [readonly number[], readonly number[]] }
  | { readonly oneIn: number; readonly seed: number });

export type Recipe = { readonly name: string; readonly tolerance: number } & (
  | { readonly size: readonly number[]; readonly spacing: readonly number[]; readonly prediction: readonly Shape[]; readonly reference: readonly Shape[] }
  | { readonly file: string; readonly moved: Vec3 }
  | { readonly file: string; readonly against: string });

export interface MaskPair { readonly prediction: Int32Array; readonly reference: Int32Array; readonly size: Vec3; readonly affine: Affine }

export interface MonaiFigures {
  readonly pairs: Readonly<Record<string, {
    readonly voxels: readonly [number, number];
    readonly labels: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  }>>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'));
export const recipes = read('pairs-of-masks.json') as readonly Recipe[];
export const monaiFigures = read('monai-figures.json') as MonaiFigures;

export async function masksOf(recipe: Recipe): Promise<MaskPair> {
  if ('size' in recipe) {
    const size = three(recipe.size, 1);
    const [x, y, z] = three(recipe.spacing, 1);
    return { prediction: draw(size, recipe.prediction), reference: draw(size, recipe.reference), size, affine: [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0] };
  }
  const { values, geometry: { size, affine } } = await readFile(recipe.file);
  const prediction = 'moved' in recipe ? moved(values, size, recipe.moved) : (await readFile(recipe.against)).values;
  return { prediction, reference: values, size, affine };
}

async function readFile(file: string): ReturnType<typeof readLabels> {
  return readLabels({ format: 'nifti', name: file, files: [dataPath(...file.split('/'))] });
}

const three = ([i, j, k]: readonly number[], last: number): Vec3 => [i!, j!, k ?? last];

function draw(size: Vec3, shapes: readonly Shape[]): Int32Array {
  const mask = new Int32Array(size[0] * size[1] * size[2]);
  for (const shape of shapes) {
    let state = 'seed' in shape ? shape.seed : 0;
    everyVoxel(size, (place, at) => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      if (holds(shape, place, state)) mask[at] = shape.label;
    });
  }
  return mask;
}

function holds(shape: Shape, place: Vec3, random: number): boolean {
  if ('oneIn' in shape) return (random >>> 16) % shape.oneIn === 0;
  if ('box' in shape) return shape.box[0].every((low, axis) => place[axis]! >= low && place[axis]! <= shape.box[1][axis]!);
  return shape.centre.reduce((sum, centre, axis) => sum + ((place[axis]! - centre) / shape.radii[axis]!) ** 2, 0) <= 1;
}

function moved(mask: Int32Array, size: Vec3, steps: Vec3): Int32Array {
  const result = new Int32Array(mask.length);
  everyVoxel(size, (place, at) => {
    const from = place.map((index, axis) => index - steps[axis]!);
    if (from.every((index, axis) => index >= 0 && index < size[axis]!)) result[at] = mask[from[0]! + size[0] * (from[1]! + size[1] * from[2]!)]!;
  });
  return result;
}

function everyVoxel(size: Vec3, visit: (place: Vec3, at: number) => void): void {
  let at = 0;
  for (let k = 0; k < size[2]; k++) for (let j = 0; j < size[1]; j++) for (let i = 0; i < size[0]; i++) visit([i, j, k], at++);
}
