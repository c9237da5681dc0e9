import { describe, expect, it } from 'vitest';
import { commonPlan } from '#main/engine/ask-together.ts';
import type { ImageBatch, Learner } from '#main/engine/learner.ts';
import { predictStack } from '#main/engine/prediction/predict-stack.ts';
import { computedVoxels, partToJudge, sampleOf } from '#main/engine/training/measure.ts';
import type { LoadedStack } from '#main/engine/volumes/load-stack.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { tinyPlan } from './phantom-project.ts';

const plan = {
  ...tinyPlan, outputs: tinyPlan.outputs.slice(0, 2), contextSlices: 1, patch: [4, 4, 8],
  network: { name: 'unet', dimensions: 3, levels: [{ filters: 2, kernel: [3, 3, 3], stride: [1, 1, 1] }], residual: false, deepSupervision: false },
} as const;

function volume(slices: number, rows: number, columns: number, value: (voxel: number) => number = () => 0): LoadedStack {
  return {
    name: 'volume', slices, rows, columns, padding: 0, own: [slices, rows, columns], order: { from: [0, 1, 2], flip: [false, false, false] },
    image: (slice) => Float32Array.from({ length: rows * columns }, (_, at) => value(slice * rows * columns + at)),
  };
}

/** Says of each voxel that it is output 1 with a probability that depends on what is shown and on where in the window it is. */
const opinion = (value: number, place: number): number => (value + ((place * 37) % 101) / 101) / 2;
const opinionated = {
  probabilities: ({ images }: ImageBatch) => Float32Array.from({ length: images.length * 2 }, (_, at) => {
    const p = opinion(images[at >> 1] as number, at >> 1);
    return at % 2 === 1 ? p : 1 - p;
  }),
} as unknown as Learner;

describe('a volume of many windows', () => {
  it('is labelled by the mean of all windows that show a voxel, Gaussian in the distance from their middle', async () => {
    const value = (voxel: number): number => ((voxel * 7919) % 1009) / 1009;
    const [slices, rows, columns] = [11, 7, 8];
    const labels = await predictStack([opinionated], volume(slices, rows, columns, value), plan, async () => undefined, () => undefined);
    // Windows of 4 that overlap by half or more: 5 places of 11 slices (7 / 4 apart), 3 of 7 rows (1.5 apart), 1 of 8 columns.
    const gauss = (at: number, side: number): number => Math.exp(-(((at - (side - 1) / 2) / (side / 8)) ** 2) / 2);
    let close = 0;
    for (let voxel = 0; voxel < slices * rows * columns; voxel++) {
      const [z, y, x] = [Math.floor(voxel / (rows * columns)), Math.floor(voxel / columns) % rows, voxel % columns] as const;
      let [votes, total] = [0, 0];
      for (const top of [0, 2, 4, 5, 7]) {
        for (const left of [0, 2, 3]) {
          const [wz, wy] = [z - top, y - left] as const;
          if (wz < 0 || wz > 3 || wy < 0 || wy > 3) continue;
          const weight = Math.max(1e-3, gauss(wz, 4) * gauss(wy, 4) * gauss(x, 8));
          votes += weight * opinion(value(voxel), (wz * 4 + wy) * 8 + x);
          total += weight;
        }
      }
      if (Math.abs(votes / total - 0.5) < 1e-4) close++;
      else expect(labels[voxel]).toBe(votes / total > 0.5 ? 1 : 0);
    }
    expect(close).toBeLessThan(5);
  });

  it('can be stopped while it is brought back to its own grid, when no window is asked any more', async () => {
    let [asked, after] = [0, 0];
    const counting = { probabilities: (batch: ImageBatch) => { asked++; after = 0; return opinionated.probabilities(batch); } } as unknown as Learner;
    await predictStack([counting], volume(8, 4, 8), plan, async () => { after++; }, () => undefined);
    // Of three windows the last begins at slice 4: five slices are open when it has been asked.
    expect(asked).toBe(3);
    expect(after).toBeGreaterThanOrEqual(4);
  });
});

describe('the part of a volume by which a prediction is timed', () => {
  it('is a block of three windows as large as those that cover the whole, which has many', () => {
    const whole = volume(40, 32, 64);
    const part = sampleOf(whole, plan);
    expect([part.slices, part.rows, part.columns, ...part.own]).toEqual([8, 4, 8, 8, 4, 8]);
    expect(part.image(3)).toHaveLength(32);
    expect(computedVoxels(part, plan)).toBe(3 * 128);
    // (40 − 4) / 2 + 1 = 19 places of a window along slices, 15 along rows, 15 along columns.
    expect(computedVoxels(whole, plan)).toBe(19 * 15 * 15 * 128);
  });

  it('is all of it where few windows cover it', () => {
    const whole = volume(4, 5, 8);
    expect(sampleOf(whole, plan)).toBe(whole);
  });

  it('shows the same voxels as the whole', () => {
    const part = sampleOf(volume(40, 32, 64, (voxel) => voxel), plan);
    expect([...part.image(1).subarray(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 64, 65].map((at) => 32 * 64 + at));
  });
});

describe('the part of slices by which a prediction is timed', () => {
  const slices = { ...plan, patch: [192, 192], network: { name: 'unet-2d', filters: [2, 4] } } as const;

  it('is as many slices as about 32 windows cover', () => {
    expect(sampleOf(volume(100, 160, 200), slices)).toMatchObject({ slices: 32, rows: 160, columns: 200 });
    expect(sampleOf(volume(20, 160, 200), slices)).toMatchObject({ slices: 20 });
    // (512 − 192) / 96 = 3.3: five places along rows and columns, 25 windows a slice.
    const part = sampleOf(volume(100, 512, 512), slices);
    expect(part).toMatchObject({ slices: 2, rows: 512, columns: 512 });
    // Seven of 192 × 192 are 2^18 pixels or fewer: four times seven are computed for a slice.
    expect(computedVoxels(part, slices)).toBe(2 * 28 * 192 * 192);
    // Where one window shows a slice, eight slices of 40 × 40 are computed at a time.
    expect(computedVoxels(volume(20, 40, 40), { ...slices, patch: [40, 40] })).toBe(24 * 40 * 40);
    // Nine places, 81 windows a slice: of such a part of it as seven places cover.
    expect(sampleOf(volume(100, 960, 960), slices)).toMatchObject({ slices: 1, rows: 768, columns: 768 });
  });
});

describe('the part of a case by which judging is timed', () => {
  const one = (size: readonly [number, number, number]) => ({
    image: { geometry: { size } }, sliceAxis: 2, completeSlices: Array.from({ length: size[2] }, (_, slice) => slice),
  }) as unknown as SnapshotCase;

  it('is the whole of a case of 4 million voxels or fewer', () => {
    const small = one([256, 256, 64]);
    expect(partToJudge(small, new Uint8Array(256 * 256 * 64))).toMatchObject({ part: small, share: 1 });
  });

  it('is as many planes of a larger one, about what was drawn', () => {
    const plane = 512 * 512;
    const reference = new Uint8Array(plane * 40);
    reference.fill(1, 30 * plane, 32 * plane);
    const { part, reference: cut, share } = partToJudge(one([512, 512, 40]), reference);
    expect(share).toBe(16 / 40);
    expect(part.image.geometry.size).toEqual([512, 512, 16]);
    // Sixteen planes from the 23rd on: the drawn ones are the 7th and 8th of them.
    expect(part.completeSlices).toEqual(Array.from({ length: 16 }, (_, slice) => slice));
    expect([cut.length / plane, cut.indexOf(1) / plane, (cut.lastIndexOf(1) + 1) / plane]).toEqual([16, 7, 9]);
  });
});

it('networks that are asked together keep only the largest component of what each of them gained by', () => {
  const whole = { ...tinyPlan, prediction: { mirror: false, largestComponents: [1, 2] } };
  expect(commonPlan([whole, { ...whole, prediction: { ...whole.prediction, largestComponents: [2] } }]).prediction.largestComponents).toEqual([2]);
  expect(commonPlan([whole]).prediction).toEqual(whole.prediction);
});
