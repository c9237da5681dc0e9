import { describe, expect, it } from 'vitest';
import { drawTestSlices, testSlicesPerPatient, type DrawnFrom } from '#shared/learning/test-slices.ts';

const cases = (patients: number, slices = 40): DrawnFrom[] => Array.from({ length: patients }, (_, n) => ({ caseId: `case ${n}`, patient: `p${n}`, slices }));
const nameOf = ({ caseId, index }: { caseId: string; index: number }): string => `${caseId} ${index}`;

describe('slices of the test set', () => {
  it('are thirty at least, as many of each patient, three where there are many', () => {
    expect([0, 1, 5, 7, 10, 39].map(testSlicesPerPatient)).toEqual([0, 30, 6, 5, 3, 3]);
    for (const patients of [5, 7, 39]) {
      const drawn = drawTestSlices(cases(patients), 1);
      expect(drawn.length).toBeGreaterThanOrEqual(30);
      expect(new Set(drawn.map(nameOf)).size).toBe(drawn.length);
      const counts = Map.groupBy(drawn, ({ caseId }) => caseId);
      expect([...counts.values()].every(({ length }) => length === testSlicesPerPatient(patients))).toBe(true);
    }
  });

  it('come round by round, so that who stops early has painted as many of each', () => {
    const drawn = drawTestSlices(cases(6), 4);
    expect(new Set(drawn.slice(0, 6).map(({ caseId }) => caseId)).size).toBe(6);
  });

  it('are a large patient’s no more often than a small one’s, who gives all there are', () => {
    const drawn = drawTestSlices([{ caseId: 'small', patient: 'a', slices: 2 }, { caseId: 'large', patient: 'b', slices: 500 }, { caseId: 'other', patient: 'b', slices: 500 }], 1);
    expect(drawn.filter(({ caseId }) => caseId === 'small').map(({ index }) => index).sort()).toEqual([0, 1]);
    expect(drawn.filter(({ caseId }) => caseId !== 'small')).toHaveLength(15);
  });

  it('stay where another patient comes, but for how many there are of each', () => {
    const before = new Set(drawTestSlices(cases(10), 2).map(nameOf));
    const after = drawTestSlices(cases(11), 2).map(nameOf);
    expect([...before].every((one) => after.includes(one))).toBe(true);
    expect(drawTestSlices(cases(10), 3).map(nameOf).some((one) => !before.has(one))).toBe(true);
  });

  it('lie anywhere alike', () => {
    const counts = new Array<number>(40).fill(0);
    for (let seed = 0; seed < 100; seed += 1) for (const { index } of drawTestSlices(cases(10), seed)) counts[index]! += 1;
    // 3,000 draws of 40 slices: 75 each, give or take 8.6; a slice beyond five of those would be no chance.
    for (const count of counts) expect(Math.abs(count - 75)).toBeLessThan(43);
  });
});
