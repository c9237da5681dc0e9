/** How far the planes of the open case are zoomed, which stays while their views come and go. */
import type { z } from 'zod';
import type { lastPlace } from '#shared/contract/settings.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { ViewTransform } from '../../viewer/view-transform.ts';

export type PlaneZooms = NonNullable<z.infer<typeof lastPlace>['zooms']>;

/** @param to null: the whole slice is shown. @returns the same where nothing changed */
export function withZoom(zooms: PlaneZooms, axis: AxisIndex, to: ViewTransform | null): PlaneZooms {
  const before = zooms.find((one) => one.axis === axis);
  if (before === undefined && to === null) return zooms;
  if (before !== undefined && to !== null && before.centreXMm === to.centreXMm && before.centreYMm === to.centreYMm && before.pixelsPerMm === to.pixelsPerMm) return zooms;
  const others = zooms.filter((one) => one !== before);
  return to === null ? others : [...others, { axis, centreXMm: to.centreXMm, centreYMm: to.centreYMm, pixelsPerMm: to.pixelsPerMm }];
}
