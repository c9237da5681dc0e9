import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOfLargest } from '#shared/learning/selection/mean-of-largest.ts';
import { meanOfNetworks, sliceReader, voxelEntropy, voxelsThatCount } from '#shared/learning/selection/slice-score.ts';
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../../python/python.ts';

interface Judged {
  readonly networks: readonly (readonly number[])[];
  readonly entropies: readonly number[];
  readonly reading: SliceReading;
}

/** Three networks on 3,000 voxels with four outputs, some voxels sure; entropies by SciPy, the mean of the top 60 by a sort. */
const judge = String.raw`
import json, numpy as np
from scipy.special import entr
draw = np.random.default_rng(5)
networks = draw.dirichlet([0.3] * 4, (3, 3000))
networks[:, :500] = [0, 1, 0, 0]
networks[:, 500:800, 3] = 0
networks /= networks.sum(-1, keepdims=True)
networks = networks.astype(np.float32)
mean = networks.astype(float).mean(0)
whole = entr(mean).sum(1) / np.log(4)
own = (entr(networks.astype(float)).sum(2) / np.log(4)).mean(0)
def top(values): return float(np.sort(values)[::-1][:min(len(values), max(50, -(-len(values) // 50)))].mean())
likeliest = mean.argmax(1)
print(json.dumps({'networks': networks.reshape(3, -1).tolist(), 'entropies': whole.tolist(), 'reading': {
  'entropy': top(whole), 'mutualInformation': top(whole - own),
  'outputs': [{'voxels': int((likeliest == c).sum()), 'entropy': top(whole[likeliest == c])} for c in range(4)]}}))
`;

/** A slice of one network, each voxel a list of probabilities. */
function read(voxels: readonly (readonly number[])[], outputs = voxels[0]?.length ?? 2): SliceReading {
  const reader = sliceReader(outputs, voxels.length, false);
  reader.add(voxels.flat());
  return reader.reading();
}

describe('the entropy of a voxel', () => {
  it.each([
    [[0.5, 0.5], 1],
    [[1, 0], 0],
    [[0, 0, 1], 0],
    [[0.25, 0.25, 0.25, 0.25], 1],
    // 1/2 · 1 bit + 2 · 1/4 · 2 bits, of log2 3 bits at most.
    [[0.5, 0.25, 0.25], 1.5 / Math.log2(3)],
    // Half of what four outputs can hold.
    [[0.5, 0, 0.5, 0], 0.5],
    [[1], 0],
  ])('of %j is %f of the most there can be', (probabilities, expected) => {
    expect(voxelEntropy([9, ...probabilities, 9], 1, probabilities.length)).toBeCloseTo(expected, 12);
  });

  it('is NaN where a probability is, and never below 0 by rounding', () => {
    expect(voxelEntropy([0.5, NaN], 0, 2)).toBeNaN();
    expect(voxelEntropy([1 + 1e-7, 0], 0, 2)).toBe(0);
  });
});

describe('the score of a slice', () => {
  it.each([[0, 0], [20, 20], [50, 50], [2_500, 50], [2_501, 51], [2_850, 57], [262_144, 5_243]])('of %i voxels counts %i', (voxels, counted) => {
    expect(voxelsThatCount(voxels)).toBe(counted);
  });

  it('is the mean of its 50 most uncertain voxels, whatever lies beside them', () => {
    const uncertain = Array.from({ length: 40 }, () => [0.5, 0.5]);
    const sure = Array.from({ length: 2_000 }, () => [1, 0]);
    expect(read([...sure, ...uncertain]).entropy).toBeCloseTo(40 / 50, 6);
    expect(read(uncertain.slice(0, 7)).entropy).toBeCloseTo(1, 6);
  });

  it('tells each output’s voxels by themselves, and 0 for an output that no voxel shows', () => {
    const { outputs } = read([...Array.from({ length: 100 }, () => [1, 0, 0]), ...Array.from({ length: 3 }, () => [0.5, 0.5, 0]), ...Array.from({ length: 2 }, () => [0, 1, 0])]);
    expect(outputs.map(({ voxels }) => voxels)).toEqual([103, 2, 0]);
    // Three of the fifty that count are undecided between two of three outputs.
    expect(outputs[0]!.entropy).toBeCloseTo((3 / 50) * (Math.log(2) / Math.log(3)), 6);
    expect(outputs.slice(1).map(({ entropy }) => entropy)).toEqual([0, 0]);
  });

  it('leaves out voxels that are no numbers, and is NaN where no voxel is left', () => {
    const some = read([[NaN, 0.5], [0.5, 0.5], [1, 0]]);
    expect(some.entropy).toBeCloseTo(0.5, 6);
    expect(some.outputs.map(({ voxels }) => voxels)).toEqual([2, 0]);
    const none = read([[NaN, NaN]]);
    expect(none.entropy).toBeNaN();
    expect(none.outputs).toEqual([{ voxels: 0, entropy: 0 }, { voxels: 0, entropy: 0 }]);
    const disagreeing = sliceReader(2, 2, true);
    disagreeing.add([0.5, 0.5, NaN, 0.5, 0.5, 0.25]);
    expect(disagreeing.reading()).toMatchObject({ entropy: 1, mutualInformation: 0.75 });
  });

  it('tells disagreement from doubt: networks that are sure of different things, and networks that all do not know', () => {
    const disagreement = (networks: readonly (readonly number[])[]): number | null => {
      const reader = sliceReader(2, 1, true);
      reader.add(meanOfNetworks(networks, 2));
      return reader.reading().mutualInformation;
    };
    expect(disagreement([[1, 0], [0, 1]])).toBeCloseTo(1, 6);
    expect(disagreement([[0.5, 0.5], [0.5, 0.5]])).toBeCloseTo(0, 6);
    expect(read([[0.5, 0.5]]).mutualInformation).toBeNull();
  });

  it('reads 255 outputs, and refuses voxels that were not told', () => {
    const ofEach = (probability: (output: number) => number) => read([Array.from({ length: 255 }, (_, output) => probability(output))]);
    expect(ofEach(() => 1 / 255).entropy).toBeCloseTo(1, 6);
    expect(ofEach((output) => (output === 254 ? 1 : 0)).outputs[254]).toEqual({ voxels: 1, entropy: 0 });
    expect(() => sliceReader(2, 1, false).add([1, 0, 1, 0])).toThrow(RangeError);
  });

  it.skipIf(!pythonAvailable)(`is what SciPy and a sort make of it, in whatever pieces it comes${pythonMissing === undefined ? '' : ` (skipped: ${pythonMissing})`}`, () => {
    const { networks, entropies, reading } = JSON.parse(runPython(judge).stdout) as Judged;
    const said = meanOfNetworks(networks, 4);
    expect(Math.max(...entropies.map((expected, voxel) => Math.abs(voxelEntropy(said, 5 * voxel, 4) - expected)))).toBeLessThan(5e-6);
    for (const pieces of [1, 7]) {
      const reader = sliceReader(4, 3_000, true);
      for (let piece = 0; piece < pieces; piece++) reader.add(said.subarray(5 * Math.floor((3_000 * piece) / pieces), 5 * Math.floor((3_000 * (piece + 1)) / pieces)));
      const found = reader.reading();
      expect(found.entropy).toBeCloseTo(reading.entropy, 5);
      expect(found.mutualInformation).toBeCloseTo(reading.mutualInformation as number, 5);
      found.outputs.forEach((own, output) => {
        expect(own.voxels).toBe(reading.outputs[output]!.voxels);
        expect(own.entropy).toBeCloseTo(reading.outputs[output]!.entropy, 5);
      });
      expect(reader.reading()).toEqual(found);
    }
  });
});

describe('the mean of the largest values', () => {
  it('is that of the sorted ones, also where most are alike', () => {
    const values = fc.array(fc.oneof(fc.constantFrom(0, 0.5), fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1 })), { minLength: 1, maxLength: 300 });
    fc.assert(fc.property(values, fc.integer({ min: 1, max: 320 }), (given, count) => {
      const largest = Float32Array.from(given).sort().reverse().subarray(0, count);
      const expected = largest.reduce((sum, value) => sum + value, 0) / largest.length;
      expect(meanOfLargest(Float32Array.from(given), count)).toBeCloseTo(expected, 6);
    }));
  });
});
