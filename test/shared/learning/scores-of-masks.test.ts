import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMasks, evaluateCases, scoresOf } from '#shared/learning/scores.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';

const masks = (length: number, labels: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length, max: labels });
const pairs = fc.integer({ min: 1, max: 60 }).chain((length) => fc.tuple(masks(length, 3), masks(length, 3)));

describe('known numbers', () => {
  it('a textbook table: 60 found, 20 too many, 40 missed, 880 rightly left', () => {
    const scores = scoresOf({ truePositives: 60, falsePositives: 20, falseNegatives: 40, trueNegatives: 880 });
    expect(scores).toEqual({ dice: 2 / 3, jaccard: 0.5, accuracy: 0.94, precision: 0.75, recall: 0.6 });
  });

  it('two squares of 4 × 4 that share half: Dice 1/2, Jaccard 1/3', () => {
    const square = (from: number): Uint8Array => Uint8Array.from({ length: 64 }, (_, at) => Number(at % 8 >= from && at % 8 < from + 4 && at < 32));
    const { dice, jaccard } = scoresOf(compareMasks(square(0), square(2)).labels.get(1)!);
    expect(dice).toBeCloseTo(1 / 2, 12);
    expect(jaccard).toBeCloseTo(1 / 3, 12);
  });

  it('label values up to 2³¹ − 1 are labels like any other', () => {
    const large = 2 ** 31 - 1;
    const { labels } = compareMasks(Int32Array.of(large, 0, 7), Int32Array.of(large, large, 0));
    expect([...labels]).toEqual([
      [7, { truePositives: 0, falsePositives: 1, falseNegatives: 0, trueNegatives: 2 }],
      [large, { truePositives: 1, falsePositives: 0, falseNegatives: 1, trueNegatives: 1 }],
    ]);
  });
});

describe('empty masks', () => {
  const nothing = new Uint8Array(4);
  const something = Uint8Array.of(1, 1, 0, 0);

  it('one empty: overlap 0, and only the accuracy counts what both leave alone', () => {
    const zero = { dice: 0, jaccard: 0, accuracy: 0.5, precision: 0, recall: 0 };
    expect(scoresOf(compareMasks(nothing, something).labels.get(1)!)).toEqual(zero);
    expect(scoresOf(compareMasks(something, nothing).labels.get(1)!)).toEqual(zero);
  });

  it('both empty: no score, left out of the mean, and counted as left out', () => {
    const { cases, means } = evaluateCases([compareMasks(something, something), compareMasks(nothing, nothing)]);
    expect(cases[1]?.get(1)).toEqual({ dice: null, jaccard: null, accuracy: null, precision: null, recall: null });
    expect(means.labels.get(1)).toMatchObject({ scores: { dice: 1 }, n: 1, leftOut: 1 });
    expect(means.anyForeground).toMatchObject({ scores: { dice: 1 }, n: 1, leftOut: 1 });
  });

  it('a label that nobody holds but another case does is a null in this case', () => {
    const { cases, means } = evaluateCases([compareMasks(something, something), compareMasks(Uint8Array.of(2, 0, 0, 0), Uint8Array.of(2, 0, 0, 0))]);
    expect(cases.map((scores) => [scores.get(1)?.dice, scores.get(2)?.dice])).toEqual([[1, null], [null, 1]]);
    expect(means.foreground.dice).toBe(1);
  });

  it('nothing anywhere: no means', () => {
    const { means } = evaluateCases([compareMasks(nothing, nothing)]);
    expect(means.labels.size).toBe(0);
    expect(means.foreground.dice).toBeNull();
    expect(means.anyForeground).toMatchObject({ n: 0, leftOut: 1 });
  });
});

describe('means', () => {
  it('foreground weighs labels, not cases: a label of one case counts as much as one of three', () => {
    const good = compareMasks(Uint8Array.of(1, 1, 0), Uint8Array.of(1, 1, 0));
    const bad = compareMasks(Uint8Array.of(0, 0, 0), Uint8Array.of(0, 0, 2));
    const { means } = evaluateCases([good, good, good, bad]);
    expect(means.labels.get(1)).toMatchObject({ scores: { dice: 1 }, n: 3, leftOut: 1 });
    expect(means.labels.get(2)).toMatchObject({ scores: { dice: 0 }, n: 1, leftOut: 3 });
    expect(means.foreground.dice).toBe(0.5);
    expect(means.anyForeground.scores.dice).toBe(0.75);
  });

  it('any_foreground does not care which label a voxel was given', () => {
    const swapped = compareMasks(Uint8Array.of(1, 2, 0), Uint8Array.of(2, 1, 0));
    expect(scoresOf(swapped.anyForeground).dice).toBe(1);
    expect(evaluateCases([swapped]).means.foreground.dice).toBe(0);
  });
});

describe('identities that hold for any two masks', () => {
  it('Dice = 2·Jaccard / (1 + Jaccard), and the harmonic mean of precision and recall', () => {
    fc.assert(fc.property(pairs, ([prediction, reference]) => {
      for (const confusion of compareMasks(prediction, reference).labels.values()) {
        const { dice, jaccard, precision, recall } = scoresOf(confusion) as Record<string, number>;
        expect(dice).toBeCloseTo((2 * jaccard!) / (1 + jaccard!), 12);
        if (precision! + recall! > 0) expect(dice).toBeCloseTo((2 * precision! * recall!) / (precision! + recall!), 12);
      }
    }));
  });

  it('every voxel is counted once for every label', () => {
    fc.assert(fc.property(pairs, ([prediction, reference]) => {
      const { labels, anyForeground } = compareMasks(prediction, reference);
      for (const one of [...labels.values(), anyForeground]) {
        expect(one.truePositives + one.falsePositives + one.falseNegatives + one.trueNegatives).toBe(reference.length);
      }
    }));
  });

  it('exchanging the masks exchanges precision and recall and leaves the rest', () => {
    fc.assert(fc.property(pairs, ([prediction, reference]) => {
      const [there, back] = [compareMasks(prediction, reference), compareMasks(reference, prediction)];
      for (const [label, confusion] of there.labels) {
        const { precision, recall, ...rest } = scoresOf(confusion);
        expect(scoresOf(back.labels.get(label)!)).toEqual({ ...rest, precision: recall, recall: precision });
      }
    }));
  });

  it('a mask agrees with itself', () => {
    fc.assert(fc.property(masks(40, 5), (mask) => {
      for (const confusion of compareMasks(mask, mask).labels.values()) {
        expect(scoresOf(confusion)).toEqual({ dice: 1, jaccard: 1, accuracy: 1, precision: 1, recall: 1 });
      }
    }));
  });
});

it('masks of different size are refused', () => {
  expect(() => compareMasks(new Uint8Array(3), new Uint8Array(4))).toThrow(RangeError);
});

it.skipIf(!pythonAvailable)(`SimpleITK finds the same overlaps${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const length = 4_096;
  const [prediction, reference] = fc.sample(fc.tuple(masks(length, 4), masks(length, 4)), { numRuns: 1, seed: 11 })[0]!;
  const folder = mkdtempSync(join(tmpdir(), 'lamina-scores-'));
  try {
    writeFileSync(join(folder, 'prediction'), prediction);
    writeFileSync(join(folder, 'reference'), reference);
    const { stdout } = runPython(`
import json, sys, numpy, SimpleITK as sitk
read = lambda name: sitk.GetImageFromArray(numpy.fromfile(sys.argv[1] + '/' + name, numpy.uint8).reshape(16, 16, 16))
overlap = sitk.LabelOverlapMeasuresImageFilter()
# Execute(source, target): SimpleITK's "false negative error" is the share of the target that is missed.
overlap.Execute(read('prediction'), read('reference'))
print(json.dumps({label: [overlap.GetDiceCoefficient(label), overlap.GetJaccardCoefficient(label), 1 - overlap.GetFalseNegativeError(label)] for label in range(1, 5)}))
`, [folder]);
    const theirs = JSON.parse(stdout) as Record<string, readonly [number, number, number]>;
    const ours = compareMasks(prediction, reference).labels;
    expect([...ours.keys()]).toEqual([1, 2, 3, 4]);
    for (const [label, confusion] of ours) {
      const { dice, jaccard, recall } = scoresOf(confusion);
      const [theirDice, theirJaccard, theirRecall] = theirs[String(label)]!;
      expect(dice).toBeCloseTo(theirDice, 12);
      expect(jaccard).toBeCloseTo(theirJaccard, 12);
      expect(recall).toBeCloseTo(theirRecall, 12);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
