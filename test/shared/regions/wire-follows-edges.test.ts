import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomDraws } from '#shared/learning/random.ts';
import { edgeFeatures, type SliceImage } from '#shared/regions/edge-features.ts';
import { finish } from '#shared/regions/grid.ts';
import { growWire, startWire, unreached, wireTo } from '#shared/regions/livewire.ts';
import { type LivewireChoice, type StepCosts, stepCosts, steps, usualWeights } from '#shared/regions/livewire-costs.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

const usual: LivewireChoice = { scaleMm: 1, weights: usualWeights, halvingGradientPerMm: null, brighter: 'either' };

const costsOf = (image: SliceImage, choice: LivewireChoice): StepCosts => finish(stepCosts(image, choice));

/** A disc of value 100 on 0, smooth over half a voxel, with normal noise. */
function disc(size: number, centre: readonly [number, number], radius: number, deviation: number, seed: number): SliceImage {
  const draws = randomDraws(seed, 'noise', 0, 0);
  const values = Float32Array.from({ length: size * size }, (_, at) => {
    const away = Math.hypot((at % size) - centre[0], Math.floor(at / size) - centre[1]);
    return 100 / (1 + Math.exp((away - radius) * 4)) + deviation * draws.normal();
  });
  return { values, width: size, height: size, spacingUMm: 1, spacingVMm: 1 };
}

const anisotropic: SliceImage = { ...disc(31, [15, 14], 9, 8, 3), width: 31, height: 31, spacingUMm: 0.7, spacingVMm: 1.9 };

describe.skipIf(!pythonAvailable)(`what SciPy finds${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const costs = costsOf(anisotropic, usual);
  const theirs = askAboutArrays(`
from scipy import ndimage, sparse
from scipy.sparse import csgraph
su, sv, scale = 0.7, 1.9, 1.0
image = array('image').reshape(31, 31).astype(float)
smooth = ndimage.gaussian_filter(image, (scale / sv, scale / su), mode='nearest')
along = lambda weights, axis: ndimage.correlate1d(smooth, weights, axis, mode='nearest')
du, dv = along([-.5, 0, .5], 1) / su, along([-.5, 0, .5], 0) / sv
laplacian = along([1, -2, 1], 1) / su ** 2 + along([1, -2, 1], 0) / sv ** 2
gradient = numpy.hypot(du, dv)
# The formulas of the paper, one link at a time.
crossing = numpy.zeros((31, 31), bool)
for v in range(31):
    for u in range(31):
        for b, a in ((v, u + 1), (v + 1, u), (v, u - 1), (v - 1, u)):
            if 0 <= a < 31 and 0 <= b < 31 and laplacian[v, u] * laplacian[b, a] < 0 and abs(laplacian[v, u]) <= abs(laplacian[b, a]):
                crossing[v, u] = True
halving = numpy.percentile(gradient, 95)
links = numpy.zeros((31 * 31, 8))
for v in range(31):
    for u in range(31):
        for n, (a, b) in enumerate(parameters['steps']):
            q = (v + b, u + a)
            if not (0 <= q[0] < 31 and 0 <= q[1] < 31): continue
            step = numpy.array([a * su, b * sv]); length = numpy.hypot(*step)
            edge = lambda at: numpy.array([dv[at], -du[at]]) / gradient[at]
            L = step / length if edge((v, u)) @ step >= 0 else -step / length
            angle = numpy.arccos(numpy.clip(edge((v, u)) @ L, -1, 1)) + numpy.arccos(numpy.clip(L @ edge(q), -1, 1))
            cost = .43 * (not crossing[q]) + .43 * 2 / (3 * numpy.pi) * angle + .14 / (1 + gradient[q] / halving)
            links[v * 31 + u, n] = max(255 * cost * length / su, 1)
# And the distances on the very costs that were found here.
ours = array('costs').reshape(31 * 31, 8)
rows, columns, weights = [], [], []
for at in range(31 * 31):
    for n, (a, b) in enumerate(parameters['steps']):
        if ours[at, n]:
            rows.append(at); columns.append(at + b * 31 + a); weights.append(float(ours[at, n]))
graph = sparse.csr_array((weights, (rows, columns)), shape=(961, 961))
answer({'gradient': gradient.ravel(), 'crossing': crossing.ravel().astype(int), 'links': links.ravel(),
    'distances': {anchor: csgraph.dijkstra(graph, indices=int(anchor)) for anchor in ('0', '480', '35')}})
`, { image: anisotropic.values, costs: costs.costs }, { steps }) as { gradient: number[]; crossing: number[]; links: number[]; distances: Record<string, number[]> };

  it('the same gradients and zero crossings', () => {
    const ours = edgeFeatures(anisotropic, 1);
    expect([...ours.isZeroCrossing]).toEqual(theirs.crossing);
    const worst = Math.max(...theirs.gradient.map((size, at) => Math.abs(size - ours.gradient[at]!)));
    expect(worst).toBeLessThan(1e-4 * Math.max(...theirs.gradient));
  });

  it('the costs of the paper’s formulas, rounded', () => {
    // The arc cosine's table adds less than half a unit, times the step's length of at most 3 voxels, to the rounding.
    const off = theirs.links.map((cost, at) => Math.abs(cost - costs.costs[at]!));
    expect(Math.max(...off)).toBeLessThan(2);
    expect(off.filter((away) => away > 0.6).length).toBeLessThan(0.02 * off.length);
  });

  it('the same distances from every anchor', () => {
    for (const [anchor, distances] of Object.entries(theirs.distances)) {
      const tree = finish(growWire(startWire(costs, Number(anchor) % 31, Math.floor(Number(anchor) / 31))));
      expect([...tree.distances]).toEqual(distances);
    }
  });
});

it('a wire is as dear as its end is far, and steps from neighbour to neighbour', () => {
  const costs = costsOf(anisotropic, usual);
  const places = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30));
  fc.assert(fc.property(places, ([fromU, fromV, toU, toV]) => {
    const tree = startWire(costs, fromU, fromV);
    const path = wireTo(tree, toU, toV);
    expect([...path.slice(0, 2), ...path.slice(-2)]).toEqual([fromU, fromV, toU, toV]);
    let cost = 0;
    for (let at = 2; at < path.length; at += 2) {
      const step = steps.findIndex(([u, v]) => u === path[at]! - path[at - 2]! && v === path[at + 1]! - path[at - 1]!);
      cost += costs.costs[8 * (path[at - 1]! * 31 + path[at - 2]!) + step]!;
    }
    expect(cost).toBe(tree.distances[toV * 31 + toU]);
    // Taken up where it was left, the tree comes out the same.
    expect(finish(growWire(tree)).distances).toEqual(finish(growWire(startWire(costs, fromU, fromV))).distances);
  }), { numRuns: 40 });
});

it('the tree grows no further than the pointer needs', () => {
  const tree = startWire(costsOf(disc(64, [32, 32], 20, 5, 1), usual), 12, 32);
  wireTo(tree, 13, 30);
  expect(tree.distances.filter((distance) => distance === unreached).length).toBeGreaterThan(1000);
});

/** Along a wire from angle to angle (degrees) on a circle: how far it ever is from it, and how far round it goes. */
function around(image: SliceImage, choice: LivewireChoice, centre: readonly [number, number], radius: number, from: number, to: number): { readonly worst: number; readonly length: number } {
  const place = (degrees: number): readonly [number, number] =>
    [Math.round(centre[0] + (radius / image.spacingUMm) * Math.cos((degrees * Math.PI) / 180)), Math.round(centre[1] + (radius / image.spacingVMm) * Math.sin((degrees * Math.PI) / 180))];
  const path = wireTo(startWire(costsOf(image, choice), ...place(from)), ...place(to));
  let worst = 0;
  for (let at = 0; at < path.length; at += 2) {
    worst = Math.max(worst, Math.abs(Math.hypot((path[at]! - centre[0]) * image.spacingUMm, (path[at + 1]! - centre[1]) * image.spacingVMm) - radius));
  }
  return { worst, length: path.length / 2 };
}

describe('on a noisy disc', () => {
  it('the wire keeps within a voxel of the circle', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const image = disc(96, [47.3, 48.6], 30, 15, seed);
      for (const from of [0, 70, 155, 260]) {
        for (const turn of [60, 110]) expect(around(image, { ...usual, scaleMm: 1.5 }, [47.3, 48.6], 30, from, from + turn).worst).toBeLessThanOrEqual(1);
      }
    }
  });

  it('also by the gradient alone, and where voxels are three times as long one way', () => {
    const image = disc(96, [47.3, 48.6], 30, 10, 6);
    const gradientAlone = { ...usual, scaleMm: 1.5, weights: { zeroCrossing: 0, direction: 0, gradient: 1 } };
    expect(around(image, gradientAlone, [47.3, 48.6], 30, 20, 110).worst).toBeLessThanOrEqual(1);
    // Every third row of a disc: the same circle in mm.
    const rows = Float32Array.from({ length: 96 * 32 }, (_, at) => image.values[Math.floor(at / 96) * 288 + 96 + (at % 96)]!);
    const coarse = { ...image, values: rows, height: 32, spacingVMm: 3 };
    expect(around(coarse, { ...usual, scaleMm: 1.5 }, [47.3, (48.6 - 1) / 3], 30, 20, 110).worst).toBeLessThanOrEqual(3);
  });

  it('with its brighter side on the right it goes round clockwise, the long way where that is clockwise', () => {
    const image = disc(96, [47.3, 48.6], 30, 10, 7);
    const oriented = (brighter: 'left' | 'right'): { readonly worst: number; readonly length: number } =>
      around(image, { ...usual, scaleMm: 1.5, brighter }, [47.3, 48.6], 30, 0, 100);
    // From 0° to 100° with v downwards is clockwise, the disc on the right.
    expect(oriented('right').worst).toBeLessThanOrEqual(1);
    expect(oriented('left').worst).toBeLessThanOrEqual(1);
    expect(oriented('left').length).toBeGreaterThan(2 * oriented('right').length);
  });
});

it('a slice without edges is crossed straight, a border is never stepped over, and no voxel outside is an anchor', () => {
  const flat = { values: new Int16Array(40).fill(7), width: 8, height: 5, spacingUMm: 1, spacingVMm: 1 };
  const costs = costsOf(flat, usual);
  expect([...wireTo(startWire(costs, 0, 2), 7, 2)]).toEqual([0, 2, 1, 2, 2, 2, 3, 2, 4, 2, 5, 2, 6, 2, 7, 2]);
  expect(costs.costs.filter((cost) => cost === 0).length).toBe(2 * 3 * (8 + 5) - 4);
  expect(() => startWire(costs, 8, 0)).toThrow(RangeError);
  expect(() => wireTo(startWire(costs, 0, 0), 0, 1.5)).toThrow(RangeError);
});
