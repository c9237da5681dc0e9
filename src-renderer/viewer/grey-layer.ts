/** Draws the grey slice by vtk.js: one 2D image of what is shown, never the volume. Re-uploaded when the slice changes, not when labels do. */
// Register what draws the objects below; vtk.js's ready-made profiles bring volumes and polygons too.
import '@kitware/vtk.js/Rendering/OpenGL/Camera';
import '@kitware/vtk.js/Rendering/OpenGL/ImageMapper';
import '@kitware/vtk.js/Rendering/OpenGL/ImageSlice';
import '@kitware/vtk.js/Rendering/OpenGL/Renderer';
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction';
import vtkImageData from '@kitware/vtk.js/Common/DataModel/ImageData';
import vtkImageMapper from '@kitware/vtk.js/Rendering/Core/ImageMapper';
import vtkImageSlice from '@kitware/vtk.js/Rendering/Core/ImageSlice';
import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { KeptLayer } from './kept-layers.ts';
import type { ViewSize, ViewTransform } from './view-transform.ts';
import { openVtkWindow } from './vtk-window.ts';

export interface GreyLayer extends KeptLayer {
  readonly canvas: HTMLCanvasElement;
  /** Whether the card can blend single-precision values; where it cannot, pixels must come as bytes. */
  readonly blendsFloats: boolean;
  /** @param pixels in the screen's order, one value or four bytes of colour each; kept, not copied */
  setPixels(pixels: Float32Array | Uint8Array, plane: SlicePlane): void;
  hide(): void;
  /** In the pixels' own values. */
  setWindow(centre: number, width: number): void;
  /** From the window's lower to its upper end, 256 × RGB; null: greys, and colours as they are. */
  setColours(colours: Uint8Array | null): void;
  setInterpolation(interpolation: 'linear' | 'nearest'): void;
  /** @param deviceWidth, deviceHeight pixels of the screen */
  setSize(deviceWidth: number, deviceHeight: number): void;
  render(transform: ViewTransform, view: ViewSize): void;
}

/** @throws Error where the browser gives no WebGL 2 */
export function createGreyLayer(container: HTMLElement): GreyLayer {
  // Smoothing the edges of the one rectangle that is drawn would blur the picture's border against its labels.
  const { canvas, context, renderer, renderWindow, glWindow, close } = openVtkWindow(container, false);

  const mapper = vtkImageMapper.newInstance();
  const slice = vtkImageSlice.newInstance();
  slice.setMapper(mapper);
  const property = slice.getProperty();
  property.setInterpolationTypeToLinear();
  const image = vtkImageData.newInstance();
  let scalars: vtkDataArray | null = null;
  let colouring: { readonly colours: Uint8Array; readonly transfer: vtkColorTransferFunction } | null = null;

  // The camera looks from behind, head down: x grows to the right and y downwards, as on the screen.
  const camera = renderer.getActiveCamera();
  camera.setParallelProjection(true);
  camera.setViewUp(0, -1, 0);
  camera.setClippingRange(0.1, 10);

  return {
    canvas,
    blendsFloats: context.getExtension('OES_texture_float_linear') !== null,
    setPixels(pixels, { right, down }) {
      const before = scalars;
      scalars = vtkDataArray.newInstance({ name: 'pixels', numberOfComponents: pixels.length / (right.count * down.count), values: pixels });
      image.setDimensions(right.count, down.count, 1);
      image.setSpacing([right.spacingMm, down.spacingMm, 1]);
      image.setOrigin([right.spacingMm / 2, down.spacingMm / 2, 0]);
      image.getPointData().setScalars(scalars);
      image.modified();
      before?.delete();
      mapper.setInputData(image);
      mapper.setKSlice(0);
      if (!renderer.hasViewProp(slice)) renderer.addViewProp(slice);
    },
    hide: () => void renderer.removeViewProp(slice),
    setWindow(centre, width) {
      property.setColorLevel(centre);
      property.setColorWindow(width);
    },
    setColours(colours) {
      if ((colouring?.colours ?? null) === colours) return;
      const before = colouring;
      colouring = colours && { colours, transfer: transferOf(colours) };
      property.setRGBTransferFunction(0, colouring?.transfer ?? null);
      before?.transfer.delete();
    },
    setInterpolation(interpolation) {
      if (interpolation === 'linear') property.setInterpolationTypeToLinear();
      else property.setInterpolationTypeToNearest();
    },
    setSize: (deviceWidth, deviceHeight) => void glWindow.setSize(deviceWidth, deviceHeight),
    render({ centreXMm, centreYMm, pixelsPerMm }, view) {
      camera.setFocalPoint(centreXMm, centreYMm, 0);
      camera.setPosition(centreXMm, centreYMm, -1);
      camera.setParallelScale(view.height / 2 / pixelsPerMm);
      renderWindow.render();
    },
    isLost: () => context.isContextLost(),
    setAside() {
      renderer.removeViewProp(slice);
      // Takes the last picture away.
      glWindow.setSize(1, 1);
      glWindow.setContainer(null);
    },
    showIn: (next) => void glWindow.setContainer(next),
    dispose() {
      renderer.removeViewProp(slice);
      for (const object of [slice, mapper, image]) object.delete();
      scalars?.delete();
      colouring?.transfer.delete();
      close();
    },
  };
}

function transferOf(colours: Uint8Array): vtkColorTransferFunction {
  const transfer = vtkColorTransferFunction.newInstance();
  for (let step = 0; step < 256; step += 1) {
    transfer.addRGBPoint(step, colours[3 * step]! / 255, colours[3 * step + 1]! / 255, colours[3 * step + 2]! / 255);
  }
  return transfer;
}
