/** What the formats of label tables have in common: one label a line, `#` begins a comment. */
import { failure } from '../../text/user-facing-error.ts';
import { largestValue, type ListedLabel } from '../../labels/label-table.ts';
import { labelTableSentences } from './label-table-sentences.ts';

export type TableFormatName = 'itk-snap' | 'slicer' | 'slicer-csv' | 'freesurfer';

/** A label as a file tells of it. */
export interface TableLabel {
  /** 0 is the background. */
  readonly value: number;
  /** Empty where the file has none. */
  readonly name: string;
  /** `#rrggbb` */
  readonly colour: string;
  /** 0–1. */
  readonly opacity: number;
  /** Null: the format does not say. */
  readonly visible: boolean | null;
  readonly visibleIn3d: boolean | null;
  /** Of a terminology, e.g. `SCT:10200004`; missing where the format or the file has none. */
  readonly code?: string;
}

export type WrittenLabel = Pick<ListedLabel, 'value' | 'name' | 'colour' | 'opacity' | 'visible' | 'visibleIn3d'> & Partial<Pick<ListedLabel, 'code'>>;

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface LabelTableFormat {
  readonly ending: string;
  readonly largestValue: number;
  /** Lines that the format's programs write first. */
  readonly header: readonly string[];
  /** The line of value 0; null where the format wants none. */
  readonly background: string | null;
  /** Where the first line names the columns: how the others are read then. */
  readonly parserOf?: (first: string, place: Place) => LabelTableFormat['parse'];
  /** A line as this format writes it; null for one that names no label. @throws UserFacingError `bad-input` */
  readonly parse: (content: string, place: Place) => TableLabel | null;
  readonly write: (label: WrittenLabel) => string;
}

export function* dataLines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  for (const [at, whole] of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/).entries()) {
    const content = whole.trim();
    if (content !== '' && !content.startsWith('#')) yield { line: at + 1, content };
  }
}

/** @throws UserFacingError `bad-input` where it is no whole number from 0 to 2³¹ − 1 */
export function labelValue(given: string, place: Place): number {
  const value = /^\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (!(value <= largestValue)) throw failure('bad-input', labelTableSentences.value, { ...place, given });
  return value;
}

/** @param channels 0–255; fractions, which 3D Slicer may write, are rounded. @returns `#rrggbb` */
export function colourOf(channels: readonly string[], place: Place): string {
  return `#${channels.map((given) => Math.round(within(given, 255, 'colour', place)).toString(16).padStart(2, '0')).join('')}`;
}

/** @throws UserFacingError `bad-input` where it is no number from 0 to `most` */
export function within(given: string, most: number, what: 'colour' | 'opacity', place: Place): number {
  const number = isNumber(given) ? Number(given) : NaN;
  if (!(number >= 0 && number <= most)) throw failure('bad-input', labelTableSentences[what], { ...place, given, most });
  return number;
}

export function isNumber(word: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word);
}

/** 0–255 of a colour. */
export function channelsOf(colour: string): readonly [number, number, number] {
  const channel = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/**
 * The columns `value name R G B A`, which 3D Slicer and FreeSurfer share. A name that holds blanks
 * against the format is put together again; what follows the sixth column (FreeSurfer's tissue type) is left out.
 * @throws UserFacingError `bad-input` where columns are missing
 */
export function sixColumns(content: string, place: Place): readonly [value: string, name: string, colour: readonly string[], alpha: string] {
  const words = content.split(/\s+/);
  const numbersFrom = words.slice(2, 6).every(isNumber) ? 2 : words.length - 4;
  const numbers = words.slice(numbersFrom, numbersFrom + 4);
  if (words.length < 6 || !numbers.every(isNumber)) throw failure('bad-input', labelTableSentences.sixColumns, { ...place });
  return [words[0]!, words.slice(1, numbersFrom).join(' '), numbers.slice(0, 3), numbers[3]!];
}

/** A name on one line, its blanks as the format wants them. */
export function oneLine(name: string): string {
  return name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
