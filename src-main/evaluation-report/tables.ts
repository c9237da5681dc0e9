/** The figures as tables for other programs: comma-separated values as in RFC 4180. */
import type { Evaluation } from '#shared/contract/evaluation.ts';
import { measureNames } from '#shared/learning/evaluation/measure-case.ts';
import { unitOf } from '#shared/learning/evaluation/measure-sentences.ts';

type Cell = string | number | boolean | null;

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

function csv(rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
  // Excel takes what has no mark for the computer's own code page: Chinese names would be lost.
  return /[^\0-\x7f]/.test(text) ? `\ufeff${text}` : text;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  // What begins like this is computed by spreadsheets: a file's name could be a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
