import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeMask } from '#main/import/write-mask.ts';
import { evaluateMasks } from '#main/use-cases/evaluate-masks.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { evaluation } from '#shared/contract/evaluation.ts';
import { reorderGeometry, reorderVoxels, type AxisOrder } from '#shared/geometry/axis-order.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'lamina-evaluate-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

const work: LongWork = { signal: new AbortController().signal, progress: () => undefined, report: () => undefined };
const grid: VolumeGeometry = { size: [4, 3, 2], affine: affineFromOrientation('LPS', [1, 1, 3]) };
const values = [0, 1, 2, 300];

async function mask(file: string, labels: readonly number[], geometry: VolumeGeometry = grid): Promise<void> {
  const voxels = new Uint8Array(geometry.size[0] * geometry.size[1] * geometry.size[2]);
  voxels.set(labels);
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeMask(join(folder, file), { imageHeader: null, geometry, trust: 'known', labels: voxels, values });
}

const evaluate = (predictions = 'predictions', references = 'references'): ReturnType<typeof evaluateMasks> =>
  evaluateMasks({ predictions: join(folder, predictions), references: join(folder, references), inVoxels: false }, work);

describe('two folders', () => {
  it('are paired by name, whatever the ending, and scored by the values in the files', async () => {
    await mask('references/a.nii.gz', [1, 1, 3, 3]);
    await mask('predictions/a.nii', [1, 0, 3, 3]);
    const result = await evaluate();
    expect(result.cases).toEqual([{
      name: 'a',
      predicted: true,
      unit: 'mm',
      partly: null,
      labels: {
        // Two voxels of 3 mm³, one of them found: the other lies 1 mm away from it.
        1: {
          found: 'both', dice: 2 / 3, jaccard: 1 / 2, accuracy: 23 / 24, precision: 1, recall: 1 / 2,
          hd: 1, hd95: expect.closeTo(0.95, 6) as number, assd: 1 / 3, surfaceDice: 1,
          volumePredicted: 0.003, volumeReference: 0.006, volumeError: -0.003,
        },
        300: {
          found: 'both', dice: 1, jaccard: 1, accuracy: 1, precision: 1, recall: 1,
          hd: 0, hd95: 0, assd: 0, surfaceDice: 1, volumePredicted: 0.006, volumeReference: 0.006, volumeError: 0,
        },
      },
    }]);
    expect(result.mean['foreground']?.dice).toBeCloseTo(5 / 6, 12);
    expect(result.mean['foreground']?.jaccard).toBeCloseTo(3 / 4, 12);
    expect(result.mean['any_foreground']).toMatchObject({ dice: 6 / 7, n: 1, leftOut: 0 });
    expect(evaluation.parse(result)).toEqual(result);
  });

  it('count a missing prediction as empty and name it; name predictions that nobody asked for', async () => {
    await mask('references/a.nii', [1]);
    await mask('references/b.nii', [1]);
    await mask('predictions/a.nii', [1]);
    await mask('predictions/stranger.nii', [2]);
    const result = await evaluate();
    expect(result).toMatchObject({ missing: ['b'], unmatched: ['stranger'], cases: [{ predicted: true }, { name: 'b', predicted: false }] });
    expect(result.cases[1]?.labels['1']).toMatchObject({ found: 'missed', dice: 0, jaccard: 0, accuracy: 23 / 24, precision: 0, recall: 0, hd: null, volumeError: -0.003 });
    expect(result).toMatchObject({ missed: [{ case: 'b', label: 1 }], invented: [], summary: { 1: { dice: { mean: 0.5, n: 2 }, hd: { mean: 0, sd: null, n: 1 } } } });
    expect(result.mean['1']).toMatchObject({ dice: 0.5, n: 2, leftOut: 0 });
    expect(result.mean).not.toHaveProperty('2');
  });

  it('are paired where predictions bear the name of an image’s first channel', async () => {
    for (const name of ['a', 'b', 'b_0000']) await mask(`references/${name}.nii`, [1]);
    for (const name of ['a_0000', 'b_0000', 'a_0001']) await mask(`predictions/${name}.nii`, [1]);
    expect(await evaluate()).toMatchObject({
      cases: [{ name: 'a', predicted: true }, { name: 'b_0000', predicted: true }, { name: 'b', predicted: false }], missing: ['b'], unmatched: ['a_0001'],
    });
  });

  it('leave a case that holds nothing, rightly, out of the means, and count it', async () => {
    await mask('references/a.nii', [1]);
    await mask('references/b.nii', []);
    await mask('predictions/a.nii', [1]);
    await mask('predictions/b.nii', []);
    const result = await evaluate();
    expect(result.cases[1]?.labels['1']?.dice).toBeNull();
    expect(result.mean['1']).toMatchObject({ dice: 1, n: 1, leftOut: 1 });
  });

  it('warn of a label that no reference holds', async () => {
    await mask('references/a.nii', [1]);
    await mask('predictions/a.nii', [1, 2]);
    const result = await evaluate();
    expect(result.mean['foreground']?.dice).toBe(0.5);
    expect(result.warnings.map(({ en }) => en)).toEqual([expect.stringContaining('Label 2 is in predictions but in no reference')]);
  });

  it('are refused where two files of one have the same name', async () => {
    await mask('references/a.nii', [1]);
    await mask('predictions/a.nii', [1]);
    await mask('predictions/a.nii.gz', [1]);
    await expect(evaluate()).rejects.toThrow(/have the same name/);
  });

  it('are refused where one of them does not exist, or there is nothing to judge by', async () => {
    await mask('references/a.nii', [1]);
    await expect(evaluate()).rejects.toThrow(/predictions.*not there/);
    await mkdir(join(folder, 'notes'));
    await writeFile(join(folder, 'notes', 'notes.txt'), 'no mask');
    await expect(evaluate('references', 'notes')).rejects.toThrow(/holds no mask to compare with/);
  });

  it('count every prediction as missing where the folder of predictions is empty', async () => {
    await mask('references/a.nii', [1]);
    await mkdir(join(folder, 'predictions'));
    expect(await evaluate()).toMatchObject({ missing: ['a'], mean: { foreground: { dice: 0 } } });
  });
});

describe('two files', () => {
  it('are a pair whatever they are called', async () => {
    await mask('mine.nii.gz', [1, 1]);
    await mask('theirs.nii', [1, 1]);
    expect(await evaluate('mine.nii.gz', 'theirs.nii')).toMatchObject({ cases: [{ name: 'theirs', predicted: true, labels: { 1: { dice: 1 } } }], missing: [] });
  });
});

describe('grids', () => {
  const drawn = [1, 1, 0, 0, 2, 0, 0, 3];

  it('with other axes but the same voxels are compared by place, and the person is told', async () => {
    const order: AxisOrder = { from: [2, 0, 1], flip: [true, false, true] };
    const voxels = new Uint8Array(24);
    voxels.set(drawn);
    await mask('references/a.nii', drawn);
    await mask('predictions/a.nii', [...reorderVoxels(voxels, grid.size, order)], reorderGeometry(grid, order));
    const result = await evaluate();
    expect(result.mean['foreground']?.dice).toBe(1);
    expect(result.warnings.map(({ en }) => en)).toEqual([expect.stringContaining('another axis order')]);
  });

  it('shifted by a voxel are refused, saying by how much', async () => {
    const [a, b, c, x, ...rest] = grid.affine;
    await mask('references/a.nii', drawn);
    await mask('predictions/a.nii', drawn, { ...grid, affine: [a, b, c, x + 1, ...rest] as unknown as VolumeGeometry['affine'] });
    await expect(evaluate()).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('up to 1.00 voxels apart') as string });
  });

  it('of another size are refused, with both sizes', async () => {
    await mask('references/a.nii', drawn);
    await mask('predictions/a.nii', drawn, { ...grid, size: [4, 3, 3] });
    await expect(evaluate()).rejects.toThrow(/4 × 3 × 3 voxels, but .* 4 × 3 × 2/);
  });

  it('that only one file states are compared as stored, and the person is told', async () => {
    await mask('references/a.nii', drawn, { ...grid, affine: affineFromOrientation('SRA', [1, 1, 3]) });
    await mkdir(join(folder, 'predictions'));
    await writeMask(join(folder, 'predictions/a.nii'), {
      imageHeader: null, geometry: grid, trust: 'orientation-unknown',
      labels: Uint8Array.from({ length: 24 }, (_, at) => drawn[at] ?? 0), values,
    });
    const result = await evaluate();
    expect(result.mean['foreground']?.dice).toBe(1);
    expect(result.warnings.map(({ en }) => en)).toEqual([expect.stringContaining('as they are stored')]);
  });
});

it('stops when asked to', async () => {
  await mask('references/a.nii', [1]);
  await mask('predictions/a.nii', [1]);
  const paths = { predictions: join(folder, 'predictions'), references: join(folder, 'references'), inVoxels: false };
  await expect(evaluateMasks(paths, { ...work, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
});

it.skipIf(!pythonAvailable)(`masks that nibabel wrote in other axis orders get the Dice that numpy finds${pythonMissing ? ` (${pythonMissing})` : ''}`, async () => {
  const { stdout } = runPython(`
import json, os, sys, nibabel, numpy
folder = sys.argv[1]
random = numpy.random.default_rng(5)
affine = nibabel.affines.from_matvec(numpy.diag([1.2, 1.2, 3]) @ [[1, 0, 0], [0, .96, -.28], [0, .28, .96]], [-10, 4, 7])
dice = {}
for name, code in (('one', 'LPS'), ('two', 'SAR'), ('three', 'IPR')):
    reference = random.integers(0, 3, (9, 8, 7), numpy.uint8)
    prediction = numpy.where(random.random(reference.shape) < .7, reference, random.integers(0, 3, reference.shape)).astype(numpy.int16)
    dice[name] = {label: float(2 * ((prediction == label) & (reference == label)).sum() / ((prediction == label).sum() + (reference == label).sum())) for label in (1, 2)}
    for kind, voxels, ending in (('references', reference, '.nii.gz'), ('predictions', prediction, '.nii')):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
        image = nibabel.Nifti1Image(voxels, affine)
        if kind == 'predictions':
            order = nibabel.orientations.ornt_transform(nibabel.io_orientation(affine), nibabel.orientations.axcodes2ornt(code))
            image = image.as_reoriented(order)
        nibabel.save(image, os.path.join(folder, kind, name + ending))
print(json.dumps(dice))
`, [folder]);
  const expected = JSON.parse(stdout) as Record<string, Record<string, number>>;
  const result = await evaluate();
  expect(result.cases.map(({ name }) => name).sort()).toEqual(['one', 'three', 'two']);
  for (const { name, labels } of result.cases) {
    for (const label of ['1', '2']) expect(labels[label]?.dice).toBeCloseTo(expected[name]![label]!, 12);
  }
});
