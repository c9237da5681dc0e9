import { describe, expect, it } from 'vitest';
import { drawSpatialChange, unmoved } from '#shared/learning/augment.ts';
import { noChange } from '#shared/learning/complete-plan.ts';
import { drawPatches, type PatchPlan } from '#shared/learning/patches.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { findLabelPlaces } from '#shared/learning/sampling.ts';
import { stackOf } from './stacks.ts';

const stacks = [stackOf({ slices: 9, rows: 12, columns: 10, image: (s, r, c) => Math.sin(s + r / 2 - c / 3), label: (s, r, c) => (s + r + c) % 3 })];
const places = findLabelPlaces(stacks, 3);
const everything = {
  ...noChange, rotationDegrees: 20, scale: 0.2, mirrorAxes: [0, 1, 2], elastic: 0.05,
  gamma: 0.2, brightness: 0.2, contrast: 0.2, noise: 0.1, blur: 1, lowResolution: 1,
} as const;
const slices: PatchPlan = {
  patch: [8, 8], contextSlices: 3, sliceAxis: 2, medianSpacingMm: [1, 1, 1], targetSpacingMm: [null, null, null], foregroundShare: 0.5, seed: 5,
  augmentation: everything,
};
const volumes: PatchPlan = { ...slices, patch: [6, 8, 8], contextSlices: 1 };

describe('a batch', () => {
  it.each([['slices', slices, 192], ['volumes', volumes, 384]] as const)('of %s is the same drawn at once, in parts, or in any order', (_what, plan, values) => {
    const whole = drawPatches(stacks, places, plan, 4, 0, 8);
    const voxels = whole.labels.length / 8;
    for (const sample of [3, 1, 7, 0, 2]) {
      const part = drawPatches(stacks, places, plan, 4, sample, 1);
      expect(part.images).toEqual(whole.images.slice(sample * values, (sample + 1) * values));
      expect(part.labels).toEqual(whole.labels.slice(sample * voxels, (sample + 1) * voxels));
      expect(part.valid).toEqual(whole.valid.slice(sample * voxels, (sample + 1) * voxels));
    }
    expect(drawPatches(stacks, places, plan, 5, 0, 8).images).not.toEqual(whole.images);
    expect(drawPatches(stacks, places, { ...plan, seed: 6 }, 4, 0, 8).images).not.toEqual(whole.images);
  });

  it('of volumes says how many slices they have, of slices none', () => {
    expect(drawPatches(stacks, places, volumes, 0, 0, 1)).toMatchObject({ slices: 6, rows: 8, columns: 8, channels: 1 });
    expect(drawPatches(stacks, places, slices, 0, 0, 1)).not.toHaveProperty('slices');
  });

  it('turns in the millimetres that images were brought to', () => {
    const own = { ...noChange, rotationDegrees: 40 };
    const oblong: PatchPlan = { ...volumes, augmentation: own, medianSpacingMm: [1, 1, 2.5] };
    const brought: PatchPlan = { ...oblong, medianSpacingMm: [9, 9, 9], targetSpacingMm: [1, 1, 2.5] };
    expect(drawPatches(stacks, places, brought, 0, 0, 6)).toEqual(drawPatches(stacks, places, oblong, 0, 0, 6));
    expect(drawPatches(stacks, places, volumes, 0, 0, 6)).not.toEqual(drawPatches(stacks, places, oblong, 0, 0, 6));
  });
});

describe('changes of place', () => {
  it('that are switched off leave the others as they were', () => {
    for (let sample = 0; sample < 40; sample++) {
      const draw = (plan: typeof slices.augmentation) => drawSpatialChange(plan, 2, randomDraws(1, 'augmentation', 0, sample));
      const drawn = draw(everything);
      expect(draw({ ...everything, rotationDegrees: 0 })).toEqual({ ...drawn, rotation: draw({ ...everything, rotationDegrees: 0 }).rotation });
      expect(draw({ ...everything, scale: 0 })).toEqual({ ...drawn, scale: 1 });
      expect(draw({ ...everything, elastic: 0 })).toEqual({ ...drawn, elastic: 0 });
      // Left and right run along columns in slices from below.
      expect(draw({ ...everything, mirrorAxes: [1, 2] })).toEqual({ ...drawn, mirrored: [drawn.mirrored[0], drawn.mirrored[1], false] });
      expect(draw(noChange).rotation.every((angle) => angle === 0)).toBe(true);
      expect({ ...draw(noChange), rotation: unmoved.rotation }).toEqual(unmoved);
    }
  });
});

describe('left and right', () => {
  // A left one in the lower columns, a right one in the upper: in RAS, columns of axial and coronal slices run to the right.
  const sided = (across: 'slices' | 'columns') => stackOf({
    slices: 8, rows: 8, columns: 8, image: (s, _r, c) => (across === 'slices' ? s : c),
    label: (s, _r, c) => ((across === 'slices' ? s : c) < 4 ? 1 : 2),
  });
  const whole: PatchPlan = {
    ...volumes, patch: [8, 8, 8], augmentation: { ...noChange, mirrorAxes: [0], mirrorPairs: [[1, 2]] },
  };

  it.each([
    ['of axial volumes', { ...whole, sliceAxis: 2 }, 'columns'],
    ['of sagittal volumes', { ...whole, sliceAxis: 0 }, 'slices'],
    ['of coronal slices', { ...whole, sliceAxis: 1, patch: [8, 8] }, 'columns'],
  ] as const)('%s change places with the image, and are called by the side where they then lie', (_what, plan, across) => {
    const stack = sided(across);
    const batch = drawPatches([stack], findLabelPlaces([stack], 3), plan, 0, 0, 24);
    const voxels = batch.labels.length / 24;
    let mirrored = 0;
    for (let sample = 0; sample < 24; sample++) {
      const first = sample * voxels;
      const turned = (batch.images[first] as number) > 3;
      if (turned) mirrored++;
      // The image shows which side a voxel was on; its label names the other one where it was mirrored.
      for (let at = first; at < first + voxels; at++) {
        const left = (batch.images[at] as number) < 4;
        expect(batch.labels[at]).toBe(left === !turned ? 1 : 2);
      }
      expect(batch.labels[first]).toBe(1);
    }
    expect(mirrored).toBeGreaterThan(3);
    expect(mirrored).toBeLessThan(21);
  });

  it('keep their names where another axis is mirrored, and in a sagittal slice without neighbours', () => {
    const axial = sided('columns');
    const upsideDown: PatchPlan = { ...whole, augmentation: { ...whole.augmentation, mirrorAxes: [1, 2] } };
    const { images, labels } = drawPatches([axial], findLabelPlaces([axial], 3), upsideDown, 0, 0, 8);
    labels.forEach((label, at) => expect(label).toBe((images[at] as number) < 4 ? 1 : 2));
    const sagittal = sided('slices');
    const alone = drawPatches([sagittal], findLabelPlaces([sagittal], 3), { ...whole, sliceAxis: 0, patch: [8, 8] }, 0, 0, 8);
    alone.labels.forEach((label, at) => expect(label).toBe((alone.images[at] as number) < 4 ? 1 : 2));
  });
});
