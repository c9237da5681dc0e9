import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import { loadTrainingCases } from '#main/engine/training/training-cases.ts';
import { loadStack } from '#main/engine/volumes/load-stack.ts';
import type { SliceStack } from '#shared/learning/slice-stack.ts';
import { beginWork, type Work } from '#main/engine/work.ts';
import { reorderGeometry, orderToRas } from '#shared/geometry/axis-order.ts';
import { indexToWorld, spacingMm } from '#shared/geometry/affine.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { makePhantomProject, phantomFile, tinyPlan, type PhantomProject } from './phantom-project.ts';

let project: PhantomProject;
beforeAll(async () => { project = await makePhantomProject(2, 1); });
afterAll(() => project.remove());

const work = (): Work => beginWork(() => undefined, new AbortController().signal);
const window = { ...tinyPlan, normalisation: { kind: 'window', low: -100, high: 100 } } as const;

/** A volume of its own in the project's folder. */
async function store(values: Float32Array | Int16Array, name: string): Promise<string> {
  const path = join(project.folder, name);
  await writeFile(path, new Uint8Array(values.buffer));
  return path;
}

const small = { size: [2, 3, 2], affine: [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0] } as const;

describe('the stack of a case', () => {
  it('shows each slice with columns to the right, rows to the front, slices upwards', async () => {
    const [phantom] = project.phantoms;
    const { geometry, image } = phantom!;
    const path = await store(image, 'image');
    const plan = { ...tinyPlan, normalisation: { kind: 'window', low: 0, high: 4096 } } as const;
    const stack = await loadStack(path, { ...phantomFile(phantom!), path }, 'phantom', plan, () => undefined);
    const ras = reorderGeometry(geometry, orderToRas(geometry.affine));
    // Walk from the voxel's place in the patient back to the stored voxel.
    const from = indexToWorld(ras.affine, [5, 7, 9]);
    const stored = [...Array(geometry.size[0] * geometry.size[1] * geometry.size[2]).keys()].find((at) => {
      const index = [at % geometry.size[0], Math.floor(at / geometry.size[0]) % geometry.size[1], Math.floor(at / geometry.size[0] / geometry.size[1])] as const;
      return indexToWorld(geometry.affine, index).every((mm, axis) => Math.abs(mm - (from[axis] as number)) < 1e-3);
    });
    const expected = (image[stored!] as number) / 2048 - 1;
    expect(stack.image(9)[7 * stack.columns + 5]).toBeCloseTo(expected, 5);
    // One step to the right in a row is one step towards the patient's right (LPS x falls).
    expect(indexToWorld(ras.affine, [6, 7, 9])[0]).toBeLessThan(from[0]);
  });

  it('has real values: slope · stored + intercept', async () => {
    const path = await store(Int16Array.from({ length: 12 }, (_, at) => at), 'scaled');
    const stack = await loadStack(path, {
      path, sha256: '', voxelType: 'int16', geometry: small, trust: 'known', slope: 20, intercept: -100, modality: 'ct',
    }, 'scaled', window, () => undefined);
    expect([...stack.image(0)]).toEqual([-1, -0.8, -0.6, -0.4, -0.2, 0].map((value) => Math.fround(value)));
    expect(stack.padding).toBe(-1);
  });

  it('is brought to the spacing of the plan where its own is known, and left alone where nobody knows it', async () => {
    const path = await store(new Int16Array(8 * 8 * 8).map((_, at) => at % 100), 'eight');
    const image = (affine: number[], trust: 'known' | 'spacing-unknown') =>
      ({ path, sha256: '', voxelType: 'int16', geometry: { size: [8, 8, 8], affine } as never, trust, slope: 1, intercept: 0, modality: 'mr' }) as const;
    const metres = [-0.001, 0, 0, 0, 0, -0.001, 0, 0, 0, 0, 0.001, 0];
    const millimetres = [-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0];
    const load = (one: ReturnType<typeof image>, spacing: number) =>
      loadStack(path, one, 'eight', { ...window, targetSpacingMm: [spacing, spacing, spacing] }, () => undefined);
    expect(await load(image(millimetres, 'known'), 2)).toMatchObject({ slices: 4, rows: 4, columns: 4, own: [8, 8, 8] });
    expect(await load(image(millimetres, 'spacing-unknown'), 2)).toMatchObject({ slices: 8, rows: 8, columns: 8 });
    // A header in metres would leave one voxel; a plan of a tenth of a millimetre would make half a million of 512.
    await expect(load(image(metres, 'known'), 1)).rejects.toThrow(/8 × 8 × 8 voxels would become 1 × 1 × 1; check the spacing/);
    await expect(load(image(millimetres, 'known'), 0.1)).rejects.toThrow(/would become 80 × 80 × 80/);
  });

  it('takes voxels that are no number as the smallest value, and says so', async () => {
    const values = Float32Array.from({ length: 12 }, (_, at) => at * 10);
    values[4] = NaN;
    values[7] = Infinity;
    const path = await store(values, 'holes');
    const warnings: Sentence[] = [];
    const stack = await loadStack(path, {
      path, sha256: '', voxelType: 'float32', geometry: small, trust: 'known', slope: 1, intercept: 0, modality: 'ct',
    }, 'patient with holes', window, (sentence) => warnings.push(sentence));
    expect(stack.image(0)[4]).toBe(0);
    expect(stack.image(1)[1]).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.en).toMatch(/^2 voxels of patient with holes/);
  });
});

describe('the cases of a training', () => {
  it('are the same from a file of slices, where they are too many for the memory', async () => {
    const request = await project.request();
    const inMemory = await loadTrainingCases(request, work());
    const inFile = await loadTrainingCases(request, work(), 1000);
    expect(await readdir(request.outputFolder)).toEqual(['slices.part']);
    const alike = (one: { readonly slices: number; labels(slice: number): Uint8Array }, image: SliceStack, other: typeof one, otherImage: SliceStack): void => {
      for (const slice of [0, 11, one.slices - 1]) {
        expect(otherImage.image(slice)).toEqual(image.image(slice));
        expect(other.labels(slice)).toEqual(one.labels(slice));
      }
    };
    inMemory.training.forEach((stack, number) => alike(stack, stack, inFile.training[number]!, inFile.training[number]!));
    inMemory.validation.forEach((stack, number) => alike(stack, stack.shown, inFile.validation[number]!, inFile.validation[number]!.shown));
    expect(inFile.places).toEqual(inMemory.places);
    await inFile.dispose();
    await inMemory.dispose();
    expect(await readdir(request.outputFolder)).toEqual([]);
  });

  it('are kept in a file also where an engine that was killed has left one, and where it is their resampling that makes them large', async () => {
    const request = await project.request();
    await writeFile(join(request.outputFolder, 'slices.part'), 'left behind');
    // Two thirds of the spacing are 3.4 times as many voxels, more than the twice as many that fit.
    const own = project.cases.reduce((sum, { image: { geometry: { size } } }) => sum + size[0] * size[1] * size[2], 0);
    const [{ image: { geometry } }] = project.cases as [SnapshotCase];
    const finerMm = spacingMm(geometry.affine).map((one) => one / 1.5) as [number, number, number];
    const finer = await loadTrainingCases({ ...request, plan: { ...request.plan, targetSpacingMm: finerMm } }, work(), 2 * 5 * own);
    expect(await readdir(request.outputFolder)).toEqual(['slices.part']);
    await finer.dispose();
    await writeFile(join(request.outputFolder, 'slices.part'), 'left behind');
    const asTheyAre = await loadTrainingCases(request, work(), 2 * 5 * own);
    expect(asTheyAre.training.length).toBeGreaterThan(0);
    expect(await readdir(request.outputFolder)).toEqual([]);
    await asTheyAre.dispose();
  });

  it.each([
    ['a shortened image', 'corrupt', async ({ image }: SnapshotManifest['cases'][number], folder: string) => writeFile(join(folder, image.path), 'short')],
    ['a missing image', 'corrupt', async ({ image }: SnapshotManifest['cases'][number]) => { (image as { path: string }).path = 'gone'; }],
  ])('are refused with %s, naming the case', async (_, code, damage) => {
    const damaged = await makePhantomProject(1, 0);
    const manifest = JSON.parse(await readFile(damaged.manifest, 'utf8')) as SnapshotManifest;
    const [one] = manifest.cases;
    await damage(one!, damaged.folder);
    await writeFile(damaged.manifest, JSON.stringify(manifest));
    await expect(loadTrainingCases(await damaged.request(), work())).rejects.toMatchObject({
      code, message: expect.stringContaining(one!.name) as string,
    });
    await damaged.remove();
  });

  it('go on without one whose image is the same everywhere, and say so; where no other is left they are refused', async () => {
    const flat = await makePhantomProject(2, 0);
    const [first, second] = flat.cases;
    const flatten = async ({ image }: SnapshotManifest['cases'][number]): Promise<void> =>
      writeFile(join(flat.folder, image.path), new Uint8Array((await readFile(join(flat.folder, image.path))).length));
    await flatten(first!);
    const said: string[] = [];
    const telling = beginWork((event) => { if (event.kind === 'warning') said.push(event.sentence.en); }, new AbortController().signal);
    const cases = await loadTrainingCases(await flat.request(), telling);
    expect(cases.training.map(({ name }) => name)).toEqual([second!.name]);
    expect(said).toEqual([expect.stringMatching(`${first!.name} has the same value.*goes on without it`)]);
    await cases.dispose();
    await flatten(second!);
    await expect(loadTrainingCases(await flat.request(), telling)).rejects.toMatchObject({ code: 'bad-input' });
    await flat.remove();
  });

  it('cannot be none', async () => {
    const manifest = JSON.parse(await readFile(project.manifest, 'utf8')) as SnapshotManifest;
    const file = join(project.folder, 'empty.json');
    await writeFile(file, JSON.stringify({ ...manifest, cases: manifest.cases.map((one) => ({ ...one, completeSlices: [] })) }));
    const request: TrainRequest = { ...(await project.request()), manifest: file };
    await expect(loadTrainingCases(request, work())).rejects.toMatchObject({ code: 'bad-input' });
    await mkdir(join(project.folder, 'folder.json'));
    await expect(loadTrainingCases({ ...request, manifest: join(project.folder, 'folder.json') }, work())).rejects.toMatchObject({ code: 'corrupt' });
  });
});
