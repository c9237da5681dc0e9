import { describe, expect, it } from 'vitest';
import { randomDraws } from '#shared/learning/random.ts';
import { evolveContour } from '#shared/regions/active-contour.ts';
import { finish, type Grid } from '#shared/regions/grid.ts';
import { edgeSpeed, gradientMagnitude, regionSpeed } from '#shared/regions/speed-image.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { diceOf, labelsIn } from './painted-volumes.ts';

const grid: Grid = { size: [40, 38, 36], spacingMm: [1, 1, 1] };
const uneven: Grid = { size: [13, 1, 9], spacingMm: [0.8, 3, 2] };
const draws = randomDraws(5, 'noise', 0, 0);
/** Two balls that run into each other. */
const truth = labelsIn(grid.size, (i, j, k) => Number(Math.hypot(i - 15, j - 18, k - 17) < 10 || Math.hypot(i - 25, j - 20, k - 18) < 8));
const image = Float32Array.from(truth, (inside) => (inside === 1 ? 150 : 50) + 8 * draws.normal());
const coronal = Float32Array.from({ length: 13 * 9 }, () => draws.normal());
const edges = finish(edgeSpeed(image, grid, { scaleMm: 1, contrast: 8, exponent: 2 }));
const bubble = { centre: [15, 18, 17], radiusMm: 5 } as const;
const [lower, upper] = [100, 250];

const theirs = `
import SimpleITK
from scipy import ndimage
def volume(values):
    return SimpleITK.GetImageFromArray(values.reshape(36, 38, 40).astype('float32'))
k, j, i = numpy.mgrid[:36, :38, :40]
start = volume(numpy.sqrt((i - 15.0) ** 2 + (j - 18.0) ** 2 + (k - 17.0) ** 2) - 5)
geodesic = SimpleITK.GeodesicActiveContourLevelSetImageFilter()
geodesic.SetPropagationScaling(1)
geodesic.SetCurvatureScaling(0.3)
geodesic.SetAdvectionScaling(2)
geodesic.SetMaximumRMSError(0)
geodesic.SetNumberOfIterations(400)
threshold = SimpleITK.ThresholdSegmentationLevelSetImageFilter()
threshold.SetLowerThreshold(${lower})
threshold.SetUpperThreshold(${upper})
threshold.SetPropagationScaling(1)
threshold.SetCurvatureScaling(10)
threshold.SetMaximumRMSError(0)
threshold.SetNumberOfIterations(400)
inside = lambda levels: (SimpleITK.GetArrayFromImage(levels) < 0).astype(int).ravel()
slice = ndimage.gaussian_filter(array('coronal').reshape(9, 13).astype(float), (1.5 / 2, 1.5 / 0.8), mode='nearest', truncate=4)
answer({
  'geodesic': inside(geodesic.Execute(start, volume(array('edges')))),
  'threshold': inside(threshold.Execute(start, volume(array('image')))),
  'gradient': numpy.hypot(*numpy.gradient(slice, 2, 0.8)).ravel(),
})
`;

describe.skipIf(!pythonAvailable)(`ITK${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const found = askAboutArrays(theirs, { edges, image, coronal }) as Record<'geodesic' | 'threshold' | 'gradient', number[]>;

  it('ends a geodesic contour in the same place, on the same speed image', () => {
    const forces = { speed: edges, propagation: 1, curvature: 0.3, advection: 2, curvatureTimesSpeed: true };
    const ours = finishContour(forces, 400);
    expect(diceOf(ours, Uint8Array.from(found.geodesic))).toBeGreaterThan(0.95);
    expect(diceOf(ours, truth)).toBeGreaterThan(0.95);
  });

  it('ends a contour between thresholds in the same place', () => {
    // The speed of ITK's filter: how far a value is from the nearer threshold.
    const speed = image.map((value) => (value < (lower + upper) / 2 ? value - lower : upper - value));
    const ours = finishContour({ speed, propagation: 1, curvature: 10, advection: 0, curvatureTimesSpeed: false }, 400);
    expect(diceOf(ours, Uint8Array.from(found.threshold))).toBeGreaterThan(0.95);
    expect(diceOf(ours, truth)).toBeGreaterThan(0.95);
  });

  it('and SciPy smooth and differentiate alike', () => {
    const ours = finish(gradientMagnitude(coronal, uneven, 1.5));
    expect(Math.max(...ours.map((value, at) => Math.abs(value - found.gradient[at]!)))).toBeLessThan(1e-6);
  });
});

describe('speed images', () => {
  const line: Grid = { size: [5, 1, 1], spacingMm: [1, 1, 1] };

  it('of a region: 0 at the thresholds, 1 − 2 · 10^−smoothness half-way between them, −1 far outside', () => {
    const speed = finish(regionSpeed(Float32Array.of(-1e6, 100, 150, 200, 1e6), line, { lower: 100, upper: 200, smoothness: 3 }));
    [-1, 0, 1 - 2e-3, 0, -1].forEach((wanted, at) => expect(speed[at]).toBeCloseTo(wanted, 5));
    const above = finish(regionSpeed(Float32Array.of(0, 100, 150, 200, 300), line, { lower: 150, upper: Infinity, smoothness: 2 }));
    expect(above[2]).toBe(0);
    // A sixth of the range beyond the one threshold.
    expect(above[3]).toBeCloseTo(0.99, 6);
    expect(above[1]).toBeCloseTo(-0.99, 6);
  });

  it('of edges: half the speed where the gradient is the contrast', () => {
    const speed = finish(edgeSpeed(Float32Array.of(0, 0, 20, 40, 40), line, { scaleMm: 0, contrast: 10, exponent: 3 }));
    expect(speed[0]).toBe(1);
    expect(speed[1]).toBeCloseTo(0.5, 6);
    expect(speed[2]).toBeCloseTo(1 / 9, 6);
  });
});

function finishContour(forces: Parameters<typeof evolveContour>[2], iterations: number): Uint8Array {
  const work = evolveContour(grid, { bubbles: [bubble] }, forces, iterations);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value.inside();
  }
}
