import { describe, expect, it } from 'vitest';
import { changedEntry, newEntry, type LabelEntry } from '#shared/labels/label-table.ts';
import type { UserFacingError } from '#shared/text/user-facing-error.ts';

const liver: LabelEntry = { index: 1, value: 6, name: 'Liver', colour: '#aa0000', code: 'SCT:10200004', locked: false };
const spleen: LabelEntry = { index: 2, value: 1, name: 'Spleen', colour: '#00aa00', code: null, locked: false };
const fresh = { value: 7, name: 'Kidney', colour: '#0000aa', code: null, locked: false };

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as UserFacingError).code;
  }
  return 'none';
}

describe('the label table', () => {
  it('gives a new label the next index, whatever its value', () => {
    expect(newEntry([liver, spleen], fresh)).toEqual({ index: 3, ...fresh });
    expect(newEntry([], { ...fresh, value: 2 ** 31 - 1 }).index).toBe(1);
  });

  it('never gives an index again that lies before the last one', () => {
    expect(newEntry([liver, { ...spleen, index: 9 }], fresh).index).toBe(10);
  });

  it('holds 255 labels and not one more', () => {
    const full = Array.from({ length: 255 }, (_, at): LabelEntry => ({ ...liver, index: at + 1, value: at + 1 }));
    expect(newEntry(full.slice(0, 254), { ...fresh, value: 999 }).index).toBe(255);
    expect(codeOf(() => newEntry(full, { ...fresh, value: 999 }))).toBe('bad-input');
  });

  it('refuses a value that another label has', () => {
    expect(codeOf(() => newEntry([liver], { ...fresh, value: 6 }))).toBe('conflict');
  });

  it.each([{ value: 0 }, { value: -1 }, { value: 1.5 }, { value: 2 ** 31 }, { value: NaN }, { name: ' ' }, { colour: 'red' }, { colour: '#FFF' }])(
    'refuses %o',
    (wrong) => {
      expect(codeOf(() => newEntry([liver], { ...fresh, ...wrong }))).toBe('bad-input');
    },
  );

  it('changes words and never index or value', () => {
    expect(changedEntry([liver, spleen], 1, { name: 'Hepar', code: null })).toEqual({ ...liver, name: 'Hepar', code: null });
    expect(codeOf(() => changedEntry([liver], 2, { name: 'x' }))).toBe('not-found');
    expect(codeOf(() => changedEntry([liver], 1, { name: '' }))).toBe('bad-input');
  });
});
