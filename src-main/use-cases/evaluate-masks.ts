/** Compares predicted masks with reference masks: two folders paired by name, or two files. */
import type { Evaluation } from '#shared/contract/evaluation.ts';
import { type ComparedMasks, compareMasks, evaluateCases, type MeanScores } from '#shared/learning/scores.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readLabels } from '../import/read-labels.ts';
import { evaluationSentences } from './evaluation-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';
import { ontoGridOf, pairSources } from './masks-in-pairs.ts';

/**
 * A reference without a prediction is compared with an empty mask and named in `missing`.
 * @throws UserFacingError `bad-input` where masks lie on different grids or a path holds none; what
 *   the readers refuse; `cancelled`
 */
export async function evaluateMasks(
  paths: { readonly predictions: string; readonly references: string },
  work: LongWork,
): Promise<Evaluation> {
  await breathe(work);
  const { pairs, unmatched } = await pairSources(paths.references, paths.predictions, work.signal);
  const warnings: Sentence[] = [];
  const compared: ComparedMasks[] = [];
  const inReferences = new Set<number>();
  for (const { reference, other } of pairs) {
    await breathe(work);
    const { masks, labels, note } = await comparePair(reference, other, work);
    compared.push(masks);
    for (const label of labels) inReferences.add(label);
    if (note !== null) warnings.push(note);
    work.progress({ phase: 'comparing', done: compared.length, total: pairs.length });
  }
  const { cases, means } = evaluateCases(compared);
  for (const label of means.labels.keys()) {
    if (!inReferences.has(label)) warnings.push(fill(evaluationSentences.onlyPredicted, { label }));
  }
  return {
    cases: pairs.map(({ name, other }, at) => ({
      name,
      predicted: other !== null,
      labels: keyedByLabel(cases[at] ?? new Map()),
    })),
    mean: {
      ...keyedByLabel(new Map([...means.labels].map(([label, mean]) => [label, withCounts(mean)]))),
      foreground: means.foreground,
      any_foreground: withCounts(means.anyForeground),
    },
    missing: pairs.filter(({ other }) => other === null).map(({ name }) => name),
    unmatched: [...unmatched],
    warnings,
  };
}

async function comparePair(
  reference: ImageSource,
  prediction: ImageSource | null,
  { signal }: LongWork,
): Promise<{ readonly masks: ComparedMasks; readonly labels: readonly number[]; readonly note: Sentence | null }> {
  const expected = await readLabels(reference, {}, signal);
  if (prediction === null) {
    return { masks: compareMasks(new Int32Array(expected.values.length), expected.values), labels: expected.distinct, note: null };
  }
  const { values, note } = ontoGridOf(expected, await readLabels(prediction, {}, signal));
  return { masks: compareMasks(values, expected.values), labels: expected.distinct, note };
}

function withCounts({ scores, n, leftOut }: MeanScores): MeanScores['scores'] & { n: number; leftOut: number } {
  return { ...scores, n, leftOut };
}

function keyedByLabel<Value>(map: ReadonlyMap<number, Value>): Record<string, Value> {
  return Object.fromEntries([...map].map(([label, value]) => [String(label), value]));
}
