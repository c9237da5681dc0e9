import { expect, it } from 'vitest';
import { inOrder, matches, passes, rowOf } from '../../../src-renderer/pages/cases/case-rows.ts';
import type { CaseFilter } from '../../../src-renderer/stores/case-table.ts';
import { aCase, aLabelmap } from '../a-case.ts';

const filters: readonly CaseFilter[] = ['to-do', 'in-work', 'complete', 'predicted'];
const shownBy = (change: Parameters<typeof aCase>[0]) => filters.filter((filter) => passes(rowOf(aCase(change)), filter));

it('An untouched case is to do, one with a stroke or a complete slice is in work, one with all slices is complete', () => {
  expect(shownBy({})).toEqual(['to-do']);
  expect(shownBy({ changedAt: '2026-01-02T10:00:00Z' })).toEqual(['in-work']);
  expect(shownBy({ completeSlices: 23 })).toEqual(['in-work']);
  expect(shownBy({ completeSlices: 24, changedAt: '2026-01-02T10:00:00Z' })).toEqual(['complete']);
});

it('A prediction is that of a model, never a person’s own labels', () => {
  expect(shownBy({ labelmaps: [aLabelmap()] })).toEqual(['to-do']);
  expect(shownBy({ labelmaps: [aLabelmap(), aLabelmap('m7')] })).toEqual(['to-do', 'predicted']);
});

it('A search asks for every word, in the name or the patient, in any case of letters', () => {
  const row = rowOf(aCase({ name: 'Liver_007', patient: 'Müller-12' }));
  expect(['', 'liver', 'LIVER mül', '  12   007 '].map((text) => matches(row, text))).toEqual([true, true, true, true]);
  expect(['spleen', 'liver 13'].map((text) => matches(row, text))).toEqual([false, false]);
});

it('Numbers in names are read as numbers, and equal rows stay in the order of their names either way', () => {
  const rows = ['case_10', 'case_9', 'case_1'].map((name) => rowOf(aCase({ name })));
  const names = (by: 'name' | 'patient', descending: boolean) => inOrder(rows, { by, descending }).map(({ name }) => name);
  expect(names('name', false)).toEqual(['case_1', 'case_9', 'case_10']);
  expect(names('name', true)).toEqual(['case_10', 'case_9', 'case_1']);
  expect(names('patient', true)).toEqual(['case_1', 'case_9', 'case_10']);
});

it('A column of shares goes by the share, not by the number of slices', () => {
  const rows = [rowOf(aCase({ name: 'half', slices: 4, completeSlices: 2 })), rowOf(aCase({ name: 'third', slices: 30, completeSlices: 10 }))];
  expect(inOrder(rows, { by: 'complete', descending: false }).map(({ name }) => name)).toEqual(['third', 'half']);
});

it('A voxel’s size is that of the affine, and none is told where the file did not say', () => {
  expect(rowOf(aCase()).spacingMm).toEqual([1, 1, 3]);
  const { images: [image] } = aCase();
  expect(rowOf(aCase({ images: [{ ...image!, trust: 'spacing-unknown' }] })).spacingMm).toBeNull();
});
