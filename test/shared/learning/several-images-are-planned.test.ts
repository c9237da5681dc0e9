import { describe, expect, it } from 'vitest';
import { plan as planSchema } from '#shared/contract/training.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { fingerprintCase, joinFingerprints, type CaseFingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import { channelsOf } from '#shared/learning/network-layers.ts';
import { patchBytes, patchMultiplications } from '#shared/learning/network-size.ts';
import type { FurtherImage, SnapshotCase } from '#shared/learning/snapshot-manifest.ts';

const labels = [{ index: 1, value: 1, name: 'tumour', colour: '#ff0000', code: null, locked: false }];
const affine: Affine = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 4, 0];
const image = { path: '', sha256: '', voxelType: 'int16', geometry: { size: [60, 60, 20], affine }, trust: 'known', slope: 1, intercept: 0, modality: 'mr' } as const;
const further = (role: string, parts: Partial<FurtherImage> = {}): FurtherImage => ({ ...image, role, ...parts });

/** The middle of a case is labelled. */
const drawn = Uint8Array.from({ length: 60 * 60 * 20 }, (_, at) => (Math.abs((at % 60) - 30) < 10 && Math.abs((Math.floor(at / 60) % 60) - 30) < 10 ? 1 : 0));

function fingerprint(images: readonly FurtherImage[], role: SnapshotCase['role'] = 'train', values?: ReadonlyMap<string, Int16Array>): CaseFingerprint {
  const completeSlices = Array.from({ length: 20 }, (_, slice) => slice);
  return fingerprintCase({ role, image, sliceAxis: 2, completeSlices, ...(images.length > 0 ? { furtherImages: images } : {}) }, drawn, null, values);
}

describe('the images of a case', () => {
  it('become channels where every case that teaches or judges has them, in the order of the first case', () => {
    const both = joinFingerprints([fingerprint([further('t1'), further('t2')]), fingerprint([further('t2'), further('t1')]), fingerprint([further('t1'), further('t2')], 'validation')]);
    expect(both.furtherInputs?.map(({ role }) => role)).toEqual(['t1', 't2']);
    expect(both.partlyThere).toBeUndefined();
    const plan = makePlan(both, labels);
    const normalisation = { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 };
    expect(plan.furtherInputs).toEqual([{ role: 't1', modality: 'mr', normalisation }, { role: 't2', modality: 'mr', normalisation }]);
    expect(planSchema.parse(plan)).toEqual(plan);
    // Slices as thick as four pixels: each image is shown between its neighbours.
    expect(channelsOf(plan)).toBe(9);

    for (const role of ['train', 'validation'] as const) {
      const one = joinFingerprints([fingerprint([further('t1'), further('t2')]), fingerprint([further('t1')], role)]);
      expect(one.furtherInputs?.map(({ role: shown }) => shown)).toEqual(['t1']);
      expect(one.partlyThere).toEqual(['t2']);
    }
    expect(makePlan(joinFingerprints([fingerprint([])]), labels).furtherInputs).toEqual([]);
  });

  it('are left out, or taken as the person says', () => {
    const both = joinFingerprints([fingerprint([further('t1'), further('t2')])]);
    expect(makePlan(both, labels, { overrides: { furtherInputs: [] } }).furtherInputs).toEqual([]);
    const window = { kind: 'window', low: 0, high: 1 } as const;
    const fixed = [{ role: 't2', modality: 'mr', normalisation: window }] as const;
    expect(makePlan(both, labels, { overrides: { furtherInputs: fixed } }).furtherInputs).toEqual(fixed);
    expect(() => makePlan(both, labels, { overrides: { furtherInputs: [...fixed, ...fixed] } })).toThrow(/image t2 twice/);
  });

  it('each have the scale of their kind: that of a CT beside an MR comes from what lies under the labels, wherever its voxels are', () => {
    // Twice as fine, of its own axes: under the labels 40, elsewhere −1000.
    const size = [120, 120, 20] as const;
    const ct = further('ct', { modality: 'ct', slope: 2, intercept: -1000, geometry: { size, affine: [0, 0.5, 0, -59.5, 0.5, 0, 0, -59.5, 0, 0, 4, 0] } });
    const stored = Int16Array.from({ length: 120 * 120 * 20 }, (_, at) => {
      // i runs to the back, j to the left: the labelled columns are those about 30 mm from its corner.
      const [y, x] = [(at % 120) / 2, (Math.floor(at / 120) % 120) / 2].map((mm) => 59.5 - mm);
      return Math.abs(x! - 30) < 10 && Math.abs(y! - 30) < 10 ? 520 : 0;
    });
    const cases = Array.from({ length: 5 }, () => fingerprint([ct], 'train', new Map([['ct', stored]])));
    const joined = joinFingerprints(cases);
    const [input] = joined.furtherInputs!;
    // 19 × 19 × 20 labelled voxels a case.
    expect(input).toMatchObject({ role: 'ct', modality: 'ct', foreground: { voxels: 5 * 7220, cases: 5, low: 40, high: 40 } });
    const varied = { ...joined, furtherInputs: [{ ...input!, foreground: { ...input!.foreground!, low: 0, high: 80, deviation: 12 } }] };
    expect(makePlan(varied, labels).furtherInputs).toEqual([{ role: 'ct', modality: 'ct', normalisation: { kind: 'foreground', low: 0, high: 80, mean: 40, deviation: 12 } }]);
    // Seen in too few cases, it keeps all between air and bone.
    expect(makePlan(joinFingerprints(cases.slice(1)), labels).furtherInputs[0]!.normalisation).toEqual({ kind: 'window', low: -1000, high: 1000 });
  });

  it('cost what their channels cost: the first convolution, and the memory of the images', () => {
    const plan = makePlan(joinFingerprints([fingerprint([further('t1')])]), labels);
    const alone = { ...plan, furtherInputs: [] };
    const pixels = plan.patch.reduce((product, length) => product * length, 1);
    const { network } = plan;
    if (network.name !== 'unet-2d') throw new Error(network.name);
    // Three more channels: a 3 × 3 kernel from each to every filter of the first level, at every pixel.
    expect(patchMultiplications(plan) - patchMultiplications(alone)).toBe(3 * 9 * network.filters[0]! * pixels);
    expect(patchBytes(plan) - patchBytes(alone)).toBe(3 * pixels * 4 * 2);
  });
});
