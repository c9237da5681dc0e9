/**
 * Where a volume lies in the patient. Patient space is LPS millimetres (x to the Left, y to the
 * Posterior, z to the Superior, as in DICOM and ITK); voxel centres lie at integer indices; `i` is fastest.
 * Knows nothing of files.
 */

export type Vec3 = readonly [number, number, number];
/** An axis of a volume's own grid: 0 = i, 1 = j, 2 = k. */
export type AxisIndex = 0 | 1 | 2;

/** Row-major 3×4: LPS mm = A · (i, j, k, 1). May be sheared (gantry tilt); never silently orthogonalised. */
export type Affine = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

export interface VolumeGeometry {
  /** Number of voxels along i, j, k. */
  readonly size: Vec3;
  readonly affine: Affine;
}

/** How far the geometry can be believed. Masks are written whatever it is; measures in mm need `known`. */
export type SpaceTrust = 'known' | 'orientation-unknown' | 'spacing-unknown';
