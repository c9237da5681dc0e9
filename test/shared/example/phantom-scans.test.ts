import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPhantom, type Phantom, type PhantomPreset } from '#shared/example/phantom.ts';
import { orientationCode } from '#shared/geometry/orientation.ts';
import { spacingMm } from '#shared/geometry/affine.ts';

const drawn = new Map<PhantomPreset, readonly Phantom[]>();
const phantomsOf = (preset: PhantomPreset): readonly Phantom[] => drawn.get(preset) ?? [];

beforeAll(() => {
  for (const preset of ['organs', 'sparse'] as const) {
    drawn.set(preset, Array.from({ length: 8 }, (_, number) => drawPhantom(preset, 2026, number)));
  }
});

const hashOf = ({ image, labels }: Phantom): string =>
  createHash('sha256').update(new Uint8Array(image.buffer)).update(labels).digest('hex');

function sharesBySlice({ geometry, labels }: Phantom): readonly boolean[] {
  const voxels = geometry.size[0] * geometry.size[1];
  return Array.from({ length: geometry.size[2] }, (_, k) => labels.subarray(k * voxels, (k + 1) * voxels).some((label) => label > 0));
}

/** The best Dice that any interval of intensities reaches for a label: all that a threshold can know. */
function bestThresholdDice({ image, labels }: Phantom, label: number): number {
  const sorted = Int16Array.from(image).sort();
  const cuts = Array.from({ length: 65 }, (_, at) => sorted[Math.round((at / 64) * (sorted.length - 1))] as number);
  const inside = new Float64Array(64);
  const all = new Float64Array(64);
  for (let at = 0; at < image.length; at += 1) {
    let bin = 0;
    while (bin < 63 && (image[at] as number) >= (cuts[bin + 1] as number)) bin += 1;
    all[bin] = (all[bin] as number) + 1;
    if (labels[at] === label) inside[bin] = (inside[bin] as number) + 1;
  }
  const reference = inside.reduce((sum, voxels) => sum + voxels, 0);
  let best = 0;
  for (let low = 0; low < 64; low += 1) {
    let [hit, taken] = [0, 0];
    for (let high = low; high < 64; high += 1) {
      hit += inside[high] as number;
      taken += all[high] as number;
      best = Math.max(best, (2 * hit) / (taken + reference));
    }
  }
  return best;
}

describe('a phantom', () => {
  it('is the same at every drawing, alone or among others', () => {
    expect(hashOf(drawPhantom('organs', 2026, 5))).toBe(hashOf(phantomsOf('organs')[5] as Phantom));
  });

  it('is the same in every version of the program, so that results on it can be compared', () => {
    expect(phantomsOf('organs').slice(0, 2).map(hashOf)).toMatchInlineSnapshot(`
      [
        "b79e463fdfe596fc1c7cf885bc307ee6bde3953ef8b9a406bca7a5a5788fccca",
        "d79495e69f156a2e781154dc33c5d3ed45a6cb9c06efa6dd76f2fe57b5dc3582",
      ]
    `);
    expect(phantomsOf('sparse').slice(0, 2).map(hashOf)).toMatchInlineSnapshot(`
      [
        "0307f322822fa3084fead7f7a58d70551f1350280ff8971f02b8f2fe323f50a4",
        "f071ee9897ee27b1a9110045a3f52f384e76539d46249a7fe5483993cd14998d",
      ]
    `);
  });

  it('differs from every other, and with the seed', () => {
    const hashes = [...phantomsOf('organs'), ...phantomsOf('sparse'), drawPhantom('organs', 2027, 5)].map(hashOf);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('has thick slices on a grid that is not the same for all', () => {
    const phantoms = phantomsOf('organs');
    for (const { geometry } of phantoms) {
      const [x, y, z] = spacingMm(geometry.affine);
      expect(x).toBeCloseTo(y, 6);
      expect(x).toBeGreaterThan(1.1);
      expect(x).toBeLessThan(1.3);
      expect(z).toBeCloseTo(3, 6);
    }
    expect(new Set(phantoms.map(({ geometry }) => geometry.size.join())).size).toBeGreaterThan(2);
    expect(new Set(phantoms.map(({ geometry }) => orientationCode(geometry.affine))).size).toBeGreaterThan(1);
  });

  it('is tilted in some scans and straight in others', () => {
    const isTilted = phantomsOf('organs').map(({ geometry: { affine } }) => Math.abs(affine[9]) > 0.01);
    expect(isTilted).toContain(true);
    expect(isTilted).toContain(false);
  });
});

describe('organs', () => {
  it('are there in every scan, all three', () => {
    for (const { labels } of phantomsOf('organs')) expect([...new Set(labels)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('cannot be found by brightness alone: no threshold reaches a Dice of 0.6', () => {
    for (const phantom of phantomsOf('organs')) {
      for (const label of [1, 2, 3]) expect(bestThresholdDice(phantom, label)).toBeLessThan(0.6);
    }
  });
});

describe('sparse targets', () => {
  it('carry one label, in few slices', () => {
    for (const phantom of phantomsOf('sparse')) {
      expect([...new Set(phantom.labels)].sort()).toEqual([0, 1]);
      const slices = sharesBySlice(phantom);
      expect(slices.filter((held) => held).length).toBeLessThan(slices.length * 0.75);
    }
  });

  it('are small: under one voxel in fifty', () => {
    for (const { labels } of phantomsOf('sparse')) {
      expect(labels.filter((label) => label > 0).length).toBeLessThan(labels.length / 50);
    }
  });

  it('cannot be found by brightness alone', () => {
    for (const phantom of phantomsOf('sparse')) expect(bestThresholdDice(phantom, 1)).toBeLessThan(0.6);
  });
});
