import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise, replaceNonFinite } from '#shared/learning/normalise.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { valuesAtRanks } from '#shared/voxels/order-statistic.ts';

const zScore = { kind: 'z-score', lowPercentile: 0, highPercentile: 100 } as const;

describe('order statistics', () => {
  it('are those of the sorted array', () => {
    fc.assert(fc.property(
      fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 60 }).map((numbers) => Float32Array.from(numbers, (one) => one + 0)),
      (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const ranks = sorted.map((_, rank) => rank);
        expect(valuesAtRanks(values, ranks)).toEqual(sorted);
      },
    ));
  });
});

describe('normalisation of MR', () => {
  it('leaves mean 0 and deviation 1, whatever the scanner’s scale', () => {
    const shape = Float32Array.from({ length: 1000 }, (_, at) => Math.sin(at) + at / 300);
    const small = shape.slice();
    normalise(small, zScore, 'small');
    const mean = small.reduce((sum, value) => sum + value, 0) / small.length;
    const variance = small.reduce((sum, value) => sum + (value - mean) ** 2, 0) / small.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
    const large = shape.map((value) => value * 4096 + 131072);
    normalise(large, zScore, 'large');
    large.forEach((value, at) => expect(value).toBeCloseTo(small[at] as number, 3));
  });

  it('is not moved by a few voxels far brighter than all others', () => {
    const values = Float32Array.from({ length: 1000 }, (_, at) => at % 10);
    const expected = values.slice();
    const plan = { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 } as const;
    normalise(expected, plan, 'without');
    values[3] = 1.7e6;
    values[7] = 1.7e6;
    normalise(values, plan, 'with');
    expect(values[11]).toBeCloseTo(expected[11] as number, 1);
  });

  it('does not count an empty frame around the organ', () => {
    const organ = Float32Array.from({ length: 100 }, (_, at) => 50 + (at % 7));
    const alone = organ.slice();
    normalise(alone, zScore, 'alone');
    const framed = new Float32Array(100 + 900);
    framed.set(organ, 400);
    normalise(framed, { ...zScore }, 'framed');
    organ.forEach((_, at) => expect(framed[400 + at]).toBeCloseTo(alone[at] as number, 5));
    expect(framed[0]).toBe(Math.min(...alone));
  });

  it('still sees a drawn shape of one value in an empty frame, and a single bright voxel', () => {
    for (const shape of [Float32Array.from({ length: 100 }, (_, at) => (at < 20 ? 255 : 0)), Float32Array.from({ length: 1000 }, (_, at) => (at === 5 ? 9 : 0))]) {
      const bright = shape.indexOf(Math.max(...shape));
      normalise(shape, { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 }, 'shape');
      expect(shape[bright]).toBeGreaterThan(shape[shape.length - 1] as number);
    }
  });

  it('refuses an image without any contrast, and names its case', () => {
    const flat = new Float32Array(64).fill(12);
    try {
      normalise(flat, zScore, 'patient 7');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserFacingError);
      expect((error as UserFacingError).code).toBe('bad-input');
      expect((error as UserFacingError).sentence.en).toContain('patient 7');
      expect((error as UserFacingError).sentence['zh-CN']).toContain('patient 7');
    }
  });
});

describe('normalisation of CT', () => {
  it('is refused where the range of a CT leaves nothing to see', () => {
    const kinds = [{ kind: 'window', low: -1000, high: 1000 }, { kind: 'foreground', low: -150, high: 250, mean: 80, deviation: 40 }] as const;
    for (const plan of kinds) {
      expect(() => normalise(Float32Array.of(40, 40, 40), plan, 'flat')).toThrow(/flat has the same value/);
      // Stored 2,000 too high, as by a lost intercept.
      expect(() => normalise(Float32Array.of(1000, 2040, 3100), plan, 'shifted')).toThrow(/shifted lie beyond.*Hounsfield/);
      expect(() => normalise(Float32Array.of(-1000, 40), plan, 'ct')).not.toThrow();
    }
  });

  it('maps the window to −1 … 1 and cuts off what lies outside', () => {
    const values = Float32Array.of(-1024, -160, 40, 240, 3000);
    normalise(values, { kind: 'window', low: -160, high: 240 }, 'ct');
    expect([...values]).toEqual([-1, -1, 0, 1, 1]);
  });
});

describe('voxels that hold no number', () => {
  it('become the smallest finite value and are counted', () => {
    const values = Float32Array.of(5, NaN, -3, Infinity, 2, -Infinity);
    expect(replaceNonFinite(values)).toBe(3);
    expect([...values]).toEqual([5, -3, -3, -3, 2, -3]);
    expect(replaceNonFinite(values)).toBe(0);
  });
});
