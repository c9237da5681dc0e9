import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import { speedPicture, type ContourLook, type EvolveLabel } from '../../../src-renderer/editing/regions/evolve-label.ts';
import type { GrowSeeds } from '../../../src-renderer/editing/regions/grow-labels.ts';
import { automaticRange, type Within } from '../../../src-renderer/editing/regions/limited-threshold.ts';
import type { Operation } from '../../../src-renderer/editing/regions/operation.ts';
import { runOperation, type RegionAids, type RegionScene } from '../../../src-renderer/editing/regions/run-operation.ts';
import { tileGrid } from '../../../src-renderer/editing/tile-grid.ts';
import { acceptedPrediction, type Acceptance } from '../../../src-renderer/editing/regions/accepted-prediction.ts';
import { diceOf, labelsIn } from '../../shared/regions/painted-volumes.ts';
import { nothingKept } from './window-at-host.ts';

const rules = { kept: nothingKept, notErased: nothingKept, gate: null };
const countOf = (values: Uint8Array, label: number): number => values.filter((one) => one === label).length;
const aidsTo = (look: RegionAids['look'] = () => undefined): RegionAids => ({ growth: null, contour: null, look });

function after(scene: RegionScene, operation: Operation, aids = aidsTo()): Uint8Array {
  const given = scene.labels.slice();
  const block = finish(runOperation(scene, operation, aids));
  expect(scene.labels).toEqual(given);
  if (block !== null) paintBlock(given, tileGrid(scene.grid.size), block, rules);
  return given;
}

describe('labels that grow from seeds', () => {
  const size: Vec3 = [16, 9, 5];
  const grid = { size, spacingMm: [1, 1, 1.5] as Vec3 };
  // Dark on the left, bright from column 10 on: half-way would be column 8.
  const image = Int16Array.from(labelsIn(size, (i) => (i < 10 ? 20 : 220)));
  const labels = labelsIn(size, (i, j, k) => (k === 2 && j === 4 ? (i === 1 ? 1 : i === 14 ? 2 : 0) : 0));
  const scene: RegionScene = { grid, labels, image, label: 1, free: [1, 2] };
  const seeds: GrowSeeds = { kind: 'seeds', method: 'shortest', localityPerMm: 0.01, edges: 1, marginMm: 20, background: 0 };
  const truth = labelsIn(size, (i) => (i < 10 ? 1 : 2));

  it.each(['shortest', 'walk'] as const)('meet at the edge and not half-way (%s)', (method) => {
    expect(after(scene, { ...seeds, method })).toEqual(truth);
  });

  it('leave empty what the label for everything else wins, its seeds as well', () => {
    expect(after(scene, { ...seeds, background: 2 })).toEqual(truth.map((label) => label % 2));
  });

  it('never take what is locked, and go around it', () => {
    const walled = labels.map((label, at) => (label === 0 && image[at] === 20 && at % size[0] === 5 && Math.floor(at / size[0]) % size[1] < 7 ? 3 : label));
    const grown = after({ ...scene, labels: walled }, seeds);
    expect(countOf(grown, 3)).toBe(countOf(walled, 3));
    expect(grown.filter((label) => label !== 3)).toEqual(truth.filter((_, at) => walled[at] !== 3));
  });

  it('are the same whether further seeds are added to what grew or all grows from the beginning', () => {
    const aids = aidsTo();
    after(scene, seeds, aids);
    expect(aids.growth).not.toBeNull();
    const more = labels.slice();
    more[3 + size[0] * (1 + size[1] * 2)] = 2;
    const added = after({ ...scene, labels: more }, seeds, aids);
    expect(added).toEqual(after({ ...scene, labels: more }, seeds));
    expect(countOf(added, 2)).toBeGreaterThan(countOf(truth, 2));
  });

  it('ask for a second label where there is but one', () => {
    const alone = { ...scene, labels: labels.map((label) => label % 2) };
    expect(() => after(alone, seeds)).toThrow(UserFacingError);
    // A locked label is no seed.
    expect(() => after({ ...scene, free: [1] }, seeds)).toThrow(UserFacingError);
  });
});

describe('a contour', () => {
  const size: Vec3 = [30, 28, 26];
  const grid = { size, spacingMm: [1, 1, 1] as Vec3 };
  const ball = labelsIn(size, (i, j, k) => Number(Math.hypot(i - 15, j - 14, k - 13) < 8));
  const image = Int16Array.from(ball, (inside, at) => 100 * inside + (at * 7919) % 11);
  const scene: RegionScene = { grid, labels: new Uint8Array(ball.length), image, label: 4, free: [4] };
  const contour: EvolveLabel = {
    kind: 'contour', speed: { kind: 'region', lower: 50, upper: 200, smoothness: 3 },
    bubbles: [{ centre: [14, 14, 13], radiusMm: 3 }], fromLabel: false, marginMm: 50, propagation: 1, curvature: 0.1, advection: 0, iterations: 300, goesOn: false,
  };
  const asMask = (labels: Uint8Array): Uint8Array => labels.map((label) => Number(label === 4));

  it('fills what lies between the thresholds, from a bubble in it', () => {
    const looks: ContourLook[] = [];
    const filled = after(scene, contour, aidsTo((look) => { looks.push(look); }));
    expect(diceOf(asMask(filled), ball)).toBeGreaterThan(0.97);
    expect(looks.map(({ iteration }) => iteration)).toEqual(looks.map((_, at) => at + 1));
  });

  it('fills up to the edges of the image', () => {
    const speed = { kind: 'edge', scaleMm: 1, contrast: 0.5, exponent: 3 } as const;
    expect(diceOf(asMask(after(scene, { ...contour, speed, curvature: 0.2, advection: 2 })), ball)).toBeGreaterThan(0.9);
  });

  it('shrinks from what is drawn, where it starts there, and stays within the room it is given', () => {
    const drawn = labelsIn(size, (i, j, k) => (Math.hypot(i - 15, j - 14, k - 13) < 11 ? 4 : 0));
    expect(diceOf(asMask(after({ ...scene, labels: drawn }, { ...contour, bubbles: [], fromLabel: true, marginMm: 1 })), ball)).toBeGreaterThan(0.97);
    const inRoom = after(scene, { ...contour, marginMm: 2 });
    // The bubble reaches from 11 to 17, with the room from 9 to 19.
    inRoom.forEach((label, at) => { if (label === 4) expect(Math.abs((at % size[0]) - 14)).toBeLessThanOrEqual(5); });
    expect(countOf(inRoom, 4)).toBeGreaterThan(1000);
  });

  it('is its start before it moves, and goes on from where it came to', () => {
    // So many points with whole coordinates lie less than 3 from another.
    expect(countOf(after(scene, { ...contour, iterations: 0 }), 4)).toBe(93);
    const aids = aidsTo();
    const half = countOf(after(scene, { ...contour, iterations: 6 }, aids), 4);
    const goingOn = aidsTo();
    goingOn.contour = aids.contour;
    expect(countOf(after(scene, { ...contour, iterations: 1, goesOn: true }, goingOn), 4)).toBeGreaterThan(half);
    expect(goingOn.contour!.iteration).toBe(7);
    // Other forces take over: outwards becomes inwards.
    expect(countOf(after(scene, { ...contour, iterations: 6, propagation: -1, goesOn: true }, aids), 4)).toBeLessThan(half);
  });

  it('says so where it has nowhere to begin', () => {
    expect(() => after(scene, { ...contour, bubbles: [] })).toThrow(UserFacingError);
    expect(() => after(scene, { ...contour, bubbles: [], fromLabel: true })).toThrow(UserFacingError);
  });

  it('has a speed that can be looked at: fast inside, backwards outside, nothing beyond its room', () => {
    const { voxels, lowest } = finish(speedPicture(scene, { ...contour, marginMm: 8 }, [0, 0, 0]));
    const at = (i: number, j: number, k: number): number => voxels[i + size[0] * (j + size[1] * k)]!;
    expect(lowest).toBe(-1);
    expect(at(15, 14, 13)).toBeGreaterThan(120);
    // tanh(s · (v − 50)) of v up to 10, s = 2 · artanh(0.999) / 150: −0.966 and less.
    expect(at(15, 4, 13)).toBeLessThanOrEqual(-122);
    const edges = finish(speedPicture(scene, { ...contour, bubbles: [], marginMm: 8, speed: { kind: 'edge', scaleMm: 0, contrast: 0.5, exponent: 3 } }, [15, 14, 13]));
    const [middle, onEdge, beyond] = [[15, 14], [15, 6], [15, 0]].map(([i, j]) => edges.voxels[i! + size[0] * (j! + size[1] * 13)]);
    expect(middle).toBeGreaterThan(100);
    expect(onEdge).toBeLessThan(20);
    expect(beyond).toBe(0);
  });
});

describe('thresholds and islands', () => {
  const size: Vec3 = [12, 10, 5];
  const grid = { size, spacingMm: [1, 1, 2] as Vec3 };
  // 27, 8 and 1 voxels of label 1, and a plate of label 2.
  const cube = (i: number, j: number, k: number, [ci, cj, ck]: Vec3, side: number): boolean => [i - ci, j - cj, k - ck].every((away) => away >= 0 && away < side);
  const labels = labelsIn(size, (i, j, k) => (cube(i, j, k, [6, 1, 1], 3) || cube(i, j, k, [1, 1, 0], 2) || (i === 1 && j === 8 && k === 4) ? 1 : j === 6 ? 2 : 0));
  const scene: RegionScene = { grid, labels, image: Int16Array.from(labelsIn(size, (i) => i)), label: 1, free: [1, 2] };

  // Columns 6 and 7: 2 × 10 × 5 voxels, of which the larger cube holds 2 × 9 already.
  it.each<[Within, number]>([
    [{ kind: 'volume' }, 36 + 100 - 18],
    [{ kind: 'slice', axis: 2, index: 0 }, 36 + 20],
    // The box reaches from 1 to 8 in i, 1 to 8 in j, and through all slices.
    [{ kind: 'box', label: 1 }, 36 + 2 * 8 * 5 - 18],
    [{ kind: 'label', label: 2 }, 36 + 2 * 5],
    [{ kind: 'label', label: 9 }, 36],
  ])('within %o a threshold takes as many voxels as can be counted by hand', (within, voxels) => {
    expect(countOf(after(scene, { kind: 'threshold', lowest: 6, highest: 7, within }), 1)).toBe(voxels);
  });

  it('are found by Otsu where two heaps of values part, in the place that is looked at', () => {
    const image = Int16Array.from(labelsIn(size, (i, _j, k) => (k === 0 ? (i < 4 ? 10 : 12) : i < 4 ? 50 : 250)));
    const found = finish(automaticRange({ ...scene, image }, { part: 'brighter', within: { kind: 'slice', axis: 2, index: 0 } }))!;
    expect([found.lowest > 10 && found.lowest < 12, found.highest]).toEqual([true, 12]);
    const whole = finish(automaticRange({ ...scene, image }, { part: 'darker', within: { kind: 'volume' } }))!;
    expect([whole.lowest, whole.highest >= 50 && whole.highest < 250]).toEqual([10, true]);
    const { lowest, highest } = finish(automaticRange({ ...scene, image }, { part: 'between', within: { kind: 'volume' } }))!;
    expect(lowest >= 12 && lowest < 50 && highest >= 50 && highest < 250).toBe(true);
    expect(finish(automaticRange(scene, { part: 'brighter', within: { kind: 'label', label: 7 } }))).toBeNull();
  });

  it('islands become labels by their size; what is too many keeps its own', () => {
    const split = after(scene, { kind: 'split', as: [200, 199] });
    expect([1, 200, 199, 2].map((label) => countOf(split, label))).toEqual([27, 8, 1, 60]);
    expect(countOf(after(scene, { kind: 'split', as: [200] }), 1)).toBe(28);
    expect(finish(runOperation({ ...scene, label: 2 }, { kind: 'split', as: [200] }))).toBeNull();
  });

  it('one island goes, the others stay', () => {
    expect(countOf(after(scene, { kind: 'remove-at', voxel: [7, 2, 2] }), 1)).toBe(9);
    expect(finish(runOperation(scene, { kind: 'remove-at', voxel: [0, 9, 0] }))).toBeNull();
  });

  it('one label becomes as predicted, in a slice or everywhere, and no other one does', () => {
    const prediction = labelsIn(size, (i, j, k) => (j === 6 ? 1 : i === 0 && k === 4 ? 2 : 0));
    const blockOf = (from: Uint8Array, label: number, slice: Acceptance['slice']) => finish(acceptedPrediction({ grid, labels: from, label }, { kind: 'accept-label', prediction, locked: nothingKept, slice }));
    const accepted = labels.slice();
    paintBlock(accepted, tileGrid(size), blockOf(labels, 1, null)!, rules);
    expect(accepted.map((label) => Number(label === 1))).toEqual(prediction.map((label) => Number(label === 1)));
    expect(countOf(accepted, 2)).toBe(0);
    const inSlice = labels.slice();
    paintBlock(inSlice, tileGrid(size), blockOf(labels, 2, { axis: 2, index: 4 })!, rules);
    // The row of 12 gives way there to a column of 10, in one voxel of which label 1 is predicted.
    expect(countOf(inSlice, 2)).toBe(4 * 12 + 9);
    expect(blockOf(prediction, 1, null)).toBeNull();
  });
});
