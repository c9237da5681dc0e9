/** CTs of which everything is known: balls of two tissues in water, in Hounsfield units, drawn from a seed. */
import { randomDraws } from '#shared/learning/random.ts';
import { niftiBytes, type TinyNifti } from '../../src-main/tiny-nifti.ts';

type Vec3 = readonly [number, number, number];

export const phantomSize: Vec3 = [64, 64, 24];
const spacing: Vec3 = [1, 1, 2];

/** Mean and standard deviation, HU: of air, water, and two tissues that hold the labels 1 and 2. */
const tissues = { air: [-1000, 5], water: [0, 20], soft: [90, 25], bone: [700, 120] } as const;

interface Ball { readonly centre: Vec3; readonly radius: number }

export interface HounsfieldPhantom {
  readonly image: Uint8Array;
  readonly labels: Uint8Array;
  /** HU under labels, in the order of the file. */
  readonly labelled: readonly number[];
}

/** The same number gives the same bytes. */
export function drawHounsfieldPhantom(number: number): HounsfieldPhantom {
  const draws = randomDraws(20, 'phantom', 0, number);
  const near = (middle: number, spread: number): number => middle + spread * (2 * draws.uniform() - 1);
  // Far enough apart that they never touch, and inside the water.
  const soft: Ball = { centre: [near(22, 3), near(32, 6), near(12, 2)], radius: near(11, 1.5) };
  const bone: Ball = { centre: [near(44, 2), near(32, 8), near(12, 2)], radius: near(7, 1) };
  const [ni, nj, nk] = phantomSize;
  const hounsfield = new Int16Array(ni * nj * nk);
  const labels = new Uint8Array(hounsfield.length);
  for (let place = 0; place < hounsfield.length; place++) {
    const voxel: Vec3 = [place % ni, Math.floor(place / ni) % nj, Math.floor(place / (ni * nj))];
    const label = isIn(soft, voxel) ? 1 : isIn(bone, voxel) ? 2 : 0;
    const [mean, deviation] = label === 1 ? tissues.soft : label === 2 ? tissues.bone : isBody(voxel) ? tissues.water : tissues.air;
    hounsfield[place] = Math.round(mean + deviation * draws.normal());
    labels[place] = label;
  }
  const file = (values: Int16Array | Uint8Array, type: 'int16' | 'uint8'): Uint8Array => {
    const tiny: TinyNifti = { size: phantomSize, spacing, type, voxel: (i, j, k) => values[i + ni * (j + nj * k)]! };
    return niftiBytes(tiny);
  };
  return { image: file(hounsfield, 'int16'), labels: file(labels, 'uint8'), labelled: [...hounsfield].filter((_, place) => labels[place] !== 0) };
}

function isIn({ centre, radius }: Ball, voxel: Vec3): boolean {
  return voxel.reduce((sum, at, axis) => sum + ((at - centre[axis]!) * spacing[axis]!) ** 2, 0) < radius ** 2;
}

/** A cylinder, as a trunk is. */
function isBody([i, j]: Vec3): boolean {
  return (i - 31.5) ** 2 + (j - 31.5) ** 2 < 29 ** 2;
}
