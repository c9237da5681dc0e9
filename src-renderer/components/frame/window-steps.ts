/** What the commands of the window do, whoever asks: a key, the palette. */
import { useRouter } from 'vue-router';
import type { WindowCommand } from '../../editing/shortcuts.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useQueueStart } from '../queue/use-queue-start.ts';
import { useGuide } from '../../stores/guide.ts';
import { useQueue } from '../../stores/queue.ts';
import { usePeople } from '../../stores/people.ts';

export function useWindowSteps() {
  const dialogs = useDialogs();
  const guide = useGuide();
  const people = usePeople();
  const queue = useQueue();
  const startQueue = useQueueStart();
  const router = useRouter();
  return {
    run: (command: WindowCommand): void => {
      switch (command) {
        case 'keys.show': return dialogs.open('keys');
        case 'palette.show': return dialogs.open('palette');
        case 'settings.show': return dialogs.open('settings');
        case 'guide.show': return guide.toggle();
        case 'person.sign-in':
          people.asked = true;
          return;
        case 'queue.work': return queue.working ? void queue.stop() : startQueue();
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
