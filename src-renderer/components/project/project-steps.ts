/** What leads to another project, with the page that follows; what goes wrong is told as a toast. */
import { useRouter } from 'vue-router';
import { useProjects } from '../../stores/projects.ts';
import { useToasts } from '../../stores/toasts.ts';

export function useProjectSteps() {
  const projects = useProjects();
  const toasts = useToasts();
  const router = useRouter();

  const tried = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      toasts.failed(error);
    }
  };
  /** A case of the old project must not stay on the screen. */
  const leave = (change: () => Promise<boolean>) => () => tried(async () => {
    if (await change()) await router.push({ name: 'cases' });
  });
  return {
    tried,
    openFolder: (folder: string): Promise<void> => leave(() => projects.open(folder))(),
    openExample: leave(() => projects.openExample()),
    closeProject: leave(() => projects.close()),
  };
}
