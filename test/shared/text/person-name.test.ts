import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPersonName, foldPersonName } from '#shared/text/person-name.ts';

describe('a name of a person', () => {
  it.each([
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    // Composed and decomposed: Unicode Standard Annex 15, figure 3.
    ['A\u030Angstro\u0308m', '\u00C5ngstr\u00F6m'],
    ['李  医生', '李 医生'],
    // A zero width non-joiner is a letter's form in Persian.
    ['علی\u200Cرضا', 'علی\u200Cرضا'],
    ["O'Neill-Müller (2)", "O'Neill-Müller (2)"],
  ])('%j is kept as %j', (written, kept) => {
    expect(cleanPersonName(written)).toBe(kept);
  });

  it.each(['', '   ', '…', '\u200D', 'Ada\u0000', 'Ada\u202Ebob', 'Model:1', 'model:3f', 'x'.repeat(101)])('%j is none', (written) => {
    expect(cleanPersonName(written)).toBeNull();
  });

  it.each([
    ['Ada', 'ADA'],
    // Full case folding of the Unicode Character Database: ß and SS, final and other sigma, Å and the Ångström sign.
    ['Weiß', 'WEISS'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['\u212B', '\u00E5'],
    ['A\u200Bda', 'ada'],
    ['Ａｄａ', 'ada'],
  ])('%j and %j are one person', (one, other) => {
    expect(foldPersonName(one)).toBe(foldPersonName(other));
  });

  it.each([['Ada', 'Åda'], ['Ada L', 'AdaL'], ['李', '季']])('%j and %j are two', (one, other) => {
    expect(foldPersonName(one)).not.toBe(foldPersonName(other));
  });

  it('is kept once and folded once: doing it again changes nothing, and what is kept folds as what was written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (written) => {
      const kept = cleanPersonName(written);
      if (kept === null) return;
      expect(cleanPersonName(kept)).toBe(kept);
      expect(foldPersonName(kept)).toBe(foldPersonName(written));
      expect(foldPersonName(foldPersonName(kept))).toBe(foldPersonName(kept));
    }), { numRuns: 300 });
  });
});
