import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QualityCase } from './quality-set.ts';
import { brainTumour } from './sets/brain-tumour.ts';
import { heart2d } from './sets/heart-2d.ts';
import { hippocampus } from './sets/hippocampus.ts';
import { lungNodule } from './sets/lung-nodule.ts';
import { everyNth, fixedSplit, leaveOnePatientOut } from './splits.ts';

const caseOf = (patient: string, number: number): QualityCase => ({ name: `${patient}_${number}`, patient, image: '', reference: '' });

const someCases = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), fc.nat(9)), { selector: ([patient, number]) => `${patient}${number}`, minLength: 1 })
  .map((pairs) => pairs.map(([patient, number]) => caseOf(patient, number)));

describe('a split', () => {
  it('gives each case one side and each patient one side', () => {
    fc.assert(fc.property(someCases, fc.integer({ min: 1, max: 4 }), (cases, n) => {
      const patientOf = new Map(cases.map(({ name, patient }) => [name, patient]));
      for (const { fit, judge } of [everyNth('nth', cases, n), ...leaveOnePatientOut(cases)]) {
        expect([...fit, ...judge].sort()).toEqual(cases.map(({ name }) => name).sort());
        const teaching = new Set(fit.map((name) => patientOf.get(name)));
        expect(judge.some((name) => teaching.has(patientOf.get(name)))).toBe(false);
      }
    }));
  });

  it('lets every patient judge once where one is left out at a time', () => {
    fc.assert(fc.property(someCases, (cases) => {
      const splits = leaveOnePatientOut(cases);
      expect(splits.flatMap(({ judge }) => judge).sort()).toEqual(cases.map(({ name }) => name).sort());
      expect(splits).toHaveLength(new Set(cases.map(({ patient }) => patient)).size);
    }));
  });

  it('takes the n-th, the 2n-th, … patient by name, however the cases are listed', () => {
    const cases = ['p10', 'p3', 'p2', 'p1', 'p4'].flatMap((patient) => [caseOf(patient, 2), caseOf(patient, 1)]);
    // By name: p1, p10, p2, p3, p4.
    expect(everyNth('second', cases, 2).judge.toSorted()).toEqual(['p10_1', 'p10_2', 'p3_1', 'p3_2']);
  });

  it('is refused where it names what is not there, or one case twice', () => {
    const cases = [caseOf('a', 1), caseOf('b', 1)];
    expect(() => fixedSplit('fixed', cases, ['a_1'], ['c_1'])).toThrow('c_1');
    expect(() => fixedSplit('fixed', cases, ['a_1', 'b_1'], ['b_1'])).toThrow('same case');
  });
});

const data = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

describe.skipIf(!existsSync(data))('the real sets (../shared/data)', () => {
  it('have the sizes that their sources state', async () => {
    const sizes = async (set: typeof hippocampus): Promise<readonly (readonly [number, number])[]> =>
      (await set.splits(await set.images(data, ''), data)).map(({ fit, judge }) => [fit.length, judge.length]);
    expect(await sizes(hippocampus)).toEqual([[156, 39]]);
    expect(await sizes(lungNodule)).toEqual([[104, 26]]);
    expect(await sizes(brainTumour)).toEqual(Array.from({ length: 8 }, () => [14, 2]));
  });

  it('part the 30 patients of the heart 24 to 6, with each of its four groups among those who judge', async () => {
    const images = await heart2d.images(data, '');
    const [split] = await heart2d.splits(images, data);
    const patients = (names: readonly string[] = []): string[] => [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('_'))))];
    expect(patients(split?.fit)).toHaveLength(24);
    const judging = patients(split?.judge);
    expect(judging).toHaveLength(6);
    expect(new Set(judging.map((patient) => /^SC-(HF-I|HF-NI|HYP|N)-\d+$/.exec(patient)?.[1]))).toEqual(new Set(['HF-I', 'HF-NI', 'HYP', 'N']));
  });
});
