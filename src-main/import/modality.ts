/** A guess at what an image was made with, always with its reason: the person decides. */
import { fill } from '#shared/text/sentence.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { ImageVolume, Modality } from '#shared/voxels/image-volume.ts';

export interface ModalityGuess {
  readonly guess: Modality;
  readonly reason: Sentence;
}

const byName = {
  en: 'the name “{name}” contains “{word}”',
  'zh-CN': '名称“{name}”中含有“{word}”',
} as const;
const byTag = {
  en: 'the DICOM header says {tag}',
  'zh-CN': 'DICOM 文件头注明为 {tag}',
} as const;
const byAir = {
  en: 'the lowest value is {lowest}, as air has in Hounsfield units',
  'zh-CN': '最小值为 {lowest}，符合空气的 Hounsfield 值',
} as const;
const byDefault = {
  en: 'no value is as low as air in a CT, and nothing else tells',
  'zh-CN': '没有低至 CT 中空气的数值，也没有其他线索',
} as const;
const pictures = {
  en: 'a picture’s values have no scale of their own, such as Hounsfield units',
  'zh-CN': '图片的数值没有固有标度（如 Hounsfield 单位）',
} as const;

/** Whole words of file names, as the common data sets use them. */
const words: readonly (readonly [RegExp, Modality])[] = [
  [/(?:^|[^a-z])(ct|cta|cbct|ncct)(?:[^a-z]|$)/i, 'ct'],
  [/(?:^|[^a-z])(mri?|t1w?|t2w?|t1ce|t1c|t1gd|flair|dwi|adc|pdw?|bold)(?:[^a-z]|$)/i, 'mr'],
];

/** Air is −1000 HU. Whole stored numbers are asked for too: maps of a statistic go below 0 as well. */
const airBelow = -200;

export function modalityOfTag(tag: string): ModalityGuess {
  const guess = tag === 'CT' ? 'ct' : tag === 'MR' ? 'mr' : 'other';
  return { guess, reason: fill(byTag, { tag: tag || '?' }) };
}

/** A picture is never taken for a CT, whose fixed window of Hounsfield units its values would miss. */
export function modalityOfPicture(): ModalityGuess {
  return { guess: 'other', reason: fill(pictures, {}) };
}

/** From the name where it tells, else from the lowest value of the first volume. */
export function guessModality(name: string, volume: ImageVolume): ModalityGuess {
  for (const [pattern, guess] of words) {
    const word = pattern.exec(name)?.[1];
    if (word !== undefined) return { guess, reason: fill(byName, { name, word }) };
  }
  const lowest = valueRange(volume).minimum;
  if (lowest <= airBelow && volume.voxels.every(Number.isInteger)) return { guess: 'ct', reason: fill(byAir, { lowest: Math.round(lowest) }) };
  return { guess: 'mr', reason: fill(byDefault, {}) };
}

/** Smallest and largest real value; voxels that are no number are left out. */
export function valueRange(volume: ImageVolume): { readonly minimum: number; readonly maximum: number } {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const stored of volume.voxels) {
    if (stored < minimum && stored !== -Infinity) minimum = stored;
    if (stored > maximum && stored !== Infinity) maximum = stored;
  }
  const ends = [minimum * volume.slope + volume.intercept, maximum * volume.slope + volume.intercept] as const;
  return { minimum: Math.min(...ends), maximum: Math.max(...ends) };
}
