import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { filtersOf } from '#shared/learning/network-layers.ts';
import { patchBytes, weightBytes } from '#shared/learning/network-size.ts';
import { networkNames, type Plan } from '#shared/learning/plan.ts';
import { memoryOf, memoryWarnings, planOf, voxelsOf } from '#main/use-cases/plan-of.ts';

const labels: LabelTable = [{ index: 1, value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false }];
const fingerprint: Fingerprint = {
  trainingCases: 20, trainingSlices: 20 * 96, modality: 'mr', medianSize: [96, 96, 96], medianSpacingMm: [1, 1, 1], sliceAxis: 2, drawnLabels: [1], foreground: null,
};

afterEach(() => { vi.restoreAllMocks(); });

const free = (bytes: number): void => { vi.spyOn(process, 'availableMemory').mockReturnValue(bytes); };
const planned = (voxels: number, network?: Plan['network']['name']): Plan => planOf({ fingerprint, labels, voxels }, { network });

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
  const image = { geometry: { size: [10, 20, 30] as const } };
  expect(voxelsOf([{ role: 'train', image }, { role: 'validation', image }, { role: 'test', image }])).toBe(12_000);
});
