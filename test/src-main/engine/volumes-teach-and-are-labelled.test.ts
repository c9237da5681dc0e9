import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainResult } from '#main/engine-client/protocol.ts';
import type { ImageBatch, Learner } from '#main/engine/learner.ts';
import { mirroringsOf } from '#main/engine/prediction/mirrorings.ts';
import { meanProbabilities } from '#main/engine/prediction/mean-probabilities.ts';
import { predictStack } from '#main/engine/prediction/predict-stack.ts';
import { train } from '#main/engine/training/train.ts';
import { judgePace, outOfPatience, watchPace } from '#main/engine/training/timetable.ts';
import { beginWork } from '#main/engine/work.ts';
import type { Plan, UnetPlan } from '#shared/learning/plan.ts';
import { makePhantomProject, tinyPlan, type PhantomProject } from './phantom-project.ts';

const level = (filters: number, stride: number[]): UnetPlan['levels'][number] => ({ filters, kernel: [3, 3, 3], stride });
const volumes: Partial<Plan> = {
  network: { name: 'unet', dimensions: 3, levels: [level(8, [1, 1, 1]), level(16, [1, 2, 2]), level(32, [2, 2, 2])], residual: false, deepSupervision: true },
  contextSlices: 1, patch: [16, 32, 32], batch: 2, microBatch: 2, stepsPerEpoch: 50, epochs: 3,
};

let project: PhantomProject;
beforeAll(async () => { project = await makePhantomProject(2, 1); });
afterAll(() => project.remove());

const work = () => beginWork(() => undefined, new AbortController().signal);

describe('a network over volumes', () => {
  it('finds organs in a patient whom it never saw, resampled to a spacing that no image has', async () => {
    const result = await train(await project.request({ ...volumes, targetSpacingMm: [1.3, 1.3, 2.6] }), work()) as TrainResult;
    expect(result.validation?.meanDice).toBeGreaterThan(0.5);
    expect(result.cases).toHaveLength(1);
  }, 180_000);
});

/** Says of a voxel what it is shown: the probability of output 1 is its value; that of output 2 is 1 on the right half of what is shown. */
const parrot: Learner = {
  probabilities: ({ images, columns, channels }: ImageBatch) => Float32Array.from({ length: (images.length / channels) * 3 }, (_, at) => {
    const voxel = Math.floor(at / 3);
    const shown = images[voxel * channels + (channels - 1) / 2] as number;
    const right = voxel % columns >= columns / 2 ? 1 : 0;
    return [1 - shown - right, shown, right][at % 3] as number;
  }),
} as unknown as Learner;

describe('mirrored prediction', () => {
  const plan = { ...tinyPlan, sliceAxis: 2, outputs: tinyPlan.outputs.slice(0, 3), prediction: { mirror: true, largestComponents: [] } } as const;

  it('asks every combination of the axes, and turns each answer back', () => {
    const mirrorings = mirroringsOf({ ...plan, augmentation: { ...plan.augmentation, mirrorAxes: [0, 1, 2] } });
    expect(mirrorings).toHaveLength(8);
    const images = Float32Array.from({ length: 4 * 6 * 8 }, (_, at) => (at % 7) / 10);
    const batch = { count: 1, slices: 4, rows: 6, columns: 8, channels: 1, images };
    const mean = meanProbabilities([parrot], batch, mirrorings);
    // What depends on the voxel alone is the same whichever way it is shown; a side that is always the right one is seen half of the time.
    images.forEach((value, voxel) => {
      expect(mean[voxel * 3 + 1]).toBeCloseTo(value, 5);
      expect(mean[voxel * 3 + 2]).toBeCloseTo(0.5, 5);
    });
  });

  it('turns nothing round that the training could not: a slice without neighbours has no slices to mirror', () => {
    const sagittal = { ...plan, sliceAxis: 0, augmentation: { ...plan.augmentation, mirrorAxes: [0] } } as const;
    expect(mirroringsOf({ ...sagittal, contextSlices: 1 })).toHaveLength(1);
    expect(mirroringsOf({ ...sagittal, contextSlices: 3 })).toHaveLength(2);
  });

  it('exchanges left and right where it mirrors them', () => {
    const augmentation = { ...plan.augmentation, mirrorAxes: [0], mirrorPairs: [[1, 2]] } as const;
    const [upright, mirrored] = mirroringsOf({ ...plan, augmentation });
    expect(upright!.outputOf).toEqual([0, 1, 2]);
    expect(mirrored).toEqual({ axes: [false, false, true], outputOf: [0, 2, 1] });
    // Alone, the mirrored one says of the left half that it is output 2's partner: output 1.
    const batch = { count: 1, rows: 2, columns: 4, channels: 1, images: new Float32Array(8) };
    const answer = meanProbabilities([parrot], batch, [mirrored!]);
    expect([0, 1, 2, 3].map((column) => answer[column * 3 + 1])).toEqual([1, 1, 0, 0]);
  });

  it('turns neighbouring slices round with the slices, and several networks agree on their mean', async () => {
    const stack = {
      name: 'ramp', slices: 5, rows: 3, columns: 4, padding: 0, own: [5, 3, 4] as const, order: { from: [0, 1, 2], flip: [false, false, false] } as const,
      image: (slice: number) => new Float32Array(12).fill(slice / 10),
    };
    const mirror = { ...plan, contextSlices: 3, network: { name: 'unet-2d', filters: [4, 8] }, patch: [4, 4], augmentation: { ...plan.augmentation, mirrorAxes: [2] } } as const;
    const firstChannel: Learner = {
      probabilities: ({ images, channels }: ImageBatch) => Float32Array.from({ length: (images.length / channels) * 3 }, (_, at) =>
        [0.25, images[Math.floor(at / 3) * channels] as number, 0][at % 3] as number),
    } as unknown as Learner;
    // The mean of the slice before and the slice after is the slice itself: above 0.25 from the third on (0.3 of 0 … 0.4).
    const outputs = await predictStack([firstChannel, firstChannel], stack, mirror, async () => undefined, () => undefined);
    expect([0, 1, 2, 3, 4].map((slice) => outputs[slice * 12])).toEqual([0, 0, 0, 1, 1]);
  });
});

describe('the time of a training', () => {
  const standing = { done: 50, epochs: 100, secondsUsed: 600, secondsLeft: 600, atEnd: 0, budgetSeconds: 1200, lateSeconds: 100, cutBefore: false };

  it('is kept by what was planned, as long as the machine keeps its speed', () => {
    expect(judgePace(standing)).toEqual({ kind: 'goes-on' });
    expect(judgePace({ ...standing, budgetSeconds: null, secondsUsed: 1e9 })).toEqual({ kind: 'goes-on' });
  });

  it('is kept by fewer epochs where it became slower, but not for a slow moment at the beginning', () => {
    expect(judgePace({ ...standing, secondsUsed: 700, secondsLeft: 1500 })).toEqual({ kind: 'goes-on' });
    // A twentieth of 1,200 seconds: for less than 60 it may pass.
    expect(judgePace({ ...standing, secondsUsed: 720, secondsLeft: 1500, lateSeconds: 59 })).toEqual({ kind: 'goes-on' });
    // What follows the last step takes as long as before: 400 seconds for epochs that would take 1,200, that is 16.7 of 50.
    expect(judgePace({ ...standing, secondsUsed: 720, secondsLeft: 1280, atEnd: 80 })).toEqual({ kind: 'cut', epochs: 67 });
    // 480 seconds for what would take 1,500: a third of the 50 epochs.
    expect(judgePace({ ...standing, secondsUsed: 720, secondsLeft: 1500 })).toEqual({ kind: 'cut', epochs: 66 });
  });

  it('is not cut where leaving out the next whole epoch would miss it by more', () => {
    expect(judgePace({ ...standing, done: 99, secondsUsed: 1160, secondsLeft: 80 })).toEqual({ kind: 'goes-on' });
    expect(judgePace({ ...standing, done: 99, secondsUsed: 1160, secondsLeft: 90 })).toEqual({ kind: 'cut', epochs: 99 });
  });

  it('counts how long it has been late since it was last in time', () => {
    const pace = watchPace(1, 0, 0, 50);
    const told: [boolean, number][] = [[false, 10], [true, 20], [true, 50], [false, 60], [true, 70], [true, 75]];
    expect(told.map(([late, seconds]) => pace.lateFor(late, seconds))).toEqual([0, 0, 30, 0, 0, 5]);
  });

  it('is cut once; a training that is far too late ends at once', () => {
    expect(judgePace({ ...standing, secondsUsed: 900, secondsLeft: 900, cutBefore: true })).toEqual({ kind: 'goes-on' });
    expect(judgePace({ ...standing, secondsUsed: 1500, secondsLeft: 900, cutBefore: true })).toEqual({ kind: 'cut', epochs: 50 });
  });
});

describe('patience', () => {
  it('is at its end where as many validations as it lasts were no better, whatever lies between them', () => {
    const validated = [2, 4, 6, 8, 10];
    expect([4, 6, 8].map((now) => outOfPatience(2, validated, 4, now))).toEqual([false, false, true]);
    expect(outOfPatience(null, validated, 2, 10)).toBe(false);
    expect(outOfPatience(1, validated, 0, 10)).toBe(false);
  });
});
