/** Drawing without a pointer: a cursor that arrows move, and one key that does there what a press of the pointer would. */
import { watch, type ShallowRef } from 'vue';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { voxelAtPoint } from '#shared/geometry/slice-plane.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { addPoint, lineHere, pressLine, type LineParts } from './press-line.ts';
import type { MeasuringActions } from './use-measuring.ts';
import type { PointerTools } from './use-pointer-tools.ts';

export interface KeyboardPen {
  /** Shows the cursor where the pointer was last, or in the middle; or takes it away. */
  readonly toggle: () => void;
  move(right: number, down: number): void;
  /** What the tool does at the cursor. */
  press(): void;
  /** Ends a stroke that was begun by keyboard. */
  up(): void;
  /** Says why the chosen label cannot be drawn. */
  readonly sayWhyNot: () => void;
}

export function useKeyboardPen(
  open: ShallowRef<OpenCase | null>, measuring: Pick<MeasuringActions, 'place' | 'aim'>, drawing: Omit<PointerTools, 'preview' | 'ring'>,
): KeyboardPen {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const toasts = useToasts();
  const line: LineParts = { annotating, table: () => workplace.labelTable, drawing };
  const shownPlane = () => open.value?.planes[annotating.axis];

  const up = (): void => {
    if (!annotating.penDown) return;
    annotating.penDown = false;
    open.value?.session.endStroke();
  };
  // Whatever turned the slice (a mark, an undo, the slider): the keyboard draws on the one that is seen.
  watch(() => annotating.index, (index) => {
    if (annotating.keyboardCursor === null) return;
    up();
    const moved: [number, number, number] = [...annotating.keyboardCursor];
    moved[annotating.axis] = index;
    annotating.keyboardCursor = moved;
  }, { flush: 'sync' });

  /** Drawing begins with a label: where there is none, one is asked for. */
  const sayWhyNot = (): void => {
    const entry = workplace.labelTable.find(({ index }) => index === annotating.label);
    if (entry === undefined) dialogs.open('new-label');
    else toasts.tell({ kind: 'note', text: { word: 'annotate.labels.locked', values: { name: entry.name } } });
  };
  const isIn = (at: Vec3, point: Vec3 | undefined): boolean => point !== undefined && at.every((index, along) => Math.round(point[along]!) === index);
  /** The first corner closes the line that began there. @returns false where the chosen label cannot be drawn */
  const setCorner = (at: Vec3, axis: AxisIndex): boolean => {
    const points = lineHere(annotating, axis)?.points ?? [];
    if (points.length > 2 && isIn(at, points[0])) return drawing.close();
    return pressLine(line, at, axis, { erases: false, again: isIn(at, points.at(-1)) });
  };
  /** A lasso goes on to where the cursor goes. */
  const trace = (at: Vec3, axis: AxisIndex): void => {
    const last = lineHere(annotating, axis)?.points.at(-1);
    if (last !== undefined && !isIn(at, last)) addPoint(annotating, at);
  };
  /** @returns false where the chosen label cannot be drawn */
  const use = ({ session }: OpenCase, at: Vec3, axis: AxisIndex): boolean => {
    switch (drawing.press) {
      case 'stroke': {
        const can = drawing.beginStroke(annotating.drawn === 0, axis, at);
        annotating.penDown = can && session.isDrawing;
        return can;
      }
      case 'click': return drawing.click(at, axis);
      case 'lasso': return lineHere(annotating, axis) === null ? pressLine(line, at, axis, { erases: false, again: false }) : drawing.close();
      case 'corner': case 'wire': return setCorner(at, axis);
      case null:
        if (annotating.tool === 'measure') measuring.place(at, axis);
        if (annotating.tool === 'navigate') annotating.position = at;
        return true;
    }
  };

  return {
    up,
    sayWhyNot,
    toggle() {
      up();
      const plane = shownPlane();
      if (annotating.keyboardCursor !== null || plane === undefined || open.value?.readOnly !== false) {
        annotating.keyboardCursor = null;
        return;
      }
      const middle = { column: Math.floor(plane.right.count / 2), row: Math.floor(plane.down.count / 2) };
      annotating.keyboardCursor = annotating.underCursor?.voxel ?? voxelAtPoint(plane, annotating.index, middle);
    },
    move(right, down) {
      const plane = shownPlane();
      const { axis, keyboardCursor: from } = annotating;
      if (plane === undefined || from === null) return;
      const moved: [number, number, number] = [...from];
      const step = (along: AxisIndex, flipped: boolean, by: number, count: number): void => {
        moved[along] = Math.min(Math.max(moved[along] + (flipped ? -by : by), 0), count - 1);
      };
      step(plane.right.axis, plane.right.flipped, right, plane.right.count);
      step(plane.down.axis, plane.down.flipped, down, plane.down.count);
      annotating.keyboardCursor = moved;
      if (annotating.penDown) open.value?.session.strokeTo(moved);
      else if (drawing.press === 'lasso') trace(moved, axis);
      else if (drawing.press === 'wire') drawing.hover(moved, axis);
      measuring.aim(moved);
    },
    press() {
      const at = annotating.keyboardCursor;
      if (open.value === null || at === null) return;
      if (annotating.penDown) up();
      else if (!use(open.value, at, annotating.axis)) sayWhyNot();
    },
  };
}
