/** Slices that nobody finished, and spacing that nobody measured: neither may look like a figure. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeMask } from '#main/import/write-mask.ts';
import { evaluateMasks } from '#main/use-cases/evaluate-masks.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import type { Evaluation, EvaluationOptions } from '#shared/contract/evaluation.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lamina-believed-'));
  for (const name of ['predictions', 'references']) await mkdir(join(folder, name));
});
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

const work: LongWork = { signal: new AbortController().signal, progress: () => undefined, report: () => undefined };
const evaluate = (options: Partial<EvaluationOptions> = {}): Promise<Evaluation> =>
  evaluateMasks({ predictions: join(folder, 'predictions'), references: join(folder, 'references'), inVoxels: false, ...options }, work);

/** 4 × 3 × 2 voxels of 1 × 1 × 3 mm. */
async function mask(file: string, labels: readonly number[]): Promise<void> {
  const voxels = new Uint8Array(24);
  voxels.set(labels);
  const geometry = { size: [4, 3, 2], affine: affineFromOrientation('LPS', [1, 1, 3]) } as const;
  await writeMask(join(folder, file), { imageHeader: null, geometry, trust: 'known', labels: voxels, values: [0, 1, 2, 255] });
}

async function png(file: string, pixels: readonly number[]): Promise<void> {
  await writeFile(join(folder, file), encode({ width: 4, height: 3, data: Uint8Array.from({ length: 12 }, (_, at) => pixels[at] ?? 0), depth: 8, channels: 1 }));
}

/** As `export --incomplete` writes it. */
async function sidecar(name: string, completeSlices: readonly number[]): Promise<void> {
  const bytes = await readFile(join(folder, 'references', `${name}.nii.gz`));
  await writeFile(join(folder, 'references', `${name}.json`), JSON.stringify({
    program: 'Lamina', version: '1', case: name, author: 'Ada', labels: [], sliceAxis: 2, slices: 2, completeSlices,
    incompleteSlicesAre: { ignore: 255 }, edit: 3, logHead: null, image: { name: 'scan', sha256: '' },
    mask: { name: `${name}.nii.gz`, sha256: createHash('sha256').update(bytes).digest('hex') }, exportedAt: '2026-01-31T12:00:00.000Z',
  }));
}

describe('a reference of which one slice is complete', () => {
  const drawn = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const ignored = Array.from({ length: 12 }, () => 3);

  it('judges on that slice alone, is marked, and says nothing of distances and volumes', async () => {
    await mask('references/a.nii.gz', [...drawn, ...ignored]);
    await mask('predictions/a.nii.gz', [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2]);
    await sidecar('a', [0]);
    const { cases, summary, warnings, missed, invented } = await evaluate();
    expect(cases).toMatchObject([{ partly: { complete: 1, slices: 2 }, labels: { 1: { dice: 2 / 3, accuracy: 11 / 12, hd: null, hd95: null, assd: null, surfaceDice: null, volumeError: null } } }]);
    // Neither the value of what is to be ignored nor what was predicted there is a label.
    expect(Object.keys(summary)).toEqual(['1']);
    expect(summary['1']).toMatchObject({ dice: { n: 1 }, hd95: { mean: null, n: 0 } });
    expect({ warnings, missed, invented }).toEqual({ warnings: [], missed: [], invented: [] });
  });

  it('that was changed since is judged as a whole, and the person is told', async () => {
    await mask('references/a.nii.gz', [...drawn, ...ignored]);
    await sidecar('a', [0]);
    await mask('references/a.nii.gz', [...drawn, 1]);
    await mask('predictions/a.nii.gz', [...drawn, 1]);
    const { cases, warnings } = await evaluate();
    expect(cases).toMatchObject([{ partly: null, labels: { 1: { dice: 1, hd: 0 } } }]);
    expect(warnings.map(({ en }) => en)).toEqual([expect.stringContaining('a.nii.gz was changed after it was exported')]);
  });

  it('is whole where all slices are complete, and where the JSON is of another program', async () => {
    await mask('references/a.nii.gz', drawn);
    await mask('references/b.nii.gz', drawn);
    await sidecar('a', [0, 1]);
    await writeFile(join(folder, 'references', 'b.json'), '{"EchoTime": 0.03}');
    expect((await evaluate()).cases.map(({ partly }) => partly)).toEqual([null, null]);
  });
});

describe('spacing', () => {
  it('of a PNG is unknown: distances are in pixels of a 2D image, volumes in pixels, never in mm', async () => {
    await png('references/a.png', [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0]);
    await png('predictions/a.png', [0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]);
    const { unit, cases, summary, warnings } = await evaluate();
    expect({ unit, warnings }).toEqual({ unit: 'voxels', warnings: [] });
    // Squares of 3 × 3, one pixel apart.
    expect(cases).toMatchObject([{ unit: 'voxels', labels: { 1: { hd: 1, volumePredicted: 9, volumeReference: 9, volumeError: 0, surfaceDice: 1 } } }]);
    expect(summary['1']?.assd.n).toBe(1);
  });

  it('that a person knows to be false is not used', async () => {
    await mask('references/a.nii.gz', [1]);
    await mask('predictions/a.nii.gz', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect((await evaluate()).cases[0]?.labels['1']).toMatchObject({ hd: 3, volumePredicted: 0.003 });
    expect(await evaluate({ inVoxels: true })).toMatchObject({ unit: 'voxels', cases: [{ unit: 'voxels', labels: { 1: { hd: 1, volumePredicted: 1 } } }] });
  });

  it('that only some cases have: the others’ voxels are never averaged with mm', async () => {
    await mask('references/a.nii.gz', [1]);
    await mask('predictions/a.nii.gz', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    await png('references/b.png', [1]);
    await png('predictions/b.png', [0, 1]);
    const { unit, cases, summary, warnings } = await evaluate();
    expect(unit).toBe('mm');
    expect(cases.map((one) => [one.name, one.unit, one.labels['1']?.hd])).toEqual([['a', 'mm', 3], ['b', 'voxels', 1]]);
    expect(summary['1']).toMatchObject({ hd: { mean: 3, n: 1 }, dice: { mean: 0, n: 2 } });
    expect(warnings.map(({ en }) => en)).toEqual([expect.stringContaining('The spacing of b is not known')]);
  });
});

it('the tolerance of surfaces is that of the label, else that of all, else 1', async () => {
  // The labels’ voxels lie 3 mm and 2 mm apart.
  await mask('references/a.nii.gz', [1, 2]);
  await mask('predictions/a.nii.gz', [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const shares = async (tolerance?: EvaluationOptions['tolerance']): Promise<unknown> => {
    const { cases } = await evaluate({ tolerance });
    return ['1', '2'].map((label) => cases[0]?.labels[label]?.surfaceDice);
  };
  expect(await shares()).toEqual([0, 0]);
  expect(await shares({ every: 2 })).toEqual([0, 1]);
  expect(await shares({ every: 2, labels: { 1: 3 } })).toEqual([1, 1]);
  expect(await shares({ labels: { 1: 3 } })).toEqual([1, 0]);
});
