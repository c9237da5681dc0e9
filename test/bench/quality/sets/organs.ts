import { join } from 'node:path';
import type { NormalisationPlan } from '#shared/learning/plan.ts';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type Check, type Examined, type QualitySet } from '../quality-set.ts';
import { masksAreTheSame } from '../stored-scale.ts';

const folder = 'organs';

/** One CT is too few cases for constants of its own: the fixed window. MR has none at all. */
const expected: Readonly<Record<string, NormalisationPlan>> = {
  ct_sm: { kind: 'window', low: -1000, high: 1000 },
  mr_sm: { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 },
};

export const organs: QualitySet = {
  ...usualSet,
  name: 'organs',
  title: 'Organs in one CT and one MR: how values are scaled',
  about: `One CT (122 × 101 × 30 voxels of 3 mm, 41 labels) and one MR (117 × 91 × 20, 23 labels) with labels that a model drew
(github.com/wasserth/TotalSegmentator, Apache-2.0). Each is trained alone: nobody else judges, the Dice is that of slices kept apart,
**not from separate patients**. What is measured is how values are scaled: constants in the plan, and masks of the same CT stored
with another slope and intercept.`,
  needs: [folder],
  minutes: 4,
  images: (data) => labelledImages(join(data, folder, 'imagesTr'), join(data, folder, 'labelsTr'), null),
  splits: ({ cases }) => cases.map(({ name }) => ({ id: name, fit: [name], judge: [] })),
  async examine(examined) {
    const image = examined.images.cases.find(({ name }) => name === examined.split.fit[0])!;
    return [constants(examined, image.name), ...(image.name === 'ct_sm' ? await masksAreTheSame(examined, image) : [])];
  },
};

function constants({ model }: Examined, name: string): Check {
  const [meant, found] = [JSON.stringify(expected[name]), JSON.stringify(model.plan.normalisation)];
  return { what: `normalisation of ${name} in the plan`, expected: meant, found, holds: meant === found };
}
