/** The pointer while something is measured: points are placed by clicks or by a drag, and what is drawn can be taken hold of. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { handlesOf, linesOf, movedBy, withHandleAt } from '#shared/measurements/handles.ts';
import { minus } from '#shared/measurements/vectors.ts';
import type { SliceView } from '../../viewer/slice-view.ts';
import type { ShownShape } from './measured-shape.ts';
import type { MeasuringActions } from './use-measuring.ts';

export interface MeasurePointer {
  /** @param second closes what is drawn corner by corner */
  press(event: PointerEvent, second: boolean): void;
  /** With the button held. */
  drag(event: PointerEvent): void;
  /** Without. @returns whether something is there to take hold of */
  hover(event: PointerEvent): boolean;
  release(event: PointerEvent): void;
}

interface Parts {
  readonly measuring: MeasuringActions;
  readonly axis: () => AxisIndex;
  readonly slice: () => number;
}

const handleReachPx = 8;
const lineReachPx = 5;
/** A hand that clicks moves less. */
const clickPx = 4;
/** Shorter steps than this of a voxel add nothing. */
const shortest = 0.2;

type Grip =
  | { readonly kind: 'draw'; readonly clientX: number; readonly clientY: number; readonly isFirst: boolean; isDrag: boolean; last: Vec3 }
  | { readonly kind: 'handle'; readonly shape: ShownShape; readonly handle: number }
  | { readonly kind: 'whole'; readonly shape: ShownShape; readonly from: Vec3 };

export function followMeasuring(view: Pick<SliceView, 'positionAt' | 'clientOf'>, { measuring, axis, slice }: Parts): MeasurePointer {
  let grip: Grip | null = null;

  const shapes = (): readonly ShownShape[] => measuring.shapesOn(axis(), slice()).filter(({ isNear }) => !isNear);
  const draft = (): ShownShape | undefined => shapes().find(({ id }) => id === null);
  const awayPx = (voxel: Vec3, { clientX, clientY }: PointerEvent): number => {
    const at = view.clientOf(voxel);
    return at === null ? Infinity : Math.hypot(at.clientX - clientX, at.clientY - clientY);
  };
  /** What lies under the pointer: handles before lines, what is chosen before the others. */
  const gripAt = (event: PointerEvent, at: Vec3): Grip | null => {
    const kept = shapes().filter(({ id }) => id !== null).toSorted((a, b) => Number(b.isSelected) - Number(a.isSelected));
    for (const shape of kept) {
      const handle = handlesOf(shape).findIndex((place) => awayPx(place, event) <= handleReachPx);
      if (handle >= 0) return { kind: 'handle', shape, handle };
    }
    const held = kept.find((shape) => linesOf(shape).some(({ points, isClosed }) =>
      points.some((from, n) => (n + 1 < points.length || isClosed) && awayFromSegment(event, view.clientOf(from), view.clientOf(points[(n + 1) % points.length]!)) <= lineReachPx)));
    return held === undefined ? null : { kind: 'whole', shape: held, from: at };
  };

  return {
    press(event, second) {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at === null) return;
      if (second) {
        measuring.close();
        return;
      }
      const drawn = draft();
      grip = drawn === undefined ? gripAt(event, at) : null;
      if (grip !== null && grip.kind !== 'draw') {
        measuring.drag(grip.shape.id!, grip.shape.points);
        return;
      }
      // The second press of a double click lies where the first did; the first corner is where a line closes.
      if (drawn?.kind === 'polygon' && (event.detail > 1 || (drawn.points.length > 3 && awayPx(drawn.points[0]!, event) <= handleReachPx))) {
        measuring.close();
        return;
      }
      if (drawn !== undefined && event.detail > 1) return;
      if (!measuring.place(at, axis())) grip = { kind: 'draw', clientX: event.clientX, clientY: event.clientY, isFirst: drawn === undefined, isDrag: false, last: at };
    },
    drag(event) {
      const at = view.positionAt(event.clientX, event.clientY);
      if (grip === null || at === null) return;
      switch (grip.kind) {
        case 'handle': measuring.drag(grip.shape.id!, withHandleAt(grip.shape, grip.handle, at)); break;
        case 'whole': measuring.drag(grip.shape.id!, movedBy(grip.shape.points, minus(at, grip.from))); break;
        case 'draw':
          grip.isDrag ||= Math.hypot(event.clientX - grip.clientX, event.clientY - grip.clientY) > clickPx;
          measuring.aim(at);
          if (grip.isDrag && draft()?.kind === 'polygon') trace(grip, event);
          break;
      }
    },
    hover(event) {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at === null) return false;
      if (draft() === undefined) return gripAt(event, at) !== null;
      measuring.aim(at);
      return false;
    },
    release(event) {
      const held = grip;
      grip = null;
      if (held === null) return;
      if (held.kind !== 'draw') {
        measuring.letGo();
        return;
      }
      const drawn = draft();
      const at = view.positionAt(event.clientX, event.clientY);
      if (!held.isDrag || drawn === undefined || at === null) return;
      if (drawn.kind !== 'polygon') measuring.place(at, axis());
      else if (held.isFirst) measuring.close();
    },
  };

  /** A line drawn in one go. */
  function trace(drawing: Extract<Grip, { kind: 'draw' }>, event: PointerEvent): void {
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of moves.length > 0 ? moves : [event]) {
      const at = view.positionAt(clientX, clientY);
      if (at === null || Math.hypot(...minus(at, drawing.last)) <= shortest) continue;
      drawing.last = at;
      measuring.place(at, axis());
    }
  }
}

type PlaceInWindow = ReturnType<SliceView['clientOf']>;

function awayFromSegment({ clientX, clientY }: PointerEvent, from: PlaceInWindow, to: PlaceInWindow): number {
  if (from === null || to === null) return Infinity;
  const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.min(Math.max(((clientX - from.clientX) * dx + (clientY - from.clientY) * dy) / squared, 0), 1);
  return Math.hypot(clientX - from.clientX - share * dx, clientY - from.clientY - share * dy);
}
