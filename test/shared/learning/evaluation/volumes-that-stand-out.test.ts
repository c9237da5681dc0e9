import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVolume, fewestOthers } from '#shared/learning/evaluation/volume-slip.ts';

/** Quartiles of the logarithms are ln 10 and ln 40, so one and a half boxes reach a factor of 4^1.5 = 8 further: 1.25 … 320 ml. */
const others = [10, 10, 10, 20, 20, 40, 40, 40, 20];

describe('a volume among others', () => {
  it.each([[1.24, 'small'], [1.26, null], [20, null], [319, null], [321, 'large']] as const)('of %d ml is %s', (ml, slip) => {
    expect(compareVolume(ml, others).slip).toBe(slip);
  });

  it('has a box in ml', () => {
    const { box } = compareVolume(20, others);
    expect(Object.values(box!).map((ml: number) => Number(ml.toFixed(9)))).toEqual([10, 20, 40, 10, 40].toSorted((a, b) => a - b));
    expect([box!.low, box!.middle, box!.high].map((ml) => Math.round(ml))).toEqual([10, 20, 40]);
  });

  it('that is none is missing where everybody has the structure, and not where some have not', () => {
    expect(compareVolume(0, others).slip).toBe('missing');
    expect(compareVolume(0, [...others, 0]).slip).toBeNull();
    expect(compareVolume(1.24, [...others, 0, 0, 0]).slip).toBe('small');
  });

  it('where nobody else has the structure is only here', () => {
    const none = Array.from({ length: fewestOthers }, () => 0);
    expect(compareVolume(3, none)).toEqual({ box: null, slip: 'only-here' });
    expect(compareVolume(0, none).slip).toBeNull();
  });

  it('is not judged by few', () => {
    const few = others.slice(0, fewestOthers - 1);
    for (const ml of [0, 0.001, 1e6]) expect(compareVolume(ml, few).slip).toBeNull();
    expect(compareVolume(3, few.map(() => 0)).slip).toBeNull();
  });

  it('is told the same in any unit, and the same volume as all others is never unusual', () => {
    const ml = fc.double({ min: 0.01, max: 1e4, noNaN: true });
    fc.assert(fc.property(ml, fc.array(ml, { minLength: fewestOthers, maxLength: 30 }), fc.constantFrom(1e-3, 7, 1e3), (one, all, unit) => {
      const scaled = compareVolume(one * unit, all.map((other) => other * unit)).slip;
      // On the very fence rounding decides.
      fc.pre(compareVolume(one * (1 + 1e-6), all).slip === compareVolume(one * (1 - 1e-6), all).slip);
      expect(scaled).toBe(compareVolume(one, all).slip);
      expect(compareVolume(one, all.map(() => one)).slip).toBeNull();
    }));
  });
});
