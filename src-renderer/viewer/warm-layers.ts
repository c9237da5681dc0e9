/** Makes the layers of one view before there is one, and has the graphics card prepare all that drawing takes. */
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import { createGreySlice, greyLayers } from './grey-slice.ts';
import { createLabelSlices } from './label-slices.ts';
import type { PlacedSlice } from './slice-values.ts';
import type { ViewedImage } from './slice-view.ts';
import { fittingTransform } from './view-transform.ts';

/** To be called where nothing else is to be done; does nothing once there was a view, or where the browser gives no WebGL 2. */
export function warmLayers(): void {
  if (greyLayers.isUsed) return;
  const place = document.createElement('div');
  const image: ViewedImage = {
    voxels: new Int16Array(4), geometry: { size: [2, 2, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: false,
  };
  const plane = slicePlane(image.geometry, 2, false, 'radiological');
  const slice: PlacedSlice = { image, plane, slice: 0 };
  const size = { width: 8, height: 8, deviceWidth: 8, deviceHeight: 8 };
  const transform = fittingTransform(plane, size);
  const made: (ReturnType<typeof createGreySlice> | ReturnType<typeof createLabelSlices>)[] = [];
  try {
    made.push(createGreySlice(place, () => undefined));
    const labels = createLabelSlices(place);
    made.push(labels);
    labels.setArray('labels', new Uint8Array(4));
    for (const layer of made) {
      layer.setSize(size.deviceWidth, size.deviceHeight);
      layer.draw(slice, transform, size);
      // Nothing of it is put on a page, which would make the card draw it.
      layer.canvas.getContext('webgl2')?.flush();
    }
  } catch {
    // Whoever opens a case is told.
  } finally {
    for (const layer of made) layer.dispose();
  }
}
