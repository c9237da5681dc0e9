/** How far what is drawn and what is predicted differ on one slice. */
import { sliceSteps, type SlicePlane } from '../geometry/slice-plane.ts';
import type { Vec3 } from '../geometry/volume-geometry.ts';

/** In voxels. */
export interface SliceDifference {
  /** Labelled, and predicted to be background. */
  readonly drawn: number;
  /** Predicted, and not labelled. */
  readonly predicted: number;
  /** Labelled as something else than is predicted. */
  readonly other: number;
}

/**
 * @param labels of the whole volume, i fastest, as the prediction is
 * @param left labels that are not looked at: to either side they are background
 */
export function sliceDifference(labels: Uint8Array, prediction: Uint8Array, plane: SlicePlane, size: Vec3, slice: number, left: ReadonlySet<number>): SliceDifference {
  const { start, stepRight, stepDown } = sliceSteps(plane, size, slice);
  const seen = Uint8Array.from({ length: 256 }, (_, label) => (left.has(label) ? 0 : label));
  let [drawn, predicted, other] = [0, 0, 0];
  for (let row = 0; row < plane.down.count; row += 1) {
    let at = start + row * stepDown;
    for (let column = 0; column < plane.right.count; column += 1) {
      const one = seen[labels[at]!]!;
      const two = seen[prediction[at]!]!;
      at += stepRight;
      if (one === two) continue;
      if (two === 0) drawn += 1;
      else if (one === 0) predicted += 1;
      else other += 1;
    }
  }
  return { drawn, predicted, other };
}
