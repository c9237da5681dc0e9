import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSlices, showSlices } from '#shared/text/slices-text.ts';

it('reads slices as people write them, counted from one', () => {
  expect(parseSlices('3-5, 9', 10)).toEqual([2, 3, 4, 8]);
  expect(parseSlices('9，3–4 3', 10)).toEqual([2, 3, 8]);
  for (const wrong of ['', '0', '11', '5-3', '3-', 'all of them', '1.5', '-2']) expect(parseSlices(wrong, 10), wrong).toBeNull();
});

it('writes what it reads', () => {
  expect(showSlices([2, 3, 4, 8])).toBe('3–5, 9');
  fc.assert(fc.property(fc.uniqueArray(fc.nat(60), { minLength: 1 }), (some) => {
    const slices = some.sort((a, b) => a - b);
    expect(parseSlices(showSlices(slices), 61)).toEqual(slices);
  }));
});
