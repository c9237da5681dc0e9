/** What measurements come to, as a person reads it. */
import type { Measurement } from '#shared/contract/measurements.ts';
import type { useWords } from '../../locales/use-words.ts';
import type { MeasuredFigure } from './measured-shape.ts';

type Words = Pick<ReturnType<typeof useWords>, 't' | 'amount'>;

interface OfImage {
  /** A picture's voxels are pixels. */
  readonly format: string;
  readonly modality: string;
}

/** @returns empty where it has no size, as a note has none */
export function sizeWords({ t, amount }: Words, { value, unit }: Pick<MeasuredFigure, 'value' | 'unit'>, { format }: Pick<OfImage, 'format'>): string {
  if (value === null || unit === null) return '';
  const inPixels = format === 'png';
  const word = inPixels && unit === 'voxels' ? 'px' : inPixels && unit === 'voxels2' ? 'px2' : unit;
  return t(`measure.figures.${word}`, { n: amount(value, sizeDigits(value)) });
}

/** Tenths say more than a hand can point at, but for what is small. */
function sizeDigits(value: number): number {
  return value < 1 ? 2 : value < 1000 ? 1 : 0;
}

export function meanWords(words: Words, { mean, standardDeviation }: Pick<NonNullable<Measurement['statistics']>, 'mean' | 'standardDeviation'>, image: Pick<OfImage, 'modality'>): string {
  const digits = valueDigits(standardDeviation === 0 ? mean : standardDeviation);
  const text = words.t('measure.figures.mean', { mean: words.amount(mean, digits), sd: words.amount(standardDeviation, digits) });
  return withUnit(text, image);
}

export function valueWords({ amount }: Words, value: number): string {
  return Number.isInteger(value) ? amount(value) : amount(value, valueDigits(value));
}

/** Hounsfield units; other modalities have none. */
export function withUnit(text: string, { modality }: Pick<OfImage, 'modality'>): string {
  return modality === 'ct' ? `${text} HU` : text;
}

/** Three digits that count, and at least one after the point below a hundred. */
function valueDigits(value: number): number {
  const size = Math.abs(value);
  if (!(size > 0) || !Number.isFinite(size) || size >= 100) return size >= 100 ? 0 : 1;
  return Math.min(20, Math.max(1, 2 - Math.floor(Math.log10(size))));
}

/** Its own name, or its kind with the place that it has among those of the same kind. */
export function nameOf({ t }: Pick<Words, 't'>, one: Pick<Measurement, 'id' | 'kind' | 'text'>, all: readonly Pick<Measurement, 'id' | 'kind'>[]): string {
  if (one.text !== '') return one.text;
  const n = all.filter(({ kind }) => kind === one.kind).findIndex(({ id }) => id === one.id) + 1;
  return t('measure.numbered', { kind: t(`measure.kinds.${one.kind}`), n });
}

