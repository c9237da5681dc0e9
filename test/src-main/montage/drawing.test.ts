import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCanvas } from '#main/montage/canvas.ts';
import { type Outline, outlinesOf } from '#main/montage/contours.ts';
import { strokeLine, strokeOutlines } from '#main/montage/strokes.ts';
import { drawText, fittingText, textWidth } from '#main/montage/text.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** Shoelace formula; the sign tells the sense of rotation. */
const areaOf = (outline: Outline): number =>
  sum(outline.map(({ x, y }, at) => {
    const next = outline[(at + 1) % outline.length]!;
    return (x * next.y - next.x * y) / 2;
  }));

/** Even–odd rule: how often a ray to the right crosses the outlines. */
const isEnclosed = (outlines: readonly Outline[], px: number, py: number): boolean =>
  outlines.flatMap((outline) => outline.map((from, at) => [from, outline[(at + 1) % outline.length]!] as const))
    .filter(([from, to]) => (from.y <= py) !== (to.y <= py) && from.x + ((py - from.y) * (to.x - from.x)) / (to.y - from.y) > px)
    .length % 2 === 1;

const grid = (rows: readonly string[]): readonly Outline[] => outlinesOf(rows[0]!.length, rows.length, (x, y) => rows[y]![x] === '#');

describe('outlines', () => {
  it('of one voxel: a diamond of half its area', () => {
    const [outline] = grid(['#']);
    expect(outline).toHaveLength(4);
    expect(Math.abs(areaOf(outline!))).toBe(0.5);
  });

  it('of a rectangle: its area without an eighth of a voxel at each corner', () => {
    expect(Math.abs(areaOf(grid(['####', '####', '####'])[0]!))).toBe(11.5);
  });

  it('of a ring: one around it, one around its hole, in the opposite sense', () => {
    const areas = grid(['###', '#.#', '###']).map(areaOf);
    expect(areas).toHaveLength(2);
    expect(Math.sign(areas[0]!)).toBe(-Math.sign(areas[1]!));
  });

  it('of voxels that touch at a corner: two', () => {
    expect(grid(['#.', '.#'])).toHaveLength(2);
  });

  it('enclose exactly the voxels of the mask, whatever its form', () => {
    const masks = fc.integer({ min: 1, max: 7 }).chain((width) => fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 7 }));
    fc.assert(fc.property(masks, (mask) => {
      const outlines = outlinesOf(mask[0]!.length, mask.length, (x, y) => mask[y]![x]!);
      // A hair off the voxel's middle, where no ray meets a corner of the outlines.
      mask.forEach((row, y) => row.forEach((inside, x) => expect(isEnclosed(outlines, x, y + 1e-3)).toBe(inside)));
    }));
  });
});

describe('strokes', () => {
  const size = { width: 200, height: 200 };
  const square: Outline = [{ x: 40, y: 40 }, { x: 160, y: 40 }, { x: 160, y: 160 }, { x: 40, y: 160 }];

  it('cover width times length', () => {
    const { shares } = strokeOutlines([square], { width: 3, dash: null }, size);
    expect(sum(shares)).toBeGreaterThan(480 * 3 * 0.97);
    expect(sum(shares)).toBeLessThan(480 * 3 * 1.03);
  });

  it('dashes cover their share of it, with round ends', () => {
    const { shares } = strokeOutlines([square], { width: 2, dash: [12, 12] }, size);
    // Twenty dashes of 12 by 2, each with two half discs of radius 1.
    const expected = 20 * (12 * 2 + Math.PI);
    expect(sum(shares)).toBeGreaterThan(expected * 0.93);
    expect(sum(shares)).toBeLessThan(expected * 1.07);
  });

  it('no pixel is covered more than once, also where sides meet', () => {
    expect(Math.max(...strokeOutlines([square, square], { width: 5, dash: null }, size).shares)).toBe(1);
  });

  it('the sample in the legend shows dashes as dashes', () => {
    const pixels = [...strokeLine({ width: 2, dash: [7, 5] }, { width: 40, height: 8 }, 0, 0).shares].slice(4 * 40, 5 * 40);
    expect(pixels.filter((share) => share > 0.5).length).toBeGreaterThan(18);
    expect(pixels.slice(2, -2).filter((share) => share < 0.2).length).toBeGreaterThan(4);
  });
});

describe('text', () => {
  it('covers as much as the letter does: the bar of an l is as wide and high as the font says', () => {
    const canvas = createCanvas(80, 200, [0, 0, 0]);
    drawText(canvas, 'l', 20, 180, { size: 200, colour: [255, 255, 255] });
    const ink = sum(canvas.pixels) / 3 / 255;
    const columns = new Set<number>();
    const rows = new Set<number>();
    canvas.pixels.forEach((value, at) => {
      if (value > 127) {
        columns.add(Math.floor(at / 3) % 80);
        rows.add(Math.floor(at / 3 / 80));
      }
    });
    expect(ink).toBeGreaterThan((columns.size - 1) * (rows.size - 1));
    expect(ink).toBeLessThan((columns.size + 1) * (rows.size + 1));
    // Inter: ascenders reach 0.73 to 0.76 em.
    expect(rows.size).toBeGreaterThan(140);
    expect(rows.size).toBeLessThan(156);
  });

  it('the hole of an o stays open', () => {
    const canvas = createCanvas(120, 120, [0, 0, 0]);
    const end = drawText(canvas, 'o', 10, 100, { size: 100, colour: [255, 255, 255] });
    const middle = Math.round((10 + end) / 2);
    expect(canvas.pixels[(72 * 120 + middle) * 3]).toBe(0);
    expect(Math.max(...canvas.pixels.subarray(72 * 120 * 3, 73 * 120 * 3))).toBe(255);
  });

  it('is cut to the room there is, and only where there is too little', () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 30, max: 300 }), (text, width) => {
      const shown = fittingText(text, 16, width);
      expect(textWidth(shown, 16)).toBeLessThanOrEqual(width);
      expect(shown === text).toBe(textWidth(text, 16) <= width);
    }));
  });
});
