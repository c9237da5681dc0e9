/** Second readings of the open project: who is asked to read what, and what whoever is at the window is reading blind. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { CaseId } from '#shared/contract/ids.ts';
import type { SecondReading } from '#shared/contract/second-readings.ts';
import { client } from '../connection/client.ts';
import { useConfirmation } from './confirmation.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const useReadings = defineStore('readings', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const toasts = useToasts();
  const confirmation = useConfirmation();
  const all = shallowRef<readonly SecondReading[]>([]);

  const refresh = createRefresher(async () => {
    if (workplace.project === null) {
      all.value = [];
      return;
    }
    try {
      all.value = await client.secondReadings.list();
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  });
  // Told anew when somebody else signs in, too.
  watch(() => workplace.project, () => { void refresh(); }, { immediate: true });
  workplace.listen(({ kind }) => { if (kind === 'cases' || kind === 'reviews' || kind === 'people') void refresh(); });

  const isMine = ({ annotator, finishedAt }: SecondReading): boolean => finishedAt === null && annotator === people.name;
  const doing = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      await refresh();
      return true;
    } catch (error) {
      toasts.failed(error);
      return false;
    }
  };
  const nameOf = (caseId: string): string => workplace.caseOf(caseId)?.name ?? '–';

  return {
    all,
    refresh,
    nameOf,
    mine: computed(() => all.value.filter(isMine)),
    /** The reading that keeps whoever is at the window blind to a case; null where they see everything. */
    blindOf: (caseId: string): SecondReading | null => all.value.find((one) => one.caseId === caseId && isMine(one)) ?? null,
    plan: async (caseId: CaseId, annotator: string, slices: 'all' | number[]): Promise<boolean> => {
      const planned = await doing(() => client.secondReadings.plan({ caseId, annotator, slices }));
      if (planned) toasts.tell({ kind: 'done', text: { word: 'readings.plan.planned', values: { reader: annotator, name: nameOf(caseId) } } });
      return planned;
    },
    finish: (id: SecondReading['id']): Promise<boolean> => doing(() => client.secondReadings.finish({ id })),
    withdraw: async ({ id, annotator, caseId }: SecondReading): Promise<void> => {
      const values = { reader: annotator, name: nameOf(caseId) };
      const sure = await confirmation.ask({ title: 'readings.withdraw.title', text: 'readings.withdraw.text', act: 'readings.withdraw.act', stay: 'readings.withdraw.stay', values });
      if (sure) await doing(() => client.secondReadings.cancel({ id }));
    },
  };
});
