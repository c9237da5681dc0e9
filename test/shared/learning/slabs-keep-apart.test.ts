import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noChange } from '#shared/learning/complete-plan.ts';
import { drawPatches } from '#shared/learning/patches.ts';
import { findLabelPlaces } from '#shared/learning/sampling.ts';
import { partSlab, type SlabCase } from '#shared/learning/slabs.ts';
import { stackOf } from './stacks.ts';

/** Any complete slices of a volume of up to 80, each with any of three labels or none. */
const anyCase: fc.Arbitrary<SlabCase> = fc
  .uniqueArray(fc.integer({ min: 0, max: 79 }), { minLength: 1, maxLength: 60 })
  .chain((slices) => fc.record({
    completeSlices: fc.constant([...slices].sort((a, b) => a - b)),
    labels: fc.array(fc.uniqueArray(fc.constantFrom(1, 2, 3)).map((held) => new Set(held)), { minLength: slices.length, maxLength: slices.length }),
  }));
const gaps = fc.constantFrom(1, 3, 5);
const every = (count: number, step: number, label: (slice: number) => number[]): SlabCase => {
  const completeSlices = Array.from({ length: count }, (_, at) => at * step);
  return { completeSlices, labels: completeSlices.map((slice) => new Set(label(slice))) };
};

describe('a slab that judges', () => {
  it('lies further from every slice that teaches than the gap, and is itself unbroken', () => {
    fc.assert(fc.property(anyCase, gaps, (one, gap) => {
      const { training, validation } = partSlab(one, gap);
      for (const judge of validation) for (const teacher of training) expect(Math.abs(judge - teacher)).toBeGreaterThan(gap);
      const [first = 0, last = -1] = [validation[0], validation.at(-1)];
      expect(one.completeSlices.filter((slice) => slice >= first && slice <= last)).toEqual(validation);
      expect([...training, ...validation].every((slice) => one.completeSlices.includes(slice))).toBe(true);
    }));
  });

  it('leaves at least half of the labelled slices to learn from, or is not parted at all', () => {
    fc.assert(fc.property(anyCase, gaps, (one, gap) => {
      const labelled = one.completeSlices.filter((_, at) => one.labels[at]!.size > 0);
      const { training, validation } = partSlab(one, gap);
      if (validation.length === 0) expect(training).toEqual(one.completeSlices);
      else {
        expect(labelled.filter((slice) => training.includes(slice)).length * 2).toBeGreaterThanOrEqual(labelled.length);
        expect(labelled.some((slice) => validation.includes(slice))).toBe(true);
      }
    }));
  });

  it('is seen by no training patch, whatever the augmentation: each slice of the image holds its own number', () => {
    fc.assert(fc.property(anyCase, fc.constantFrom(1, 3, 5), fc.nat(), (one, contextSlices, seed) => {
      const { training, validation } = partSlab(one, contextSlices);
      fc.pre(validation.length > 0);
      const complete = new Uint8Array(80);
      for (const slice of training) complete[slice] = 1;
      const stack = stackOf({ slices: 80, rows: 6, columns: 6, image: (slice) => slice, label: (slice) => (complete[slice] === 1 ? 1 : 0), teaching: { across: 'slices', complete } });
      const batch = drawPatches([stack], findLabelPlaces([stack], 2), {
        patch: [8, 8], contextSlices, sliceAxis: 2, medianSpacingMm: [1, 1, 1], targetSpacingMm: [null, null, null], foregroundShare: 0.5, seed,
        augmentation: { ...noChange, rotationDegrees: 30, scale: 0.3, mirrorAxes: [0, 1, 2] },
      }, 0, 0, 8);
      const shown = new Set([...batch.images].map((value) => Math.round(value)));
      expect(validation.filter((slice) => shown.has(slice))).toEqual([]);
    }), { numRuns: 30 });
  });

  it('takes a fifth of a scan that is finished, where the labels are', () => {
    // An organ in slices 30 to 69 of a hundred.
    const { training, validation } = partSlab(every(100, 1, (slice) => (slice >= 30 && slice < 70 ? [1] : [])), 3);
    expect(validation).toHaveLength(8);
    expect(validation.every((slice) => slice >= 30 && slice < 70)).toBe(true);
    // One gap of three slices is lost, not two.
    expect(training.filter((slice) => slice >= 30 && slice < 70)).toHaveLength(40 - 8 - 3);
  });

  it('holds every label that it can judge, even where they lie far apart', () => {
    const { training, validation } = partSlab(every(60, 1, (slice) => (slice < 24 ? [1] : slice < 36 ? [1, 2] : [2])), 3);
    const held = new Set(validation.flatMap((slice) => (slice < 24 ? [1] : slice < 36 ? [1, 2] : [2])));
    expect(held).toEqual(new Set([1, 2]));
    expect(training.some((slice) => slice < 36) && training.some((slice) => slice >= 24)).toBe(true);
  });

  it('loses nothing where slices were drawn far apart', () => {
    const { training, validation } = partSlab(every(10, 5, () => [1]), 3);
    expect([training.length, validation.length]).toEqual([8, 2]);
  });

  it.each([
    ['one slice', every(1, 1, () => [1])],
    ['one labelled slice among empty ones', every(20, 1, (slice) => (slice === 9 ? [1] : []))],
    ['five neighbours', every(5, 1, () => [1])],
    ['no label at all', every(20, 1, () => [])],
  ])('is not parted from %s', (_what, one) => {
    expect(partSlab(one, 3)).toEqual({ training: one.completeSlices, validation: [] });
  });
});
