import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawStep, type StepPlan } from '#main/engine/training/draw-step.ts';
import { makePatchSource, usualWorkers } from '#main/engine/training/patch-source.ts';
import { fileStorage, memoryStorage, whereKept, type SliceStorage } from '#main/engine/volumes/slice-storage.ts';
import { noChange } from '#shared/learning/complete-plan.ts';
import { findLabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { stackOf } from '../../shared/learning/stacks.ts';

const [slices, rows, columns] = [9, 12, 10];
const formula = stackOf({ slices, rows, columns, image: (s, r, c) => Math.sin(s + r / 2 - c / 3), label: (s, r, c) => (s + r + c) % 3 });

const plan: StepPlan = {
  patch: [6, 8, 8], contextSlices: 1, sliceAxis: 2, medianSpacingMm: [1, 1, 1], targetSpacingMm: [null, null, null], foregroundShare: 0.5, seed: 3,
  augmentation: { ...noChange, rotationDegrees: 30, scale: 0.2, mirrorAxes: [0], elastic: 0.05, gamma: 0.3, noise: 0.1, blur: 1 },
  batch: 4, microBatch: 2,
};

async function keptStack(storage: SliceStorage): Promise<LabelledStack> {
  const all = <Values extends Float32Array | Uint8Array>(whole: Values, read: (slice: number) => Values): Values => {
    for (let slice = 0; slice < slices; slice++) whole.set(read(slice), slice * rows * columns);
    return whole;
  };
  const pixels = rows * columns;
  const image = await storage.keep(all(new Float32Array(slices * pixels), formula.image), pixels);
  const negative = await storage.keep(all(new Float32Array(slices * pixels), formula.image).map((value) => -value), pixels);
  return { ...formula, image, further: [{ image: negative, padding: 7 }], labels: await storage.keep(all(new Uint8Array(slices * pixels), formula.labels), pixels) };
}

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'patches-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

describe('batches', () => {
  it.each([
    ['kept in memory, by one thread', async () => memoryStorage(), 1],
    ['kept in memory, by three threads', async () => memoryStorage(), 3],
    ['kept in a file, by two threads', async () => fileStorage(join(folder, 'slices.part')), 2],
    ['by the engine itself', async () => memoryStorage(), 0],
  ] as const)('of cases %s are the same to the last bit, in whatever order', async (_how, makeStorage, workers) => {
    const storage = await makeStorage();
    const stack = await keptStack(storage);
    const places = findLabelPlaces([formula], 3);
    for (const drawn of [plan, { ...plan, patch: [8, 8], contextSlices: 3 }]) {
      const source = makePatchSource([stack], places, drawn, { workers });
      for (const step of [0, 1, 2, 3, 1, 40, 41, 7]) {
        expect(await source.next(step)).toEqual(drawStep([stack], places, drawn, step));
      }
      await source.dispose();
    }
    await storage.dispose();
  });

  it('are drawn here where no thread can be started, or no storage keeps the slices', async () => {
    const stack = await keptStack(memoryStorage());
    const places = findLabelPlaces([formula], 3);
    const missing = makePatchSource([stack], places, plan, { workers: 2, workerFile: pathToFileURL(join(folder, 'no-such-worker.ts')) });
    for (const step of [0, 1, 2]) expect(await missing.next(step)).toEqual(drawStep([stack], places, plan, step));
    await missing.dispose();
    expect(whereKept(formula.image)).toBeNull();
    const unkept = makePatchSource([formula], places, plan, { workers: 2 });
    expect(await unkept.next(5)).toEqual(drawStep([formula], places, plan, 5));
    await unkept.dispose();
  });
});

describe('a thread that draws', () => {
  it('and fails is the failure of the training, in words', async () => {
    const file = join(folder, 'lost.part');
    const storage = await fileStorage(file);
    const source = makePatchSource([await keptStack(storage)], findLabelPlaces([formula], 3), plan, { workers: 1 });
    await source.next(0);
    await truncate(file, 0);
    const failed = async (): Promise<unknown> => {
      // A few steps were drawn before the file was lost.
      for (let step = 1; step < 10; step++) await source.next(step);
      return null;
    };
    const error = await failed().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserFacingError);
    expect((error as UserFacingError).code).toBe('internal');
    expect((error as UserFacingError).sentence.en).toContain('became shorter');
    await expect(source.next(20)).rejects.toBe(error);
    await source.dispose();
    await storage.dispose();
  });

  it('is gone once the source is, however much is still to be drawn', async () => {
    // A process ends by itself when nothing runs in it any more.
    const engine = pathToFileURL(join(import.meta.dirname, '../../../src-main/engine/')).href;
    const script = `
      const { makePatchSource } = await import('${engine}training/patch-source.ts');
      const { memoryStorage } = await import('${engine}volumes/slice-storage.ts');
      const storage = memoryStorage();
      const stack = {
        name: 'grey', slices: 64, rows: 64, columns: 64, padding: 0, teaching: { across: 'slices', complete: new Uint8Array(64).fill(1) },
        image: await storage.keep(new Float32Array(64 ** 3), 64 ** 2), labels: await storage.keep(new Uint8Array(64 ** 3), 64 ** 2),
      };
      const plan = ${JSON.stringify({ ...plan, patch: [64, 64, 64], batch: 64, microBatch: 64 })};
      const source = makePatchSource([stack], { ofOutput: [[]], teachingStacks: [0] }, plan, { workers: 2 });
      void source.next(0).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await source.dispose();
      console.log('disposed');
      process.on('exit', () => console.log(process.getActiveResourcesInfo().filter((one) => one === 'MessagePort').length));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { timeout: 20_000 });
    expect(stdout.trim().split('\n')).toEqual(['disposed', '0']);
  });

  it('has half of the cores, one at least and four at most', () => {
    expect([1, 2, 3, 4, 6, 8, 64].map((cores) => usualWorkers(cores))).toEqual([1, 1, 1, 2, 3, 4, 4]);
  });
});
