/** Pointer, wheel and keys of a 3D view. Knows the view, not who owns it. */
import type { Path } from '#shared/regions/slice.ts';
import { standardViews } from './orbit-camera.ts';
import type { Picked, VolumeView } from './volume-view.ts';

/** A pointer that moved no further has clicked. */
const clickPx = 4;
const keyDegrees = 15;
const keyPanPx = 40;
const keyZoom = 1.2;
const zoomPerPx = 1.005;
const zoomPerWheel = 1.0015;
/** Corners of a line closer than this add nothing. */
const lassoPx = 2;

export interface VolumeListener {
  /** The place that was clicked; not called where nothing is. */
  picked(picked: Picked): void;
  /** What is under the pointer while nothing is dragged, at most once a frame; null where nothing is, or the pointer has left. */
  hovered?(picked: Picked | null): void;
  /** Asked at Enter: whether it is the page's, which picks otherwise. */
  leavesEnter?(): boolean;
  /** The right button was pressed and let go in one place of the window. */
  menu?(clientX: number, clientY: number): void;
  /** Asked at each press: whether a left drag draws a line around something, instead of turning. */
  draws?(): boolean;
  /** The line that was drawn, CSS pixels of the view; closed by itself. */
  drawn?(line: Path): void;
}

type Drag = { readonly id: number; x: number; y: number; readonly fromX: number; readonly fromY: number } & (
  | { readonly does: 'turn' | 'zoom'; isClick: boolean }
  | { readonly does: 'pan' }
  | { readonly does: 'draw'; readonly line: number[] }
);

/**
 * Left drag turns, middle drag or left with Shift or Ctrl moves, right drag and wheel zoom, a click picks, a right one asks for the menu. Arrows turn,
 * with Ctrl or ⌘ by a quarter, with Shift they move; + and − zoom, Home shows everything from the front, 1 to 6 from the front,
 * back, left, right, above and below, Enter picks in the middle, Escape gives up a line that is drawn.
 * Keys are heard where the container has the focus, which it can get by Tab and by a click; those used go no further.
 * @returns lets go of the container
 */
export function attachVolumeControls(container: HTMLElement, view: VolumeView, listener: VolumeListener): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  container.tabIndex = 0;
  let drag: Drag | null = null;

  const pick = (clientX: number, clientY: number): void => {
    const place = view.pick(clientX, clientY);
    if (place !== null) listener.picked(place);
  };
  let frame = 0;
  /** Where the pointer rests, to be looked at with the next frame. */
  let looked: readonly [number, number] | null = null;
  const look = ({ clientX, clientY }: PointerEvent): void => {
    if (listener.hovered === undefined) return;
    looked = [clientX, clientY];
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (looked !== null) listener.hovered?.(view.pick(...looked));
    });
  };
  const lookAway = (): void => {
    if (looked === null) return;
    looked = null;
    listener.hovered?.(null);
  };
  const inView = (event: PointerEvent): [number, number] => {
    const bounds = container.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  };
  const begin = (event: PointerEvent): Drag => {
    const moves = event.button === 1 || (event.button === 0 && (event.shiftKey || event.ctrlKey || event.metaKey));
    const [x, y] = [event.clientX, event.clientY];
    const common = { id: event.pointerId, x, y, fromX: x, fromY: y };
    if (moves) return { ...common, does: 'pan' };
    if (event.button === 2) return { ...common, does: 'zoom', isClick: true };
    return listener.draws?.() === true ? { ...common, does: 'draw', line: inView(event) } : { ...common, does: 'turn', isClick: true };
  };
  const draw = (line: number[], event: PointerEvent): void => {
    const [x, y] = inView(event);
    if (Math.hypot(x - line.at(-2)!, y - line.at(-1)!) < lassoPx) return;
    line.push(x, y);
    view.showLasso(Float64Array.from(line));
  };
  const giveUp = (): void => {
    if (drag?.does === 'draw') view.showLasso(null);
    drag = null;
  };

  container.addEventListener('pointerdown', (event) => {
    if (drag !== null || event.button > 2) return;
    drag = begin(event);
    container.setPointerCapture(event.pointerId);
    // Else the middle button would scroll.
    if (event.button === 1) event.preventDefault();
  }, { signal });
  container.addEventListener('pointermove', (event) => {
    if (drag === null) look(event);
    if (drag === null || event.pointerId !== drag.id) return;
    if (drag.does === 'draw') {
      draw(drag.line, event);
      return;
    }
    if (drag.does !== 'pan') {
      if (Math.hypot(event.clientX - drag.fromX, event.clientY - drag.fromY) > clickPx) drag.isClick = false;
      if (drag.isClick) return;
    }
    lookAway();
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.does === 'turn') view.rotateBy(dx, dy);
    else if (drag.does === 'pan') view.panBy(dx, dy);
    else view.zoomBy(zoomPerPx ** -dy, drag.fromX, drag.fromY);
  }, { signal });
  container.addEventListener('pointerup', (event) => {
    if (drag === null || event.pointerId !== drag.id) return;
    const done = drag;
    giveUp();
    if (done.does === 'turn' && done.isClick) pick(event.clientX, event.clientY);
    if (done.does === 'zoom' && done.isClick) listener.menu?.(event.clientX, event.clientY);
    if (done.does === 'draw' && done.line.length >= 6) listener.drawn?.(Float64Array.from(done.line));
  }, { signal });
  container.addEventListener('pointerleave', lookAway, { signal });
  container.addEventListener('pointercancel', giveUp, { signal });
  container.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  container.addEventListener('wheel', (event) => {
    event.preventDefault();
    // Lines and pages instead of pixels, as some browsers count.
    const px = event.deltaY * [1, 16, 400][event.deltaMode]!;
    view.zoomBy(zoomPerWheel ** -px, event.clientX, event.clientY);
  }, { signal, passive: false });

  /** @returns whether the key was for the view */
  const pressed = (event: KeyboardEvent): boolean => {
    const bounds = container.getBoundingClientRect();
    const [x, y] = [bounds.left + bounds.width / 2, bounds.top + bounds.height / 2];
    const arrow = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Readonly<Record<string, readonly [number, number]>>)[event.key];
    if (arrow !== undefined) {
      const degrees = event.ctrlKey || event.metaKey ? 90 : keyDegrees;
      if (event.shiftKey) view.panBy(keyPanPx * arrow[0], keyPanPx * arrow[1]);
      else view.turnBy(degrees * arrow[0], degrees * arrow[1]);
      return true;
    }
    if (event.ctrlKey || event.metaKey) return false;
    const side = standardViews[Number(/^[1-6]$/.exec(event.key)?.[0] ?? 0) - 1];
    if (side !== undefined) view.resetView(side);
    else if (event.key === '+' || event.key === '=') view.zoomBy(keyZoom, x, y);
    else if (event.key === '-') view.zoomBy(1 / keyZoom, x, y);
    else if (event.key === 'Home') view.resetView();
    else if (event.key === 'Enter' && listener.leavesEnter?.() !== true) pick(x, y);
    else if (event.key === 'Escape' && drag?.does === 'draw') giveUp();
    else return false;
    return true;
  };
  container.addEventListener('keydown', (event) => {
    if (event.altKey || !pressed(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  return () => {
    cancelAnimationFrame(frame);
    lookAway();
    ended.abort();
  };
}
