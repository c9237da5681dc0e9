/** What a slice really holds: what a reading by a model would say if the model were never wrong. */
import type { AxisIndex, Vec3 } from '../../geometry/volume-geometry.ts';
import type { OutputLabel } from '../plan.ts';

/**
 * Voxels of each output on each slice.
 * @param labels label indices, i fastest; one that no output stands for is background
 * @returns by slice along the axis, then by output
 */
export function referenceVoxels(labels: Uint8Array, size: Vec3, axis: AxisIndex, outputs: readonly Pick<OutputLabel, 'index'>[]): readonly (readonly number[])[] {
  const outputOf = new Uint8Array(256);
  outputs.forEach(({ index }, output) => { outputOf[index] = output; });
  const counts = Array.from({ length: size[axis] }, () => new Array<number>(outputs.length).fill(0));
  const [ni, nj, nk] = size;
  for (let k = 0, at = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      for (let i = 0; i < ni; i++, at++) {
        const of = counts[axis === 0 ? i : axis === 1 ? j : k] as number[];
        const output = outputOf[labels[at] as number] as number;
        of[output] = (of[output] as number) + 1;
      }
    }
  }
  return counts;
}
