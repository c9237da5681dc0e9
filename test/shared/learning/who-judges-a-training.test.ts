import { describe, expect, it } from 'vitest';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { chooseJudges, commonSliceAxis, type JudgedCase } from '#shared/learning/who-judges.ts';

const caseOf = (patient: string, slices: number, sliceAxis: AxisIndex = 2): JudgedCase => ({
  patient, sliceAxis,
  completeSlices: Array.from({ length: slices }, (_, slice) => slice),
  labels: Array.from({ length: slices }, () => new Set([1])),
});
const options = { seed: 1, sliceAxis: 2, gap: 3 } as const;

describe('who judges a training', () => {
  it('from four patients on: one of them, with all slices', () => {
    const judging = chooseJudges(['a', 'b', 'c', 'd'].map((patient) => caseOf(patient, 20)), options);
    expect(judging.kind).toBe('patients');
    expect(judging.validationPatients).toHaveLength(1);
    expect(judging.splits.map(({ training, validation }) => [training.length, validation.length]).sort()).toEqual([[0, 20], [20, 0], [20, 0], [20, 0]]);
  });

  it.each([1, 2, 3])('%i with complete slices: slabs of each, and the person is told that they are not separate patients', (patients) => {
    const judging = chooseJudges(['a', 'b', 'c'].slice(0, patients).map((patient) => caseOf(patient, 20)), options);
    expect(judging).toMatchObject({ kind: 'slabs', validationPatients: [] });
    // A fifth of 20, and one gap of three.
    expect(judging.splits.map(({ training, validation }) => [training.length, validation.length])).toEqual(Array(patients).fill([13, 4]));
    expect(judging.note?.en).toContain('not from separate patients');
    expect(judging.note?.['zh-CN']).toContain('并非来自独立的患者');
  });

  it('two scans of one patient are one patient', () => {
    expect(chooseJudges(['a', 'a', 'b', 'c'].map((patient) => caseOf(patient, 20)), options).kind).toBe('slabs');
  });

  it('one slice: nobody, all of it teaches, and the person is told', () => {
    const judging = chooseJudges([caseOf('a', 1)], options);
    expect(judging).toMatchObject({ kind: 'none', splits: [{ training: [0], validation: [] }] });
    expect(judging.note?.en).toContain('not measured');
  });

  it('nobody, and nothing is said, where the person asked for nobody', () => {
    expect(chooseJudges([caseOf('a', 20)], { ...options, validation: 0 })).toMatchObject({ kind: 'none', note: null, splits: [{ validation: [] }] });
  });

  it('as many patients as were asked for, also of few', () => {
    const judging = chooseJudges(['a', 'b'].map((patient) => caseOf(patient, 20)), { ...options, validation: 1 });
    expect(judging).toMatchObject({ kind: 'patients', validationPatients: { length: 1 } });
    expect(() => chooseJudges([caseOf('a', 20)], { ...options, validation: 1 })).toThrow(/at most 0/);
  });

  it('no slab of a case whose slices lie across those of the network: a patch would show all of them', () => {
    const judging = chooseJudges([caseOf('a', 20), caseOf('b', 20, 0)], options);
    expect(judging.splits.map(({ validation }) => validation.length)).toEqual([4, 0]);
  });
});

it('slices are stacked as most of them were drawn, axial where it is a tie', () => {
  const drawn = (sliceAxis: AxisIndex, completeSlices: number): { sliceAxis: AxisIndex; completeSlices: number } => ({ sliceAxis, completeSlices });
  expect(commonSliceAxis([drawn(0, 10), drawn(1, 6), drawn(1, 6)])).toBe(1);
  expect(commonSliceAxis([drawn(0, 10), drawn(2, 10)])).toBe(2);
  expect(commonSliceAxis([])).toBe(2);
});
