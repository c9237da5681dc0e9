/** A question that must be answered before something is lost; asked from anywhere, shown once. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Word } from '../locales/use-words.ts';
import { usePeople } from './people.ts';

export interface Question {
  readonly title: Word;
  readonly text: Word;
  readonly values?: Record<string, string | number>;
  /** Values that are words themselves. */
  readonly named?: Record<string, Word>;
  /** What the button says that does it. */
  readonly act: Word;
  readonly stay: Word;
}

export const useConfirmation = defineStore('confirmation', () => {
  const question = shallowRef<Question | null>(null);
  let answerTo: ((yes: boolean) => void) | null = null;

  const answer = (yes: boolean): void => {
    question.value = null;
    answerTo?.(yes);
    answerTo = null;
  };
  // Nobody says yes to what somebody else was asked.
  usePeople().beforeChange(() => answer(false));
  return {
    question,
    answer,
    /** A question that is open is answered with no: whoever asked it has been overtaken. */
    ask(asked: Question): Promise<boolean> {
      answer(false);
      question.value = asked;
      return new Promise((resolve) => { answerTo = resolve; });
    },
  };
});
