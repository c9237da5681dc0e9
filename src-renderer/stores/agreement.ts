/** Readers beside each other: which cases can be compared, how far they agree on the chosen one, and what they come to together. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { AgreementReport, ComparableCase, ConsensusInfo } from '#shared/contract/agreement.ts';
import type { HostEvent } from '#shared/contract/jobs.ts';
import { client } from '../connection/client.ts';
import { useConfirmation } from './confirmation.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** Whoever draws does so stroke by stroke, and a comparison looks at every voxel. */
const pauseMs = 1500;

export const useAgreement = defineStore('agreement', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const toasts = useToasts();
  const confirmation = useConfirmation();
  const cases = shallowRef<readonly ComparableCase[]>([]);
  /** Null: the first. */
  const chosenId = ref<string | null>(null);
  const report = shallowRef<AgreementReport | null>(null);
  const busy = ref(false);
  const method = ref<ConsensusInfo['method']>('majority');
  const chosen = computed(() => cases.value.find(({ caseId }) => caseId === chosenId.value) ?? cases.value[0] ?? null);

  const compare = createRefresher(async () => {
    const one = chosen.value;
    if (one === null || one.slices === 0 || one.readers.length < 2) {
      report.value = null;
      return;
    }
    if (report.value?.caseId !== one.caseId) report.value = null;
    busy.value = true;
    try {
      const told = await client.agreement.of({ caseId: one.caseId });
      if (chosen.value?.caseId === one.caseId) report.value = told;
    } catch (error) {
      toasts.failed(error);
    } finally {
      busy.value = false;
    }
  });
  /** What the comparison is made of: readers, slices that all have completed. */
  const comparedAs = (): string => JSON.stringify([chosen.value?.caseId, chosen.value?.slices, chosen.value?.readers]);
  /** Something may have changed in what is compared, though as many slices are. */
  let isStale = true;
  const refresh = createRefresher(async () => {
    const before = comparedAs();
    if (workplace.project === null) {
      cases.value = [];
      report.value = null;
      return;
    }
    try {
      cases.value = await client.agreement.cases();
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
    if (!isStale && before === comparedAs() && report.value !== null) return;
    isStale = false;
    await compare();
  });
  const isRead = (labelmapId: string): boolean => chosen.value?.readers.some((reader) => reader.labelmapId === labelmapId) === true;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  // Who reads a case blind must not see, even for a moment, what was compared for somebody else.
  watch(() => people.changes, () => {
    cases.value = [];
    report.value = null;
  });

  const make = async ({ caseId, name }: ComparableCase, replaceEdited: boolean): Promise<boolean> => {
    try {
      await client.agreement.makeConsensus({ caseId, method: method.value, replaceEdited });
      toasts.tell({ kind: 'done', text: { word: 'readings.consensus.done', values: { name } } });
      isStale = true;
      await refresh();
      return true;
    } catch (error) {
      toasts.failed(error);
      // Somebody may have worked on it meanwhile: then it is asked about the next time.
      void refresh();
      return false;
    }
  };
  return {
    cases, chosen, report, busy, method,
    refresh: (): Promise<void> => {
      isStale = true;
      return refresh();
    },
    /** After a pause, what an event of the host may have changed; strokes on labels that are not compared change nothing. */
    heard(event: HostEvent): void {
      if (event.kind !== 'cases' && event.kind !== 'reviews' && event.kind !== 'labels') return;
      const isCompared = event.kind !== 'cases' && isRead(event.labelmapId);
      if (event.kind === 'labels' && !isCompared && event.labelmapId !== chosen.value?.consensus?.labelmapId) return;
      isStale ||= isCompared;
      clearTimeout(waiting);
      waiting = setTimeout(() => { void refresh(); }, pauseMs);
    },
    /** Nobody looks any more. */
    rest(): void { clearTimeout(waiting); },
    choose(caseId: string): void {
      chosenId.value = caseId;
      isStale = true;
      void refresh();
    },
    /** Asks first where somebody has worked on the one before. */
    async makeConsensus(): Promise<void> {
      const one = chosen.value;
      if (one === null) return;
      const edited = one.consensus?.edited === true;
      if (edited && !await confirmation.ask({ title: 'readings.replace.title', text: 'readings.replace.text', act: 'readings.replace.act', stay: 'readings.replace.stay', values: { name: one.name } })) return;
      await make(one, edited);
    },
  };
});
