/**
 * Surfaces of labels as triangles in patient space, brick by brick: after a stroke only the bricks around it are made
 * again, and where two bricks meet they have the same points to the last bit.
 * Method: constrained surface nets, S. F. F. Gibson, MICCAI 1998. Knows neither colours nor screens.
 */
import type { Affine } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { boxSize, labelBoxes } from './region-box.ts';
import { crossedCells, forgetCells } from './surface-cells.ts';
import { pointsInCells, smoothingSteps } from './surface-smoothing.ts';
import { netOf } from './surface-triangles.ts';

/** What the surfaces of a brick follow from. */
export interface SurfaceBlock {
  /** Voxels whose faces towards larger i, j, k are the brick's own; may begin one voxel before the volume. */
  readonly brick: VoxelBox;
  /** The brick widened by `surfaceMargin`; beyond the volume nothing but 0. */
  readonly box: VoxelBox;
  /** Of the box, i fastest. */
  readonly labels: Uint8Array;
}

/** One label's part of a surface. */
export interface LabelSurface {
  readonly label: number;
  /** Three numbers a point, LPS mm. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Three numbers a point: of length 1, away from the label. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** Three points a triangle, counter-clockwise as seen from outside the label. */
  readonly triangles: Uint32Array<ArrayBuffer>;
}

/** How many voxels around its own a brick's surface depends on: the smoothing, the quads around a point, a cell's far corner. */
export const surfaceMargin = smoothingSteps + 2;

/**
 * The surfaces of all labels in a block; a label without a surface in the brick is left out. Labels at the volume's
 * border are closed there, at most half a voxel beyond their outermost centres.
 * @param affine of the volume that the boxes count voxels of
 */
export function surfacesOf({ brick, box, labels }: SurfaceBlock, affine: Affine): LabelSurface[] {
  const size = boxSize(box);
  const cellOf = new Int32Array(labels.length).fill(-1);
  const surfaces: LabelSurface[] = [];
  for (const [label, inside] of labelBoxes(labels, size)) {
    const cells = crossedCells(labels, size, label, inside, cellOf);
    const net = netOf({ ...cells, cellOf, size, first: box.first, offsets: pointsInCells(cells) }, brick, affine);
    if (net.triangles.length > 0) surfaces.push({ label, ...net });
    forgetCells(cells, cellOf);
  }
  return surfaces;
}
