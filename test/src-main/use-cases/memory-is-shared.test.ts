import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { filtersOf } from '#shared/learning/network-layers.ts';
import { patchBytes, weightBytes } from '#shared/learning/network-size.ts';
import { networkNames, type Plan } from '#shared/learning/plan.ts';
import { memoryOf, memoryWarnings, planOf, voxelsOf, type ReadCase } from '#main/use-cases/plan-of.ts';

const labels: LabelTable = [{ index: 1, value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false }];
const fingerprint: Fingerprint = {
  trainingCases: 20, trainingSlices: 20 * 96, modality: 'mr', medianSize: [96, 96, 96], medianSpacingMm: [1, 1, 1], sliceAxis: 2, drawnLabels: [1], foreground: null,
};

afterEach(() => { vi.restoreAllMocks(); });

const free = (bytes: number): void => { vi.spyOn(process, 'availableMemory').mockReturnValue(bytes); };
/** Placed as it is counted in R, A and S. */
const imageOf = (size: readonly [number, number, number], [r, a, s]: readonly [number, number, number], trust: 'known' | 'spacing-unknown' = 'known') =>
  ({ geometry: { size, affine: [-r, 0, 0, 0, 0, -a, 0, 0, 0, 0, s, 0] as const }, trust });
/** Kept as they are, since nobody knows their spacing. */
const held = (voxels: number): readonly ReadCase[] => [{ role: 'train', image: imageOf([voxels, 1, 1], [1, 1, 1], 'spacing-unknown') }];
const planFor = (cases: readonly ReadCase[], network?: Plan['network']['name']): Plan => planOf({ fingerprint, labels, cases }, { network });
const planned = (voxels: number, network?: Plan['network']['name']): Plan => planFor(held(voxels), network);

it('a training with its library and its cases takes no more than 70 % of what is free, or says so', () => {
  const memory = fc.double({ min: 2e8, max: 64e9, noNaN: true });
  fc.assert(fc.property(memory, fc.integer({ min: 0, max: 4e9 }), fc.constantFrom(...networkNames), (bytes, voxels, network) => {
    free(bytes);
    const plan = planned(voxels, network);
    // Four bytes of a value and one of its label; more than a quarter of what is free stays in a file.
    const cases = 5 * voxels <= bytes / 4 ? 5 * voxels : 0;
    const whole = 0.4e9 + cases + weightBytes(plan.network) + plan.microBatch * patchBytes(plan);
    expect(memoryOf(plan, voxels)).toBeCloseTo(whole, 0);
    const [warning, ...more] = memoryWarnings(plan, voxels);
    expect(more).toEqual([]);
    expect(warning === undefined).toBe(whole <= 0.7 * bytes);
    if (warning === undefined) return;
    expect(plan.microBatch).toBe(1);
    expect(warning.en).toContain(`${(whole / 1e9).toFixed(1)} GB of memory`);
  }));
});

it('cases that are held leave less to a step', () => {
  free(6e9);
  const parts = (voxels: number): number => planned(voxels, 'unet-classic').microBatch;
  // 1.4 of the 6 GB are less than a quarter; 1.6 are more, and go into a file.
  expect(parts(0.28e9)).toBeLessThan(parts(0));
  expect(parts(0.32e9)).toBe(parts(0));
  free(1e9);
  expect(filtersOf(planned(0.04e9).network)[0]).toBeLessThan(filtersOf(planned(0).network)[0]!);
});

it('counts a case as often as it is read, and of the test set nothing', () => {
  const image = imageOf([10, 20, 30], [1, 1, 1]);
  const cases = [{ role: 'train', image }, { role: 'validation', image }, { role: 'test', image }];
  expect(voxelsOf(cases, { sliceAxis: 2, targetSpacingMm: [1, 1, 1] })).toBe(12_000);
});

it('counts an image as it is shown where that is larger, and itself where that is smaller', () => {
  const thick = imageOf([100, 100, 10], [1, 1, 10]);
  const voxels = (image: ReadCase['image'], targetSpacingMm: Plan['targetSpacingMm']): number => voxelsOf([{ role: 'train', image }], { sliceAxis: 2, targetSpacingMm });
  expect(voxels(thick, [1, 1, 1])).toBe(100 * 100 * 100);
  expect(voxels(thick, [2, 2, 1])).toBe(50 * 50 * 100);
  expect(voxels(thick, [5, 5, 5])).toBe(100 * 100 * 10);
  // Slices as they are.
  expect(voxels(thick, [0.5, 1, null])).toBe(200 * 100 * 10);
  expect(voxels({ ...thick, trust: 'spacing-unknown' }, [1, 1, 1])).toBe(100 * 100 * 10);
});

it('plans with what the cases will take at the spacing that is planned, not with what their files take', () => {
  free(1e9);
  const thick = (count: number): readonly ReadCase[] => Array.from({ length: count }, () => ({ role: 'train', image: imageOf([100, 100, 10], [1, 1, 10]) }));
  // Ten times as many voxels of 1 mm: 40 cases take 0.2 GB, a fifth of what is free.
  expect(planFor(thick(40))).toEqual(planned(40e6));
  expect(filtersOf(planFor(thick(40)).network)[0]).toBeLessThan(filtersOf(planned(4e6).network)[0]!);
});
