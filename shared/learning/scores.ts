/**
 * How well one mask agrees with another: voxels counted label by label, scores from the counts, means
 * over cases. Definitions as in Taha and Hanbury 2015, "Metrics for evaluating 3D medical image
 * segmentation" (doi 10.1186/s12880-015-0068-x), section 3; what is done where a mask is empty is said here.
 */

/** Voxels by what prediction and reference say of one label. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

export const scoreNames = ['dice', 'jaccard', 'accuracy', 'precision', 'recall'] as const;
export type ScoreName = (typeof scoreNames)[number];
/** Each 0–1, or all null where neither mask holds the label: then there is nothing to agree on. */
export type Scores = Readonly<Record<ScoreName, number | null>>;

export const noScores: Scores = { dice: null, jaccard: null, accuracy: null, precision: null, recall: null };

export interface ComparedMasks {
  /** For each label value that at least one of the masks holds, ascending. */
  readonly labels: ReadonlyMap<number, Confusion>;
  /** All labels merged into one. */
  readonly anyForeground: Confusion;
}

type LabelArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

interface Tally { predicted: number; reference: number; both: number }

/**
 * Counts two masks on the same grid; 0 is the background.
 * @throws RangeError where they differ in length
 */
export function compareMasks(prediction: LabelArray, reference: LabelArray): ComparedMasks {
  if (prediction.length !== reference.length) throw new RangeError('the masks differ in size');
  const tallies = new Map<number, Tally>();
  const tallyOf = (label: number): Tally => {
    const known = tallies.get(label);
    if (known !== undefined) return known;
    const added = { predicted: 0, reference: 0, both: 0 };
    tallies.set(label, added);
    return added;
  };
  const any: Tally = { predicted: 0, reference: 0, both: 0 };
  for (let at = 0; at < reference.length; at += 1) {
    const said = prediction[at] as number;
    const is = reference[at] as number;
    if (said !== 0) {
      any.predicted += 1;
      tallyOf(said).predicted += 1;
    }
    if (is !== 0) {
      any.reference += 1;
      tallyOf(is).reference += 1;
      if (said !== 0) any.both += 1;
      if (said === is) tallyOf(is).both += 1;
    }
  }
  const confusion = ({ predicted, reference: held, both }: Tally): Confusion => ({
    truePositives: both,
    falsePositives: predicted - both,
    falseNegatives: held - both,
    trueNegatives: reference.length - predicted - held + both,
  });
  const ascending = [...tallies].sort(([a], [b]) => a - b);
  return { labels: new Map(ascending.map(([label, tally]) => [label, confusion(tally)])), anyForeground: confusion(any) };
}

/**
 * Dice = 2·TP / (2·TP + FP + FN) (Dice 1945), Jaccard = TP / (TP + FP + FN) (Jaccard 1912),
 * accuracy = (TP + TN) / all, precision = TP / (TP + FP), recall = TP / (TP + FN).
 * Both masks empty: all null. One of them empty: nothing overlaps, and what would be 0/0 is 0.
 */
export function scoresOf({ truePositives, falsePositives, falseNegatives, trueNegatives }: Confusion): Scores {
  const wrong = falsePositives + falseNegatives;
  if (truePositives + wrong === 0) return noScores;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    dice: share(2 * truePositives, 2 * truePositives + wrong),
    jaccard: share(truePositives, truePositives + wrong),
    accuracy: share(truePositives + trueNegatives, truePositives + trueNegatives + wrong),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
  };
}

export interface MeanScores {
  readonly scores: Scores;
  /** How many the means are over. */
  readonly n: number;
  /** How many had no scores and were left out. */
  readonly leftOut: number;
}

/** Each score's mean over those that have one; null where none has. */
export function meanOfScores(all: readonly Scores[]): MeanScores {
  const counted = all.filter(({ dice }) => dice !== null);
  const mean = (name: ScoreName): number | null =>
    counted.length === 0 ? null : counted.reduce((sum, scores) => sum + (scores[name] ?? 0), 0) / counted.length;
  return {
    scores: { dice: mean('dice'), jaccard: mean('jaccard'), accuracy: mean('accuracy'), precision: mean('precision'), recall: mean('recall') },
    n: counted.length,
    leftOut: all.length - counted.length,
  };
}

/** The means of an evaluation over its cases. */
export interface EvaluationMeans {
  readonly labels: ReadonlyMap<number, MeanScores>;
  /** Mean of the labels' means: each label weighs the same, however many cases hold it. */
  readonly foreground: Scores;
  readonly anyForeground: MeanScores;
}

/** Scores of each case for every label that any case holds, and the means over the cases. */
export function evaluateCases(cases: readonly ComparedMasks[]): {
  readonly cases: readonly ReadonlyMap<number, Scores>[];
  readonly means: EvaluationMeans;
} {
  const labels = [...new Set(cases.flatMap((one) => [...one.labels.keys()]))].sort((a, b) => a - b);
  const perCase = cases.map((one) => new Map(labels.map((label) => {
    const confusion = one.labels.get(label);
    return [label, confusion === undefined ? noScores : scoresOf(confusion)];
  })));
  const means = new Map(labels.map((label) => [label, meanOfScores(perCase.map((scores) => scores.get(label) ?? noScores))]));
  return {
    cases: perCase,
    means: {
      labels: means,
      foreground: meanOfScores([...means.values()].map(({ scores }) => scores)).scores,
      anyForeground: meanOfScores(cases.map(({ anyForeground }) => scoresOf(anyForeground))),
    },
  };
}
