import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaBox, areaMask, type Place } from '#shared/measurements/area-mask.ts';

const width = 24;
const height = 20;

it('an ellipse holds the centres that its own equation holds, whichever pair of half axes describes it', () => {
  const half = fc.double({ min: 0.5, max: 9, noNaN: true });
  fc.assert(fc.property(half, half, fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }), (a, b, turn, shift) => {
    const [cu, cv] = [11.3, 9.6];
    // Conjugate half axes of the ellipse (u/a)² + (v/b)² = 1 turned by `turn`: any two whose parameters differ by 90°.
    const at = (parameter: number): Place => {
      const [x, y] = [a * Math.cos(parameter), b * Math.sin(parameter)];
      return [cu + x * Math.cos(turn) - y * Math.sin(turn), cv + x * Math.sin(turn) + y * Math.cos(turn)];
    };
    const points = [[cu, cv] as Place, at(shift), at(shift + Math.PI / 2)];
    const mask = areaMask('ellipse', points, width, height);
    const { first, last } = areaBox('ellipse', points);
    for (let v = 0; v < height; v += 1) {
      for (let u = 0; u < width; u += 1) {
        const [x, y] = [u - cu, v - cv];
        const sum = ((x * Math.cos(turn) + y * Math.sin(turn)) / a) ** 2 + ((y * Math.cos(turn) - x * Math.sin(turn)) / b) ** 2;
        if (Math.abs(sum - 1) < 1e-9) continue;
        expect(mask[u + width * v]).toBe(Number(sum < 1));
        if (sum < 1) expect(u > first[0] && u < last[0] && v > first[1] && v < last[1]).toBe(true);
      }
    }
    for (let step = 0; step < 64; step += 1) {
      const [u, v] = at((step * Math.PI) / 32);
      expect(u >= first[0] - 1e-9 && u <= last[0] + 1e-9 && v >= first[1] - 1e-9 && v <= last[1] + 1e-9).toBe(true);
    }
  }), { numRuns: 30 });
});

it('an ellipse without extent and one outside hold nothing', () => {
  for (const points of [[[5, 5], [9, 5], [13, 5]], [[5, 5], [5, 5], [5, 5]], [[500, 5], [502, 5], [500, 9]]] as Place[][]) {
    expect(areaMask('ellipse', points, width, height).some((inside) => inside !== 0)).toBe(false);
  }
});
