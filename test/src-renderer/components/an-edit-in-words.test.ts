import { createI18n } from 'vue-i18n';
import { expect, it } from 'vitest';
import type { HistoryLine } from '#shared/contract/labels.ts';
import { changeOf, deedOf, relativeTime, toolWord } from '../../../src-renderer/components/annotate/history-words.ts';
import { en } from '../../../src-renderer/locales/en/en.ts';
import type { Word } from '../../../src-renderer/locales/use-words.ts';
import { operationKinds } from '../../../src-renderer/editing/regions/operation.ts';

const { global } = createI18n({ legacy: false, locale: 'en', messages: { en } });
const t = (word: Word, values: Record<string, string | number> = {}): string => global.t(word, values);
const words = {
  t,
  counted: (word: Word, n: number, values: Record<string, string | number> = {}) => global.t(word, { n, ...values }, n),
  amount: (value: number) => value.toLocaleString('en'),
  language: { value: 'en' },
} as unknown as Parameters<typeof deedOf>[1];

const line = (some: Partial<HistoryLine>): HistoryLine => ({
  id: crypto.randomUUID() as HistoryLine['id'], number: 7, annotator: 'Ada', tool: 'brush', reverts: null, restores: null, helped: null,
  madeAt: '2026-01-31T12:00:00.000Z', about: null, takenBack: false, voxels: 1204, slices: 1, firstSlice: 13, lastSlice: 13, ...some,
});

it('every operation on whole labels has a name of its own, and what nobody knows is an edit', () => {
  const named = operationKinds.map((kind) => t(toolWord(kind)));
  expect(new Set(named).size).toBe(operationKinds.length);
  expect(named).not.toContain('Edit');
  expect(['brush', 'copy-slice', 'a-tool-of-tomorrow', 'toString'].map((tool) => t(toolWord(tool)))).toEqual(['Brush', 'Copied to an adjacent slice', 'Edit', 'Edit']);
});

it('an undo, a redo and a restore say of what', () => {
  const about = { tool: 'lasso', madeAt: '2026-01-30T12:00:00.000Z', again: false };
  expect(deedOf(line({ tool: 'revert', about }), words)).toBe('Undo: Lasso');
  expect(deedOf(line({ tool: 'revert', about: { ...about, again: true } }), words)).toBe('Redo: Lasso');
  expect(deedOf(line({ tool: 'restore', about }), words)).toMatch(/^Restored to Jan 30, 2026/);
  expect(deedOf(line({ tool: 'restore', about: { ...about, madeAt: '2026-01-31T11:59:58.000Z' } }), words)).toMatch(/^Restored to \d+:59:58/);
  expect(deedOf(line({ tool: 'grow' }), words)).toBe('Grow');
});

it('slices are counted from one, and gaps between them are said', () => {
  expect(changeOf(line({}), words)).toBe('slice 14 · 1,204 voxels');
  expect(changeOf(line({ voxels: 1 }), words)).toBe('slice 14 · 1 voxel');
  expect(changeOf(line({ slices: 4, lastSlice: 16 }), words)).toBe('slices 14–17 · 1,204 voxels');
  expect(changeOf(line({ slices: 2, lastSlice: 16 }), words)).toBe('2 slices from 14 to 17 · 1,204 voxels');
  expect(changeOf(line({ voxels: 0, slices: 0, firstSlice: null, lastSlice: null }), words)).toBe('nothing changed');
});

it.each([[20, null], [60, '1 min. ago'], [119, '1 min. ago'], [3600, '1 hr. ago'], [90_000, '1 day ago'], [-5, null]])('%i seconds ago is %s', (seconds, said) => {
  const now = Date.parse('2026-02-01T12:00:00.000Z');
  expect(relativeTime(new Date(now - 1000 * seconds).toISOString(), now, 'en')).toBe(said);
});
