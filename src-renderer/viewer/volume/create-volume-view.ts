/**
 * Shows surfaces of labels and the volume itself from any side, in one canvas that is drawn at most once a frame, only
 * where something changed and never faster than the card. Must not know Vue, the host, or how surfaces are made.
 */
import type { Affine, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { LabelSurface } from '#shared/regions/surface.ts';
import type { RenderingPreset } from '#shared/voxels/rendering-presets.ts';
import type { GreyWindow, ViewedImage } from '../slice-view.ts';
import { createListeners } from '../listeners.ts';
import { watchContexts } from '../watch-contexts.ts';
import { watchSize, type DeviceSize } from '../watch-size.ts';
import { createCoarseness } from './coarseness.ts';
import { fittingCamera, panned, pixelsPerMm, rayThrough, rotated, seenAt, turned, viewMatrix, zoomed, type OrbitCamera, type StandardView } from './orbit-camera.ts';
import { createOrientationCube } from './orientation-cube.ts';
import { createOverlay } from './overlay.ts';
import { boundsOf, nearestHit, type Bounds } from './pick-surface.ts';
import { distanceInVolume } from './pick-volume.ts';
import { asSeen, prepareVolumes } from './rendered-volume.ts';
import { createScene } from './scene.ts';
import { along, dot, minus } from './vector.ts';
import { ballAround } from './volume-bounds.ts';
import { isSeen } from './surface-layer.ts';
import type { SurfaceLabels, SurfaceStyle, VolumeView } from './volume-view.ts';

/** So long after the last change the picture is drawn as finely as the card can. */
const restMs = 250;
/**
 * Triangles that are given to the card before one picture: vtk.js packs them in 10 to 20 ms of the page's time. What was not
 * there before comes in larger parts, or a card that takes long for a picture would show a large volume in a hundred of them.
 */
const [renewedAtOnce, newAtOnce] = [20_000, 100_000];

/** After a picture that only new surfaces asked for, the card is left to the other views for so many times as long as it took. */
const othersShare = 5;

/** What the camera is fitted to where there is nothing to see. */
const nowhere = { centre: [0, 0, 0], radiusMm: 100 } as const;

/**
 * @param container gets a canvas and what is laid over it; is positioned by the page
 * @param onLost told `true` when the graphics card lets go of the view, `false` when it is back
 * @throws Error where the browser gives no WebGL 2
 */
export function createVolumeView(container: HTMLElement, onLost: (lost: boolean) => void = () => undefined): VolumeView {
  if (getComputedStyle(container).position === 'static') container.style.position = 'relative';
  container.style.overflow = 'hidden';

  let scene = createScene(container);
  const overlay = createOverlay(container);
  const cube = createOrientationCube(container, (view) => resetView(view));
  const coarseness = createCoarseness();
  const scale = createListeners<number>();
  let isDisposed = false;

  let size: DeviceSize = { width: 0, height: 0, deviceWidth: 0, deviceHeight: 0 };
  let image: ViewedImage | null = null;
  let ball: { readonly centre: Vec3; readonly radiusMm: number } = nowhere;
  let camera: OrbitCamera = fittingCamera(nowhere, 'anterior');
  let table: SurfaceLabels = [];
  let style: SurfaceStyle = { labelsHidden: false, hiddenLabels: new Set(), opacity: 1 };
  let window_: GreyWindow = { centre: 127.5, width: 255 };
  let preset: RenderingPreset | null = null;
  let shift = 0;
  let cropping: VoxelBox | null = null;
  const bricks = new Map<number, readonly { readonly surface: LabelSurface; readonly bounds: Bounds }[]>();

  // What has to be done in the next frame.
  let frame = 0;
  let changed = true;
  let changedAt = 0;
  const waitingBricks = new Set<number>();
  /** Of the picture that the card is drawing; null where it is done. */
  let drawing: { readonly begunAt: number; readonly coarseness: number | null } | null = null;
  let surfacesWaitUntil = 0;
  let surfacesTimer: ReturnType<typeof setTimeout> | null = null;
  let restTimer: ReturnType<typeof setTimeout> | undefined;

  const soon = (): void => {
    frame ||= requestAnimationFrame(draw);
  };
  const change = (): void => {
    changed = true;
    changedAt = performance.now();
    soon();
  };
  const surfacesChanged = (): void => {
    const wait = surfacesWaitUntil - performance.now();
    if (wait <= 0 && drawing === null) change();
    else surfacesTimer ??= setTimeout(() => { surfacesTimer = null; surfacesChanged(); }, Math.max(wait, 50));
  };
  const moved = (next: OrbitCamera): void => {
    if (image === null) return;
    camera = next;
    change();
    layOver();
  };
  /** Before it is laid out, or where it is hidden: pixels mean nothing while there are none. */
  const isUnseen = (): boolean => size.width === 0 || size.height === 0;
  const movedByPixels = (next: () => OrbitCamera): void => {
    if (!isUnseen()) moved(next());
  };
  const layOver = (): void => {
    const shown = isUnseen() ? null : image;
    overlay.show(shown && { camera, view: size, geometry: shown.geometry });
    scale.tell(shown === null ? 0 : pixelsPerMm(camera, size));
    if (image?.orientationKnown === true) cube.show(camera);
    else cube.hide();
  };

  const volumes = prepareVolumes(() => {
    showVolume();
    change();
  });
  function showVolume(): void {
    if (volumes.present === null) scene.volume.hide();
    else scene.volume.show(volumes.present.volume, volumes.present.preset);
  }

  /** @returns whether the card has all now */
  function passBricks(): boolean {
    let share = 0;
    for (const brick of waitingBricks) {
      if (share > 1) return false;
      const surfaces = (bricks.get(brick) ?? []).map(({ surface }) => surface);
      const triangles = surfaces.reduce((sum, surface) => sum + surface.triangles.length / 3, 0);
      share += triangles / (scene.surfaces.hasBrick(brick) ? renewedAtOnce : newAtOnce);
      scene.surfaces.setBrick(brick, surfaces);
      waitingBricks.delete(brick);
    }
    return true;
  }

  function draw(): void {
    frame = 0;
    if (isDisposed || contexts.isLost() || size.deviceWidth === 0 || size.deviceHeight === 0) return;
    const tookMs = scene.drawnInMs();
    if (tookMs === null) {
      // The card still draws the picture before: another would only wait behind it, and every view's with it.
      soon();
      return;
    }
    if (drawing !== null) {
      if (drawing.coarseness !== null) coarseness.learn(drawing.coarseness, tookMs);
      surfacesWaitUntil = drawing.begunAt + (1 + othersShare) * tookMs;
      drawing = null;
    }
    if (!changed) return;
    changed = false;
    const hasAll = passBricks();
    const isMoving = !hasAll || performance.now() - changedAt < restMs;
    const pixels = scene.volume.isShown ? coarseness.next(isMoving) : 1;
    const depthMm = camera.distanceMm - dot(minus(ball.centre, camera.focus), camera.towardsEye);
    scene.render(camera, size, { radiusMm: ball.radiusMm, depthMm }, pixels);
    drawing = { begunAt: performance.now(), coarseness: scene.volume.isShown ? pixels : null };
    // To learn how long the card takes.
    soon();
    if (scene.volume.isShown && isMoving) refineLater();
    if (!hasAll) surfacesChanged();
  }
  function refineLater(): void {
    clearTimeout(restTimer);
    restTimer = setTimeout(() => {
      changed = true;
      soon();
    }, restMs);
  }

  const forgetSurfaces = (): void => {
    for (const brick of bricks.keys()) waitingBricks.add(brick);
    bricks.clear();
    change();
  };
  const resetView = (from: StandardView = 'anterior'): void => moved(fittingCamera(ball, from));
  const setCropping = (box: VoxelBox | null, dragged: ((box: VoxelBox) => void) | null): void => {
    cropping = box;
    if (image !== null) scene.volume.setCropping(box, image.geometry.affine);
    overlay.setBox(box, dragged);
    change();
  };

  // A lost context takes everything on the card with it: the scene is made anew once one is back.
  const renew = (): void => {
    scene.dispose();
    drawing = null;
    scene = createScene(container);
    container.prepend(scene.canvas);
    scene.surfaces.setLook(table, style);
    for (const brick of bricks.keys()) waitingBricks.add(brick);
    showVolume();
    if (image !== null) scene.volume.setCropping(cropping, image.geometry.affine);
    applySize();
    change();
  };
  // A view that is over loses its context too, which is nobody's news.
  const contexts = watchContexts(() => (isDisposed ? [] : [scene.canvas]), renew, onLost);
  const applySize = (): void => {
    if (size.deviceWidth > 0 && size.deviceHeight > 0) scene.setSize(size.deviceWidth, size.deviceHeight);
  };
  const inView = (clientX: number, clientY: number): { readonly x: number; readonly y: number } => {
    const bounds = container.getBoundingClientRect();
    return { x: clientX - bounds.left, y: clientY - bounds.top };
  };
  const isDrawn = ({ surface: { label } }: { readonly surface: LabelSurface }): boolean =>
    isSeen(table.find(({ index }) => index === label), style);

  contexts.begin();
  const unwatchSize = watchSize(container, (next) => {
    size = next;
    applySize();
    change();
    // At once: a canvas that was given a size is empty until it is drawn again.
    draw();
    layOver();
  });

  return {
    setImage(next) {
      const stays = next !== null && image !== null && isSameGrid(next.geometry, image.geometry);
      image = next;
      volumes.set(image, preset, window_, shift);
      if (!stays) {
        forgetSurfaces();
        setCropping(null, null);
        overlay.setPoint(null);
        overlay.setSlices(null);
        ball = image === null ? nowhere : ballAround(image.geometry);
        camera = fittingCamera(ball, 'anterior');
      }
      change();
      layOver();
    },
    setLabelTable(next) {
      table = next;
      scene.surfaces.setLook(table, style);
      change();
    },
    setStyle(next) {
      style = next;
      scene.surfaces.setLook(table, style);
      change();
    },
    updateSurface(brick, surfaces) {
      if (surfaces.length === 0 && !bricks.has(brick)) return;
      if (surfaces.length === 0) bricks.delete(brick);
      else bricks.set(brick, surfaces.map((surface) => ({ surface, bounds: boundsOf(surface) })));
      waitingBricks.add(brick);
      surfacesChanged();
    },
    clearSurfaces: forgetSurfaces,
    setWindow(next) {
      window_ = next;
      if (preset === 'mip') volumes.set(image, preset, window_, shift);
    },
    setVolumeRendering(next, by = 0) {
      preset = next;
      shift = by;
      volumes.set(image, preset, window_, shift);
    },
    setCropping: (box, dragged) => setCropping(box, dragged ?? null),
    showPoint: (placeMm) => overlay.setPoint(placeMm),
    showSlices: (voxel) => overlay.setSlices(voxel),
    showLasso: (line) => overlay.setLasso(line),
    pick(clientX, clientY) {
      if (image === null || isUnseen()) return null;
      const { x, y } = inView(clientX, clientY);
      const ray = rayThrough(camera, size, x, y);
      const onSurface = nearestHit(ray, [...bricks.values()].flat().filter(isDrawn));
      const inVolume = volumes.present === null ? null : distanceInVolume(ray, asSeen(volumes.present, image, cropping));
      const at = (distance: number): Vec3 => along(ray.origin, distance, ray.direction);
      if (onSurface !== null && onSurface.distance <= (inVolume ?? Infinity)) return { placeMm: at(onSurface.distance), label: onSurface.label };
      return inVolume === null ? null : { placeMm: at(inVolume), label: null };
    },
    clientOf(placeMm) {
      const at = image === null || isUnseen() ? null : seenAt(camera, size, placeMm);
      const bounds = container.getBoundingClientRect();
      return at && { clientX: bounds.left + at.x, clientY: bounds.top + at.y };
    },
    matrix: () => (image === null || isUnseen() ? null : viewMatrix(camera, size)),
    rotateBy: (dxPx, dyPx) => movedByPixels(() => rotated(camera, size, dxPx, dyPx)),
    turnBy: (rightDegrees, downDegrees) => moved(turned(camera, (rightDegrees * Math.PI) / 180, (downDegrees * Math.PI) / 180)),
    panBy: (dxPx, dyPx) => movedByPixels(() => panned(camera, size, dxPx, dyPx)),
    zoomBy(factor, clientX, clientY) {
      const { x, y } = inView(clientX, clientY);
      movedByPixels(() => zoomed(camera, size, factor, x, y));
    },
    resetView,
    watchScale: (listener) => scale.add(listener),
    get camera() {
      return camera;
    },
    set camera(next) {
      moved(next);
    },
    dispose() {
      cancelAnimationFrame(frame);
      clearTimeout(restTimer);
      if (surfacesTimer !== null) clearTimeout(surfacesTimer);
      unwatchSize();
      isDisposed = true;
      volumes.dispose();
      overlay.dispose();
      cube.dispose();
      scene.dispose();
      bricks.clear();
    },
  };
}

function isSameGrid(a: VolumeGeometry, b: VolumeGeometry): boolean {
  const same = (one: Vec3 | Affine, other: Vec3 | Affine): boolean => one.every((value, at) => value === other[at]);
  return same(a.size, b.size) && same(a.affine, b.affine);
}
