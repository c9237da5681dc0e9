import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { judgesSeenBefore, keepsAnotherScale, startingFrom, timeForWholeSchedule, whyStartDoesNotFit } from '#shared/learning/warm-start.ts';
import { joinFingerprints, fingerprintOfGrid } from '#shared/learning/fingerprint.ts';

const one = (patient: string, role: SnapshotCase['role'], slices: readonly number[] = [0, 1, 2], sliceAxis: 0 | 1 | 2 = 2): SnapshotCase =>
  ({ caseId: `case of ${patient}`, name: patient, patient, role, completeSlices: slices, sliceAxis } as unknown as SnapshotCase);

const patients = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 20 });
const part = (seed: number, of: readonly string[]): readonly string[] => of.filter((_, at) => ((seed >> at % 30) & 1) === 1);

describe('a patient who judges was seen before', () => {
  it('exactly if an earlier training was taught with them', () => {
    fc.assert(fc.property(patients, fc.nat(), fc.nat(), fc.nat(), (all, a, b, c) => {
      const [taught, judging, testing] = [part(a, all), part(b, all), part(c, all)];
      const earlier = all.map((patient) => one(patient, taught.includes(patient) ? 'train' : 'validation'));
      const present = all.map((patient) => one(patient, judging.includes(patient) ? 'validation' : 'train'));
      const expected = all.filter((patient) => taught.includes(patient) && (judging.includes(patient) || testing.includes(patient))).sort();
      expect(judgesSeenBefore(earlier, { cases: present, testPatients: testing, gap: null })).toEqual(expected);
    }));
  });

  it('also as a test case of the snapshot, and with cases that are gone since', () => {
    expect(judgesSeenBefore([one('a', 'train')], { cases: [one('a', 'test')], testPatients: [], gap: null })).toEqual(['a']);
    expect(judgesSeenBefore([one('gone', 'train')], { cases: [one('a', 'train')], testPatients: ['gone'], gap: null })).toEqual(['gone']);
  });

  it('of slabs: where slices that taught lie no further from those that judge than a patch shows', () => {
    const judges = (gap: number) => ({ cases: [one('a', 'train', [8, 9]), one('a', 'validation', [1, 2])], testPatients: [], gap });
    expect(judgesSeenBefore([one('a', 'train', [6, 7])], judges(3))).toEqual([]);
    expect(judgesSeenBefore([one('a', 'train', [5, 7])], judges(3))).toEqual(['a']);
    // Slices across those that judge hold parts of all of them.
    expect(judgesSeenBefore([one('a', 'train', [9], 0)], judges(3))).toEqual(['a']);
    expect(judgesSeenBefore([one('b', 'train', [1])], judges(3))).toEqual([]);
  });
});

const affine = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 2, 0] as const;
const planFor = (options: Parameters<typeof makePlan>[2] = {}): Plan => {
  const grid = { role: 'train', modality: 'ct', trust: 'known', geometry: { size: [64, 64, 20], affine }, sliceAxis: 2, completeSlices: [3, 4] } as const;
  return makePlan(joinFingerprints([fingerprintOfGrid(grid, [1])]), [{ index: 1, value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false }], options);
};

describe('a start', () => {
  it('is from scratch where the time allows the whole schedule', () => {
    expect(timeForWholeSchedule(null, 1e9)).toBe(true);
    expect(timeForWholeSchedule(30, 30)).toBe(true);
    expect(timeForWholeSchedule(29, 30)).toBe(false);
  });

  it('fits a plan of the same network that sees the same, whatever its schedule', () => {
    expect(whyStartDoesNotFit(planFor(), planFor({ epochs: 3, seed: 8 }), 'shrink-and-perturb')).toBeNull();
  });

  it.each([
    ['another network', planFor({ network: 'fcn-8s' }), /another one/],
    ['another modality', { ...planFor(), modality: 'mr' as const }, /another kind/],
    ['another number of slices', planFor({ overrides: { contextSlices: 5 } }), /slices or channels/],
    ['volumes', { ...planFor(), network: { name: 'vnet' as const, filters: [4, 8] } }, /volumes/],
  ])('does not fit %s', (_what, plan, reason) => {
    expect(whyStartDoesNotFit(plan, planFor(), 'transfer')?.en).toMatch(reason);
    expect(whyStartDoesNotFit(planFor(), plan, 'shrink-and-perturb')?.en).toMatch(reason);
  });

  it('takes single layers by transfer, where shrinking needs all of them', () => {
    const wider = planFor({ overrides: { network: { name: 'unet-2d', filters: [40, 80, 160] }, patch: [64, 64] } });
    const more = { ...planFor(), outputs: [...planFor().outputs, { index: 2, value: 2, name: 'cyst' }] };
    for (const earlier of [wider, more]) {
      expect(whyStartDoesNotFit(earlier, planFor(), 'transfer')).toBeNull();
      expect(whyStartDoesNotFit(earlier, planFor(), 'shrink-and-perturb')).not.toBeNull();
    }
  });

  it('keeps the scale of grey values, and says where that is not what the person fixed', () => {
    const earlier = planFor({ overrides: { normalisation: { kind: 'window', low: -150, high: 250 } } });
    const start = { kind: 'transfer', model: 'm', frozenEpochs: 2 } as const;
    expect(startingFrom(earlier, planFor(), start)).toEqual({ ...planFor(), normalisation: { kind: 'window', low: -150, high: 250 }, start });
    expect(keepsAnotherScale(earlier, {})).toBe(false);
    expect(keepsAnotherScale(earlier, { normalisation: { high: 250, kind: 'window', low: -150 } })).toBe(false);
    expect(keepsAnotherScale(earlier, { normalisation: { kind: 'window', low: -160, high: 250 } })).toBe(true);
  });
});
