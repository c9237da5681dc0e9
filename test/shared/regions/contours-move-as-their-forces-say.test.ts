import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { type ActiveContour, type ContourStart, evolveContour } from '#shared/regions/active-contour.ts';
import type { ContourForces } from '#shared/regions/contour-rates.ts';
import { finish, type Grid } from '#shared/regions/grid.ts';
import { regionSpeed } from '#shared/regions/speed-image.ts';
import { diceOf, labelsIn, valuesIn } from './painted-volumes.ts';

const none = { propagation: 0, curvature: 0, advection: 0, curvatureTimesSpeed: false };

function even({ size }: Grid): Float32Array {
  return new Float32Array(size[0] * size[1] * size[2]).fill(1);
}

function middle({ size }: Grid): Vec3 {
  return [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2];
}

/** To the end, or until it is told to stop. */
function run(grid: Grid, start: ContourStart, forces: ContourForces, iterations: number, until: (contour: ActiveContour) => boolean = () => false): ActiveContour {
  const work = evolveContour(grid, start, forces, iterations);
  for (;;) {
    const step = work.next();
    if (step.done === true || until(step.value)) return step.value;
  }
}

/** Of a ball, or of a disc in a slice, of as many voxels. */
function radiusMm({ size, spacingMm }: Grid, voxels: number): number {
  if (size[2] === 1) return Math.sqrt((voxels * spacingMm[0] * spacingMm[1]) / Math.PI);
  return Math.cbrt((voxels * spacingMm[0] * spacingMm[1] * spacingMm[2] * 3) / (4 * Math.PI));
}

const volumes: readonly Grid[] = [{ size: [34, 34, 34], spacingMm: [1, 1, 1] }, { size: [34, 30, 18], spacingMm: [1, 1.2, 2] }];
const slice: Grid = { size: [40, 60, 1], spacingMm: [1, 0.6, 5] };

describe('a sphere', () => {
  for (const grid of volumes) {
    it(`under curvature alone shrinks by 2 / r (${grid.spacingMm.join(' × ')} mm)`, () => {
      const start = { bubbles: [{ centre: middle(grid), radiusMm: 13 }] };
      let seen = 0;
      run(grid, start, { ...none, speed: even(grid), curvature: 1 }, 1000, ({ elapsed, insideVoxels }) => {
        if (insideVoxels === 0 || elapsed > 24) return true;
        if (elapsed < 1) return false;
        seen++;
        const exact = Math.sqrt(13 ** 2 - 4 * elapsed);
        expect(Math.abs(radiusMm(grid, insideVoxels) / exact - 1)).toBeLessThan(0.025);
        return false;
      });
      expect(seen).toBeGreaterThan(50);
    });

    it(`of constant speed grows and shrinks by speed × time (${grid.spacingMm.join(' × ')} mm)`, () => {
      for (const [radius, propagation] of [[6, 0.5], [14, -0.5]] as const) {
        const begin = radiusMm(grid, run(grid, { bubbles: [{ centre: middle(grid), radiusMm: radius }] }, { ...none, speed: even(grid) }, 0).insideVoxels);
        const { elapsed, insideVoxels } = run(grid, { bubbles: [{ centre: middle(grid), radiusMm: radius }] }, { ...none, speed: even(grid), propagation }, 1000, (contour) => contour.elapsed > 15);
        // Differences of first order round surfaces off: 4 % at ten voxels.
        expect(Math.abs((radiusMm(grid, insideVoxels) - begin) / (propagation * elapsed) - 1)).toBeLessThan(0.06);
      }
    });
  }

  it('in a slice is a circle that shrinks by 1 / r', () => {
    const { elapsed, insideVoxels } = run(slice, { bubbles: [{ centre: middle(slice), radiusMm: 15 }] }, { ...none, speed: even(slice), curvature: 1 }, 2000, (contour) => contour.elapsed > 70);
    expect(Math.abs(radiusMm(slice, insideVoxels) / Math.sqrt(15 ** 2 - 2 * elapsed) - 1)).toBeLessThan(0.025);
  });

  it('vanishes in the end, and with it the work', () => {
    const grid: Grid = { size: [12, 12, 12], spacingMm: [1, 1, 1] };
    const contour = run(grid, { bubbles: [{ centre: [5, 5, 5], radiusMm: 3 }] }, { ...none, speed: even(grid), curvature: 1 }, 10_000);
    expect(contour.insideVoxels).toBe(0);
    expect(contour.elapsed).toBeLessThan(6);
    expect(contour.iteration).toBeLessThan(200);
  });
});

describe('a contour', () => {
  const grid: Grid = { size: [44, 40, 24], spacingMm: [1, 1, 2] };
  const draws = randomDraws(3, 'noise', 0, 0);
  const truth = labelsIn(grid.size, (i, j, k) => Number(((i - 22) / 15) ** 2 + ((j - 20) / 13) ** 2 + ((k - 12) / 8) ** 2 < 1));
  const image = Float32Array.from(truth, (inside) => (inside === 1 ? 140 : 80) + 20 * draws.normal());
  const speed = finish(regionSpeed(image, grid, { lower: 110, upper: Infinity, smoothness: 3 }));

  it('from one bubble finds a region in noise', () => {
    const found = run(grid, { bubbles: [{ centre: [20, 22, 11], radiusMm: 5 }] }, { ...none, speed, propagation: 1, curvature: 0.4 }, 180);
    expect(diceOf(found.inside(), truth)).toBeGreaterThan(0.97);
  });

  it('may be stopped at any iteration, and is then what it was there', () => {
    const start = { bubbles: [{ centre: [20, 22, 11] as const, radiusMm: 5 }, { centre: [30, 20, 13] as const, radiusMm: 4 }] };
    const forces = { ...none, speed, propagation: 1, curvature: 0.2 };
    const stopped = run(grid, start, forces, 300, ({ iteration }) => iteration === 17);
    const again = run(grid, start, forces, 17);
    expect(again.inside()).toEqual(stopped.inside());
    for (const contour of [stopped, again]) expect(contour.inside().reduce((sum, inside) => sum + inside, 0)).toBe(contour.insideVoxels);
  });

  it('goes on from a mask as from the bubble that made it', () => {
    const bubble = { bubbles: [{ centre: [22, 20, 12] as const, radiusMm: 6 }] };
    const mask = run(grid, bubble, { ...none, speed }, 0).inside();
    const forces = { ...none, speed, propagation: 1, curvature: 0.4 };
    expect(diceOf(run(grid, { mask }, forces, 150).inside(), run(grid, bubble, forces, 150).inside())).toBeGreaterThan(0.99);
  });

  it('held by curvature does not leak through a thin bridge', () => {
    const size = [56, 25, 25] as const;
    const bridged = { size, spacingMm: [1, 1, 1] } as const;
    const isFar = (i: number, j: number, k: number): boolean => Math.hypot(i - 43, j - 12, k - 12) < 9;
    const objects = valuesIn(size, (i, j, k) => (Math.hypot(i - 12, j - 12, k - 12) < 9 || isFar(i, j, k) || (i > 12 && i < 43 && Math.hypot(j - 12, k - 12) <= 2) ? 1 : -1));
    const far = labelsIn(size, (i, j, k) => Number(isFar(i, j, k)));
    const near = labelsIn(size, (i, j, k) => Number(Math.hypot(i - 12, j - 12, k - 12) < 9));
    const reached = (curvature: number): Uint8Array => run(bridged, { bubbles: [{ centre: [12, 12, 12], radiusMm: 5 }] }, { ...none, speed: objects, propagation: 1, curvature }, 900).inside();
    // A cap as wide as the bridge, of radius 2 mm, is stopped where 2 / 2 · curvature > propagation.
    const [free, held] = [reached(0.05), reached(2)];
    expect(diceOf(free.map((inside, at) => inside & far[at]!), far)).toBeGreaterThan(0.9);
    expect(held.some((inside, at) => inside === 1 && far[at] === 1)).toBe(false);
    expect(diceOf(held, near)).toBeGreaterThan(0.9);
  });
});
