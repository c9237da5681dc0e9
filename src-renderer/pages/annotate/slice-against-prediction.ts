/** How the labels of a slice stand to what a model predicts there. Pure. */
import { axes } from '#shared/geometry/affine.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';

export interface ComparedSlice {
  /** A label index a voxel, i fastest; so is the prediction. */
  readonly labels: Uint8Array;
  readonly prediction: Uint8Array;
  readonly size: Vec3;
  readonly axis: AxisIndex;
  readonly index: number;
}

/** `empty`: no voxel has a label, and some is predicted. `drawn`: what is there would be replaced. */
export function sliceAgainstPrediction({ labels, prediction, size, axis, index }: ComparedSlice): 'as-predicted' | 'empty' | 'drawn' {
  const steps = [1, size[0], size[0] * size[1]] as const;
  const [u, v] = axes.filter((one) => one !== axis) as [AxisIndex, AxisIndex];
  let differs = false;
  let isEmpty = true;
  for (let y = 0; y < size[v]; y += 1) {
    for (let x = 0, at = index * steps[axis] + y * steps[v]; x < size[u]; x += 1, at += steps[u]) {
      if (labels[at] !== prediction[at]) differs = true;
      if (labels[at] !== 0) isEmpty = false;
    }
  }
  return differs ? (isEmpty ? 'empty' : 'drawn') : 'as-predicted';
}
