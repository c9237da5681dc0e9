import { expect, it } from 'vitest';
import { countsOf, inOrder, isShown, matches, neighbourIn, passes, rowOf, sequenceOf } from '../../../src-renderer/pages/cases/case-rows.ts';
import type { CaseChoice, CaseColumn, CaseFilter } from '../../../src-renderer/stores/case-table.ts';
import { aCase, aLabelmap } from '../a-case.ts';

const filters: readonly CaseFilter[] = ['to-do', 'in-work', 'returned', 'complete', 'predicted', 'noted'];
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

it('What is probably worst is looked at first, what nobody knows of last, and what is finished not at all', () => {
  const quality = (value: number) => ({ caseId: aCase().id, name: '', patient: '', quality: value, dice: value, interval: null, labels: [], read: 24, slices: 24 });
  const rows = [rowOf(aCase({ name: 'good' }), quality(0.9)), rowOf(aCase({ name: 'unknown' })), rowOf(aCase({ name: 'bad' }), quality(0.2)), rowOf(aCase({ name: 'finished', completeSlices: 24 }), quality(0.1))];
  const first = inOrder(rows, { by: 'quality', descending: false });
  expect(first.map(({ name }) => name)).toEqual(['finished', 'bad', 'good', 'unknown']);
  expect(first.filter((row) => passes(row, 'look-first')).map(({ name }) => name)).toEqual(['bad', 'good']);
});

it('A case with a note and one with a slice that was given back are found by it', () => {
  expect(shownBy({ note: 'Motion.' })).toEqual(['to-do', 'noted']);
  expect(shownBy({ completeSlices: 20, sliceStates: { notStarted: 0, inProgress: 0, complete: 20, reviewed: 0, returned: 2 } })).toEqual(['in-work', 'returned']);
  expect(matches(rowOf(aCase({ note: 'Motion artefact' })), 'artefact case')).toBe(true);
});

const everything: CaseChoice = { filter: 'all', modality: 'all', text: '', order: { by: 'name', descending: false } };
const image = aCase().images[0]!;

it('A filter, a modality and a search are all asked for at once', () => {
  const rows = [
    rowOf(aCase({ name: 'liver_1', images: [{ ...image, modality: 'ct' }], changedAt: '2026-01-02T10:00:00Z' })),
    rowOf(aCase({ name: 'liver_2', changedAt: '2026-01-02T10:00:00Z' })),
    rowOf(aCase({ name: 'liver_3', images: [{ ...image, modality: 'ct' }] })),
    rowOf(aCase({ name: 'spleen_1', images: [{ ...image, modality: 'ct' }], changedAt: '2026-01-02T10:00:00Z' })),
  ];
  const shown = (choice: Partial<CaseChoice>) => rows.filter((row) => isShown(row, { ...everything, ...choice })).map(({ name }) => name);
  expect(shown({})).toHaveLength(4);
  expect(shown({ modality: 'ct' })).toEqual(['liver_1', 'liver_3', 'spleen_1']);
  expect(shown({ modality: 'ct', filter: 'in-work', text: 'liver' })).toEqual(['liver_1']);
  expect(countsOf(rows)).toMatchObject({ filter: { all: 4, 'to-do': 1, 'in-work': 3, complete: 0 }, modality: { all: 4, ct: 3, mr: 1, other: 0 } });
});

it('Every column orders: sizes by voxels, notes before none', () => {
  const rows = [
    rowOf(aCase({ name: 'a', images: [{ ...image, size: [10, 10, 10] }], note: '' })),
    rowOf(aCase({ name: 'b', images: [{ ...image, size: [9, 9, 99] }], note: 'slice 10' })),
    rowOf(aCase({ name: 'c', images: [{ ...image, size: [512, 1, 1] }], note: 'slice 9', labelmaps: [aLabelmap('m1')] })),
  ];
  const by = (column: CaseColumn, descending = false) => inOrder(rows, { by: column, descending }).map(({ name }) => name).join('');
  expect([by('size'), by('size', true), by('note'), by('prediction', true)]).toEqual(['cab', 'bac', 'cba', 'cab']);
});

it('The keys go through what the table shows, past a case that is gone, and from one that it does not show', () => {
  const cases = ['d', 'b', 'c', 'a'].map((name, n) => aCase({ id: `00000000-0000-4000-8000-00000000000${n}` as never, name, completeSlices: name === 'c' ? 24 : 1 }));
  const idOf = (name: string): string => cases.find((one) => one.name === name)!.id;
  const named = (ids: readonly string[]) => ids.map((id) => cases.find((one) => one.id === id)!.name).join('');
  expect(named(sequenceOf(cases, everything, null))).toBe('abcd');
  const ids = sequenceOf(cases, { ...everything, filter: 'in-work', order: { by: 'name', descending: true } }, idOf('c'));
  expect(named(ids)).toBe('dcba');
  expect(named(sequenceOf(cases, { ...everything, filter: 'in-work' }, idOf('b')))).toBe('abd');
  const always = () => true;
  expect(neighbourIn(ids, idOf('c'), 1, always)).toBe(idOf('b'));
  expect(neighbourIn(ids, idOf('c'), -1, always)).toBe(idOf('d'));
  expect(neighbourIn(ids, idOf('c'), 1, (id) => id !== idOf('b'))).toBe(idOf('a'));
  expect([neighbourIn(ids, idOf('a'), 1, always), neighbourIn(ids, idOf('d'), -1, always), neighbourIn(ids, 'another', 1, always)]).toEqual([null, null, null]);
});

it('Ten thousand cases come in the order of any column, each once', () => {
  const count = 10_000;
  const rows = Array.from({ length: count }, (_, n) => rowOf(aCase({
    // Scattered, each number once: 7919 is prime to 10 000.
    name: `case_${(n * 7919) % count}`, patient: `P${n % 97}`, note: n % 3 === 0 ? `note ${n}` : '', slices: 40, completeSlices: n % 41,
    changedAt: n % 5 === 0 ? null : new Date(1e12 + (n * 7919) % count).toISOString(),
  })));
  const values: Partial<Record<CaseColumn, (row: (typeof rows)[number]) => number>> = {
    name: ({ name }) => Number(name.slice(5)), patient: ({ patient }) => Number(patient.slice(1)), complete: ({ completeSlices }) => completeSlices,
    changed: ({ changedAt }) => (changedAt === null ? 0 : Date.parse(changedAt)),
  };
  for (const [by, value] of Object.entries(values)) {
    for (const descending of [false, true]) {
      const ordered = inOrder(rows, { by: by as CaseColumn, descending });
      expect(new Set(ordered).size).toBe(count);
      const wrong = ordered.findIndex((row, n) => n > 0 && (descending ? value(row) > value(ordered[n - 1]!) : value(row) < value(ordered[n - 1]!)));
      expect(wrong, `${by} ${descending}`).toBe(-1);
    }
  }
  expect(rows.filter((row) => isShown(row, { ...everything, text: 'p13 note' }))).toHaveLength(rows.filter(({ patient, note }) => patient === 'P13' && note !== '').length);
});
