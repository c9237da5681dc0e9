/**
 * The pointer on a picture: left draws with the chosen tool, right erases, middle pans, the wheel turns slices; with a
 * modifier it zooms or sizes the brush, and with Alt it moves the place that all views share. Per event it does what the
 * event touched.
 */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { canDraw } from '../../editing/kept-labels.ts';
import { beginBrush, type BrushOptions } from '../../editing/tools/brush.ts';
import { beginEraser } from '../../editing/tools/eraser.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { SliceView } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';
import { followOutlines } from './outline-pointer.ts';
import { readUnderCursor } from './under-cursor.ts';

export interface PointerParts {
  readonly open: () => OpenCase;
  readonly annotating: ReturnType<typeof useAnnotating>;
  readonly table: () => LabelTable;
  /** What the tools may paint over, and on which values. */
  readonly rules: (erases: boolean) => Pick<BrushOptions, 'paintOver' | 'gate'>;
  /** The chosen label does not exist or is locked. */
  readonly cannotDraw: () => void;
  readonly closeOutline: () => void;
  readonly radiusVoxels: () => number;
  readonly resizeBrush: (factor: number) => void;
  /** Of the plane that this picture shows. */
  readonly stepSlice: (delta: number) => void;
  readonly axis: () => AxisIndex;
  /** All views to this voxel. */
  readonly moveTo: (voxel: Vec3) => void;
  /** Zoomed by hand; others may follow. */
  readonly zoomed: (factor: number) => void;
}

type Drag = 'draw' | 'erase' | 'pan' | 'window' | 'navigate' | 'lasso' | 'corner';
const buttons = { left: 0, middle: 1, right: 2 } as const;
/** Wheels of notches send 100 or 120 a notch, touchpads a few a move: slices turn by sums. */
const wheelPerSlice = 60;

/** @returns ends it */
export function followPointer(element: HTMLElement, view: SliceView, parts: PointerParts): () => void {
  const { annotating } = parts;
  const stop = new AbortController();
  const on = <Kind extends keyof HTMLElementEventMap>(kind: Kind, take: (event: HTMLElementEventMap[Kind]) => void, passive = true): void =>
    element.addEventListener(kind, take, { signal: stop.signal, passive });
  let drag: { readonly kind: Drag; readonly pointerId: number; x: number; y: number } | null = null;
  let turned = 0;
  let hovering = 0;

  const kindOf = (event: PointerEvent): Drag | null => {
    if (event.button === buttons.middle) return 'pan';
    // For touchpads, which have no middle.
    if (event.button === buttons.left && (event.ctrlKey || event.metaKey)) return 'pan';
    if (event.button === buttons.left && (event.altKey || annotating.tool === 'navigate')) return 'navigate';
    if (annotating.tool === 'navigate') return null;
    if (annotating.tool === 'window') return event.button === buttons.left ? 'window' : null;
    if (parts.open().readOnly) return null;
    if (annotating.tool === 'lasso') return event.button === buttons.left || event.button === buttons.right ? 'lasso' : null;
    if (annotating.tool === 'polygon') return event.button === buttons.left || event.button === buttons.right ? 'corner' : null;
    if (event.button === buttons.left) return annotating.drawn === 0 ? 'erase' : 'draw';
    return event.button === buttons.right ? 'erase' : null;
  };

  const showRing = (event: PointerEvent): void => {
    const draws = annotating.drawsStrokes && !event.altKey && !parts.open().readOnly;
    view.showBrush(draws ? event : null, parts.radiusVoxels(), drag === null ? annotating.drawn === 0 : drag.kind === 'erase');
  };
  const read = (event: PointerEvent): void => {
    // The status line follows at the pace of the screen, whatever the pace of the pointer.
    cancelAnimationFrame(hovering);
    hovering = requestAnimationFrame(() => {
      const at = view.voxelAt(event.clientX, event.clientY);
      annotating.underCursor = at === null ? null : readUnderCursor(parts.open(), at);
    });
  };
  const draw = (event: PointerEvent): void => {
    // A fast hand moves further than one event tells; what the browser gathered in between is drawn too.
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of moves.length > 0 ? moves : [event]) {
      const at = view.positionAt(clientX, clientY);
      if (at !== null) parts.open().session.strokeTo(at);
    }
  };
  const outlines = followOutlines(view, parts);
  const navigate = (event: PointerEvent): void => {
    const at = view.positionAt(event.clientX, event.clientY);
    if (at !== null) parts.moveTo(at);
  };
  const adjustWindow = (dx: number, dy: number): void => {
    const { centre, width } = annotating.greyWindow;
    // By shares of the width, so that it feels alike for 8-bit pictures and for Hounsfield units.
    annotating.greyWindow = { centre: centre - (dy * width) / 300, width: Math.max(width * Math.exp(dx / 200), 1e-6) };
  };

  on('pointerdown', (event) => {
    if (drag !== null || annotating.keyboardCursor !== null && annotating.penDown) return;
    const kind = kindOf(event);
    if (kind === null) return;
    element.setPointerCapture(event.pointerId);
    drag = { kind, pointerId: event.pointerId, x: event.clientX, y: event.clientY };
    annotating.keyboardCursor = null;
    annotating.axis = parts.axis();
    if (kind === 'navigate') navigate(event);
    if (kind === 'lasso' || kind === 'corner') outlines.press(event, kind === 'lasso');
    if (kind === 'draw' || kind === 'erase') {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at === null) return;
      const options = { radiusVoxels: parts.radiusVoxels(), axis: parts.axis(), table: parts.table(), ...parts.rules(kind === 'erase') };
      if (kind === 'erase') beginEraser(parts.open().session, options, at);
      else if (canDraw(options.table, annotating.label)) beginBrush(parts.open().session, annotating.label, options, at);
      else parts.cannotDraw();
    }
    showRing(event);
  });
  on('pointermove', (event) => {
    if (annotating.keyboardCursor === null) {
      showRing(event);
      read(event);
    }
    if (drag === null || drag.pointerId !== event.pointerId) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    [drag.x, drag.y] = [event.clientX, event.clientY];
    switch (drag.kind) {
      case 'draw':
      case 'erase': draw(event); break;
      case 'pan': view.panBy(dx, dy); break;
      case 'navigate': navigate(event); break;
      case 'lasso': outlines.drag(event); break;
      case 'corner': break;
      case 'window': adjustWindow(dx, dy); break;
    }
  });
  const end = (event: PointerEvent): void => {
    if (drag === null || drag.pointerId !== event.pointerId) return;
    if (drag.kind === 'draw' || drag.kind === 'erase') parts.open().session.endStroke();
    if (drag.kind === 'lasso') parts.closeOutline();
    drag = null;
    showRing(event);
  };
  on('pointerup', end);
  // A stroke that the system took away (another window, a sleeping pen) is kept as far as it went.
  on('pointercancel', end);
  on('pointerleave', () => {
    if (drag !== null || annotating.keyboardCursor !== null) return;
    view.showBrush(null, 1, false);
    cancelAnimationFrame(hovering);
    annotating.underCursor = null;
  });
  on('dblclick', () => { if (annotating.tool === 'polygon') parts.closeOutline(); });
  on('contextmenu', (event) => event.preventDefault(), false);
  on('auxclick', (event) => event.preventDefault(), false);
  on('wheel', (event) => {
    event.preventDefault();
    // Shift turns the wheel sideways in most browsers.
    const delta = event.deltaY === 0 ? event.deltaX : event.deltaY;
    const pixels = delta * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1);
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(-pixels / 400);
      view.zoomBy(factor, event.clientX, event.clientY);
      parts.zoomed(factor);
    }
    else if (event.shiftKey) parts.resizeBrush(Math.exp(-pixels / 600));
    else {
      turned += pixels;
      const slices = Math.trunc(turned / wheelPerSlice);
      turned -= slices * wheelPerSlice;
      if (slices !== 0) parts.stepSlice(slices);
    }
  }, false);

  return () => {
    stop.abort();
    cancelAnimationFrame(hovering);
  };
}
