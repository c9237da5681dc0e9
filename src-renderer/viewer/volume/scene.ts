/** What vtk.js draws of the 3D view, in one canvas: surfaces, the volume, one camera. Draws when it is told to and says how long the card takes. */
// Register what draws the objects below; vtk.js's ready-made profiles bring much else.
import '@kitware/vtk.js/Rendering/OpenGL/Actor';
import '@kitware/vtk.js/Rendering/OpenGL/Camera';
import '@kitware/vtk.js/Rendering/OpenGL/PolyDataMapper';
import '@kitware/vtk.js/Rendering/OpenGL/Renderer';
import '@kitware/vtk.js/Rendering/OpenGL/Volume';
import '@kitware/vtk.js/Rendering/OpenGL/VolumeMapper';
import type vtkRenderWindowInteractor from '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor';
import type { ViewSize } from '../view-transform.ts';
import { openVtkWindow } from '../vtk-window.ts';
import { drawsInSoftware } from './software-card.ts';
import { eyeOf, verticalAngleDegrees, type OrbitCamera } from './orbit-camera.ts';
import { createSurfaceLayer, type SurfaceLayer } from './surface-layer.ts';
import { createVolumeLayer, type VolumeLayer } from './volume-layer.ts';

export interface Scene {
  readonly canvas: HTMLCanvasElement;
  readonly surfaces: SurfaceLayer;
  readonly volume: VolumeLayer;
  setSize(deviceWidth: number, deviceHeight: number): void;
  /**
   * @param ball around the volume, and how far before the eye its middle lies
   * @param coarseness pixels along each side that share a ray through the volume
   */
  render(camera: OrbitCamera, view: ViewSize, ball: { readonly radiusMm: number; readonly depthMm: number }, coarseness: number): void;
  /** How long the card took for the last picture, ms; null while it still draws. */
  drawnInMs(): number | null;
  dispose(): void;
}

/** @throws Error where the browser gives no WebGL 2 */
export function createScene(container: HTMLElement): Scene {
  const { canvas, context, renderer, renderWindow, glWindow, close } = openVtkWindow(container, !drawsInSoftware());
  const pace = createPace(() => glWindow.traverseAllPasses());
  renderWindow.setInteractor(pace.interactor);
  const surfaces = createSurfaceLayer(renderer);
  const volume = createVolumeLayer(renderer);
  const camera = renderer.getActiveCamera();
  let fence: WebGLSync | null = null;
  let begunAt = 0;
  let tookMs = 0;

  return {
    canvas,
    surfaces,
    volume,
    setSize: (deviceWidth, deviceHeight) => void glWindow.setSize(deviceWidth, deviceHeight),
    render(from, view, { radiusMm, depthMm }, coarseness) {
      camera.setFocalPoint(...from.focus);
      camera.setPosition(...eyeOf(from));
      camera.setViewUp(...from.up);
      camera.setViewAngle(verticalAngleDegrees(from, view));
      camera.setClippingRange(Math.max(depthMm - 1.01 * radiusMm, 0.05 * radiusMm), Math.max(depthMm + 1.01 * radiusMm, 0.1 * radiusMm));
      volume.setCoarseness(coarseness);
      pace.setCoarse(coarseness > 1);
      begunAt = performance.now();
      renderWindow.render();
      if (fence !== null) context.deleteSync(fence);
      fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
      context.flush();
    },
    drawnInMs() {
      if (fence === null) return tookMs;
      if (context.getSyncParameter(fence, context.SYNC_STATUS) !== context.SIGNALED && !context.isContextLost()) return null;
      context.deleteSync(fence);
      fence = null;
      tookMs = performance.now() - begunAt;
      return tookMs;
    },
    dispose() {
      surfaces.dispose();
      volume.dispose();
      if (fence !== null) context.deleteSync(fence);
      close();
    },
  };
}

/**
 * vtk.js casts fewer rays while its own interactor plays, and only then. Pointer and keys are not its business here: this
 * stands in for it, as far as its window and its volume mapper ask.
 */
function createPace(draw: () => void): { readonly interactor: vtkRenderWindowInteractor; setCoarse(isCoarse: boolean): void } {
  let isCoarse = false;
  const listeners = new Set<() => void>();
  const interactor = {
    render: draw,
    isAnimating: () => isCoarse,
    onAnimationFrameRateUpdate(listener: () => void) {
      listeners.add(listener);
      return { unsubscribe: () => void listeners.delete(listener) };
    },
  };
  return {
    interactor: interactor as unknown as vtkRenderWindowInteractor,
    setCoarse(next) {
      isCoarse = next;
      // Upon which the mapper takes over how coarse it was told to be.
      for (const listener of listeners) listener();
    },
  };
}
