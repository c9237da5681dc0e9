/** What has just happened, in one line each, with the one useful next step; the last ones stay readable in a list. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { Sentence } from '#shared/text/sentence.ts';
import { plainError } from '../connection/plain-error.ts';
import type { Word } from '../locales/use-words.ts';

export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'note' | 'failed';
  /** From the host, in both languages, or a word of the window. */
  readonly text: Sentence | { readonly word: Word; readonly values?: Record<string, string | number> };
  readonly step?: { readonly word: Word; readonly take: () => void };
  /** The last edit's own: gone with the next one, in the list its step alone, so that it never takes back something else. */
  readonly ofLastEdit?: true;
  readonly at: Date;
}

const mostKept = 100;
const shownMs = { done: 4_000, note: 6_000, failed: 12_000 } as const;

export const useToasts = defineStore('toasts', () => {
  const shown = ref<Toast[]>([]);
  const past = ref<Toast[]>([]);
  let last = 0;

  const dismiss = (id: number): void => {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  };
  const tell = (toast: Omit<Toast, 'id' | 'at'>): void => {
    const made = { ...toast, id: ++last, at: new Date() };
    past.value = [made, ...past.value].slice(0, mostKept);
    shown.value = [...shown.value, made].slice(-3);
    setTimeout(() => dismiss(made.id), shownMs[toast.kind]);
  };
  return {
    shown,
    past,
    dismiss,
    tell,
    edited(): void {
      shown.value = shown.value.filter(({ ofLastEdit }) => ofLastEdit !== true);
      past.value = past.value.map(({ ofLastEdit, step, ...said }) => (ofLastEdit === true || step === undefined ? said : { ...said, step }));
    },
    /** What was offered to whoever goes is nobody else's to do. */
    forgetSteps(): void {
      const told = ({ id, kind, text, at }: Toast): Toast => ({ id, kind, text, at });
      shown.value = shown.value.map(told);
      past.value = past.value.map(told);
    },
    /** A cancelled call is what the person wanted; everything else is said. */
    failed(error: unknown): void {
      const { code, sentence } = plainError(error);
      if (code !== 'cancelled') tell({ kind: 'failed', text: sentence });
    },
  };
});
