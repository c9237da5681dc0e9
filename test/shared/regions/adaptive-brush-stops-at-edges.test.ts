import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { type AdaptiveBrush, adaptiveRegion, usualGranularity, usualSmoothness } from '#shared/regions/adaptive-brush.ts';
import type { Grid } from '#shared/regions/grid.ts';

const usual: AdaptiveBrush = { radiusMm: 14, axis: 2, granularity: usualGranularity, smoothness: usualSmoothness };

interface Scene {
  readonly grid: Grid;
  readonly values: Float32Array;
  /** Signed distance from the edge, mm; the near side is negative. */
  readonly beyond: (voxel: Vec3) => number;
  readonly centre: Vec3;
}

/** Two regions parted by a plane through the middle, noise of deviation 1; the centre so far before the edge. */
function scene(seed: number, size: Vec3, spacingMm: Vec3, contrast: number, blurMm: number, distanceMm: number): Scene {
  const draws = randomDraws(seed, 'phantom', 0, 0);
  const towards = ([0, 1, 2] as const).map((axis) => (size[axis] === 1 ? 0 : draws.normal()));
  const length = Math.hypot(...towards);
  const [a, b, c] = towards.map((part) => part / length) as [number, number, number];
  const middle = size.map((count) => (count - 1) / 2) as [number, number, number];
  const beyond = ([i, j, k]: Vec3): number =>
    (i - middle[0]) * spacingMm[0] * a + (j - middle[1]) * spacingMm[1] * b + (k - middle[2]) * spacingMm[2] * c;
  const values = Float32Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => {
    const away = beyond([at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])]);
    const share = blurMm > 0 ? 1 / (1 + Math.exp((-1.7 * away) / blurMm)) : Number(away > 0);
    return contrast * share + draws.normal();
  });
  const centre: Vec3 = [middle[0] - (distanceMm * a) / spacingMm[0], middle[1] - (distanceMm * b) / spacingMm[1], middle[2] - (distanceMm * c) / spacingMm[2]];
  return { grid: { size, spacingMm }, values, beyond, centre };
}

/** How far the furthest painted voxel lies beyond the edge, and which share of the disc's or ball's near side is painted. */
function painted({ grid, values, beyond, centre }: Scene, brush: AdaptiveBrush): { readonly furthestMm: number; readonly share: number } {
  const { box, mask } = adaptiveRegion(values, grid, centre, brush);
  let [furthestMm, near, found, at] = [-Infinity, 0, 0, 0];
  for (let k = box.first[2]; k <= box.last[2]; k++) {
    for (let j = box.first[1]; j <= box.last[1]; j++) {
      for (let i = box.first[0]; i <= box.last[0]; i++, at++) {
        const awayMm = Math.hypot(...[i, j, k].map((place, axis) => (place - centre[axis]!) * grid.spacingMm[axis]!));
        if (mask[at] === 1) {
          expect(awayMm).toBeLessThanOrEqual(brush.radiusMm);
          furthestMm = Math.max(furthestMm, beyond([i, j, k]));
        }
        if (awayMm > brush.radiusMm || beyond([i, j, k]) > -0.5) continue;
        near += 1;
        found += mask[at]!;
      }
    }
  }
  return { furthestMm, share: found / near };
}

describe('two regions, an edge and noise', () => {
  const flat: Vec3 = [64, 64, 1];

  it('painting on one side never crosses by more than a voxel, and fills its side', () => {
    for (const [contrast, blurMm] of [[5, 0], [6, 1], [12, 0], [40, 1.5], [1000, 0.7]] as const) {
      for (let seed = 0; seed < 12; seed++) {
        const { furthestMm, share } = painted(scene(seed, flat, [1, 1, 1], contrast, blurMm, 2 + seed), usual);
        expect(furthestMm, `contrast ${contrast}, seed ${seed}`).toBeLessThanOrEqual(1);
        expect(share, `contrast ${contrast}, seed ${seed}`).toBeGreaterThan(0.97);
      }
    }
  });

  it('nor where voxels are longer one way, nor in a ball', () => {
    for (let seed = 0; seed < 6; seed++) {
      const long = painted(scene(seed, [64, 32, 1], [1, 2, 1], 8, 0, 4 + seed), usual);
      expect(long.furthestMm).toBeLessThanOrEqual(2);
      expect(long.share).toBeGreaterThan(0.97);
      const ball = painted(scene(seed, [26, 26, 20], [1, 1, 1.5], 8, 1, 3 + seed), { ...usual, radiusMm: 9, axis: null });
      expect(ball.furthestMm).toBeLessThanOrEqual(1.5);
      expect(ball.share).toBeGreaterThan(0.97);
    }
  });

  it('without an edge, and with one that is weaker than asked for, the whole disc is painted', () => {
    for (let seed = 0; seed < 6; seed++) {
      expect(painted(scene(seed, flat, [1, 1, 1], 0, 0, 2), usual)).toMatchObject({ share: 1 });
      expect(painted(scene(seed, flat, [1, 1, 1], 5, 0, 5), { ...usual, granularity: 30 }).furthestMm).toBeGreaterThan(8);
    }
  });
});

describe('without noise', () => {
  /** A bright square from 10 to 20 on dark, with a wall two voxels thick on its right. */
  const values = Int16Array.from({ length: 32 * 32 }, (_, at) => {
    const [u, v] = [at % 32, Math.floor(at / 32)];
    return u === 25 || u === 26 ? 300 : u >= 10 && u <= 20 && v >= 10 && v <= 20 ? 100 : 0;
  });
  const grid: Grid = { size: [32, 32, 1], spacingMm: [1, 1, 1] };
  const voxelsAt = (centre: Vec3, brush: AdaptiveBrush): string[] => {
    const { box, mask } = adaptiveRegion(values, grid, centre, brush);
    const width = box.last[0] - box.first[0] + 1;
    return [...mask].flatMap((bit, at) => (bit === 1 ? [`${box.first[0] + (at % width)},${box.first[1] + Math.floor(at / width)}`] : []));
  };

  it('a thing is painted to its sides from anywhere in it', () => {
    for (const centre of [[15, 15, 0], [10, 10, 0], [20, 13, 0]] as const) {
      expect(voxelsAt(centre, { ...usual, radiusMm: 15 }).length).toBe(11 * 11);
    }
  });

  it('what is beyond a thin wall is not reached, though it looks the same', () => {
    expect(voxelsAt([23, 5, 0], usual).filter((place) => Number(place.split(',')[0]) > 24)).toEqual([]);
  });

  it('the voxel under the pointer is painted always, and nothing is where the pointer lies outside', () => {
    expect(voxelsAt([15.4, 15.4, 0], { ...usual, radiusMm: 0.1 })).toEqual(['15,15']);
    expect(voxelsAt([40, 15, 0], usual)).toEqual([]);
  });

  it('a slice of any axis is painted as that slice alone', () => {
    const size = [24, 24, 24] as const;
    const volume = Float32Array.from({ length: 24 ** 3 }, (_, at) => Number(at % 24 > 11) + 2 * Number(Math.floor(at / 24) % 24 > 11) + 4 * Number(Math.floor(at / 576) > 11));
    for (const axis of [0, 1, 2] as const satisfies readonly AxisIndex[]) {
      const { box, mask } = adaptiveRegion(volume, { size, spacingMm: [1, 1, 1] }, [6, 6, 6], { ...usual, radiusMm: 30, axis });
      expect([box.first[axis], box.last[axis]]).toEqual([6, 6]);
      expect(mask.reduce((sum, bit) => sum + bit, 0)).toBe(12 * 12);
    }
  });
});
