import { describe, expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { isInsidePolygon } from '#shared/regions/polygon.ts';
import { projectionOfVoxels } from '#shared/regions/projection.ts';
import type { LabelBlock } from '../../../src-renderer/editing/paint-block.ts';
import type { CutAway } from '../../../src-renderer/editing/regions/cut-away.ts';
import { runOperation } from '../../../src-renderer/editing/regions/run-operation.ts';
import { fittingCamera, seenAt, turned, viewMatrix } from '../../../src-renderer/viewer/volume/orbit-camera.ts';
import { ballAround } from '../../../src-renderer/viewer/volume/volume-bounds.ts';

const size: Vec3 = [14, 11, 9];
/** Sheared and left-handed. */
const affine: Affine = [-1, 0.1, 0, 30, 0, 1.2, 0.3, -40, 0, 0, 1.8, 500];
const view = { width: 400, height: 300 };
const camera = turned(fittingCamera(ballAround({ size, affine }), 'anterior'), 0.7, 0.4);
/** A hook, so that not only convex lines are tried. */
const ring = Float64Array.of(150.3, 60.7, 330.1, 90.9, 300.7, 240.3, 230.2, 240.8, 250.6, 150.4, 160.5, 160.1);
const labels = Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => (at * 7) % 4);
const projection = projectionOfVoxels(viewMatrix(camera, view), affine);

function erased(options: Pick<CutAway, 'side' | 'from'>, label = 1): Set<number> {
  const scene = { grid: { size, spacingMm: [1, 1.2, 1.8] as Vec3 }, labels, image: labels, label, free: [1, 2] };
  const block: LabelBlock | null = finish(runOperation(scene, { kind: 'cut-away', ring, projection, ...options }));
  expect(block!.label).toBe(0);
  const { first, last } = block!.box;
  const found = new Set<number>();
  let at = 0;
  for (let k = first[2]; k <= last[2]; k += 1) for (let j = first[1]; j <= last[1]; j += 1) for (let i = first[0]; i <= last[0]; i += 1) {
    if (block!.where[at++] === 1) found.add(i + size[0] * (j + size[1] * k));
  }
  return found;
}

/** Each voxel by itself: seen by the camera, held against the line. */
function expected(isInside: boolean, free: readonly number[]): Set<number> {
  const found = new Set<number>();
  for (const [at, label] of labels.entries()) {
    const row = Math.floor(at / size[0]);
    const seen = seenAt(camera, view, indexToWorld(affine, [at % size[0], row % size[1], Math.floor(row / size[1])]))!;
    if (free.includes(label) && isInsidePolygon([ring], seen.x, seen.y) === isInside) found.add(at);
  }
  return found;
}

describe('scissors in 3D', () => {
  it('erase the chosen label, or every label that is not locked, where its voxels are seen inside the line, or outside', () => {
    const inside = expected(true, [1]);
    expect(inside.size).toBeGreaterThan(20);
    expect(erased({ side: 'inside', from: 'label' })).toEqual(inside);
    expect(erased({ side: 'inside', from: 'all' })).toEqual(expected(true, [1, 2]));
    expect(erased({ side: 'outside', from: 'label' })).toEqual(expected(false, [1]));
    expect(erased({ side: 'outside', from: 'all' })).toEqual(expected(false, [1, 2]));
  });

  it('change nothing where the line holds nothing of the label', () => {
    const scene = { grid: { size, spacingMm: [1, 1.2, 1.8] as Vec3 }, labels: labels.map((label) => (label === 3 ? 3 : 0)), image: labels, label: 1, free: [1, 2] };
    expect(finish(runOperation(scene, { kind: 'cut-away', ring, projection, side: 'outside', from: 'all' }))).toBeNull();
  });
});
