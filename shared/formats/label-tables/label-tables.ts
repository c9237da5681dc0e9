/**
 * Label tables as the files of other programs: ITK-SNAP's label descriptions, 3D Slicer's colour tables, FreeSurfer's look-up
 * tables. Knows neither files on a disk nor the project's own table, nor what is done with what was read.
 */
import { freesurfer } from './freesurfer.ts';
import { itkSnap } from './itk-snap.ts';
import { dataLines, type LabelTableFormat, type TableFormatName, type TableLabel, type WrittenLabel } from './table-label.ts';
import { slicerCsv } from './slicer-csv.ts';
import { slicer } from './slicer.ts';
import { failure } from '../../text/user-facing-error.ts';
import { labelTableSentences } from './label-table-sentences.ts';

export type { TableFormatName, TableLabel, WrittenLabel } from './table-label.ts';

const formats: Readonly<Record<TableFormatName, LabelTableFormat>> = { 'itk-snap': itkSnap, slicer, 'slicer-csv': slicerCsv, freesurfer };

/**
 * The labels of a file, in its order, without its entry for the background.
 * @param file only to be named in a sentence
 * @throws UserFacingError `bad-input` for the first defect, with its line
 */
export function parseLabelTable(text: string, format: TableFormatName, file: string): readonly TableLabel[] {
  const lineOf = new Map<number, number>();
  const labels: TableLabel[] = [];
  let { parse } = formats[format];
  let { parserOf } = formats[format];
  for (const { line, content } of dataLines(text)) {
    if (parserOf !== undefined) {
      parse = parserOf(content, { file, line });
      parserOf = undefined;
      continue;
    }
    const label = parse(content, { file, line });
    if (label === null) continue;
    const before = lineOf.get(label.value);
    if (before !== undefined) throw failure('bad-input', labelTableSentences.twice, { file, line, before, value: label.value });
    lineOf.set(label.value, line);
    if (label.value > 0) labels.push(label);
  }
  if (lineOf.size === 0) throw failure('bad-input', labelTableSentences.empty, { file });
  return labels;
}

/** A file that the format's own program reads. @param labels in the order in which they are written */
export function writeLabelTable(labels: readonly WrittenLabel[], format: TableFormatName): string {
  const { header, background, write } = formats[format];
  return [...header, ...(background === null ? [] : [background]), ...labels.map(write), ''].join('\n');
}

/**
 * What is left of a label when it was written and is read again: names lose what the format cannot
 * hold, opacities their last digits. A file that says no more than this says nothing new.
 */
export function asReadAgain(label: WrittenLabel, format: TableFormatName): TableLabel {
  const { parse, write } = formats[format];
  return parse(write(label), { file: '', line: 0 })!;
}

export function endingOf(format: TableFormatName): string {
  return formats[format].ending;
}

/** The largest value that the format's program takes. */
export function largestValueOf(format: TableFormatName): number {
  return formats[format].largestValue;
}

/** By what only one of them writes; else by the file's name; else by the last column, which is 0 for a solid colour in FreeSurfer's alone. */
export function guessTableFormat(name: string, text: string): TableFormatName {
  const lines = [...dataLines(text)].map(({ content }) => content);
  if (/\.csv$/i.test(name) || /^"?LabelValue"?[,;]/i.test(lines[0] ?? '')) return 'slicer-csv';
  if (/^#.*ITK-SNAP/im.test(text) || lines.some((line) => /"[^"]*"\s*$/.test(line))) return 'itk-snap';
  if (/^# Color table file/im.test(text) || /\.ctbl$/i.test(name)) return 'slicer';
  if (/freesurfer|lut/i.test(name) || /^#.*(FreeSurfer|No\. Label Name)/im.test(text)) return 'freesurfer';
  return lines.length > 1 && lines.every((line) => /\s0$/.test(line)) ? 'freesurfer' : 'slicer';
}
