/** Changing the open project: asks before running work is lost. What was open is remembered by the host. */
import { defineStore } from 'pinia';
import { client } from '../connection/client.ts';
import { useConfirmation } from './confirmation.ts';
import { jobEnd } from './job-end.ts';
import { jobWord } from './job-words.ts';
import { usePreferences } from './preferences.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const useProjects = defineStore('projects', () => {
  const workplace = useWorkplace();
  const confirmation = useConfirmation();
  const preferences = usePreferences();
  const toasts = useToasts();

  /** @returns whether the open project may be closed; asks where work on it runs */
  const mayLeave = async (): Promise<boolean> => {
    const [running] = workplace.runningJobs;
    if (workplace.project === null || running === undefined) return true;
    return confirmation.ask({
      title: 'projects.leaveTitle',
      text: 'projects.leaveText',
      named: { work: jobWord(running) },
      act: 'projects.leaveAct',
      stay: 'projects.stay',
    });
  };
  const arrived = async (): Promise<true> => {
    await Promise.all([workplace.refreshProject(), preferences.load()]);
    return true;
  };

  // Each gives false where the person stayed, and throws what the host says.
  return {
    async open(folder: string): Promise<boolean> {
      if (!await mayLeave()) return false;
      await client.project.open({ folder, instead: true });
      return arrived();
    },
    async create(folder: string, name: string): Promise<boolean> {
      if (!await mayLeave()) return false;
      await client.project.create({ folder, instead: true, ...(name === '' ? {} : { name }) });
      return arrived();
    },
    async openExample(): Promise<boolean> {
      if (!await mayLeave()) return false;
      const { jobId } = await client.project.openExample();
      // Where it was made before it is open at once, and there is nothing to say.
      const slow = setTimeout(() => toasts.tell({ kind: 'note', text: { word: 'projects.makingExample' } }), 1_000);
      const job = await jobEnd(jobId);
      clearTimeout(slow);
      if (job?.state !== 'done') return false;
      return arrived();
    },
    async close(): Promise<boolean> {
      if (!await mayLeave()) return false;
      await client.project.close();
      return arrived();
    },
    async forget(folder: string): Promise<void> {
      await client.settings.forgetProject({ folder });
      await preferences.load();
    },
  };
});
