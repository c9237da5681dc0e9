/** Commands of the page that is shown, so that they can be run from elsewhere than by their key: the palette, a menu. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Command } from '../editing/shortcuts.ts';
import type { Word } from '../locales/use-words.ts';

export interface CommandRunner {
  /** @returns false where the command is not this page's */
  run(command: Command): boolean;
  /** Why it would do nothing now; null where it would. */
  whyNot(command: Command): Word | null;
}

export const useCommands = defineStore('commands', () => {
  const runner = shallowRef<CommandRunner | null>(null);
  return {
    /** Null where the page has none. */
    runner,
    /** @returns takes it back */
    offer(offered: CommandRunner): () => void {
      runner.value = offered;
      return () => { if (runner.value === offered) runner.value = null; };
    },
  };
});
