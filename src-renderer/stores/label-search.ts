/** Looking for a label by its name: what is typed, and the key that begins it. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ListedLabel } from '#shared/labels/label-table.ts';

/** From so many labels on, number keys do not reach all of them. */
export const mostByNumber = 9;

/**
 * Labels whose name holds every word that was typed, or whose value in files begins with it; those whose name begins with it
 * first, else in the order of the table.
 */
export function found<Label extends Pick<ListedLabel, 'name' | 'value'>>(table: readonly Label[], text: string): readonly Label[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return table;
  const words = wanted.split(/\s+/);
  const held = table.filter(({ name, value }) => words.every((word) => name.toLowerCase().includes(word)) || String(value).startsWith(wanted));
  const begins = (label: Label): boolean => label.name.toLowerCase().startsWith(wanted) || String(label.value) === wanted;
  return [...held.filter(begins), ...held.filter((label) => !begins(label))];
}

export const useLabelSearch = defineStore('label-search', () => {
  const text = ref('');
  /** Count the times that the field was asked for, and that it has begun. */
  const asked = ref(0);
  const answered = ref(0);
  return { text, asked, answered, begin(): void { asked.value += 1; } };
});
