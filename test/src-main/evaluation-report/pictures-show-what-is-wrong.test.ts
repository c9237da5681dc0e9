import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxPlot } from '#main/evaluation-report/box-plot.ts';
import { drawSlice } from '#main/evaluation-report/slice-drawing.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { verdicts, worstSlice } from '#shared/learning/evaluation/worst-slice.ts';

const size: Vec3 = [6, 5, 4];
/** 3 mm from slice to slice, so that k is the axis they are looked at along. */
const geometry: VolumeGeometry = { size, affine: affineFromOrientation('LPS', [1, 2, 3]) };
const mask = fc.uint8Array({ minLength: 120, maxLength: 120, max: 2 });
const wrongIn = (a: Uint8Array, b: Uint8Array, k: number): number => a.subarray(30 * k, 30 * k + 30).reduce((sum, value, at) => sum + Number(value !== b[30 * k + at]), 0);

describe('the worst slice', () => {
  it('has more wrong pixels than any other, and shows each as what it is', () => {
    fc.assert(fc.property(mask, mask, (prediction, reference) => {
      const found = worstSlice({ prediction, reference, completeSlices: null }, geometry, true);
      const wrong = [0, 1, 2, 3].map((k) => wrongIn(prediction, reference, k));
      if (found === null) return expect(Math.max(...wrong)).toBe(0);
      expect([found.wrong, wrong[found.slice]]).toEqual([Math.max(...wrong), Math.max(...wrong)]);
      const count = (verdict: string): number => found.pixels.filter((pixel) => verdicts[pixel] === verdict).length;
      expect(count('missed') + count('invented') + count('confused')).toBe(found.wrong);
      const [said, is] = [prediction, reference].map((values) => values.subarray(30 * found.slice, 30 * found.slice + 30)) as [Uint8Array, Uint8Array];
      expect(count('agreed')).toBe(said.filter((value, at) => value !== 0 && value === is[at]).length);
      expect(count('missed')).toBe(said.filter((value, at) => value === 0 && is[at] !== 0).length);
    }));
  });

  it('is looked for among complete slices alone', () => {
    const reference = new Uint8Array(120);
    const prediction = Uint8Array.from({ length: 120 }, (_, at) => Number(at >= 30 && at < 60) || Number(at === 100));
    expect(worstSlice({ prediction, reference, completeSlices: null }, geometry, true)).toMatchObject({ slice: 1, wrong: 30 });
    expect(worstSlice({ prediction, reference, completeSlices: { axis: 2, slices: [0, 2, 3] } }, geometry, true)).toMatchObject({ slice: 3, wrong: 1 });
    expect(worstSlice({ prediction, reference, completeSlices: { axis: 2, slices: [0, 2] } }, geometry, true)).toBeNull();
  });

  it('lies as a radiologist looks at it: what is to the patient’s right is on the left', () => {
    const onTheRight = Uint8Array.from({ length: 120 }, (_, at) => Number(at % 6 === 0));
    for (const code of ['LPS', 'RAS']) {
      const found = worstSlice({ prediction: onTheRight, reference: new Uint8Array(120), completeSlices: null }, { size, affine: affineFromOrientation(code, [1, 2, 3]) }, true)!;
      const columns = [...found.pixels].flatMap((pixel, at) => (verdicts[pixel] === 'invented' ? [at % found.columns] : []));
      expect(new Set(columns)).toEqual(new Set([code === 'LPS' ? 0 : found.columns - 1]));
      expect(found.plane.letters).toMatchObject({ left: 'R', top: 'A' });
    }
  });

  it('is drawn pixel by pixel: the areas of its shapes are its pixels', () => {
    fc.assert(fc.property(mask, mask, (prediction, reference) => {
      const slice = worstSlice({ prediction, reference, completeSlices: null }, geometry, true);
      fc.pre(slice !== null);
      const { text } = drawSlice(slice, 'a slice');
      for (const [at, verdict] of verdicts.entries()) {
        if (verdict === 'nothing') continue;
        const path = new RegExp(`class="${verdict}" d="([^"]*)"`).exec(text)![1]!;
        const area = [...path.matchAll(/h(\d+)v1/g)].reduce((sum, [, length]) => sum + Number(length), 0);
        expect(area).toBe(slice.pixels.filter((pixel) => pixel === at).length);
      }
      // Pixels of 1 × 2 mm are twice as high as wide.
      expect(text).toContain(`viewBox="0 0 ${slice.columns} ${(2 * slice.rows).toFixed(3)}"`);
    }));
  });
});

describe('a box plot', () => {
  // In R: boxplot.stats(c(0.1, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)) has 0.1 as its only outlier; quartiles (type 7) 0.625, 0.7, 0.775.
  const cases = [0.1, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9].map((value, at) => ({ name: `case-${at}`, value }));
  const text = boxPlot('Dice', [{ label: '7', cases }], 1, (value) => value.toFixed(2)).text;
  /** The axis runs from x = 70 to 620. */
  const x = (value: number): string => (70 + 550 * value).toFixed(1);

  it('has its box at the quartiles, its lines at the outermost cases within reach, and names who lies beyond', () => {
    expect(text).toContain(`<rect class="box" x="${x(0.625)}" width="${(550 * 0.15).toFixed(1)}"`);
    expect(text).toContain(`class="median" x1="${x(0.7)}"`);
    expect(text).toContain(`class="whisker" x1="${x(0.6)}" x2="${x(0.9)}"`);
    expect([...text.matchAll(/<title>([^<]*)/g)].map(([, title]) => title)).toEqual(['case-0: 0.10']);
  });

  it('ends its axis at a round number that no case exceeds', () => {
    const ticksUpTo = (value: number): (string | undefined)[] => [...boxPlot('mm', [{ label: '1', cases: [{ name: 'a', value }] }], null, String).text.matchAll(/class="tick"[^>]*>([^<]*)/g)].map(([, tick]) => tick);
    expect(ticksUpTo(10.86)).toEqual(['0', '5', '10', '15', '20']);
    expect(ticksUpTo(7.9)).toEqual(['0', '2', '4', '6', '8']);
    expect(ticksUpTo(0)).toEqual(['0', '1', '2', '3', '4']);
  });
});
