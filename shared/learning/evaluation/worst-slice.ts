/** The slice of a case on which prediction and reference disagree most, as a person would look at it. */
import { chooseSliceAxis } from '../../geometry/slice-axis.ts';
import { slicePlane, sliceSteps, type SlicePlane } from '../../geometry/slice-plane.ts';
import type { VolumeGeometry } from '../../geometry/volume-geometry.ts';
import type { CaseMasks } from './measure-case.ts';

/** What is true of a pixel: nobody labels it, both alike, only the reference, only the prediction, both differently. */
export const verdicts = ['nothing', 'agreed', 'missed', 'invented', 'confused'] as const;
export type Verdict = (typeof verdicts)[number];

export interface WorstSlice {
  readonly plane: SlicePlane;
  /** Index along the plane's axis. */
  readonly slice: number;
  /** How many of its pixels are wrong. */
  readonly wrong: number;
  /** Cut to where there are labels, row by row from the screen's upper left: indices of `verdicts`. */
  readonly pixels: Uint8Array;
  readonly columns: number;
  readonly rows: number;
}

type Masks = Pick<CaseMasks, 'prediction' | 'reference' | 'completeSlices'>;

/** Shown around the labels. */
const marginPixels = 4;

/**
 * @param orientationKnown whether the affine's directions can be believed
 * @returns null where nothing is wrong; of a partly complete case among its complete slices
 */
export function worstSlice(masks: Masks, geometry: VolumeGeometry, orientationKnown: boolean): WorstSlice | null {
  const plane = slicePlane(geometry, masks.completeSlices?.axis ?? chooseSliceAxis(geometry), orientationKnown);
  let worst = { slice: -1, wrong: 0 };
  for (const slice of masks.completeSlices?.slices ?? Array.from({ length: plane.slices }, (_, index) => index)) {
    let wrong = 0;
    eachPixel(plane, geometry, slice, (at) => { wrong += Number(masks.prediction[at] !== masks.reference[at]); });
    if (wrong > worst.wrong) worst = { slice, wrong };
  }
  return worst.wrong === 0 ? null : { plane, ...worst, ...cut(masks, plane, geometry, worst.slice) };
}

function eachPixel(plane: SlicePlane, { size }: VolumeGeometry, slice: number, visit: (at: number, column: number, row: number) => void): void {
  const { start, stepRight, stepDown } = sliceSteps(plane, size, slice);
  for (let row = 0; row < plane.down.count; row++) {
    for (let column = 0, at = start + row * stepDown; column < plane.right.count; column++, at += stepRight) visit(at, column, row);
  }
}

function cut(masks: Masks, plane: SlicePlane, geometry: VolumeGeometry, slice: number): Pick<WorstSlice, 'pixels' | 'columns' | 'rows'> {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  eachPixel(plane, geometry, slice, (at, column, row) => {
    if (masks.prediction[at] === 0 && masks.reference[at] === 0) return;
    left = Math.min(left, column - marginPixels);
    right = Math.max(right, column + marginPixels);
    top = Math.min(top, row - marginPixels);
    bottom = Math.max(bottom, row + marginPixels);
  });
  [left, top] = [Math.max(left, 0), Math.max(top, 0)];
  const columns = Math.min(right, plane.right.count - 1) - left + 1;
  const rows = Math.min(bottom, plane.down.count - 1) - top + 1;
  const pixels = new Uint8Array(columns * rows);
  eachPixel(plane, geometry, slice, (at, column, row) => {
    if (column < left || row < top || column >= left + columns || row >= top + rows) return;
    pixels[column - left + columns * (row - top)] = verdicts.indexOf(verdictOf(masks.prediction[at] as number, masks.reference[at] as number));
  });
  return { pixels, columns, rows };
}

function verdictOf(predicted: number, held: number): Verdict {
  if (predicted === held) return held === 0 ? 'nothing' : 'agreed';
  if (predicted === 0) return 'missed';
  return held === 0 ? 'invented' : 'confused';
}
