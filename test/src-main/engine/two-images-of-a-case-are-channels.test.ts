import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainRequest, TrainResult } from '#main/engine-client/protocol.ts';
import type { ImageBatch, Learner } from '#main/engine/learner.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { meanProbabilities } from '#main/engine/prediction/mean-probabilities.ts';
import { mirroringsOf } from '#main/engine/prediction/mirrorings.ts';
import { predictStack } from '#main/engine/prediction/predict-stack.ts';
import { segment } from '#main/engine/segment.ts';
import { loadTrainingCases } from '#main/engine/training/training-cases.ts';
import { train } from '#main/engine/training/train.ts';
import { loadStack, type LoadedStack } from '#main/engine/volumes/load-stack.ts';
import { beginWork, type Work } from '#main/engine/work.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { compareMasks, scoresOf } from '#shared/learning/scores.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { makePairedProject, pairedPlan, second, type PairedProject } from './paired-project.ts';
import { tinyPlan } from './phantom-project.ts';

let project: PairedProject;
beforeAll(async () => { project = await makePairedProject(4, 2); });
afterAll(() => project.remove());

const work = (told: string[] = []): Work => beginWork((event) => { if (event.kind === 'warning') told.push(event.sentence.en); }, new AbortController().signal);
const absolute = ({ image, furtherImages = [] }: SnapshotCase): Pick<SnapshotCase, 'image' | 'furtherImages'> => ({
  image: { ...image, path: join(project.folder, image.path) },
  furtherImages: furtherImages.map((one) => ({ ...one, path: join(project.folder, one.path) })),
});

describe('a network over slices of two images', () => {
  it('finds what only the second one shows, and nothing where it is not shown that', async () => {
    const both = await train(await project.request({ furtherInputs: [second] }), work()) as TrainResult;
    expect(both.validation?.meanDice).toBeGreaterThan(0.6);
    const alone = await train(await project.request(), work()) as TrainResult;
    expect(alone.validation?.meanDice ?? 0).toBeLessThan(0.1);

    // And from files, as a person asks for it.
    const output = join(project.folder, 'mask');
    const dice: number[] = [];
    for (const number of [4, 5]) {
      await segment({ kind: 'segment', modelFolders: [both.modelFolder], volumes: [{ name: 'judge', ...absolute(project.cases[number]!), output }] }, work());
      dice.push(scoresOf(compareMasks(new Uint8Array(await readFile(output)), project.labels(number)).labels.get(1)!).dice!);
    }
    expect((dice[0]! + dice[1]!) / 2).toBeCloseTo(both.validation!.meanDice!, 6);
    const { image } = absolute(project.cases[4]!);
    await expect(segment({ kind: 'segment', modelFolders: [both.modelFolder], volumes: [{ name: 'judge', image, output }] }, work()))
      .rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('no image second') as string });
  }, 120_000);
});

describe('a network over volumes of two images', () => {
  it('is shown both, resampled to a spacing that neither has', async () => {
    const levels = [[6, 1, 1], [12, 1, 2], [24, 2, 2]].map(([filters, z, xy]) => ({ filters: filters!, kernel: [3, 3, 3], stride: [z!, xy!, xy!] }));
    const volumes: Partial<Plan> = {
      network: { name: 'unet', dimensions: 3, residual: false, deepSupervision: true, levels },
      contextSlices: 1, patch: [16, 32, 32], batch: 2, microBatch: 2, targetSpacingMm: [1.3, 1.3, 2.2], furtherInputs: [second],
    };
    expect(plannedNetwork({ ...pairedPlan, ...volumes }).parameters[0]!.shape).toEqual([3, 3, 3, 2, 6]);
    const { validation } = await train(await project.request(volumes), work()) as TrainResult;
    expect(validation?.meanDice).toBeGreaterThan(0.6);
  }, 120_000);
});

describe('the images of a case', () => {
  const load = (one: SnapshotCase, told: string[] = [], parts: Partial<Plan> = {}): Promise<LoadedStack> => {
    const { image, furtherImages } = absolute(one);
    return loadStack(image.path, image, one.name, { ...pairedPlan, furtherInputs: [second], ...parts }, work(told).warn, undefined, furtherImages);
  };
  const drawnFile = async (number: number): Promise<string> => {
    await writeFile(join(project.folder, 'drawn'), new Uint8Array(project.drawn(number).buffer));
    return 'drawn';
  };
  const moved = (one: SnapshotCase, mm: number): SnapshotCase => ({
    ...one,
    furtherImages: one.furtherImages!.map((image) => ({ ...image, geometry: { ...image.geometry, affine: image.geometry.affine.map((value, at) => (at === 3 ? value + mm : value)) as unknown as Affine } })),
  });

  it('lie over each other, each on its own scale', async () => {
    const stack = await load(project.cases[0]!, [], { normalisation: { kind: 'window', low: 0, high: 2000 } });
    expect(stack.further).toHaveLength(1);
    // Place by place the second image shows what lies there, the first one nothing of it.
    const drawn = await load({ ...project.cases[0]!, image: { ...project.cases[0]!.image, path: await drawnFile(0) } });
    const [first, other, goal] = [whole(stack, stack.image), whole(stack, stack.further![0]!.image), whole(drawn, drawn.image)];
    const place = correlation(other, goal);
    expect(place).toBeGreaterThan(0.8);
    expect(Math.abs(correlation(first, goal))).toBeLessThan(0.05);
    // Nor would it fit better a voxel to the side, to the front or above.
    for (const step of [1, stack.columns, stack.columns * stack.rows]) {
      expect(correlation(other.subarray(step), goal.subarray(0, -step))).toBeLessThan(place);
      expect(correlation(other.subarray(0, -step), goal.subarray(step))).toBeLessThan(place);
    }
    // Noise about 1000 in a window of 0 … 2000: one scale for each.
    expect(mean(first)).toBeCloseTo(0, 1);
  });

  it('that hardly meet are told, and those that lie elsewhere in the patient are refused', async () => {
    const told: string[] = [];
    await load(moved(project.cases[0]!, 40), told);
    expect(told).toEqual([expect.stringMatching(/^The image second of .* covers only \d+ % of its first image/)]);
    await expect(load(moved(project.cases[0]!, 500))).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('lies nowhere over its first image') as string });
  });

  it('of which one does not say where it lies are laid voxel upon voxel, if they are of one size', async () => {
    const told: string[] = [];
    const [one] = project.cases;
    const unplaced = (size: boolean): SnapshotCase => ({
      ...one!, furtherImages: [{ ...(size ? { ...one!.image, role: 'second' } : one!.furtherImages![0]!), trust: 'orientation-unknown' }],
    });
    const stack = await load(unplaced(true), told);
    expect(stack.further![0]!.image(5)).toEqual(stack.image(5));
    expect(told).toEqual([expect.stringContaining('voxel upon voxel')]);
    await expect(load(unplaced(false))).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('differ in size') as string });
  });

  it('are all needed: a case that lacks one teaches nothing, and that is said', async () => {
    const manifest = JSON.parse(await readFile(project.manifest, 'utf8')) as SnapshotManifest;
    const file = join(project.folder, 'one-lacks.json');
    const { furtherImages, ...bare } = project.cases[0]!;
    await writeFile(file, JSON.stringify({ ...manifest, cases: [bare, ...project.cases.slice(1)] }));
    const request: TrainRequest = { ...await project.request({ furtherInputs: [second] }), manifest: file };
    const told: string[] = [];
    const loaded = await loadTrainingCases(request, work(told));
    expect(loaded.training.map(({ name }) => name)).toEqual(project.cases.slice(1, 4).map(({ name }) => name));
    expect(told).toEqual([`The case ${bare.name} has no image second, which this network is shown as well; import it for the case, or use a network that does without it. This training goes on without it.`]);
    expect(furtherImages).toHaveLength(1);
    await loaded.dispose();
  });
});

describe('a prediction', () => {
  const stack = {
    name: 'two', slices: 5, rows: 3, columns: 4, padding: 0, own: [5, 3, 4] as const, order: { from: [0, 1, 2], flip: [false, false, false] } as const,
    image: (slice: number) => new Float32Array(12).fill(slice),
    further: [{ padding: -1, image: (slice: number) => new Float32Array(12).fill(10 * slice) }],
  };
  const asked = { ...tinyPlan, patch: [4, 4], network: { name: 'unet-2d', filters: [4, 8] }, furtherInputs: [second], sliceAxis: 2 } as const;
  const listening = (heard: number[][]): Learner => ({
    probabilities: ({ images, channels }: ImageBatch) => {
      for (let at = 0; at < images.length; at += channels) heard.push([...images.subarray(at, at + channels)]);
      return new Float32Array((images.length / channels) * 4).fill(0.25);
    },
  }) as unknown as Learner;

  it('shows of each image the slice between its neighbours, one image after the other, as the training does', async () => {
    const heard: number[][] = [];
    await predictStack([listening(heard), listening([])], stack, asked, async () => undefined, () => undefined);
    const shown = new Set(heard.map((voxel) => voxel.join()));
    expect(shown).toContain('1,2,3,10,20,30');
    expect(shown).toContain('0,0,1,0,0,10');
    // Around the slice each image is padded with what lies around it.
    expect(shown).toContain('0,0,0,-1,-1,-1');
  });

  it('turns the neighbours of each image round by themselves where slices are mirrored', () => {
    const heard: number[][] = [];
    const mirrorings = mirroringsOf({ ...asked, prediction: { mirror: true, largestComponents: [] }, augmentation: { ...tinyPlan.augmentation, mirrorAxes: [2] } });
    const batch: ImageBatch = { count: 1, rows: 1, columns: 1, channels: 6, images: Float32Array.of(1, 2, 3, 10, 20, 30) };
    meanProbabilities([listening(heard)], batch, mirrorings, 3);
    expect(heard).toEqual([[1, 2, 3, 10, 20, 30], [3, 2, 1, 30, 20, 10]]);
  });

  it('shows both images of a volume in every voxel', async () => {
    const heard: number[][] = [];
    const levels = [1, 2].map((step) => ({ filters: 4, kernel: [3, 3, 3], stride: [step, step, step] }));
    const volumes = { ...asked, network: { name: 'unet', dimensions: 3, levels, residual: false, deepSupervision: false }, contextSlices: 1, patch: [4, 4, 4] } as const;
    await predictStack([listening(heard)], stack, volumes, async () => undefined, () => undefined);
    expect(new Set(heard.map((voxel) => voxel.join()))).toEqual(new Set(['0,-1', '0,0', '1,10', '2,20', '3,30', '4,40']));
  });
});

function whole({ slices }: LoadedStack, image: (slice: number) => Float32Array): Float32Array {
  return Float32Array.from(Array.from({ length: slices }, (_, slice) => [...image(slice)]).flat());
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, at) => {
    ab += (value - ma) * (b[at]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[at]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}
