import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scrollTopFor, rowsShown } from '../../../src-renderer/components/table/virtual-rows.ts';
import { headingAfter, placeAfter } from '../../../src-renderer/pages/cases/table-keys.ts';

it('Keys stop at both ends, and the first one chooses an end', () => {
  expect(placeAfter('ArrowDown', -1, 5, 3)).toBe(0);
  expect(placeAfter('ArrowUp', -1, 5, 3)).toBe(4);
  expect(placeAfter('ArrowDown', 4, 5, 3)).toBe(4);
  expect(placeAfter('PageDown', 3, 5, 3)).toBe(4);
  expect(placeAfter('PageUp', 1, 5, 3)).toBe(0);
  expect([placeAfter('Home', 3, 5, 3), placeAfter('End', 3, 5, 3)]).toEqual([0, 4]);
});

it('Letters move nothing, and in an empty table nothing moves', () => {
  expect(placeAfter('a', 2, 5, 3)).toBeNull();
  expect(placeAfter('ArrowDown', -1, 0, 3)).toBeNull();
});

it('Whatever is in sight exists, and of ten thousand rows no more than a few screens', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 100, max: 3000 }), fc.nat(100), (count, height, percent) => {
    const rowHeight = 44;
    const scrollTop = Math.max(0, count * rowHeight - height) * percent / 100;
    const { first, end } = rowsShown(scrollTop, height, rowHeight, count);
    const [firstSeen, lastSeen] = [Math.floor(scrollTop / rowHeight), Math.min(count - 1, Math.floor((scrollTop + height - 1) / rowHeight))];
    expect(first).toBeLessThanOrEqual(firstSeen);
    expect(end).toBeGreaterThan(lastSeen);
    expect(end).toBeLessThanOrEqual(count);
    expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 14);
  }));
});

it('The row that a key leads to is wholly seen below the header, and a seen one moves nothing', () => {
  fc.assert(fc.property(fc.nat(9_999), fc.nat(400_000), fc.integer({ min: 200, max: 2000 }), (row, before, height) => {
    const [rowHeight, header] = [44, 30];
    const after = scrollTopFor(row, before, height, rowHeight, header);
    // The header lies over the first pixels of the place, and the rows begin below it.
    expect(row * rowHeight).toBeGreaterThanOrEqual(after);
    expect(row * rowHeight + rowHeight).toBeLessThanOrEqual(after + height - header);
    expect(scrollTopFor(row, after, height, rowHeight, header)).toBe(after);
  }));
});

it('Headings are gone through from end to end, and left downwards', () => {
  expect([headingAfter('ArrowRight', 0, 8), headingAfter('ArrowRight', 7, 8), headingAfter('ArrowLeft', 0, 8)]).toEqual([1, 7, 0]);
  expect([headingAfter('Home', 5, 8), headingAfter('End', 5, 8)]).toEqual([0, 7]);
  expect([headingAfter('ArrowDown', 5, 8), headingAfter('Escape', 5, 8)]).toEqual(['rows', 'rows']);
  // What removes a case or opens it is not meant for a heading.
  expect([headingAfter('Delete', 5, 8), headingAfter('ArrowUp', 5, 8)]).toEqual([null, null]);
});
