import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByPatient } from '#shared/learning/split.ts';
import { drawTestSet } from '#shared/learning/test-set.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `patient-${n + 1}`);
const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const enough = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 10, maxLength: 60 });

describe('a test set', () => {
  it.each([[10, 5], [12, 5], [25, 5], [26, 6], [195, 39], [1_000, 200]])('of %i patients: a fifth, at least five: %i', (patients, drawn) => {
    expect(drawTestSet(names(patients), { seed: 1 })).toHaveLength(drawn);
  });

  it('is refused for nine patients, with the reason, and for more than half', () => {
    expect(() => drawTestSet(names(9), { seed: 1 })).toThrow(/9 patients.*at least 10.*because/);
    expect(() => drawTestSet(names(9), { seed: 1, size: { patients: 1 } })).toThrow(/at least 10/);
    expect(() => drawTestSet(names(20), { seed: 1, size: { patients: 11 } })).toThrow(/at most 10/);
    expect(drawTestSet(names(20), { seed: 1, size: { patients: 10 } })).toHaveLength(10);
  });

  it('has as many as were asked for, by number or by share', () => {
    expect(drawTestSet(names(40), { seed: 1, size: { patients: 3 } })).toHaveLength(3);
    expect(drawTestSet(names(40), { seed: 1, size: { share: 0.1 } })).toHaveLength(4);
  });

  it('depends on neither the order nor the number of scans of a patient', () => {
    fc.assert(fc.property(enough, seeds, (patients, seed) => {
      expect(drawTestSet([...patients, ...patients].reverse(), { seed })).toEqual(drawTestSet(patients, { seed }));
    }));
  });

  it('changes by one patient at most where one more is there before it is drawn', () => {
    fc.assert(fc.property(enough, seeds, ([newcomer = '', ...present], seed) => {
      fc.pre(present.length >= 10);
      const size = { patients: 5 };
      const before = new Set(drawTestSet(present, { seed, size }));
      const joined = drawTestSet([newcomer, ...present], { seed, size }).filter((patient) => !before.has(patient));
      expect(joined.filter((patient) => patient !== newcomer)).toEqual([]);
    }));
  });

  it('is no copy of who judges: of 200 patients the two draw apart', () => {
    // Both take a tenth: by chance they share 2 of 20 (hypergeometric, deviation 1.3), drawn from one line all 20.
    const judges = new Set(splitByPatient(names(200), { seed: 3, validation: 20 }).validationPatients);
    const shared = drawTestSet(names(200), { seed: 3, size: { patients: 20 } }).filter((patient) => judges.has(patient));
    expect(shared.length).toBeLessThan(9);
  });
});
