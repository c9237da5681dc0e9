/** What is said of many files alike is told once, with the number of the others. */
import { basename } from 'node:path';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { screenSentences } from './command-line-sentences.ts';

export interface Note {
  /** Name that the sentence gives to what it is about, within a path or alone. */
  readonly about: string;
  readonly text: Sentence;
}

/** What sentences about a file have of its name, whatever else they have of its path. */
export function nameWithin(file: string): string {
  return basename(file).replace(/\..*$/, '');
}

export interface SharedNote {
  readonly text: Sentence;
  /** How many others it holds for as well. */
  readonly more: number;
}

/**
 * In the order of each one's first. Sentences are alike when they differ in nothing but what they are
 * about; the very same sentence again, as from each time point of one file, is no other one.
 */
export function shareNotes(notes: readonly Note[]): SharedNote[] {
  const shared = new Map<string, SharedNote>();
  const said = new Set<string>();
  for (const { about, text } of notes) {
    if (said.has(text.en)) continue;
    said.add(text.en);
    const key = about === '' ? text.en : text.en.replaceAll(new RegExp(`\\S*${about.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}[^\\s:]*`, 'g'), '…');
    const known = shared.get(key);
    shared.set(key, known === undefined ? { text, more: 0 } : { text: known.text, more: known.more + 1 });
  }
  return [...shared.values()];
}

/** Each as it is said to a person. */
export function tellNotes(notes: readonly Note[]): Sentence[] {
  return shareNotes(notes).map(({ text, more }) => {
    if (more === 0) return text;
    return { en: fill(screenSentences.andMore, { text: text.en, more }).en, 'zh-CN': fill(screenSentences.andMore, { text: text['zh-CN'], more })['zh-CN'] };
  });
}
