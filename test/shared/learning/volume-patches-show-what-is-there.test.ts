import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unmoved, type SpatialChange } from '#shared/learning/augment.ts';
import { makeDeformation, type Deformation } from '#shared/learning/deformation.ts';
import { cutPatch, cutWindow, type PatchTarget } from '#shared/learning/patches.ts';
import type { StackVector } from '#shared/learning/patch-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { LabelledStack, TeachingPlanes } from '#shared/learning/slice-stack.ts';
import { stackOf } from './stacks.ts';

interface Cut {
  readonly place: StackVector;
  readonly lengths: StackVector;
  readonly change?: Partial<SpatialChange>;
  readonly deformation?: Deformation | null;
  readonly spacingMm?: StackVector;
}

function cut(stack: LabelledStack, { place: [slice, row, column], lengths, change = {}, deformation = null, spacingMm = [1, 1, 1] }: Cut): PatchTarget {
  const voxels = lengths[0] * lengths[1] * lengths[2];
  const target: PatchTarget = { lengths, contextSlices: 1, image: new Float32Array(voxels), labels: new Int32Array(voxels), valid: new Float32Array(voxels) };
  cutPatch(stack, { stack: 0, slice, row, column }, { ...unmoved, ...change }, deformation, spacingMm, target);
  return target;
}

/** 10,000 · slice + 100 · row + column. */
const numbered = stackOf({ slices: 9, rows: 11, columns: 13, image: (s, r, c) => 10_000 * s + 100 * r + c, label: (s, r, c) => (s + 2 * r + 3 * c) % 5 });
const angle = fc.double({ min: -3, max: 3, noNaN: true });
const anyChange = fc.record({
  rotation: fc.tuple(angle, angle, angle), scale: fc.double({ min: 0.7, max: 1.5, noNaN: true }),
  mirrored: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});

describe('a patch of a volume', () => {
  it('without changes is a copy that stays inside the volume', () => {
    const { image, labels, valid } = cut(numbered, { place: [8, 5, 0], lengths: [4, 4, 4] });
    // Windows of four around slice 8, row 5, column 0 begin at 5, 3, 0.
    const expected = Array.from({ length: 64 }, (_, at) => [5 + Math.floor(at / 16), 3 + (Math.floor(at / 4) % 4), at % 4] as const);
    expect([...image]).toEqual(expected.map(([s, r, c]) => 10_000 * s + 100 * r + c));
    expect([...labels]).toEqual(expected.map(([s, r, c]) => (s + 2 * r + 3 * c) % 5));
    expect(valid.every((one) => one === 1)).toBe(true);
  });

  it('is padded around a smaller volume, and the padding teaches nothing', () => {
    const { image, labels, valid } = cut(numbered, { place: [4, 5, 6], lengths: [12, 12, 14] });
    expect(valid.reduce((sum, one) => sum + one, 0)).toBe(9 * 11 * 13);
    image.forEach((value, at) => expect(value === -9).toBe(valid[at] === 0));
    expect(labels.every((label, at) => valid[at] === 1 || label === 0)).toBe(true);
  });

  it.each([0, 1, 2] as const)('turned by a quarter about axis %i is the quarter turn of its voxels', (axis) => {
    const lengths: StackVector = [5, 5, 5];
    const place: StackVector = [4, 5, 6];
    const plain = cut(numbered, { place, lengths });
    const rotation = [0, 0, 0];
    rotation[axis] = Math.PI / 2;
    const turned = cut(numbered, { place, lengths, change: { rotation: rotation as unknown as StackVector } });
    const [to, from] = [(axis + 1) % 3, (axis + 2) % 3];
    // By a quarter the second of the two axes becomes the first, and the first the second reversed.
    const source = Array.from({ length: 125 }, (_, at) => {
      const here = [Math.floor(at / 25), Math.floor(at / 5) % 5, at % 5];
      const there = here.slice();
      there[to] = here[from] as number;
      there[from] = 4 - (here[to] as number);
      return (there[0] as number) * 25 + (there[1] as number) * 5 + (there[2] as number);
    });
    expect([...turned.image]).toEqual(source.map((at) => plain.image[at]));
    expect([...turned.labels]).toEqual(source.map((at) => plain.labels[at]));
    expect(turned.valid.every((one) => one === 1)).toBe(true);
  });

  it('mirrors each axis, twice being nothing', () => {
    const lengths: StackVector = [4, 6, 5];
    const place: StackVector = [4, 5, 6];
    const plain = cut(numbered, { place, lengths });
    const mirrored = cut(numbered, { place, lengths, change: { mirrored: [true, true, true] } });
    expect([...mirrored.image].reverse()).toEqual([...plain.image]);
    expect([...mirrored.labels].reverse()).toEqual([...plain.labels]);
    const [upsideDown] = cut(numbered, { place, lengths, change: { mirrored: [true, false, false] } }).image;
    expect(upsideDown).toBe(plain.image[3 * 30]);
  });

  it('moves image and labels together, turned, scaled, mirrored and bent', () => {
    // The image is the label, smoothly: wherever the patch looks, both must say the same.
    const slope = stackOf({ slices: 40, rows: 40, columns: 40, image: (s, r, c) => s + 2 * r + c, label: (s, r, c) => s + 2 * r + c });
    const lengths: StackVector = [12, 12, 12];
    fc.assert(fc.property(anyChange, fc.nat(), (change, seed) => {
      const deformation = makeDeformation(lengths, 1 / 6, null, randomDraws(seed, 'deformation', 0, 0));
      const { image, labels, valid } = cut(slope, { place: [20, 20, 20], lengths, change, deformation });
      // The nearest voxel is at most half a voxel away along each axis: 0.5 · (1 + 2 + 1).
      image.forEach((value, at) => expect(Math.abs(value - (labels[at] as number))).toBeLessThan(valid[at] === 1 ? 2.001 : Infinity));
      expect(valid.filter((one) => one === 1).length).toBeGreaterThan(valid.length / 2);
    }), { numRuns: 50 });
  });

  it('is turned in millimetres', () => {
    // Slices twice as far apart as rows: a quarter turn about the columns moves one row onto half a slice.
    const { image } = cut(numbered, { place: [4, 5, 6], lengths: [3, 3, 3], change: { rotation: [0, 0, Math.PI / 2] }, spacingMm: [2, 1, 1] });
    const middle = 40_506;
    expect(Math.abs((image[13 + 9] as number) - middle)).toBeCloseTo(200, 1);
    expect(Math.abs((image[13 + 3] as number) - middle)).toBeCloseTo(5000, 1);
  });

  it.each([
    ['of thick slices', { lengths: [5, 8, 8], spacingMm: [5, 1, 1] }, 0],
    ['much thinner than wide', { lengths: [8, 2, 8], spacingMm: [1, 1, 1] }, 1],
  ] as const)('%s mixes nothing across its flat axis', (_what, { lengths, spacingMm }, flat) => {
    fc.assert(fc.property(anyChange, fc.nat(), (change, seed) => {
      const deformation = makeDeformation(lengths, 0.1, flat, randomDraws(seed, 'deformation', 0, 0));
      const planes = stackOf({ slices: 20, rows: 20, columns: 20, image: (s, r) => (flat === 0 ? s : r) });
      const { image } = cut(planes, { place: [10, 10, 10], lengths, change, deformation, spacingMm });
      expect([...image].every(Number.isInteger)).toBe(true);
      expect(new Set(image).size).toBeGreaterThanOrEqual(lengths[flat]);
    }), { numRuns: 30 });
  });
});

describe('a patch of a partly complete volume', () => {
  it.each(['slices', 'rows', 'columns'] as const)('teaches the voxels of complete %s and no others', (across) => {
    const complete = Uint8Array.from({ length: 13 }, (_, plane) => (plane % 3 === 0 ? 1 : 0));
    const { image, valid } = cut(stackOf({ ...plain, teaching: { across, complete } }), { place: [3, 3, 3], lengths: [6, 6, 6] });
    image.forEach((value, at) => {
      const plane = { slices: Math.floor(value / 10_000), rows: Math.floor(value / 100) % 100, columns: value % 100 }[across];
      expect(valid[at]).toBe(plane % 3 === 0 ? 1 : 0);
    });
  });

  it('always holds the voxel that it was drawn for, however it is moved', () => {
    const lengths: StackVector = [10, 12, 8];
    fc.assert(fc.property(
      anyChange, fc.tuple(fc.nat(29), fc.nat(29), fc.nat(29)), fc.constantFrom('slices', 'rows', 'columns'), fc.boolean(), fc.nat(),
      (change, place, across, bent, seed) => {
        const teaching: TeachingPlanes = { across, complete: new Uint8Array(30) };
        teaching.complete[place[{ slices: 0, rows: 1, columns: 2 }[across]] as number] = 1;
        // It alone is labelled, in the only complete plane.
        const stack = stackOf({
          slices: 30, rows: 30, columns: 30, teaching, image: () => 0,
          label: (s, r, c) => (s === place[0] && r === place[1] && c === place[2] ? 1 : 0),
        });
        const deformation = bent ? makeDeformation(lengths, 0.05, null, randomDraws(seed, 'deformation', 0, 0)) : null;
        expect(cut(stack, { place, lengths, change, deformation }).labels.includes(1)).toBe(true);
      },
    ));
  });
});

/** Of `numbered`, but as tall as wide. */
const plain = { slices: 13, rows: 13, columns: 13, image: (s: number, r: number, c: number) => 10_000 * s + 100 * r + c };

describe('a deformation', () => {
  it('is nowhere larger than it may be, smooth, and none along a flat axis', () => {
    fc.assert(fc.property(fc.nat(), (seed) => {
      const bent = makeDeformation([6, 40, 40], 0.1, 0, randomDraws(seed, 'deformation', 0, 0));
      const line = (slice: number, row: number) => {
        const into = [new Float64Array(40), new Float64Array(40), new Float64Array(40)] as const;
        bent.line(slice, row, into);
        return into;
      };
      const [across, , along] = line(2, 7);
      expect(across.every((one) => one === 0)).toBe(true);
      expect(along.every((one) => Math.abs(one) <= 4)).toBe(true);
      // Knots are ten voxels apart: the slope of a B-spline is at most the difference of two over their distance.
      along.forEach((one, at) => expect(at === 0 ? 0 : Math.abs(one - (along[at - 1] as number))).toBeLessThanOrEqual(0.8));
      expect(line(5, 7)).toEqual(line(2, 7));
      expect(line(2, 8)).not.toEqual(line(2, 7));
    }));
  });
});

describe('a window of a volume', () => {
  it('is a copy, padded where it reaches beyond', () => {
    const image = new Float32Array(4 * 5 * 6);
    cutWindow(numbered, 7, -1, 10, { slices: 4, rows: 5, columns: 6, channels: 1, image });
    image.forEach((value, at) => {
      const [s, r, c] = [7 + Math.floor(at / 30), -1 + (Math.floor(at / 6) % 5), 10 + (at % 6)];
      expect(value).toBe(s < 9 && r >= 0 && c < 13 ? 10_000 * s + 100 * r + c : -9);
    });
  });

  it('and a patch show several images one after the other, each with its own padding', () => {
    const several: LabelledStack = { ...numbered, further: [{ image: (slice) => numbered.image(slice).map((value) => -value), padding: -5 }] };
    const window = new Float32Array(10 * 4 * 4 * 2);
    cutWindow(several, 0, 2, 3, { slices: 10, rows: 4, columns: 4, channels: 2, image: window });
    for (let at = 0; at < 160; at++) {
      const inside = at < 9 * 16;
      expect(window[2 * at + 1]).toBe(inside ? -(window[2 * at] as number) : -5);
    }
    const target: PatchTarget = { lengths: [1, 4, 4], contextSlices: 3, image: new Float32Array(96), labels: new Int32Array(16), valid: new Float32Array(16) };
    cutPatch(several, { stack: 0, slice: 2, row: 4, column: 5 }, unmoved, null, [1, 1, 1], target);
    expect([...target.image.slice(0, 6)]).toEqual([10_203, 20_203, 30_203, -10_203, -20_203, -30_203]);
  });
});
