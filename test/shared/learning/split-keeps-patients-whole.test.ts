import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByPatient } from '#shared/learning/split.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `patient-${String(at + 1).padStart(3, '0')}`);
const patientName = fc.string({ minLength: 1, maxLength: 12 });
const seeds = fc.nat();

describe('how many patients judge', () => {
  it.each([
    [11, 5], [15, 5], [60, 5], [100, 5], [101, 6], [140, 7], [195, 10], [400, 20], [401, 20], [5_000, 20],
  ])('%i patients: %i, that is 5 %% but at least 5 and at most 20', (patients, expected) => {
    expect(splitByPatient(names(patients), { seed: 1 })).toMatchObject({ note: null, validationPatients: { length: expected } });
  });

  it.each([[4, 1], [5, 1], [6, 2], [10, 3]])(
    '%i patients: %i, so that most labels teach, and the person is told',
    (patients, expected) => {
      const split = splitByPatient(names(patients), { seed: 1 });
      expect(split.validationPatients).toHaveLength(expected);
      expect(split.note?.en).toContain(`Only ${patients} patients`);
    },
  );

  it('0 asked: all teach, and nothing is said', () => {
    expect(splitByPatient(names(40), { seed: 1, validation: 0 })).toEqual({ validationPatients: [], note: null });
  });

  it('the number asked for is the number given', () => {
    expect(splitByPatient(names(30), { seed: 1, validation: 29 }).validationPatients).toHaveLength(29);
  });

  it('asking for all of them is refused, with the number that is possible', () => {
    expect(() => splitByPatient(names(30), { seed: 1, validation: 30 })).toThrow(/at most 29/);
  });
});

describe('who judges', () => {
  it('never depends on the order or on how many cases a patient has', () => {
    fc.assert(fc.property(fc.array(patientName, { minLength: 1, maxLength: 60 }), seeds, (patients, seed) => {
      const again = splitByPatient([...patients, ...patients].reverse(), { seed });
      expect(again.validationPatients).toEqual(splitByPatient(patients, { seed }).validationPatients);
    }));
  });

  it('gives only names it was given, each once, and leaves most of them to teach', () => {
    fc.assert(fc.property(fc.array(patientName, { minLength: 1, maxLength: 60 }), seeds, (patients, seed) => {
      const { validationPatients } = splitByPatient(patients, { seed });
      const distinct = new Set(patients);
      expect(new Set(validationPatients).size).toBe(validationPatients.length);
      expect(validationPatients.every((patient) => distinct.has(patient))).toBe(true);
      expect(validationPatients.length * 2).toBeLessThan(distinct.size);
    }));
  });

  it('moves at most one patient each way when one joins', () => {
    fc.assert(fc.property(fc.uniqueArray(patientName, { minLength: 12, maxLength: 60 }), seeds, (patients, seed) => {
      const [newcomer = '', ...present] = patients;
      const before = new Set(splitByPatient(present, { seed, validation: 5 }).validationPatients);
      const after = splitByPatient([newcomer, ...present], { seed, validation: 5 }).validationPatients;
      const joined = after.filter((patient) => !before.has(patient));
      expect(joined.length).toBeLessThanOrEqual(1);
      expect(joined.every((patient) => patient === newcomer)).toBe(true);
    }));
  });

  it('is as likely for every patient: over 2,000 seeds each of 20 is drawn a quarter of the time', () => {
    const drawn = new Map<string, number>();
    for (let seed = 0; seed < 2_000; seed += 1) {
      for (const patient of splitByPatient(names(20), { seed }).validationPatients) {
        drawn.set(patient, (drawn.get(patient) ?? 0) + 1);
      }
    }
    // Binomial(2000, 1/4): mean 500, standard deviation 19.4; five of them on each side.
    for (const patient of names(20)) {
      expect(drawn.get(patient)).toBeGreaterThan(403);
      expect(drawn.get(patient)).toBeLessThan(597);
    }
  });
});
