/** Several readers' labels of the same image, drawn by rules: as wrong as people are, and worse. */
import { readLabels } from '#main/import/read-labels.ts';
import type { Readings } from '#shared/agreement/readings.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { dataIsThere, dataPath } from '../../src-main/import/shared-data.ts';
import { lumps } from '../regions/phantoms.ts';

export interface ReadersCase extends Readings {
  readonly name: string;
  readonly affine: Affine | null;
}

const scaled = ([x, y, z]: Vec3): Affine => [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0];

/** Two labels that touch: the second where the first is not. */
function twoLabels(size: Vec3, seed: number): Uint8Array {
  const [one, two] = [lumps(size, seed, 2, 0.6), lumps(size, seed + 1, 2, 0.7)];
  return one.map((value, at) => (value === 1 ? 1 : 2 * two[at]!));
}

/** As they are seen so many voxels away; from beyond the edge nothing comes. */
function shifted(labels: Uint8Array, size: Vec3, [di, dj, dk]: Vec3): Uint8Array {
  const [ni, nj, nk] = size;
  return labels.map((_, at) => {
    const [i, j, k] = [(at % ni) - di, (Math.floor(at / ni) % nj) - dj, Math.floor(at / ni / nj) - dk];
    return i < 0 || i >= ni || j < 0 || j >= nj || k < 0 || k >= nk ? 0 : labels[i + ni * (j + nj * k)]!;
  });
}

/** Without the voxels of each label that have a neighbour of another one in their row, column or pile. */
function thinned(labels: Uint8Array, [ni, nj]: Vec3): Uint8Array {
  return labels.map((label, at) => ([1, -1, ni, -ni, ni * nj, -ni * nj].every((step) => (labels[at + step] ?? label) === label) ? label : 0));
}

const without = (labels: Uint8Array, missed: number): Uint8Array => labels.map((label) => (label === missed ? 0 : label));
const mistaken = (labels: Uint8Array): Uint8Array => labels.map((label) => (label === 0 ? 0 : 3 - label));

/** A voxel in so many has any of the labels, near what is labelled. */
function careless(labels: Uint8Array, oneIn: number, seed: number): Uint8Array {
  const draws = randomDraws(seed, 'noise', 0, 0);
  return labels.map((label, at) => (draws.uniform() * oneIn < 1 && [-3, 0, 3].some((step) => labels[at + step]! > 0) ? Math.floor(draws.uniform() * 3) : label));
}

/** In the middle of an image that shows more around it. */
function amidst(labels: Uint8Array, [ni, nj, nk]: Vec3, rim: number): Uint8Array {
  const wide = new Uint8Array((ni + 2 * rim) * (nj + 2 * rim) * (nk + 2 * rim));
  labels.forEach((label, at) => {
    const [i, j, k] = [at % ni, Math.floor(at / ni) % nj, Math.floor(at / ni / nj)];
    wide[i + rim + (ni + 2 * rim) * (j + rim + (nj + 2 * rim) * (k + rim))] = label;
  });
  return wide;
}

const volume: Vec3 = [21, 17, 11];
const truth = twoLabels(volume, 11);
const five = [
  careless(truth, 20, 1), careless(shifted(truth, volume, [1, 0, 0]), 30, 2), careless(thinned(truth, volume), 40, 3), careless(without(truth, 2), 50, 4), truth,
];
const slice: Vec3 = [33, 27, 1];
const flat = twoLabels(slice, 21);
const unequal = scaled([0.7, 1.1, 2.5]);
/** A gantry that leans: axes that are not at right angles. */
const leaning: Affine = [0.8, 0, 0, 4, 0, 0.9, 0.6, -7, 0, 0, 2, 3];

const drawn: readonly ReadersCase[] = [
  { name: 'three readers', labelmaps: five.slice(0, 3), size: volume, affine: unequal, slices: null },
  { name: 'five readers', labelmaps: five, size: volume, affine: null, slices: null },
  { name: 'two readers', labelmaps: five.slice(1, 3), size: volume, affine: leaning, slices: null },
  { name: 'some axial slices', labelmaps: five.slice(0, 4), size: volume, affine: unequal, slices: { axis: 2, slices: [2, 3, 6, 9] } },
  { name: 'some coronal slices', labelmaps: five.slice(1, 4), size: volume, affine: leaning, slices: { axis: 1, slices: [0, 7, 8, 16] } },
  { name: 'some sagittal slices', labelmaps: five.slice(2, 5), size: volume, affine: unequal, slices: { axis: 0, slices: [3, 4, 12, 20] } },
  { name: 'one slice', labelmaps: [flat, careless(flat, 9, 5), shifted(flat, slice, [0, 1, 0])], size: slice, affine: unequal, slices: { axis: 2, slices: [0] } },
  { name: 'a wide image', labelmaps: five.slice(0, 4).map((labels) => amidst(labels, volume, 5)), size: [31, 27, 21], affine: unequal, slices: { axis: 2, slices: [6, 9, 10, 13] } },
  { name: 'a reader who takes one label for the other', labelmaps: [truth, careless(truth, 15, 6), mistaken(truth), careless(truth, 15, 7)], size: volume, affine: unequal, slices: null },
];

async function hippocampus(): Promise<readonly ReadersCase[]> {
  if (!dataIsThere) return [];
  return Promise.all(['hippocampus_001', 'hippocampus_003'].map(async (name) => {
    const { values, geometry: { size, affine } } = await readLabels({ format: 'nifti', name, files: [dataPath('hippocampus', 'labelsTr', `${name}.nii.gz`)] });
    const whole = Uint8Array.from(values);
    const readers = [shifted(whole, size, [1, 0, 0]), thinned(whole, size), without(shifted(whole, size, [0, 1, 1]), 2), careless(whole, 20, 8), shifted(whole, size, [0, -1, 0])];
    return { name, labelmaps: readers, size, affine, slices: null };
  }));
}

export const readersCases = [...drawn, ...await hippocampus()];

/** What `askAboutArrays` takes: every reader's labels, one case after the other. */
export const askedOfReaders = {
  arrays: Object.fromEntries(readersCases.flatMap(({ labelmaps }, at) => labelmaps.map((labels, reader) => [`case${at}-${reader}`, labels]))),
  parameters: readersCases.map(({ labelmaps, size, slices, affine }) => ({ readers: labelmaps.length, shape: [...size].reverse(), slices, affine })),
};

/** In Python, of each case the compared slices of all its readers alone: `cases`, arrays of reader, k, j, i. */
export const readersInPython = `
def compared(at, each):
    readers = numpy.stack([array(f'case{at}-{reader}').reshape(each['shape']) for reader in range(each['readers'])])
    slices = each['slices']
    return readers if slices is None else readers.take(slices['slices'], axis=3 - slices['axis'])
cases = [compared(at, each) for at, each in enumerate(parameters)]
def around(readers, given):
    places = numpy.argwhere(given.any(axis=0))
    return readers[(slice(None), *map(slice, places.min(axis=0), places.max(axis=0) + 1))]
`;
