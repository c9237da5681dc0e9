import { expect, it, vi } from 'vitest';
import type { Pin } from '#shared/contract/reviews.ts';
import { bySlice } from '../../../src-renderer/stores/returned.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));

const pin = (labelmapId: string, slice: number, text: string): Pin => ({ labelmapId, caseId: `case of ${labelmapId}`, axis: 2, slice, text }) as unknown as Pin;

it('remarks on one slice stand together, those of returned slices first, all else as the host told it', () => {
  const pins = [pin('a', 3, 'one'), pin('a', 9, 'two'), pin('a', 3, 'three'), pin('b', 3, 'four'), pin('b', 1, 'five')];
  const listed = bySlice(pins, ({ labelmapId, slice }) => labelmapId === 'b' && slice === 3);
  expect(listed.map((slice) => [slice.caseId, slice.slice, slice.isReturned, slice.pins.map(({ text }) => text)])).toEqual([
    ['case of b', 3, true, ['four']],
    ['case of a', 3, false, ['one', 'three']],
    ['case of a', 9, false, ['two']],
    ['case of b', 1, false, ['five']],
  ]);
  expect(bySlice([], () => true)).toEqual([]);
});
