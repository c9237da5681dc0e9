import { describe, expect, it } from 'vitest';
import { finish, measureCase, type Measures } from '#shared/learning/evaluation/measure-case.ts';
import { scoreNames } from '#shared/learning/scores.ts';
import { dataIsThere, dataNote } from '../../../src-main/import/shared-data.ts';
import { masksOf, monaiFigures, recipes } from './masks-from-recipes.ts';

const distances = ['hd', 'hd95', 'assd'] as const;

/** MONAI has no answer, or says 0/0, where one mask is empty; what Lamina says then is tested elsewhere. */
function expectAsMonai(ours: Measures, theirs: Readonly<Record<string, number | null>>, name: string): void {
  if (ours.found !== 'both') return expect(distances.map((distance) => [theirs[distance], ours[distance]])).toEqual([[null, null], [null, null], [null, null]]);
  for (const score of [...scoreNames, 'surfaceDice'] as const) {
    expect(Math.abs(ours[score]! - theirs[score]!), `${name}: ${score} ${ours[score]}, MONAI ${theirs[score]}`).toBeLessThan(1e-6);
  }
  for (const distance of distances) {
    expect(Math.abs(ours[distance]! - theirs[distance]!), `${name}: ${distance} ${ours[distance]}, MONAI ${theirs[distance]}`).toBeLessThan(1e-3);
  }
}

describe.each(recipes)('$name', (recipe) => {
  const real = 'file' in recipe;
  it.skipIf(real && !dataIsThere)(`is measured as MONAI measures it${real ? dataNote : ''}`, async () => {
    const masks = await masksOf(recipe);
    const expected = monaiFigures.pairs[recipe.name]!;
    const held = (mask: Int32Array): number => mask.reduce((count, value) => count + Number(value !== 0), 0);
    expect([held(masks.prediction), held(masks.reference)]).toEqual(expected.voxels);
    const { labels } = finish(measureCase({ ...masks, completeSlices: null }, () => recipe.tolerance));
    expect([...labels.keys()].map(String)).toEqual(Object.keys(expected.labels));
    for (const [label, measures] of labels) expectAsMonai(measures, expected.labels[String(label)]!, `label ${label}`);
  });
});
