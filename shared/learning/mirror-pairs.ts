/**
 * Which labels change places where left and right are mirrored: told from their names, since nothing else says it.
 * What cannot be told apart with certainty is not mirrored, because a network that is taught a left kidney as a right
 * one learns neither.
 */
import type { OutputLabel } from './plan.ts';

type Named = Pick<OutputLabel, 'name'>;
type Side = 'left' | 'right';

interface SidedName {
  readonly side: Side;
  /** The name without its side, the same for both of a pair. */
  readonly of: string;
  /** Whether the name says a side for certain; else only where its counterpart is there too: `rightlung` is one, `bright` is none. */
  readonly certain: boolean;
}

const sideOfWord: ReadonlyMap<string, Side> = new Map([
  ['left', 'left'], ['l', 'left'], ['lh', 'left'], ['左', 'left'],
  ['right', 'right'], ['r', 'right'], ['rh', 'right'], ['右', 'right'],
]);

const chineseSides: ReadonlySet<string> = new Set(['左', '右']);

/**
 * Names that are left and right of each other and yet no mirror images: chambers of the heart and its arteries, lobes and
 * vessels of the liver, the colon. The ventricles of the brain are.
 */
const unlike = /heart|cardi|atri(um|al|a)\b|auricle|coronary|liver|hepat|portal|colon|心|[左右] ?[房室]|肝|冠|门静脉|结肠/;
const ventricle = /\bventric/;
const ofBrain = /\blat|brain|cerebr|\binf/;

/** Outputs (their place in the list) that are the left and the right of the same thing; the background has no side. */
export function mirrorPairsOf(outputs: readonly Named[]): readonly (readonly [number, number])[] {
  const sided = outputs.map(({ name }, output) => (output === 0 ? null : sideOf(name)));
  return sided.flatMap((left, output): (readonly [number, number])[] => {
    if (left?.side !== 'left') return [];
    const others = sided.flatMap((one, other) => (one !== null && one.of === left.of && other !== output ? [other] : []));
    const [other] = others;
    return other !== undefined && others.length === 1 && sided[other]?.side === 'right' ? [[output, other]] : [];
  });
}

/** For each output the one that it becomes where left and right are mirrored: the other of its pair, else itself. */
export function mirroredOutputs(outputs: number, pairs: readonly (readonly [number, number])[]): readonly number[] {
  const other = Array.from({ length: outputs }, (_, output) => output);
  for (const [one, two] of pairs) [other[one], other[two]] = [two, one];
  return other;
}

/** Whether left and right may be mirrored at all: no label names a side without its counterpart being there. */
export function mirrorable(outputs: readonly Named[]): boolean {
  const paired = new Set(mirrorPairsOf(outputs).flat());
  return sidedOutputs(outputs).every((output) => paired.has(output));
}

/** Outputs that stand for something on one side of the patient, ascending. */
export function sidedOutputs(outputs: readonly Named[]): readonly number[] {
  const paired = new Set(mirrorPairsOf(outputs).flat());
  return outputs.flatMap(({ name }, output) => (output > 0 && (paired.has(output) || namesSide(name)) ? [output] : []));
}

function namesSide(name: string): boolean {
  return readSide(name)?.certain === true;
}

/** Null also where left and right are no mirror images. */
function sideOf(name: string): SidedName | null {
  const words = wordsOf(name).join(' ');
  const isUnlike = unlike.test(words) || (ventricle.test(words) && !ofBrain.test(words));
  return isUnlike ? null : readSide(name);
}

function readSide(name: string): SidedName | null {
  const words = wordsOf(name);
  const sideAt = (at: number): Side | null => sideOfWord.get(words[at] as string) ?? null;
  const marks = words.flatMap((_, at) => (sideAt(at) === null ? [] : [at]));
  const sides = new Set(marks.map(sideAt));
  // Who names both sides names none.
  if (sides.size > 1) return null;
  const [first] = marks;
  if (first === undefined) return readJoinedSide(words);
  const certain = marks.some((at) => (words[at] as string).length > 1 || chineseSides.has(words[at] as string) || at === 0 || at === words.length - 1);
  return { side: sideAt(first) as Side, of: words.filter((_, at) => sideAt(at) === null).join(' '), certain };
}

/** `leftkidney`, `kidneyright`. */
function readJoinedSide(words: readonly string[]): SidedName | null {
  for (const [at, word] of words.entries()) {
    const [, before, , after] = /^(left|right)?(.*?)(left|right)?$/.exec(word) ?? [];
    const side = (before ?? after) as Side | undefined;
    if (side === undefined || (before !== undefined && after !== undefined)) continue;
    const rest = before === undefined ? word.slice(0, -side.length) : word.slice(side.length);
    return { side, of: words.with(at, rest).join(' '), certain: false };
  }
  return null;
}

/**
 * In lower case; parted at everything that is neither letter nor digit and where small letters become large ones. A
 * letter and its number stay together: L1 is a vertebra. The sides of Chinese names are words of their own.
 */
function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFKC')
    .replace(/[左右]/gu, ' $& ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
