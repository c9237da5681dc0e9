import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignFolds, type FoldOf } from '#shared/learning/folds.ts';

const patientsAndFolds = fc.record({
  patients: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 10, maxLength: 60 }),
  folds: fc.integer({ min: 2, max: 10 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

const sizes = (foldOf: FoldOf, folds: number): number[] =>
  Array.from({ length: folds }, (_, fold) => [...foldOf.values()].filter((one) => one === fold).length);
const balanced = (foldOf: FoldOf, folds: number): boolean => Math.max(...sizes(foldOf, folds)) - Math.min(...sizes(foldOf, folds)) <= 1;
const moved = (before: FoldOf, after: FoldOf): string[] =>
  [...after].filter(([patient, fold]) => before.has(patient) && before.get(patient) !== fold).map(([patient]) => patient);

describe('folds', () => {
  it('hold every patient once, and differ in size by one at most', () => {
    fc.assert(fc.property(patientsAndFolds, ({ patients, folds, seed }) => {
      const foldOf = assignFolds([...patients, ...patients], folds, seed);
      expect([...foldOf.keys()].sort()).toEqual([...patients].sort());
      expect(balanced(foldOf, folds)).toBe(true);
      expect(assignFolds([...patients].reverse(), folds, seed)).toEqual(foldOf);
    }));
  });

  it('stay as they are where a patient joins, and give one away at most where one leaves', () => {
    fc.assert(fc.property(patientsAndFolds, fc.nat(), ({ patients, folds, seed }, nth) => {
      const one = patients[nth % patients.length]!;
      const others = patients.filter((patient) => patient !== one);
      fc.pre(others.length >= folds);
      const without = assignFolds(others, folds, seed);
      const joined = assignFolds(patients, folds, seed, without);
      expect(moved(without, joined)).toEqual([]);
      const left = assignFolds(others, folds, seed, joined);
      expect(moved(joined, left).length).toBeLessThanOrEqual(1);
      expect(balanced(joined, folds) && balanced(left, folds)).toBe(true);
      expect(left.has(one)).toBe(false);
    }));
  });

  it('are drawn anew for another number of them', () => {
    const patients = Array.from({ length: 12 }, (_, n) => `p${n}`);
    const three = assignFolds(patients, 3, 0);
    expect(assignFolds(patients, 4, 0, three)).toEqual(assignFolds(patients, 4, 0));
    expect(sizes(assignFolds(patients, 4, 0, three), 4)).toEqual([3, 3, 3, 3]);
  });

  it('are refused where there are fewer patients, which is told', () => {
    expect(() => assignFolds(['a', 'b', 'b'], 3, 0)).toThrow(/2 patients.*3 folds/);
  });
});
