/** Commands as a menu or the palette shows them: named, with their keys, and why not where they cannot be run. */
import { computed } from 'vue';
import { windowCommands, type Command, type WindowCommand } from '../../editing/shortcuts.ts';
import { useWords } from '../../locales/use-words.ts';
import { useCommands } from '../../stores/commands.ts';
import type { MenuItem } from '../../stores/context-menu.ts';
import { useKeys } from '../../stores/keys.ts';
import { useWindowSteps } from '../frame/window-steps.ts';
import { commandText } from '../keys/command-words.ts';

export function useCommandItems() {
  const { t } = useWords();
  const keys = useKeys();
  const windowSteps = useWindowSteps();
  const runner = computed(() => useCommands().runner);
  const isOfWindow = (command: Command): command is WindowCommand => (windowCommands as readonly Command[]).includes(command);

  return (command: Command): Required<MenuItem> => {
    const ofWindow = isOfWindow(command);
    const why = ofWindow ? null : runner.value === null ? 'palette.why.noCase' : runner.value.whyNot(command);
    return {
      text: commandText(command, t),
      keys: keys.captionsOf(command),
      whyNot: why === null ? null : t(why),
      run: () => { if (ofWindow) windowSteps.run(command); else runner.value?.run(command); },
    };
  };
}
