/** What lies between two shapes of neighbouring drawn slices. Knows nothing of which belong together. */
import { signedDistanceMap } from './distance-map.ts';
import { finish } from './grid.ts';
import type { SliceFrame } from './slice.ts';
import type { Shape } from './slice-shapes.ts';

/** Two shapes laid on each other by their centres; one of them may be missing. */
export interface Morph {
  readonly before: Depths | null;
  readonly after: Depths | null;
}

/** How deep pixels lie in a shape, mm, below 0 outside it: in a window around its centre, the same in both slices. */
interface Depths {
  readonly centreU: number;
  readonly centreV: number;
  /** Of the window's first pixel from the pixel of the centre. */
  readonly aheadU: number;
  readonly aheadV: number;
  readonly width: number;
  readonly height: number;
  readonly depths: Float32Array;
  readonly deepest: number;
}

export function prepareMorph(before: Shape | null, after: Shape | null, frame: SliceFrame): Morph {
  const shapes = [before, after].filter((shape) => shape !== null);
  const aheadU = Math.ceil(Math.max(...shapes.map((shape) => shape.centreU - shape.firstU))) + 2;
  const aheadV = Math.ceil(Math.max(...shapes.map((shape) => shape.centreV - shape.firstV))) + 2;
  const width = aheadU + Math.ceil(Math.max(...shapes.map((shape) => shape.lastU - shape.centreU))) + 3;
  const height = aheadV + Math.ceil(Math.max(...shapes.map((shape) => shape.lastV - shape.centreV))) + 3;
  const depthsOf = (shape: Shape | null): Depths | null => shape && depthsAround(shape, frame, { aheadU, aheadV, width, height });
  return { before: depthsOf(before), after: depthsOf(after) };
}

function depthsAround(shape: Shape, frame: SliceFrame, window: Pick<Depths, 'aheadU' | 'aheadV' | 'width' | 'height'>): Depths {
  const { aheadU, aheadV, width, height } = window;
  const [firstU, firstV] = [Math.floor(shape.centreU) - aheadU, Math.floor(shape.centreV) - aheadV];
  const mask = new Uint8Array(width * height);
  for (let v = shape.firstV; v <= shape.lastV; v++) {
    for (let u = shape.firstU; u <= shape.lastU; u++) {
      if (shape.owners[u + v * frame.width] === shape.owner) mask[u - firstU + width * (v - firstV)] = 1;
    }
  }
  const depths = finish(signedDistanceMap(mask, { size: [width, height, 1], spacingMm: [frame.spacingUMm, frame.spacingVMm, 1] }));
  // Distances are to centres of pixels; the outline lies about half a pixel nearer.
  const half = Math.min(frame.spacingUMm, frame.spacingVMm) / 2;
  let deepest = 0;
  for (let at = 0; at < depths.length; at++) {
    const outside = depths[at] as number;
    depths[at] = outside < 0 ? -outside - half : half - outside;
    deepest = Math.max(deepest, depths[at] as number);
  }
  return { centreU: shape.centreU, centreV: shape.centreV, ...window, depths, deepest };
}

/** Takes a pixel at which the shape between the slices lies so deep. */
export type PixelWork = (u: number, v: number, depthMm: number) => void;

/** Rounding must not decide whether a pixel on the outline belongs to it. */
const onOutline = -1e-4;

/**
 * The shape between the slices, of which `share` (0 … 1, neither of both) is the second: the mean of both depths (Raya
 * and Udupa 1990, doi 10.1109/42.52980; Herman, Zheng and Bucholtz 1992, doi 10.1109/38.135915), where the centre has
 * moved as far. A shape without a partner shrinks from its outline and is gone half-way.
 */
export function drawMorph({ before, after }: Morph, share: number, frame: SliceFrame, pixel: PixelWork): void {
  if (before !== null && after !== null) {
    const [own, other] = [1 - share, share];
    const centreU = own * before.centreU + other * after.centreU;
    const centreV = own * before.centreV + other * after.centreV;
    const [one, two] = [sampler(before, centreU, centreV), sampler(after, centreU, centreV)];
    eachPixel(before, centreU, centreV, frame, (u, v, inWindow) => {
      const depth = own * one(inWindow) + other * two(inWindow);
      if (depth >= onOutline) pixel(u, v, depth);
    });
    return;
  }
  const only = before ?? after;
  const away = before === null ? 1 - share : share;
  if (only === null || away >= 0.5) return;
  eachPixel(only, only.centreU, only.centreV, frame, (u, v, inWindow) => {
    const depth = (only.depths[inWindow] as number) - 2 * away * only.deepest;
    if (depth >= onOutline) pixel(u, v, depth);
  });
}

function eachPixel({ aheadU, aheadV, width, height }: Depths, centreU: number, centreV: number, frame: SliceFrame, work: (u: number, v: number, inWindow: number) => void): void {
  const [firstU, firstV] = [Math.floor(centreU) - aheadU, Math.floor(centreV) - aheadV];
  for (let row = Math.max(1, -firstV); row < height - 1 && firstV + row < frame.height; row++) {
    for (let column = Math.max(1, -firstU); column < width - 1 && firstU + column < frame.width; column++) {
      work(firstU + column, firstV + row, column + width * row);
    }
  }
}

/** Depths of a shape whose centre is brought to another place, between the pixels by bilinear interpolation. */
function sampler({ depths, width, centreU, centreV }: Depths, toU: number, toV: number): (inWindow: number) => number {
  // The window moves by whole pixels; this is what is left, −1 … 1.
  const leftU = centreU - Math.floor(centreU) - (toU - Math.floor(toU));
  const leftV = centreV - Math.floor(centreV) - (toV - Math.floor(toV));
  const [stepU, stepV] = [Math.floor(leftU), Math.floor(leftV)];
  const [shareU, shareV] = [leftU - stepU, leftV - stepV];
  const corner = stepU + width * stepV;
  return (inWindow) => {
    const at = inWindow + corner;
    const upper = (1 - shareU) * (depths[at] as number) + (shareU === 0 ? 0 : shareU * (depths[at + 1] as number));
    if (shareV === 0) return upper;
    const lower = (1 - shareU) * (depths[at + width] as number) + (shareU === 0 ? 0 : shareU * (depths[at + width + 1] as number));
    return (1 - shareV) * upper + shareV * lower;
  };
}
