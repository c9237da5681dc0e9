/** The figures as tables for other programs. */
import type { Evaluation } from '#shared/contract/evaluation.ts';
import { measureNames } from '#shared/learning/evaluation/measure-case.ts';
import { unitOf } from '#shared/learning/evaluation/measure-sentences.ts';
import { csv } from '#shared/text/csv.ts';

/** One row for each label of each case; what there is no figure for is empty. */
export function casesTable({ cases }: Evaluation): string {
  return csv([
    ['case', 'label', 'found', 'predicted', 'unit', 'complete_slices', 'slices', ...measureNames],
    ...cases.flatMap(({ name, predicted, unit, partly, labels }) => Object.entries(labels).map(([label, measures]) =>
      [name, Number(label), measures.found, predicted, unit, partly?.complete ?? null, partly?.slices ?? null, ...measureNames.map((measure) => measures[measure])])),
  ]);
}

/** One row for each figure of each label. */
export function summaryTable({ summary, unit }: Evaluation): string {
  return csv([
    ['label', 'figure', 'unit', 'mean', 'sd', 'median', 'n'],
    ...Object.entries(summary).flatMap(([label, figures]) => measureNames.map((measure) => {
      const { mean, sd, median, n } = figures[measure];
      return [Number(label), measure, unitOf(measure, unit), mean, sd, median, n];
    })),
  ]);
}
