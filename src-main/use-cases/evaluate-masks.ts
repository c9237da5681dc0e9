/** Compares predicted masks with reference masks: two folders paired by name, or two files. */
import type { Evaluation, EvaluationOptions } from '#shared/contract/evaluation.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { inPieces } from '#shared/learning/evaluation/in-pieces.ts';
import { measureCase, measureNames, noMeasures, type CaseMasks, type MeasuredCase, type Measures } from '#shared/learning/evaluation/measure-case.ts';
import { commonUnit, summariseFigure, type MeasuredLabels } from '#shared/learning/evaluation/over-cases.ts';
import { meanDice } from '#shared/learning/evaluation/worst-first.ts';
import { evaluateCases, type MeanScores } from '#shared/learning/scores.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readLabels } from '../import/read-labels.ts';
import { completeSlicesOf } from './complete-slices.ts';
import { evaluationSentences } from './evaluation-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';
import { ontoGridOf, pairSources } from './masks-in-pairs.ts';

type Tolerance = Evaluation['tolerance'];
type CaseRow = Evaluation['cases'][number];

/** A case while its masks are at hand. */
export interface SeenCase {
  readonly name: string;
  /** Mean of its labels. */
  readonly dice: number | null;
  readonly masks: CaseMasks;
  readonly geometry: VolumeGeometry;
  /** Whether the geometry's directions can be believed. */
  readonly orientationKnown: boolean;
}

interface JudgedCase {
  readonly row: Omit<CaseRow, 'labels'>;
  readonly measured: MeasuredCase;
  readonly notes: readonly Sentence[];
}

/**
 * A reference without a prediction is compared with an empty mask and named in `missing`.
 * @param look is shown each case while its masks are at hand; not all of them may be kept
 * @throws UserFacingError `bad-input` where masks lie on different grids or a path holds none; what
 *   the readers refuse; `cancelled`
 */
export async function evaluateMasks(
  options: Pick<EvaluationOptions, 'predictions' | 'references' | 'tolerance' | 'inVoxels'>,
  work: LongWork,
  look: (one: SeenCase) => void = () => {},
): Promise<Evaluation> {
  await breathe(work);
  const { pairs, unmatched } = await pairSources(options.references, options.predictions, work.signal);
  const tolerance: Tolerance = { every: options.tolerance?.every ?? 1, labels: options.tolerance?.labels ?? {} };
  const judged: JudgedCase[] = [];
  for (const { name, reference, other } of pairs) {
    await breathe(work);
    judged.push(await judgeCase({ name, reference, prediction: other }, options.inVoxels, tolerance, work, look));
    work.progress({ phase: 'comparing', done: judged.length, total: pairs.length });
  }
  const { means } = evaluateCases(judged.map(({ measured }) => measured.compared));
  const labels = [...means.labels.keys()];
  const cases = judged.map(({ row, measured }): CaseRow => ({
    ...row, labels: keyedByLabel(labels.map((label) => [label, measured.labels.get(label) ?? noMeasures])),
  }));
  const unit = commonUnit(cases);
  const measuresOf = (label: number): Measures[] => judged.map(({ measured }) => measured.labels.get(label) ?? noMeasures);
  const onlyPredicted = labels.filter((label) => measuresOf(label).every(({ found }) => found === 'invented' || found === 'neither'));
  return {
    unit,
    tolerance,
    cases,
    mean: {
      ...keyedByLabel([...means.labels].map(([label, mean]) => [label, withCounts(mean)])),
      foreground: means.foreground,
      any_foreground: withCounts(means.anyForeground),
    },
    summary: keyedByLabel(labels.map((label) => [label, summaryOf(cases, label, unit)])),
    missed: casesWhere(judged, 'missed'),
    invented: casesWhere(judged, 'invented'),
    missing: pairs.filter(({ other }) => other === null).map(({ name }) => name),
    unmatched: [...unmatched],
    warnings: [
      ...judged.flatMap(({ notes }) => notes),
      ...judged.filter(({ row }) => row.unit !== unit).map(({ row: { name } }) => fill(evaluationSentences.mixedUnits, { name })),
      ...onlyPredicted.map((label) => fill(evaluationSentences.onlyPredicted, { label })),
    ],
  };
}

async function judgeCase(
  { name, reference, prediction }: { readonly name: string; readonly reference: ImageSource; readonly prediction: ImageSource | null },
  inVoxels: boolean,
  tolerance: Tolerance,
  work: LongWork,
  look: (one: SeenCase) => void,
): Promise<JudgedCase> {
  const { masks, geometry, orientationKnown, notes } = await readPair(reference, prediction, inVoxels, work);
  const measured = await inPieces(measureCase(masks, (label) => tolerance.labels[label] ?? tolerance.every), () => breathe(work), () => performance.now());
  look({ name, dice: meanDice(measured.labels.values()), masks, geometry, orientationKnown });
  const { completeSlices, size } = masks;
  return {
    row: {
      name,
      predicted: prediction !== null,
      unit: masks.affine === null ? 'voxels' : 'mm',
      partly: completeSlices === null ? null : { complete: completeSlices.slices.length, slices: size[completeSlices.axis] },
    },
    measured, notes,
  };
}

async function readPair(
  reference: ImageSource,
  prediction: ImageSource | null,
  inVoxels: boolean,
  { signal }: LongWork,
): Promise<Pick<SeenCase, 'masks' | 'geometry' | 'orientationKnown'> & Pick<JudgedCase, 'notes'>> {
  const expected = await readLabels(reference, {}, signal);
  const { values, note } = prediction === null
    ? { values: new Int32Array(expected.values.length), note: null }
    : ontoGridOf(expected, await readLabels(prediction, {}, signal));
  const { geometry, trust } = expected;
  const { size, affine } = geometry;
  const slices = await completeSlicesOf(expected.file, size);
  return {
    masks: {
      prediction: values,
      reference: expected.values,
      size,
      // What is said in mm is believed: it may only be said where the file says so.
      affine: inVoxels || trust !== 'known' ? null : affine,
      completeSlices: slices.complete,
    },
    geometry,
    orientationKnown: trust === 'known',
    notes: [note, slices.note].filter((one) => one !== null),
  };
}

function summaryOf(cases: readonly MeasuredLabels[], label: number, unit: Evaluation['unit']): Evaluation['summary'][string] {
  return Object.fromEntries(measureNames.map((name) => [name, summariseFigure(cases, String(label), name, unit)])) as Evaluation['summary'][string];
}

function casesWhere(judged: readonly JudgedCase[], found: Measures['found']): Evaluation['missed'] {
  return judged.flatMap(({ row, measured }) =>
    [...measured.labels].filter(([, measures]) => measures.found === found).map(([label]) => ({ case: row.name, label })));
}

function withCounts({ scores, n, leftOut }: MeanScores): MeanScores['scores'] & { n: number; leftOut: number } {
  return { ...scores, n, leftOut };
}

function keyedByLabel<Value>(entries: readonly (readonly [number, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries.map(([label, value]) => [String(label), value]));
}
