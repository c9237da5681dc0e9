import { spacingMm } from '#shared/geometry/affine.ts';
import type { RegionScene } from '../../editing/regions/scene.ts';
import type { OpenCase } from './open-case.ts';

/** The open case as tools that compute see it. @param free labels that take part where several do */
export function sceneOf({ session, viewed }: OpenCase, label: number, free: readonly number[]): RegionScene {
  const { size, affine } = viewed.geometry;
  return { grid: { size, spacingMm: spacingMm(affine) }, labels: session.labels, image: viewed.voxels, label, free };
}
