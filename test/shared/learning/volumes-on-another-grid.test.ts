import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepLargest } from '#shared/learning/components.ts';
import { chooseLargestComponents } from '#shared/learning/largest-components.ts';
import { likeliestOutputs, resampledLength, resampleLabels, resampleVolume, teachingSources, type GridSize } from '#shared/learning/resample.ts';

const length = fc.integer({ min: 1, max: 12 });
const grid = fc.tuple(length, length, length);
const voxels = ([s, r, c]: GridSize): number => s * r * c;

describe('a volume on another grid', () => {
  it('keeps what is the same everywhere, whatever the grids', () => {
    fc.assert(fc.property(grid, grid, fc.float({ min: -5, max: 5, noNaN: true }), (from, to, value) => {
      const result = resampleVolume(new Float32Array(voxels(from)).fill(value), from, to);
      expect(result).toHaveLength(voxels(to));
      result.forEach((one) => expect(one).toBeCloseTo(value, 4));
    }));
  });

  it('keeps a ramp where it lies in the patient: at x millimetres it is x', () => {
    // 10 voxels of 1 mm, centres at 0.5 … 9.5 mm; as 20 of 0.5 mm, centres at 0.25 … 9.75 mm.
    const ramp = Float32Array.from({ length: 10 }, (_, at) => at + 0.5);
    const fine = resampleVolume(ramp, [1, 1, 10], [1, 1, 20]);
    for (let at = 1; at < 19; at++) expect(fine[at]).toBeCloseTo(0.25 + at * 0.5, 5);
    expect([fine[0], fine[19]]).toEqual([0.5, 9.5]);
    const coarse = resampleVolume(ramp, [1, 1, 10], [1, 1, 5]);
    for (let at = 1; at < 4; at++) expect(coarse[at]).toBeCloseTo(1 + at * 2, 5);
  });

  it('passes over nothing where it becomes coarser: every voxel counts as much as any other', () => {
    // A single bright voxel, wherever it is, leaves the same sum but at the faces.
    const sums = [4, 5, 6, 7].map((place) => {
      const line = new Float32Array(12);
      line[place] = 1;
      return resampleVolume(line, [1, 12, 1], [1, 4, 1]).reduce((sum, value) => sum + value, 0);
    });
    sums.forEach((sum) => expect(sum).toBeCloseTo(4 / 12, 1));
  });

  it('has as many voxels as its new spacing needs', () => {
    expect(resampledLength(35, 1, 1)).toBe(35);
    expect(resampledLength(110, 1.37, 1.25)).toBe(121);
    expect(resampledLength(1, 5, 20)).toBe(1);
    expect(resampledLength(7, 3, null)).toBe(7);
  });

  it('carries each label into the voxels that lie in its own', () => {
    expect([...resampleLabels(Uint8Array.of(1, 2, 3), [1, 1, 3], [1, 1, 6])]).toEqual([1, 1, 2, 2, 3, 3]);
    expect([...resampleLabels(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3, 1], [1, 3, 1])]).toEqual([4, 5, 6]);
  });

  it('has every complete slice, or one beside it that is complete too, however coarse it is', () => {
    fc.assert(fc.property(fc.uint8Array({ min: 0, max: 1, minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (complete, newLength) => {
      const sources = teachingSources(complete, newLength);
      expect(sources).toHaveLength(newLength);
      const scale = complete.length / newLength;
      complete.forEach((one, old) => {
        if (one === 1) expect(complete[sources[Math.floor((old + 0.5) / scale)]!]).toBe(1);
      });
      // None takes from farther away than half of a new plane, or of an old one.
      sources.forEach((old, at) => expect(Math.abs(old + 0.5 - (at + 0.5) * scale)).toBeLessThanOrEqual(Math.max(1, scale) / 2 + 1e-9));
    }));
  });
});

describe('probabilities brought back', () => {
  it('are on the same grid what they are', () => {
    return fc.assert(fc.asyncProperty(grid, fc.integer({ min: 2, max: 4 }), fc.nat(), async (size, outputs, seed) => {
      const slice = size[1] * size[2];
      const wanted = Uint8Array.from({ length: voxels(size) }, (_, at) => (at * 7 + seed) % outputs);
      const result = await likeliestOutputs(async (at) => {
        const probabilities = new Float32Array(slice * outputs).fill(0.1);
        for (let pixel = 0; pixel < slice; pixel++) probabilities[pixel * outputs + (wanted[at * slice + pixel] as number)] = 0.9;
        return probabilities;
      }, size, size, outputs);
      expect(result).toEqual(wanted);
    }));
  });

  it('put a border where the probabilities cross, not at a voxel of the coarse grid', async () => {
    // Along 4 coarse voxels of 3 the second output has 0, 0.25, 0.9, 1; linear between centres at 1.5, 4.5, 7.5, 10.5 it
    // crosses a half at 4.5 + 3 · 0.25 / 0.65 = 5.65: fine voxels (centres 0.5 … 11.5) from 6.5 on are of the second output.
    const second = [0, 0.25, 0.9, 1];
    const labels = await likeliestOutputs(async () => Float32Array.from(second.flatMap((p) => [1 - p, p])), [1, 1, 4], [1, 1, 12], 2);
    expect([...labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    const slices = await likeliestOutputs(async (at) => Float32Array.of(1 - (second[at] as number), second[at] as number), [4, 1, 1], [12, 1, 1], 2);
    expect([...slices]).toEqual([...labels]);
  });
});

describe('the largest component', () => {
  it('stays, of each output for itself; touching corners connect', () => {
    const mask = Uint8Array.of(
      1, 0, 0, 0,
      0, 1, 0, 1,
      2, 0, 0, 1,
    );
    keepLargest(mask, [1, 3, 4], [1]);
    expect([...mask]).toEqual([
      1, 0, 0, 0,
      0, 1, 0, 0,
      2, 0, 0, 0,
    ]);
    const volume = Uint8Array.of(1, 0, 0, 0, /* next slice */ 0, 1, 1, 0, /* next */ 0, 0, 0, 1);
    keepLargest(volume, [3, 2, 2], [1]);
    expect([...volume]).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
  });

  it('is the first of the largest sets of voxels that a flood reaches, whatever the mask', () => {
    const small = fc.integer({ min: 1, max: 6 });
    const masks = fc.tuple(small, small, small).chain((size) => fc.tuple(fc.constant(size), fc.uint8Array({ min: 0, max: 2, minLength: voxels(size), maxLength: voxels(size) })));
    fc.assert(fc.property(masks, ([size, mask]) => {
      const wanted = mask.slice();
      const floods = [...mask.keys()].filter((voxel) => mask[voxel] === 1).map((voxel) => flood(mask, size, voxel));
      const largest = floods.reduce((best, one) => (one.size > best.size ? one : best), new Set<number>());
      mask.forEach((output, voxel) => { if (output === 1 && !largest.has(voxel)) wanted[voxel] = 0; });
      keepLargest(mask, size, [1]);
      expect(mask).toEqual(wanted);
    }), { numRuns: 300 });
  });

  it('is a rule only for labels that gain by it, and only where ten cases show it', () => {
    const without = Array.from({ length: 10 }, () => [0.8, 0.7, null, 0.5]);
    const kept = Array.from({ length: 10 }, () => [0.81, 0.69, null, 0.5]);
    expect(chooseLargestComponents(without, kept)).toEqual([1]);
    expect(chooseLargestComponents(without.slice(1), kept.slice(1))).toEqual([]);
    expect(chooseLargestComponents([], [])).toEqual([]);
    // Ten complete cases, of which nine hold the label.
    const [rarely, better] = [without, kept].map((cases) => cases.map(([first, ...others], at) => [at === 0 ? null : first!, ...others]));
    expect(chooseLargestComponents(rarely!, better!)).toEqual([]);
    expect(chooseLargestComponents([...rarely!, ...without.slice(1)], [...better!, ...kept.slice(1)])).toEqual([1]);
  });
});

/** All voxels of the same output that can be walked to from one, corners included. */
function flood(mask: Uint8Array, [slices, rows, columns]: GridSize, seed: number): Set<number> {
  const reached = new Set([seed]);
  for (const voxel of reached) {
    const [s, r, c] = [Math.floor(voxel / (rows * columns)), Math.floor(voxel / columns) % rows, voxel % columns];
    for (let other = 0; other < slices * rows * columns; other++) {
      const [os, or, oc] = [Math.floor(other / (rows * columns)), Math.floor(other / columns) % rows, other % columns];
      if (mask[other] === mask[seed] && Math.max(Math.abs(os - s), Math.abs(or - r), Math.abs(oc - c)) === 1) reached.add(other);
    }
  }
  return reached;
}
