import { describe, expect, it } from 'vitest';
import { drawIntensityChange, unchanged, type IntensityChange } from '#shared/learning/augment.ts';
import { noChange } from '#shared/learning/complete-plan.ts';
import { changeIntensities } from '#shared/learning/intensities.ts';
import type { StackVector } from '#shared/learning/patch-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';

function changed(values: Float32Array, lengths: StackVector, change: Partial<IntensityChange>, flat: 0 | 1 | 2 | null = null): Float32Array {
  const copy = values.slice();
  changeIntensities(copy, lengths, flat, { ...unchanged, ...change }, randomDraws(1, 'noise', 0, 0));
  return copy;
}

function mean(numbers: Float32Array): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

describe('changes of intensity', () => {
  const all = { ...noChange, gamma: 0.3, brightness: 0.5, contrast: 0.3, noise: 0.2 } as const;

  it('stay within what the plan allows, and are none where it allows none', () => {
    for (let sample = 0; sample < 300; sample++) {
      const drawn = drawIntensityChange(all, randomDraws(1, 'intensities', 0, sample));
      for (const [value, change] of [[drawn.gamma, 0.3], [drawn.contrast, 0.3]] as const) {
        expect(value).toBeGreaterThanOrEqual(1 / (1 + change) - 1e-9);
        expect(value).toBeLessThanOrEqual(1 + change + 1e-9);
      }
      expect(Math.abs(drawn.brightness)).toBeLessThanOrEqual(0.5);
      expect(drawn.noise).toBeLessThanOrEqual(0.2);
      expect(drawIntensityChange(noChange, randomDraws(1, 'intensities', 0, sample))).toEqual(unchanged);
    }
  });

  it('keep the range under gamma and the mean under contrast; noise has its deviation', () => {
    const values = Float32Array.from({ length: 4096 }, (_, at) => Math.sin(at));
    const cube: StackVector = [16, 16, 16];
    const gamma = changed(values, cube, { gamma: 1.5 });
    expect(Math.min(...gamma)).toBeCloseTo(Math.min(...values), 5);
    expect(Math.max(...gamma)).toBeCloseTo(Math.max(...values), 5);
    // From −1 to 1, as the sine does to five digits.
    gamma.forEach((value, at) => expect(value).toBeCloseTo((((values[at] as number) + 1) / 2) ** 1.5 * 2 - 1, 4));
    expect(mean(changed(values, cube, { contrast: 1.4, brightness: 0.25 }))).toBeCloseTo(mean(values) + 0.25, 5);
    const noise = changed(values, cube, { noise: 0.5 }).map((value, at) => value - (values[at] as number));
    // Of 4,096 draws within five standard errors.
    expect(Math.abs(mean(noise))).toBeLessThan((5 * 0.5) / 64);
    expect(Math.sqrt(mean(noise.map((one) => one * one)))).toBeCloseTo(0.5, 1);
  });

  it('that are switched off leave the others as they were', () => {
    const every = { ...all, blur: 1.2, lowResolution: 1 };
    for (let sample = 0; sample < 40; sample++) {
      const drawn = drawIntensityChange(every, randomDraws(1, 'intensities', 0, sample));
      for (const kind of ['gamma', 'brightness', 'contrast', 'noise', 'blur', 'lowResolution'] as const) {
        expect(drawIntensityChange({ ...every, [kind]: 0 }, randomDraws(1, 'intensities', 0, sample))).toEqual({ ...drawn, [kind]: unchanged[kind] });
      }
    }
  });
});

describe('blur', () => {
  it('makes of one voxel the product of three bell curves', () => {
    const side = 13;
    const point = new Float32Array(side ** 3);
    point[(6 * side + 6) * side + 6] = 1;
    const blurred = changed(point, [side, side, side], { blur: 1 });
    const bell = (away: number): number => Math.exp(-(away ** 2) / 2) / Math.sqrt(2 * Math.PI);
    // Cut off at three deviations, a curve's sum is 0.3 % short of 1.
    for (const [z, y, x] of [[6, 6, 6], [5, 6, 6], [6, 4, 6], [6, 6, 8], [5, 7, 4]] as const) {
      const expected = bell(z - 6) * bell(y - 6) * bell(x - 6);
      expect((blurred[(z * side + y) * side + x] as number) / expected).toBeCloseTo(1, 1);
    }
    expect(blurred.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
  });

  it('leaves what is the same everywhere, and does not reach across the flat axis or between channels', () => {
    expect(changed(new Float32Array(60).fill(3), [3, 4, 5], { blur: 1.5 }).every((value) => Math.abs(value - 3) < 1e-5)).toBe(true);
    // Each slice, and each of two channels, holds a number of its own.
    const numbered = Float32Array.from({ length: 3 * 4 * 5 * 2 }, (_, at) => 10 * Math.floor(at / 40) + (at % 2));
    const across = changed(numbered, [3, 4, 5], { blur: 1.5, lowResolution: 2 }, 0);
    across.forEach((value, at) => expect(value).toBeCloseTo(numbered[at] as number, 4));
  });
});

describe('low resolution', () => {
  it('keeps every second voxel of a line, and draws straight lines between them', () => {
    const line = Float32Array.from([5, 1, 7, 3, 2, 9, 4, 8]);
    // Four voxels of twice the width: their middles lie between the first and second voxel, and so on; taken is the second.
    const [a, b, c, d] = [1, 3, 9, 8];
    const expected = [a, 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b, 0.75 * b + 0.25 * c, 0.25 * b + 0.75 * c, 0.75 * c + 0.25 * d, 0.25 * c + 0.75 * d, d];
    expect([...changed(line, [1, 1, 8], { lowResolution: 2 })]).toEqual(expected);
  });
});
