import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { RegionWork } from './grid.ts';

/** Changes `count` neighbouring values in place, from `start` on. */
export type LineWork = (values: Float32Array, start: number, count: number) => void;

/** Lines side by side that are brought together for the work and put back, so that each piece of memory is fetched once. */
const linesTogether = 16;

/**
 * Does the same to every line of voxels along an axis, in place: the step that separable filters consist of.
 * @param values i fastest, then j, then k
 */
export function* alongAxis(values: Float32Array, size: Vec3, axis: AxisIndex, work: LineWork): RegionWork<void> {
  const [ni, nj, nk] = size;
  if (axis === 0) {
    for (let k = 0; k < nk; k++) {
      for (let row = k * nj; row < (k + 1) * nj; row++) work(values, row * ni, ni);
      yield (k + 1) / nk;
    }
    return;
  }
  const [stride, planes, planeStep] = axis === 1 ? [ni, nk, ni * nj] : [ni * nj, nj, ni];
  const lines = new Float32Array(linesTogether * size[axis]);
  for (let plane = 0; plane < planes; plane++) {
    for (let i = 0; i < ni; i += linesTogether) {
      acrossLines(values, plane * planeStep + i, stride, size[axis], Math.min(linesTogether, ni - i), lines, work);
    }
    yield (plane + 1) / planes;
  }
}

/** All three axes in turn. */
export function* alongAxes(values: Float32Array, size: Vec3, workOf: (axis: AxisIndex) => LineWork): RegionWork<void> {
  for (const axis of [0, 1, 2] as const) {
    for (const done of alongAxis(values, size, axis, workOf(axis))) yield (axis + done) / 3;
  }
}

function acrossLines(values: Float32Array, first: number, stride: number, count: number, width: number, lines: Float32Array, work: LineWork): void {
  for (let at = 0, from = first; at < count; at++, from += stride) {
    for (let line = 0; line < width; line++) lines[line * count + at] = values[from + line] as number;
  }
  for (let line = 0; line < width; line++) work(lines, line * count, count);
  for (let at = 0, to = first; at < count; at++, to += stride) {
    for (let line = 0; line < width; line++) values[to + line] = lines[line * count + at] as number;
  }
}
