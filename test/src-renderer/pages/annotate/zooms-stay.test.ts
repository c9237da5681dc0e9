import { expect, it } from 'vitest';
import { withZoom, type PlaneZooms } from '../../../../src-renderer/pages/annotate/kept-zooms.ts';

const near = { centreXMm: 80, centreYMm: 40, pixelsPerMm: 6 };

it('each plane keeps how far it is zoomed, until its whole slice is shown', () => {
  const none: PlaneZooms = [];
  expect(withZoom(none, 2, null)).toBe(none);
  const one = withZoom(none, 2, near);
  const two = withZoom(one, 0, { ...near, pixelsPerMm: 9 });
  expect(two).toEqual([{ axis: 2, ...near }, { axis: 0, ...near, pixelsPerMm: 9 }]);
  // Views tell of every place: what is the same is not remembered again.
  expect(withZoom(two, 2, { ...near })).toBe(two);
  expect(withZoom(two, 2, { ...near, centreXMm: 81 })).toHaveLength(2);
  expect(withZoom(two, 2, null)).toEqual([{ axis: 0, ...near, pixelsPerMm: 9 }]);
});
