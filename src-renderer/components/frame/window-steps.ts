/** What the commands of the window do, whoever asks: a key, the palette. */
import { useRouter } from 'vue-router';
import type { WindowCommand } from '../../editing/shortcuts.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useGuide } from '../../stores/guide.ts';

export function useWindowSteps() {
  const dialogs = useDialogs();
  const guide = useGuide();
  const router = useRouter();
  return {
    run: (command: WindowCommand): void => {
      switch (command) {
        case 'keys.show': return dialogs.open('keys');
        case 'palette.show': return dialogs.open('palette');
        case 'settings.show': return dialogs.open('settings');
        case 'guide.show': return guide.toggle();
        case 'page.cases':
        case 'page.annotate':
        case 'page.train':
        case 'page.review':
        case 'page.export':
        case 'page.readings': void router.push({ name: command.slice('page.'.length) });
      }
    },
  };
}
