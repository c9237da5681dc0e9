import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeWhole } from '#main/files/write-whole.ts';
import { drawHounsfieldPhantom } from '../hounsfield-phantom.ts';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type Check, type Examined, type QualitySet } from '../quality-set.ts';
import { masksAreTheSame } from '../stored-scale.ts';

const [learning, judging] = [8, 3];

export const hounsfield: QualitySet = {
  ...usualSet,
  name: 'hounsfield',
  title: 'Phantoms in Hounsfield units: how values are scaled',
  about: `${learning + judging} drawn CTs (64 × 64 × 24 voxels, air, water, a softer and a harder ball with known means and spreads, by a seeded
generator): ${learning} to learn from, ${judging} others to judge. Balls are easy, and the Dice says nothing of organs. What is measured is how values
are scaled: the constants in the plan against the drawn tissue's, and masks of the same CT stored with another slope and intercept.`,
  needs: [],
  minutes: 3,
  importOptions: ['--modality', 'ct'],
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'soft', 2: 'hard' },
  async images(_, made) {
    const [images, labels] = [join(made, 'images'), join(made, 'labels')];
    await Promise.all([mkdir(images, { recursive: true }), mkdir(labels, { recursive: true })]);
    for (let number = 0; number < learning + judging; number++) {
      const phantom = drawHounsfieldPhantom(number);
      await writeWhole(join(images, `${nameOf(number)}.nii.gz`), gzipSync(phantom.image));
      await writeWhole(join(labels, `${nameOf(number)}.nii.gz`), gzipSync(phantom.labels));
    }
    return labelledImages(images, labels, null);
  },
  splits({ cases }) {
    const names = cases.map(({ name }) => name);
    return [{ id: 'first-ones-learn', fit: names.slice(0, learning), judge: names.slice(learning) }];
  },
  async examine(examined) {
    const [judged] = examined.images.cases.filter(({ name }) => examined.split.judge.includes(name));
    return [...constants(examined), ...await masksAreTheSame(examined, judged!)];
  },
};

function nameOf(number: number): string {
  return `phantom-${String(number + 1).padStart(2, '0')}`;
}

/**
 * The program looks at a sample of the voxels (2,000 a case), so its percentiles may be those of ranks
 * that are 0.25 % off (three standard errors are 0.17 %), and mean and deviation a few per cent of the deviation.
 */
function constants({ model }: Examined): Check[] {
  const drawn = Array.from({ length: learning }, (_, number) => drawHounsfieldPhantom(number).labelled).flat();
  const { normalisation } = model.plan;
  if (normalisation.kind !== 'foreground') {
    return [{ what: 'normalisation in the plan', expected: 'by the labelled tissue', found: JSON.stringify(normalisation), holds: false }];
  }
  const { low, high, mean, deviation } = normalisation;
  const below = (bound: number, orAt: boolean): number => drawn.filter((value) => value < bound || (orAt && value === bound)).length / drawn.length;
  const clipped = drawn.map((value) => Math.min(high, Math.max(low, value)));
  const drawnMean = clipped.reduce((sum, value) => sum + value, 0) / clipped.length;
  const drawnDeviation = Math.sqrt(clipped.reduce((sum, value) => sum + (value - drawnMean) ** 2, 0) / clipped.length);
  const percentile = (what: string, found: number, meant: number): Check => {
    const [from, to] = [below(found, false), below(found, true)];
    return {
      what: `${what}, HU`, expected: `${(100 * meant).toFixed(1)} % of the labelled voxels below`,
      found: `${found.toFixed(0)}: ${(100 * from).toFixed(2)} % below`,
      holds: from <= meant + 0.0025 && to >= meant - 0.0025,
    };
  };
  const moment = (what: string, found: number, meant: number): Check => ({
    what: `${what}, HU`, expected: `${meant.toFixed(1)} ± ${(0.05 * drawnDeviation).toFixed(1)}`, found: found.toFixed(1),
    holds: Math.abs(found - meant) <= 0.05 * drawnDeviation,
  });
  return [
    percentile('lower end', low, 0.005), percentile('upper end', high, 0.995),
    moment('mean', mean, drawnMean), moment('deviation', deviation, drawnDeviation),
  ];
}
