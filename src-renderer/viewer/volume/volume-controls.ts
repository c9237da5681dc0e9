/** Pointer, wheel and keys of a 3D view. Knows the view, not who owns it. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VolumeView } from './volume-view.ts';

/** A pointer that moved no further has clicked. */
const clickPx = 4;
const keyDegrees = 15;
const keyPanPx = 40;
const keyZoom = 1.2;
const zoomPerPx = 1.005;
const zoomPerWheel = 1.0015;

/**
 * Left drag turns, middle drag or left with Shift or Ctrl moves, right drag and wheel zoom, a click picks. Arrows turn,
 * with Ctrl by a quarter, with Shift they move; + and − zoom, Home shows everything from the front, Enter picks in the middle.
 * Keys are heard where the container has the focus, which it can get by Tab and by a click; those used go no further.
 * @param picked told the place that was clicked; not called where nothing is
 * @returns lets go of the container
 */
export function attachVolumeControls(container: HTMLElement, view: VolumeView, picked: (placeMm: Vec3) => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  container.tabIndex = 0;
  let drag: { readonly id: number; readonly does: 'turn' | 'pan' | 'zoom'; x: number; y: number; readonly fromX: number; readonly fromY: number; isClick: boolean } | null = null;

  const pick = (clientX: number, clientY: number): void => {
    const place = view.pick(clientX, clientY);
    if (place !== null) picked(place);
  };

  container.addEventListener('pointerdown', (event) => {
    if (drag !== null || event.button > 2) return;
    const moves = event.button === 1 || (event.button === 0 && (event.shiftKey || event.ctrlKey));
    const [x, y] = [event.clientX, event.clientY];
    drag = { id: event.pointerId, does: moves ? 'pan' : event.button === 2 ? 'zoom' : 'turn', x, y, fromX: x, fromY: y, isClick: event.button === 0 && !moves };
    container.setPointerCapture(event.pointerId);
    // Else the middle button would scroll.
    if (event.button === 1) event.preventDefault();
  }, { signal });
  container.addEventListener('pointermove', (event) => {
    if (drag === null || event.pointerId !== drag.id) return;
    if (Math.hypot(event.clientX - drag.fromX, event.clientY - drag.fromY) > clickPx) drag.isClick = false;
    if (drag.isClick) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (drag.does === 'turn') view.rotateBy(dx, dy);
    else if (drag.does === 'pan') view.panBy(dx, dy);
    else view.zoomBy(zoomPerPx ** -dy, drag.fromX, drag.fromY);
  }, { signal });
  container.addEventListener('pointerup', (event) => {
    if (drag === null || event.pointerId !== drag.id) return;
    const { isClick } = drag;
    drag = null;
    if (isClick) pick(event.clientX, event.clientY);
  }, { signal });
  container.addEventListener('pointercancel', () => { drag = null; }, { signal });
  container.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  container.addEventListener('wheel', (event) => {
    event.preventDefault();
    // Lines and pages instead of pixels, as some browsers count.
    const px = event.deltaY * [1, 16, 400][event.deltaMode]!;
    view.zoomBy(zoomPerWheel ** -px, event.clientX, event.clientY);
  }, { signal, passive: false });
  container.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    const bounds = container.getBoundingClientRect();
    const [x, y] = [bounds.left + bounds.width / 2, bounds.top + bounds.height / 2];
    const arrow = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Readonly<Record<string, readonly [number, number]>>)[event.key];
    const degrees = event.ctrlKey ? 90 : keyDegrees;
    if (arrow !== undefined && event.shiftKey) view.panBy(keyPanPx * arrow[0], keyPanPx * arrow[1]);
    else if (arrow !== undefined) view.turnBy(degrees * arrow[0], degrees * arrow[1]);
    else if (event.ctrlKey) return;
    else if (event.key === '+' || event.key === '=') view.zoomBy(keyZoom, x, y);
    else if (event.key === '-') view.zoomBy(1 / keyZoom, x, y);
    else if (event.key === 'Home') view.resetView();
    else if (event.key === 'Enter') pick(x, y);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  return () => ended.abort();
}
