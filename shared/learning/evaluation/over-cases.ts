/** What is told of many cases together: in which unit, and each figure of each label summarised. */
import { noMeasures, type MeasureName, type Measures } from './measure-case.ts';
import { summarise, type Summary } from './summary.ts';

/** What is measured of a case, by the value of the label; a label that is not there is in neither mask. */
export interface MeasuredLabels {
  readonly unit: 'mm' | 'voxels';
  readonly labels: Readonly<Record<string, Measures>>;
}

/** Voxels and mm are never averaged: as soon as one case is measured in mm, the summaries are over those. */
export function commonUnit(cases: readonly MeasuredLabels[]): MeasuredLabels['unit'] {
  return cases.some(({ unit }) => unit === 'mm') ? 'mm' : 'voxels';
}

/** Surface Dice has one: its tolerance is that of the unit. */
const noUnit: ReadonlySet<MeasureName> = new Set(['dice', 'jaccard', 'accuracy', 'precision', 'recall']);

/** One figure of one label in a case; null where it has none, or one in another unit. */
export function figureOf(one: MeasuredLabels, label: string, name: MeasureName, unit: MeasuredLabels['unit']): number | null {
  return one.unit === unit || noUnit.has(name) ? (one.labels[label] ?? noMeasures)[name] : null;
}

/** @param unit of all cases together */
export function summariseFigure(cases: readonly MeasuredLabels[], label: string, name: MeasureName, unit: MeasuredLabels['unit']): Summary {
  return summarise(cases.map((one) => figureOf(one, label, name, unit)));
}
