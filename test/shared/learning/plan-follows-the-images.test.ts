import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partialPlan, plan as planSchema } from '#shared/contract/training.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import { filtersOf, totalStrides } from '#shared/learning/network-layers.ts';
import { networkFilters, patchBytes, totalStride, weightBytes, weightCount } from '#shared/learning/network-size.ts';
import { networkNames, type LossTerms, type UnetPlan } from '#shared/learning/plan.ts';

const labels: LabelTable = [
  { index: 1, value: 10, name: 'Head', colour: '#e69f00', code: null, locked: false },
  { index: 2, value: 20, name: 'Body', colour: '#56b4e9', code: null, locked: false },
  { index: 3, value: 30, name: 'Never drawn', colour: '#009e73', code: null, locked: false },
];

const hippocampus: Fingerprint = {
  trainingCases: 25,
  trainingSlices: 900,
  modality: 'mr',
  medianSize: [35, 50, 36],
  medianSpacingMm: [1, 1, 1],
  sliceAxis: 2,
  drawnLabels: [1, 2],
  foreground: null,
};
/** Scanned with slices as thick as four pixels: what a network over slices is for. */
const thickSlices: Fingerprint = { ...hippocampus, medianSpacingMm: [1, 1, 4] };

describe('the usual plan over slices', () => {
  const plan = makePlan(thickSlices, labels);

  it('shows the whole median slice at once', () => {
    const stride = totalStride(plan.network);
    const [rows = 0, columns = 0] = plan.patch;
    expect(rows).toBeGreaterThanOrEqual(50);
    expect(columns).toBeGreaterThanOrEqual(35);
    expect(rows - 50).toBeLessThan(stride);
    expect(columns - 35).toBeLessThan(stride);
  });

  it('halves a side of 35 three times, since a fourth would leave fewer than four voxels', () => {
    expect(totalStride(plan.network)).toBe(8);
  });

  it('brings pixels to one size, and leaves the slices where they are', () => {
    expect(plan.targetSpacingMm).toEqual([1, 1, null]);
    expect(makePlan({ ...thickSlices, sliceAxis: 0, medianSpacingMm: [5, 0.5, 0.5] }, labels).targetSpacingMm).toEqual([null, 0.5, 0.5]);
  });

  it('tells apart the labels that somebody drew, behind the background', () => {
    expect(plan.outputs).toEqual([
      { index: 0, value: 0, name: 'background' },
      { index: 1, value: 10, name: 'Head' },
      { index: 2, value: 20, name: 'Body' },
    ]);
  });

  it('looks at the slices next to the one it labels, but not where there are none', () => {
    expect(plan.contextSlices).toBe(3);
    expect(makePlan({ ...hippocampus, medianSize: [256, 256, 1] }, labels).contextSlices).toBe(1);
  });

  it('lays rows along S and columns along A for sagittal slices', () => {
    const sagittal = makePlan({ ...hippocampus, medianSize: [20, 160, 64], medianSpacingMm: [4, 1, 1], sliceAxis: 0 }, labels);
    expect(sagittal.patch).toEqual([64, 160]);
  });
});

describe('the usual plan over volumes', () => {
  const plan = makePlan(hippocampus, labels);
  const network = plan.network as UnetPlan;

  it('is made where slices are about as thick as their pixels, most of them complete, and the time is there', () => {
    expect(plan).toMatchObject({ network: { name: 'unet', dimensions: 3 }, contextSlices: 1, targetSpacingMm: [1, 1, 1] });
    const name = (fingerprint: Fingerprint, options = {}): string => makePlan(fingerprint, labels, options).network.name;
    expect(name(thickSlices)).toBe('unet-2d');
    expect(name({ ...hippocampus, medianSize: [35, 50, 8] })).toBe('unet-2d');
    expect(name({ ...hippocampus, trainingSlices: 100 })).toBe('unet-2d');
    expect(name(hippocampus, { minutes: 3 })).toBe('unet-2d');
    expect(name(hippocampus, { minutes: 60 })).toBe('unet');
    expect(name(hippocampus, { mostContextSlices: 3 })).toBe('unet-2d');
  });

  it('covers the median case, halved three times: a fourth would leave fewer than four voxels', () => {
    expect(plan.patch).toEqual([40, 56, 40]);
    expect(totalStrides(network)).toEqual([8, 8, 8]);
    expect(network.levels.map(({ kernel }) => kernel)).toEqual([[3, 3, 3], [3, 3, 3], [3, 3, 3], [3, 3, 3]]);
  });

  it('joins thick slices later than thin pixels, as nnU-Net does for slices of 3 mm with pixels of 1 mm', () => {
    const anisotropic = makePlan({ ...hippocampus, medianSize: [64, 64, 24], medianSpacingMm: [1, 1, 3] }, labels).network as UnetPlan;
    expect(anisotropic.levels.slice(0, 3).map(({ stride }) => stride)).toEqual([[1, 1, 1], [1, 2, 2], [2, 2, 2]]);
    expect(anisotropic.levels.slice(0, 2).map(({ kernel }) => kernel)).toEqual([[1, 3, 3], [3, 3, 3]]);
  });

  it('mirrors left and right only where no label has a side of its own, and then exchanges pairs', () => {
    expect(plan).toMatchObject({ augmentation: { mirrorAxes: [0], mirrorPairs: [] }, prediction: { mirror: true } });
    const named = (...names: string[]): LabelTable => names.map((name, at) => ({ ...labels[0]!, index: at + 1, value: at + 1, name }));
    expect(makePlan(hippocampus, named('left kidney', 'right kidney'))).toMatchObject({ augmentation: { mirrorAxes: [0], mirrorPairs: [[1, 2]] } });
    expect(makePlan(hippocampus, named('left kidney', 'liver'))).toMatchObject({ augmentation: { mirrorAxes: [] }, prediction: { mirror: false } });
  });

  it('grows thinner where the memory is short', () => {
    const filters = (memoryBytes: number): readonly number[] => filtersOf(makePlan(hippocampus, labels, { memoryBytes }).network);
    expect(filters(2 ** 32)).toEqual([16, 32, 64, 128]);
    expect(filters(2 ** 27)[0]).toBeLessThan(16);
  });
});

describe('normalisation', () => {
  const seen = { low: 20, high: 180, mean: 100, deviation: 30, voxels: 10_000, cases: 5 };

  it('takes CT by what the labelled tissue is like, once that was seen often enough', () => {
    const { normalisation } = makePlan({ ...hippocampus, modality: 'ct', foreground: seen }, labels);
    expect(normalisation).toEqual({ kind: 'foreground', low: 20, high: 180, mean: 100, deviation: 30 });
  });

  it('cuts nothing of CT off between air and bone before', () => {
    for (const foreground of [null, { ...seen, voxels: 9_999 }, { ...seen, cases: 4 }, { ...seen, deviation: 0 }]) {
      expect(makePlan({ ...hippocampus, modality: 'ct', foreground }, labels).normalisation).toEqual({ kind: 'window', low: -1000, high: 1000 });
    }
  });

  it('centres each MR case by itself', () => {
    expect(makePlan(hippocampus, labels).normalisation.kind).toBe('z-score');
  });
});

describe('a U-Net whose levels the plan names', () => {
  const network = makePlan(thickSlices, labels, { network: 'unet' }).network as UnetPlan;

  it('has as many levels as the lighter default', () => {
    expect(network.levels.map(({ filters }) => filters)).toEqual(filtersOf(makePlan(thickSlices, labels).network));
    expect(totalStrides(network)).toEqual([8, 8]);
  });

  it('is weighed as the same network under its other name, and heavier with ways past its levels', () => {
    const light = makePlan(thickSlices, labels).network;
    expect(weightCount(network)).toBe(weightCount(light));
    expect(patchBytes({ network, patch: [56, 40] })).toBe(patchBytes({ network: light, patch: [56, 40] }));
    expect(weightCount({ ...network, residual: true }) - weightCount(network)).toBe(24 * 48 + 48 * 96 + 96 * 192);
  });

  it('counts the weights of a network for volumes within a hundredth of its layers, and its stride along each axis', () => {
    const levels = [[1, 1, 1], [1, 2, 2], [2, 2, 2]].map((stride, level) => ({ filters: [32, 64, 128][level]!, kernel: [3, 3, 3], stride }));
    const volumes: UnetPlan = { name: 'unet', dimensions: 3, levels, residual: false, deepSupervision: false };
    const exact = 27 * (32 ** 2 + 32 * 64 + 64 ** 2 + 64 * 128 + 128 ** 2) + 8 * 128 * 64 + 27 * 3 * 64 ** 2 + 4 * 64 * 32 + 27 * 3 * 32 ** 2;
    expect(weightCount(volumes)).toBe(exact);
    expect(totalStrides(volumes)).toEqual([2, 4, 4]);
  });
});

describe('a U-Net over slices whose pixels are longer than wide', () => {
  it('joins along the finer axis first, as nnU-Net does along thick slices', () => {
    const columnsOf3mm = { ...hippocampus, medianSize: [64, 192, 20], medianSpacingMm: [3, 1, 10] } as const;
    const { levels } = makePlan(columnsOf3mm, labels, { network: 'unet' }).network as UnetPlan;
    expect(levels.slice(0, 3).map(({ stride }) => stride)).toEqual([[1, 1], [2, 1], [2, 2]]);
    expect(levels.slice(0, 2).map(({ kernel }) => kernel)).toEqual([[3, 1], [3, 3]]);
  });
});

describe('V-Net', () => {
  it('learns by Dice alone, as in its paper', () => {
    expect(makePlan(hippocampus, labels, { network: 'vnet' }).loss).toBe('dice');
    expect(makePlan(hippocampus, labels, { overrides: { network: { name: 'vnet', filters: [4, 8] } } }).loss).toBe('dice');
    expect(makePlan(hippocampus, labels, { network: 'vnet', overrides: { loss: 'focal' } }).loss).toBe('focal');
  });

  it('has the five levels of its paper where the images are large enough for them', () => {
    const strides = (medianSize: Fingerprint['medianSize']): readonly number[] => totalStrides(makePlan({ ...hippocampus, medianSize }, labels, { network: 'vnet' }).network);
    expect(strides([200, 200, 64])).toEqual([16, 16, 16]);
    expect(strides([200, 200, 63])).toEqual([8, 8, 8]);
  });
});

describe('left and right', () => {
  const named = (...names: string[]): LabelTable => names.map((name, at) => ({ ...labels[0]!, index: at + 1, value: at + 1, name }));
  const kidneys = named('left kidney', 'spine', 'right kidney');
  const three = { ...thickSlices, drawnLabels: [1, 2, 3] };
  /** As a person writes it into a file. */
  const written = partialPlan.parse({
    augmentation: { rotationDegrees: 30, scale: 0.2, mirrorAxes: [0], gamma: 0.2, brightness: 0.1, contrast: 0.15, noise: 0.05 },
  });
  const { augmentation } = written;

  it('change places wherever a person has them mirrored, paired by name', () => {
    for (const network of networkNames) {
      expect(makePlan(three, kidneys, { network, overrides: written }).augmentation).toMatchObject({ mirrorAxes: [0], mirrorPairs: [[1, 3]] });
    }
    // The outputs that the person fixed are what is paired.
    const outputs = [{ index: 0, value: 0, name: 'background' }, { index: 3, value: 3, name: 'right kidney' }, { index: 1, value: 1, name: 'left kidney' }];
    expect(makePlan(three, kidneys, { overrides: { ...written, outputs } }).augmentation.mirrorPairs).toEqual([[2, 1]]);
    expect(makePlan({ ...hippocampus, drawnLabels: [1, 2, 3] }, kidneys, { overrides: { outputs: outputs.slice(0, 2) } }).augmentation.mirrorAxes).toEqual([]);
  });

  it('change places as the person says, where that is said', () => {
    const sides = named('Lunge L oben', 'R Lunge oben');
    const two = { ...thickSlices, drawnLabels: [1, 2] };
    const mirrorPairs = [[2, 1]] as const;
    expect(makePlan(two, sides, { overrides: { augmentation: { ...augmentation!, mirrorPairs } } }).augmentation.mirrorPairs).toEqual(mirrorPairs);
  });

  it('are not mirrored where a side would be learnt as the other one', () => {
    const refused = (table: LabelTable, change: object): void => {
      expect(() => makePlan({ ...thickSlices, drawnLabels: table.map(({ index }) => index) }, table, { overrides: { augmentation: { ...augmentation!, ...change } } }))
        .toThrow(/label left kidney has a side/);
    };
    refused(named('left kidney', 'liver'), {});
    refused(kidneys, { mirrorPairs: [] });
    // The other axes of the patient have no sides.
    expect(makePlan(three, named('left kidney', 'a', 'b'), { overrides: { augmentation: { ...augmentation!, mirrorAxes: [1, 2] } } }).augmentation.mirrorPairs).toEqual([]);
  });

  it.each([[[[1, 4]]], [[[1, 2], [2, 3]]], [[[2, 2]]]])('are no pairs of labels, or not once each: %j', (pairs) => {
    const mirrorPairs = pairs as [number, number][];
    expect(() => makePlan(three, kidneys, { overrides: { augmentation: { ...augmentation!, mirrorPairs } } })).toThrow(/two outputs from 1 to 3/);
  });
});

describe('the classic network', () => {
  const plan = makePlan(hippocampus, labels, { network: 'unet-classic' });

  it('is trained as it usually is', () => {
    expect(plan).toMatchObject({
      network: { name: 'unet-classic' }, patch: [256, 256], contextSlices: 3,
      loss: 'cross-entropy', batch: 32, epochs: 10, optimiser: { kind: 'adam' },
    });
  });

  it('sees each slice about once an epoch', () => {
    expect(plan.stepsPerEpoch).toBe(29);
  });

  it('has the weights that the original design has: 31,031,810 with biases and the layers for two classes', () => {
    const exact = 31_031_810;
    expect(Math.abs(weightCount(plan.network) - exact) / exact).toBeLessThan(0.001);
  });

  it('takes its batch in parts that fit the memory, and whole where there is enough', () => {
    const parts = (memoryBytes: number): number => makePlan(hippocampus, labels, { network: 'unet-classic', memoryBytes }).microBatch;
    expect(parts(1)).toBe(1);
    expect(parts(weightBytes(plan.network) + 4.1 * patchBytes(plan))).toBe(4);
    expect(parts(weightBytes(plan.network) + 7.9 * patchBytes(plan))).toBe(4);
    expect(parts(64 * 2 ** 30)).toBe(32);
  });
});

/** A U-Net of the plan with these strides from level to level. */
function slices(strides: number[][], kernel = [3, 3]): UnetPlan {
  return { name: 'unet', dimensions: 2, levels: strides.map((stride) => ({ filters: 4, kernel, stride })), residual: false, deepSupervision: false };
}

function weighted(classWeights: number[]): LossTerms {
  return { voxels: { focus: 0, classWeights, boundary: null }, overlap: null };
}

describe('what the person fixes', () => {
  it('stays, and flags win over the plan file', () => {
    const plan = makePlan(thickSlices, labels, { epochs: 3, seed: 7, overrides: { epochs: 90, seed: 1, loss: 'dice' } });
    expect(plan).toMatchObject({ epochs: 3, seed: 7, loss: 'dice' });
  });

  it('is a loss by name or term by term, as the contract accepts it', () => {
    for (const loss of ['focal', weighted([0, 1, 2])] as const) {
      const plan = makePlan(thickSlices, labels, { overrides: { loss } });
      expect(planSchema.parse(plan).loss).toEqual(loss);
    }
    expect(planSchema.shape.loss.safeParse({ voxels: null, overlap: { falsePositives: 0, falseNegatives: 1 } }).success).toBe(false);
  });

  it('brings what follows from it: more levels, a patch that fits them', () => {
    const plan = makePlan(thickSlices, labels, { overrides: { network: { name: 'unet-2d', filters: [8, 8, 8, 8, 8, 8] } } });
    // Five halvings leave four of 128.
    expect(plan.patch).toEqual([128, 128]);
  });

  it('brings no patch of volumes that is enlarged beyond the strides of its levels, however deep it is', () => {
    const levels = [1, 2, 2, 2, 2, 2].map((step) => ({ filters: 4, kernel: [3, 3, 3], stride: [step, step, step] }));
    const plan = makePlan(hippocampus, labels, { overrides: { network: { name: 'unet', dimensions: 3, levels, residual: false, deepSupervision: true } } });
    // Five halvings: 36 × 50 × 35 voxels are 64 × 64 × 64, of which no more than 131,072 are taken.
    expect(plan.patch).toEqual([32, 64, 64]);
  });

  it('leaves the defaults alone where a key is present but empty', () => {
    expect(makePlan(thickSlices, labels, { overrides: { loss: undefined }, epochs: undefined })).toEqual(makePlan(thickSlices, labels));
  });

  it.each([
    ['a patch that the network cannot halve', { patch: [50, 35] as const }, /multiples of 8/],
    ['parts that do not add up to the batch', { batch: 12, microBatch: 5 }, /12 cannot be made of parts of 5/],
    ['an empty window', { normalisation: { kind: 'window' as const, low: 100, high: -100 } }, /from 100 to -100 is empty/],
    ['outputs without background', { outputs: [{ index: 1, value: 10, name: 'Head' }] }, /begin with the background/],
    ['outputs that no label has', { outputs: [{ index: 0, value: 0, name: 'background' }, { index: 9, value: 9, name: 'x' }] }, /project's labels/],
    ['a patch that the network steps over unevenly', { network: slices([[1, 1], [1, 2], [2, 2]]), patch: [33, 32] as const }, /multiples of 2, 4/],
    ['levels of slices for volumes', { network: { ...slices([[1, 1], [2, 2]]), dimensions: 3 as const } }, /stride of 3 numbers/],
    ['a patch of slices for V-Net', { network: { name: 'vnet' as const, filters: [4, 8] }, patch: [32, 32] }, /3 lengths, but the plan gives 2/],
    ['neighbours for V-Net', { network: { name: 'vnet' as const, filters: [4, 8] }, contextSlices: 3 }, /sees neighbouring slices anyway/],
    ['a loss of nothing', { loss: { voxels: null, overlap: null } }, /nothing to learn by/],
    ['class weights for fewer outputs', { loss: weighted([1, 2]) }, /2 class weights for 3 outputs/],
    ['class weights that are all 0', { loss: weighted([0, 0, 0]) }, /not all of them 0/],
    ['the largest part of a label that there is not', { prediction: { mirror: false, largestComponents: [1, 3] } }, /output 3, but its labels are outputs 1 to 2/],
    ['levels of another dimension', { network: slices([[1, 1], [2, 2, 2]]) }, /stride of 2 numbers/],
    ['a first level that steps', { network: slices([[2, 2], [2, 2]]) }, /the first a stride of 1/],
    ['a kernel that leaves voxels out', { network: slices([[1, 1], [2, 2]], [1, 3]) }, /would leave voxels out/],
  ])('is refused where it does not fit: %s', (_, overrides, message) => {
    expect(() => makePlan(thickSlices, labels, { overrides })).toThrow(message);
  });
});

describe('nothing to learn from', () => {
  it('no complete slice', () => {
    expect(() => makePlan({ ...hippocampus, trainingSlices: 0 }, labels)).toThrow(/No slice is marked complete/);
  });
  it('no label drawn', () => {
    expect(() => makePlan({ ...hippocampus, drawnLabels: [] }, labels)).toThrow(/hold no label/);
  });
});

describe('any project', () => {
  const side = fc.integer({ min: 1, max: 1_024 });
  const fingerprints = fc.record({
    trainingCases: fc.integer({ min: 1, max: 500 }),
    trainingSlices: fc.integer({ min: 1, max: 100_000 }),
    modality: fc.constantFrom('mr', 'ct', 'other'),
    medianSize: fc.tuple(side, side, side),
    medianSpacingMm: fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: 0.1, max: 9, noNaN: true })),
    sliceAxis: fc.constantFrom(0, 1, 2),
    drawnLabels: fc.constantFrom([1], [2], [1, 2], [1, 2, 3]),
    foreground: fc.constantFrom(null, { low: -900, high: 400, mean: 0, deviation: 99, voxels: 1e5, cases: 9 }, { low: 30, high: 30, mean: 30, deviation: 0, voxels: 1e5, cases: 9 }),
  }) satisfies fc.Arbitrary<Fingerprint>;

  it('gets a plan that the contract accepts, whose patch the network can halve down to four voxels an axis, within the memory', () => {
    fc.assert(fc.property(fingerprints, fc.constantFrom(...networkNames, undefined), (fingerprint, network) => {
      const memoryBytes = 2 ** 31;
      const plan = makePlan(fingerprint, labels, { network, memoryBytes });
      expect(planSchema.parse(plan)).toEqual(plan);
      const strides = totalStrides(plan.network);
      expect(plan.patch.every((length, axis) => length % strides[axis]! === 0 && length <= 1024)).toBe(true);
      expect(Math.min(...plan.patch.map((length, axis) => length / strides[axis]!))).toBeGreaterThanOrEqual(4);
      if (plan.patch.length === 3) expect(plan.patch.reduce((product, length) => product * length)).toBeLessThanOrEqual(2 ** 18);
      expect(plan.batch % plan.microBatch).toBe(0);
      expect(weightBytes(plan.network) + plan.microBatch * patchBytes(plan) <= memoryBytes || plan.microBatch === 1).toBe(true);
    }));
  });

  it('gets two to five levels, the deepest at least four voxels wide where the slice is', () => {
    fc.assert(fc.property(side, (shorterSide) => {
      const filters = networkFilters(shorterSide);
      expect(filters.length).toBeGreaterThanOrEqual(2);
      expect(filters.length).toBeLessThanOrEqual(5);
      if (filters.length > 2) expect(shorterSide / 2 ** (filters.length - 1)).toBeGreaterThanOrEqual(4);
    }));
  });
});
