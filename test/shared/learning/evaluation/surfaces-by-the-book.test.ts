import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeAffines } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish, measureCase, noMeasures, type MeasuredCase } from '#shared/learning/evaluation/measure-case.ts';
import { summarise } from '#shared/learning/evaluation/summary.ts';

interface Pair { readonly size: Vec3; readonly prediction: Uint8Array; readonly reference: Uint8Array }

const spaced = ([x, y, z]: Vec3): Affine => [x, 0, 0, 90, 0, y, 0, -40, 0, 0, z, 7];
const length = fc.double({ min: 0.3, max: 5, noNaN: true });
const pairs: fc.Arbitrary<Pair> = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
  .chain((size) => {
    const voxels = size[0] * size[1] * size[2];
    const mask = fc.uint8Array({ minLength: voxels, maxLength: voxels, max: 2 });
    return fc.record({ size: fc.constant(size), prediction: mask, reference: mask });
  });

const measure = ({ size, prediction, reference }: Pair, affine: Affine | null, tolerance = 1): MeasuredCase =>
  finish(measureCase({ size, prediction, reference, affine, completeSlices: null }, () => tolerance));

/** The definitions word by word: every surface voxel against every other, each asked for each neighbour's label. */
function byTheBook({ size, prediction, reference }: Pair, label: number, affine: Affine, tolerance: number): Record<string, number> {
  const surface = (mask: Uint8Array): Vec3[] => {
    const labelAt = ([i, j, k]: Vec3): number | undefined =>
      (i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2] ? mask[i + size[0] * (j + size[1] * k)] : undefined);
    const all = Array.from(mask, (_, at): Vec3 => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])]);
    const steps = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).filter((_, axis) => size[axis]! > 1 || size.every((one) => one === 1));
    return all.filter((place) => labelAt(place) === label && steps.some((step) =>
      [-1, 1].some((sign) => labelAt([place[0] + sign * step[0], place[1] + sign * step[1], place[2] + sign * step[2]]) !== label)));
  };
  const away = (a: Vec3, b: Vec3): number => {
    const [i, j, k] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    return Math.hypot(affine[0] * i + affine[1] * j + affine[2] * k, affine[4] * i + affine[5] * j + affine[6] * k, affine[8] * i + affine[9] * j + affine[10] * k);
  };
  const [ours, theirs] = [surface(prediction), surface(reference)];
  const directed = (from: Vec3[], to: Vec3[]): number[] => from.map((a) => Math.min(...to.map((b) => away(a, b)))).sort((a, b) => a - b);
  const [there, back] = [directed(ours, theirs), directed(theirs, ours)];
  const percentile95 = (sorted: number[]): number => {
    const place = 0.95 * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.min(Math.floor(place) + 1, sorted.length - 1)]!];
    return below + (place % 1) * (above - below);
  };
  const both = [...there, ...back];
  return {
    hd: Math.max(...both),
    hd95: Math.max(percentile95(there), percentile95(back)),
    assd: both.reduce((sum, one) => sum + one, 0) / both.length,
    // A distance that is the tolerance but for rounding is a matter of its own, below.
    ...both.some((one) => Math.abs(one - tolerance) < 2e-4) ? {} : { surfaceDice: both.filter((one) => one <= tolerance).length / both.length },
  };
}

function expectByTheBook(pair: Pair, affine: Affine | null, tolerance: number): void {
  for (const [label, measures] of measure(pair, affine, tolerance).labels) {
    if (measures.found !== 'both') continue;
    const expected = byTheBook(pair, label, affine ?? spaced([1, 1, 1]), tolerance);
    for (const [name, value] of Object.entries(expected)) expect(measures[name as 'hd'], `${name} of label ${label}`).toBeCloseTo(value, 5);
  }
}

describe('any two masks are measured as the definitions say', () => {
  it('on a grid of any spacing', () => {
    fc.assert(fc.property(pairs, fc.tuple(length, length, length), (pair, spacing) => expectByTheBook(pair, spaced(spacing), 1.234567)), { numRuns: 300 });
  });

  it('in voxels where the spacing is not to be believed', () => {
    fc.assert(fc.property(pairs, (pair) => expectByTheBook(pair, null, 1.5)), { numRuns: 100 });
  });

  it('on the sheared grid of a tilted gantry, where distances do not go axis by axis', () => {
    const tilted: fc.Arbitrary<Affine> = fc.record({ spacing: fc.tuple(length, length, length), tilt: fc.double({ min: 0.05, max: 0.5, noNaN: true }) })
      .map(({ spacing: [x, y, z], tilt }) => [x, 0, 0, 0, 0, y, z * Math.sin(tilt), 0, 0, 0, z * Math.cos(tilt), 0]);
    fc.assert(fc.property(pairs, tilted, (pair, affine) => expectByTheBook(pair, affine, 1.234567)), { numRuns: 300 });
  });

  it('however the patient lies in the scanner: turning the grid changes nothing', () => {
    const turned = (affine: Affine): Affine => {
      const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
      return composeAffines([c, -s, 0, 10, s, c, 0, -5, 0, 0, 1, 300], affine);
    };
    const pair: Pair = { size: [6, 5, 4], prediction: Uint8Array.from({ length: 120 }, (_, at) => Number(at % 7 < 3)), reference: Uint8Array.from({ length: 120 }, (_, at) => Number(at % 5 < 2)) };
    const [straight, oblique] = [spaced([1, 1, 2]), turned(spaced([1, 1, 2]))].map((affine) => measure(pair, affine).labels.get(1)!);
    for (const name of ['hd', 'hd95', 'assd', 'surfaceDice', 'volumePredicted'] as const) expect(oblique![name]).toBeCloseTo(straight![name]!, 5);
  });
});

describe('what follows from the definitions', () => {
  it('exchanging the masks changes no distance and turns the error of the volume round', () => {
    fc.assert(fc.property(pairs, fc.tuple(length, length, length), (pair, spacing) => {
      const there = measure(pair, spaced(spacing)).labels;
      const back = measure({ ...pair, prediction: pair.reference, reference: pair.prediction }, spaced(spacing)).labels;
      for (const [label, { hd, hd95, assd, surfaceDice, volumeError }] of there) {
        const other = back.get(label)!;
        expect([other.hd, other.hd95, other.surfaceDice, other.volumeError! + volumeError!]).toEqual([hd, hd95, surfaceDice, 0]);
        if (assd !== null) expect(other.assd).toBeCloseTo(assd, 9);
      }
    }));
  });

  it('no percentile and no mean exceeds the largest distance, and a mask lies at no distance from itself', () => {
    fc.assert(fc.property(pairs, (pair) => {
      for (const { found, hd, hd95, assd } of measure(pair, null).labels.values()) {
        if (found !== 'both') continue;
        expect(hd95!).toBeLessThanOrEqual(hd!);
        expect(assd!).toBeLessThanOrEqual(hd! + 1e-9);
      }
      for (const { hd, hd95, assd, surfaceDice, volumeError } of measure({ ...pair, prediction: pair.reference }, null).labels.values()) {
        expect([hd, hd95, assd, surfaceDice, volumeError]).toEqual([0, 0, 0, 1, 0]);
      }
    }));
  });

  it('two plates of 30 × 30 voxels, 4 voxels of 2.5 mm apart, are 10 mm apart everywhere', () => {
    const plate = (at: number): Uint8Array => Uint8Array.from({ length: 30 * 30 * 8 }, (_, voxel) => Number(Math.floor(voxel / 900) === at));
    const pair = { size: [30, 30, 8], prediction: plate(1), reference: plate(5) } as const;
    expect(measure(pair, spaced([0.5, 0.5, 2.5]), 10).labels.get(1)).toMatchObject({ hd: 10, hd95: 10, assd: 10, surfaceDice: 1, dice: 0 });
    expect(measure(pair, spaced([0.5, 0.5, 2.5]), 9.99).labels.get(1)).toMatchObject({ surfaceDice: 0 });
  });
});

it('what lies exactly the tolerance away is within it, also where single precision made the spacing 1.0000001', () => {
  const pair: Pair = { size: [4, 1, 1], prediction: Uint8Array.of(1, 1, 0, 0), reference: Uint8Array.of(0, 0, 1, 1) };
  const dice = (spacing: number, tolerance: number): number | null => measure(pair, spaced([spacing, 1, 1]), tolerance).labels.get(1)!.surfaceDice;
  expect([dice(1, 1), dice(1.0000001, 1), dice(0.9999999, 1), dice(1.001, 1)]).toEqual([0.5, 0.5, 0.5, 0]);
});

describe('what cannot be measured', () => {
  const size: Vec3 = [4, 3, 2];
  const mask = (...at: number[]): Uint8Array => Uint8Array.from({ length: 24 }, (_, voxel) => Number(at.includes(voxel)));

  it('a label in one mask alone overlaps nothing, has a volume, and no distance', () => {
    const held = { size, prediction: mask(), reference: mask(0, 1, 2) };
    const noDistance = { hd: null, hd95: null, assd: null, surfaceDice: null, dice: 0, jaccard: 0, precision: 0, recall: 0 };
    expect(measure(held, spaced([1, 1, 2])).labels.get(1)).toMatchObject({ ...noDistance, found: 'missed', volumePredicted: 0, volumeReference: 0.006, volumeError: -0.006 });
    expect(measure({ size, prediction: held.reference, reference: held.prediction }, null).labels.get(1))
      .toMatchObject({ ...noDistance, found: 'invented', volumePredicted: 3, volumeReference: 0, volumeError: 3 });
  });

  it('a label in neither mask has no figure at all', () => {
    expect(measure({ size, prediction: mask(), reference: mask() }, null).labels.size).toBe(0);
    expect(Object.values(noMeasures).filter((value) => typeof value === 'number')).toEqual([]);
  });

  it('of a partly complete case the overlaps are of its complete slices, and nothing is said of the whole', () => {
    // Slice k = 0 agrees in one voxel of two; in k = 1, which nobody finished, everything is wrong.
    const pair = { size, prediction: mask(0, 12, 13, 14), reference: mask(0, 1) };
    const { labels, compared } = finish(measureCase({ ...pair, affine: spaced([1, 1, 1]), completeSlices: { axis: 2, slices: [0] } }, () => 1));
    expect(labels.get(1)).toEqual({
      found: 'both', dice: 2 / 3, jaccard: 1 / 2, accuracy: 11 / 12, precision: 1, recall: 1 / 2,
      hd: null, hd95: null, assd: null, surfaceDice: null, volumePredicted: null, volumeReference: null, volumeError: null,
    });
    expect(compared.anyForeground.trueNegatives).toBe(10);
    const across = finish(measureCase({ ...pair, affine: null, completeSlices: { axis: 0, slices: [1, 3] } }, () => 1));
    expect(across.labels.get(1)).toMatchObject({ found: 'both', dice: 0, accuracy: 10 / 12 });
  });

  it('no complete slice: no label, no figure', () => {
    expect(finish(measureCase({ size, prediction: mask(1), reference: mask(2), affine: null, completeSlices: { axis: 2, slices: [] } }, () => 1)).labels.size).toBe(0);
  });

  it('masks that are not of this size are refused', () => {
    expect(() => measure({ size: [5, 3, 2], prediction: mask(1), reference: mask(2) }, null)).toThrow(RangeError);
  });
});

describe('a summary', () => {
  // In R: sd(c(2, 4, 4, 4, 5, 5, 7, 9)) is 2.13809.
  it('is that of the sample', () => {
    const { mean, sd, median, n } = summarise([2, 4, 4, null, 4, 5, 5, 7, null, 9]);
    expect([mean, median, n]).toEqual([5, 4.5, 8]);
    expect(sd).toBeCloseTo(2.13809, 5);
  });

  it('says no more than there is', () => {
    expect(summarise([null])).toEqual({ mean: null, sd: null, median: null, n: 0 });
    expect(summarise([3, null])).toEqual({ mean: 3, sd: null, median: 3, n: 1 });
  });
});
