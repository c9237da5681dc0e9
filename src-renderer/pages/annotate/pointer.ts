/**
 * The pointer on a picture: what a button means says the person's mouse scheme, what the tool does with it is said here; the
 * wheel turns slices, and with a modifier it zooms or sizes the brush. Per event it does what the event touched.
 */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { hoverLeads, meaningOf, opensMenu, type MouseScheme } from '../../editing/mouse-schemes.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { GreyWindow, SliceView } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';
import { followMeasuring } from './measure-pointer.ts';
import { followOutlines } from './outline-pointer.ts';
import { readUnderCursor } from './under-cursor.ts';
import type { MeasuringActions } from './use-measuring.ts';
import type { PointerTools } from './use-pointer-tools.ts';
import { wheelPixels, wheelTurns, wheelZoom } from './wheel-turns.ts';

export interface PointerParts {
  readonly open: () => OpenCase;
  readonly annotating: ReturnType<typeof useAnnotating>;
  readonly table: () => LabelTable;
  readonly drawing: PointerTools;
  /** The chosen label does not exist or is locked. */
  readonly cannotDraw: () => void;
  readonly closeOutline: () => void;
  readonly measuring: MeasuringActions;
  readonly mouse: () => MouseScheme;
  /** Of this picture, at this place of the window. */
  readonly openMenu: (clientX: number, clientY: number) => void;
  readonly resizeBrush: (factor: number) => void;
  /** Of the image that this picture shows. */
  readonly window: { value: GreyWindow };
  /** Of the plane that this picture shows. */
  readonly stepSlice: (delta: number) => void;
  readonly axis: () => AxisIndex;
  /** All views to this voxel. */
  readonly moveTo: (voxel: Vec3) => void;
  /** Zoomed by hand; others may follow. */
  readonly zoomed: (factor: number) => void;
}

type Drag = 'draw' | 'erase' | 'click' | 'pan' | 'zoom' | 'window' | 'navigate' | 'lasso' | 'corner' | 'measure';
/** A hand that clicks moves as far as this. */
const clickPx = 4;

/** @returns ends it */
export function followPointer(element: HTMLElement, view: SliceView, parts: PointerParts): () => void {
  const { annotating } = parts;
  const stop = new AbortController();
  const on = <Kind extends keyof HTMLElementEventMap>(kind: Kind, take: (event: HTMLElementEventMap[Kind]) => void, passive = true): void =>
    element.addEventListener(kind, take, { signal: stop.signal, passive });
  let drag: { readonly kind: Drag; readonly pointerId: number; x: number; y: number } | null = null;
  const turn = wheelTurns();
  let hovering = 0;

  const meaning = (event: PointerEvent) =>
    meaningOf(parts.mouse(), event, annotating.tool !== 'navigate' && annotating.tool !== 'window' && !parts.open().readOnly);
  const kindOf = (event: PointerEvent): Drag | null => {
    const means = meaning(event);
    if (means === null || means === 'menu') return null;
    if (means === 'pan' || means === 'zoom' || means === 'navigate') return means;
    if (annotating.tool === 'navigate' || annotating.tool === 'window') return annotating.tool;
    if (parts.open().readOnly) return null;
    if (annotating.tool === 'measure') return 'measure';
    const { press } = parts.drawing;
    if (press === 'lasso') return press;
    if (press === 'corner' || press === 'wire') return 'corner';
    if (press === 'click' && means !== 'second') return press;
    return annotating.drawn === 0 || means === 'second' ? 'erase' : 'draw';
  };
  /** Where a click began that may open the menu. */
  let menuFrom: { readonly x: number; readonly y: number } | null = null;

  const showRing = (event: PointerEvent): void => {
    const draws = (drag?.kind === 'erase' || parts.drawing.press === 'stroke') && !event.altKey && !parts.open().readOnly;
    const { radiusVoxels, shape } = parts.drawing.ring(parts.axis());
    view.showBrush(draws ? event : null, radiusVoxels, drag === null ? annotating.drawn === 0 : drag.kind === 'erase', shape);
  };
  const read = (event: PointerEvent): void => {
    // The status line follows at the pace of the screen, whatever the pace of the pointer.
    cancelAnimationFrame(hovering);
    hovering = requestAnimationFrame(() => {
      const at = view.voxelAt(event.clientX, event.clientY);
      annotating.underCursor = at === null ? null : readUnderCursor(parts.open(), at, parts.axis());
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
  const measure = followMeasuring(view, { measuring: parts.measuring, axis: parts.axis, slice: () => annotating.position[parts.axis()] });
  const navigate = (event: PointerEvent): void => {
    const at = view.positionAt(event.clientX, event.clientY);
    if (at !== null) parts.moveTo(at);
  };
  /** Upwards nearer. */
  const zoom = (dy: number, { x, y }: { readonly x: number; readonly y: number }): void => {
    const factor = Math.exp(-dy / 150);
    view.zoomBy(factor, x, y);
    parts.zoomed(factor);
  };
  const adjustWindow = (dx: number, dy: number): void => {
    const { centre, width } = parts.window.value;
    // By shares of the width, so that it feels alike for 8-bit pictures and for Hounsfield units.
    parts.window.value = { centre: centre - (dy * width) / 300, width: Math.max(width * Math.exp(dx / 200), 1e-6) };
  };

  on('pointerdown', (event) => {
    if (drag !== null || annotating.keyboardCursor !== null && annotating.penDown) return;
    menuFrom = opensMenu(event, meaning(event)) ? { x: event.clientX, y: event.clientY } : null;
    const kind = kindOf(event);
    if (kind === null) return;
    element.setPointerCapture(event.pointerId);
    drag = { kind, pointerId: event.pointerId, x: event.clientX, y: event.clientY };
    annotating.keyboardCursor = null;
    annotating.axis = parts.axis();
    if (kind === 'navigate') navigate(event);
    if (kind === 'measure') measure.press(event, meaning(event) === 'second');
    if (kind === 'lasso' || kind === 'corner') outlines.press(event, kind === 'lasso', meaning(event) === 'second');
    if (kind === 'draw' || kind === 'erase') {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at === null) return;
      if (!parts.drawing.beginStroke(kind === 'erase', parts.axis(), at)) parts.cannotDraw();
    }
    if (kind === 'click') {
      const at = view.positionAt(event.clientX, event.clientY);
      if (at !== null && !parts.drawing.click(at, parts.axis())) parts.cannotDraw();
    }
    showRing(event);
  });
  on('pointermove', (event) => {
    if (annotating.keyboardCursor === null) {
      showRing(event);
      read(event);
    }
    if (annotating.outline?.corners !== undefined) outlines.hover(event);
    if (drag === null && hoverLeads(parts.mouse(), event)) navigate(event);
    // A hand that may take hold of something is shown so.
    if (drag === null) element.style.cursor = annotating.tool === 'measure' && measure.hover(event) ? 'grab' : '';
    if (drag === null || drag.pointerId !== event.pointerId) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    [drag.x, drag.y] = [event.clientX, event.clientY];
    switch (drag.kind) {
      case 'draw':
      case 'erase': draw(event); break;
      case 'pan': view.panBy(dx, dy); break;
      case 'zoom': zoom(dy, menuFrom ?? { x: event.clientX, y: event.clientY }); break;
      case 'navigate': navigate(event); break;
      case 'lasso': outlines.drag(event); break;
      case 'corner': case 'click': break;
      case 'measure': measure.drag(event); break;
      case 'window': adjustWindow(dx, dy); break;
    }
  });
  const endClick = (event: PointerEvent): void => {
    const from = menuFrom;
    menuFrom = null;
    if (from === null || Math.hypot(event.clientX - from.x, event.clientY - from.y) > clickPx) return;
    // Where the right button does not close a polygon of itself, its click does, before it asks anything else.
    if (parts.measuring.close()) return;
    if (annotating.outline !== null) parts.closeOutline();
    else parts.openMenu(event.clientX, event.clientY);
  };
  const end = (event: PointerEvent): void => {
    if (drag === null || drag.pointerId !== event.pointerId) return;
    if (drag.kind === 'draw' || drag.kind === 'erase') parts.open().session.endStroke();
    if (drag.kind === 'lasso') parts.closeOutline();
    if (drag.kind === 'measure') measure.release(event);
    drag = null;
    showRing(event);
  };
  on('pointerup', (event) => { end(event); endClick(event); });
  // A stroke that the system took away (another window, a sleeping pen) is kept as far as it went.
  on('pointercancel', end);
  on('pointerleave', () => {
    if (drag !== null || annotating.keyboardCursor !== null) return;
    view.showBrush(null, 1, false);
    cancelAnimationFrame(hovering);
    annotating.underCursor = null;
  });
  on('dblclick', () => { if (parts.drawing.press === 'corner' || parts.drawing.press === 'wire') parts.closeOutline(); });
  on('contextmenu', (event) => event.preventDefault(), false);
  on('auxclick', (event) => event.preventDefault(), false);
  on('wheel', (event) => {
    event.preventDefault();
    const pixels = wheelPixels(event);
    if (event.ctrlKey || event.metaKey) {
      const factor = wheelZoom(pixels);
      view.zoomBy(factor, event.clientX, event.clientY);
      parts.zoomed(factor);
    }
    else if (event.shiftKey) parts.resizeBrush(Math.exp(-pixels / 600));
    else {
      const slices = turn(pixels);
      if (slices !== 0) parts.stepSlice(slices);
    }
  }, false);

  return () => {
    stop.abort();
    cancelAnimationFrame(hovering);
  };
}
