/** What is said of many files alike is told once, with the number of the others. */
import type { Sentence } from '#shared/text/sentence.ts';

export interface Note {
  /** Name that the sentence gives to what it is about, within a path or alone. */
  readonly about: string;
  readonly text: Sentence;
}

export interface SharedNote {
  readonly text: Sentence;
  /** How many others it holds for as well. */
  readonly more: number;
}

/** In the order of each one's first. Sentences are alike when they differ in nothing but what they are about. */
export function shareNotes(notes: readonly Note[]): SharedNote[] {
  const shared = new Map<string, SharedNote>();
  for (const { about, text } of notes) {
    const key = about === '' ? text.en : text.en.replaceAll(new RegExp(`\\S*${about.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}[^\\s:]*`, 'g'), '…');
    const known = shared.get(key);
    shared.set(key, known === undefined ? { text, more: 0 } : { text: known.text, more: known.more + 1 });
  }
  return [...shared.values()];
}
