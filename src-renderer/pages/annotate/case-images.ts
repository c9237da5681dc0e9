/** The images of one case, as a person tells them apart, and the voxels of one of them. */
import { voxelCount } from '#shared/geometry/affine.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { downloadVoxels } from '../../connection/volume.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import type { ImageInfo, ShownCase } from './actions.ts';

/** All but the one that labels lie on. */
export function otherImages({ info, image }: ShownCase): readonly ImageInfo[] {
  return info.images.filter(({ id }) => id !== image.id);
}

/**
 * The series that the image is one moment of, in the order of time; empty where there is one moment alone. Moments may have grids
 * of their own: they are seen where they lie in the patient.
 */
export function timePointsOf({ info, image }: ShownCase): readonly ImageInfo[] {
  const isMoment = (other: ImageInfo): boolean => other.role === image.role && (other.id === image.id || other.timePoint !== image.timePoint);
  const series = info.images.filter(isMoment).toSorted((a, b) => a.timePoint - b.timePoint);
  return series.length > 1 ? series : [];
}

/** By what it is called in the case; by its file where all are called alike. @param timePoint says its time, counted from one */
export function imageTitle(one: ImageInfo, { info }: ShownCase, timePoint: (n: number) => string): string {
  const roles = new Set(info.images.map(({ role }) => role));
  const name = roles.size > 1 ? one.role : one.name;
  const isSeries = info.images.some((other) => other.role === one.role && other.timePoint !== one.timePoint);
  return isSeries ? `${name}, ${timePoint(one.timePoint + 1)}` : name;
}

/** @throws UserFacingError as the host answers; AbortError */
export async function readImage(image: ImageInfo, signal: AbortSignal, progress: (share: number) => void): Promise<ViewedImage> {
  const voxels = await downloadVoxels({ path: `/volumes/${image.id}`, type: image.voxelType, count: voxelCount(image.size), signal, progress });
  return {
    voxels,
    geometry: { size: image.size, affine: image.affine as unknown as Affine },
    slope: image.slope,
    intercept: image.intercept,
    // A PNG says nothing of a patient, whatever is assumed of its rows.
    orientationKnown: image.trust !== 'orientation-unknown' && image.format !== 'png',
  };
}
