/** What the further images of a project's cases are like: which of them every case has, and what their values mean. */
import { composeAffines, indexToWorld, invertAffine } from '../geometry/affine.ts';
import type { VolumeGeometry } from '../geometry/volume-geometry.ts';
import type { Modality } from '../voxels/image-volume.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { CaseFingerprint, Foreground } from './fingerprint.ts';
import type { FurtherImage } from './snapshot-manifest.ts';

/** Of one case. */
export interface FurtherFingerprint {
  readonly role: string;
  readonly modality: Modality;
  /** Real values under a sample of the labelled voxels; empty where the image was not looked at. */
  readonly foregroundValues: readonly number[];
  readonly foregroundVoxels: number;
}

/** Of all cases. */
export interface FurtherInput {
  readonly role: string;
  /** `other` where those of the cases that teach are of several kinds. */
  readonly modality: Modality;
  readonly foreground: Foreground | null;
}

/** Places of the first image's grid, and how many voxels of it they stand for. */
export interface LabelledPlaces {
  readonly geometry: VolumeGeometry;
  readonly places: readonly number[];
  readonly voxels: number;
}

/** @param stored its voxels; null where their values do not matter */
export function fingerprintFurther(
  { role, modality, geometry, slope, intercept }: FurtherImage, stored: VoxelArray | null, labelled: LabelledPlaces,
): FurtherFingerprint {
  const values = stored === null ? [] : placesOn(geometry, labelled).map((at) => slope * (stored[at] as number) + intercept).filter(Number.isFinite);
  const { places, voxels } = labelled;
  return { role, modality, foregroundValues: values, foregroundVoxels: places.length === 0 ? 0 : Math.round((voxels * values.length) / places.length) };
}

/** The nearest voxels, where there are any. */
function placesOn({ size, affine }: VolumeGeometry, { geometry, places }: LabelledPlaces): readonly number[] {
  const toOther = composeAffines(invertAffine(affine), geometry.affine);
  const [ni, nj] = geometry.size;
  return places.flatMap((at) => {
    const [i, j, k] = indexToWorld(toOther, [at % ni, Math.floor(at / ni) % nj, Math.floor(at / ni / nj)]).map(Math.round) as [number, number, number];
    const inside = i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2];
    return inside ? [i + size[0] * (j + size[1] * k)] : [];
  });
}

/**
 * The roles of images that every case has, whether it teaches or judges, in the order of the first case; and those
 * that only some have.
 * @param join of the values of those that teach
 */
export function joinFurther(
  cases: readonly CaseFingerprint[], teaching: readonly CaseFingerprint[], join: (cases: readonly FurtherFingerprint[]) => Foreground | null,
): { readonly inputs: readonly FurtherInput[]; readonly partly: readonly string[] } {
  const rolesOf = ({ furtherImages = [] }: CaseFingerprint): readonly string[] => furtherImages.map(({ role }) => role);
  const roles = [...new Set(cases.flatMap(rolesOf))];
  const common = roles.filter((role) => cases.every((one) => rolesOf(one).includes(role)));
  const inputs = common.map((role): FurtherInput => {
    const ofRole = teaching.flatMap(({ furtherImages = [] }) => furtherImages.filter((one) => one.role === role));
    const modalities = new Set(ofRole.map(({ modality }) => modality));
    const [only] = modalities;
    return { role, modality: modalities.size === 1 && only !== undefined ? only : 'other', foreground: join(ofRole) };
  });
  return { inputs, partly: roles.filter((role) => !common.includes(role)) };
}
