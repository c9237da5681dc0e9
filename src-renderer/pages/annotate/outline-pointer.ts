/** Lines that are drawn by hand: a lasso while the button is down, a polygon or a livewire corner by corner. */
import type { SliceView } from '../../viewer/slice-view.ts';
import type { PointerParts } from './pointer.ts';
import { addPoint, pressLine } from './press-line.ts';

/** Shorter steps than this of a voxel add nothing. */
const shortest = 0.2;

export interface OutlinePointer {
  /** Begins a lasso, or adds a corner. @param second erases with the lasso and closes the polygon */
  press(event: PointerEvent, lasso: boolean, second: boolean): void;
  drag(event: PointerEvent): void;
  /** Between the corners of a livewire. */
  hover(event: PointerEvent): void;
}

export function followOutlines(view: SliceView, parts: Pick<PointerParts, 'annotating' | 'axis' | 'table' | 'cannotDraw' | 'closeOutline' | 'drawing'>): OutlinePointer {
  const { annotating } = parts;
  return {
    press(event, lasso, second) {
      if (!lasso && second) return parts.closeOutline();
      const at = view.positionAt(event.clientX, event.clientY);
      if (at !== null && !pressLine(parts, at, parts.axis(), { erases: lasso && second, again: event.detail > 1 })) parts.cannotDraw();
    },
    hover(event) {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at !== null) parts.drawing.hover(at, parts.axis());
    },
    drag(event) {
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const { clientX, clientY } of moves.length > 0 ? moves : [event]) {
        const at = view.positionAt(clientX, clientY);
        const last = annotating.outline?.points.at(-1);
        if (at !== null && last !== undefined && Math.hypot(at[0] - last[0], at[1] - last[1], at[2] - last[2]) > shortest) addPoint(annotating, at);
      }
    },
  };
}
