import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { allTiles, hasTile, offsetOf, readTile, tileRectangle, tilesOfSlice } from '#shared/labels/tile-layout.ts';

const size = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 3 }));

describe('tiles of a volume', () => {
  it('cover every voxel exactly once, whatever the size', () => {
    fc.assert(fc.property(size, (volumeSize: Vec3) => {
      const covered = new Uint8Array(volumeSize[0] * volumeSize[1] * volumeSize[2]);
      for (const address of allTiles(volumeSize)) {
        const rectangle = tileRectangle(volumeSize, address);
        for (let row = 0; row < rectangle.height; row += 1) {
          const from = offsetOf(volumeSize, rectangle) + row * volumeSize[0];
          for (let at = from; at < from + rectangle.width; at += 1) covered[at]! += 1;
        }
      }
      expect(covered.every((times) => times === 1)).toBe(true);
    }), { numRuns: 40 });
  });

  it('are counted row by row, i fastest, the last ones smaller', () => {
    // 140 × 70: columns begin at 0, 64, 128; rows at 0, 64.
    expect(tilesOfSlice([140, 70, 4])).toEqual({ columns: 3, rows: 2 });
    expect(tileRectangle([140, 70, 4], { k: 2, tile: 5 })).toEqual({ i: 128, j: 64, k: 2, width: 12, height: 6 });
    expect(tileRectangle([140, 70, 4], { k: 0, tile: 1 })).toEqual({ i: 64, j: 0, k: 0, width: 64, height: 64 });
  });

  it('read the voxels at their place', () => {
    const volume = Uint8Array.from({ length: 140 * 70 * 4 }, (_, index) => index % 251);
    const tile = readTile(volume, [140, 70, 4], tileRectangle([140, 70, 4], { k: 2, tile: 5 }));
    expect(tile.length).toBe(72);
    // Row 1, column 3 of the tile is voxel (131, 65, 2).
    expect(tile[1 * 12 + 3]).toBe((131 + 140 * (65 + 70 * 2)) % 251);
  });

  it.each([{ k: -1, tile: 0 }, { k: 4, tile: 0 }, { k: 0, tile: 6 }, { k: 0, tile: -1 }, { k: 0.5, tile: 0 }, { k: 0, tile: NaN }])(
    'does not have %o',
    (address) => {
      expect(hasTile([140, 70, 4], address)).toBe(false);
      expect(() => tileRectangle([140, 70, 4], address)).toThrow(RangeError);
    },
  );
});
