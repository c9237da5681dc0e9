/**
 * Cases that were left before all that was painted in them was stored: each is kept as it was, until the
 * host has its last stroke or its person comes back to it.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { heldPerson } from '../../connection/person.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { LabelsOf, OpenCase } from './open-case.ts';

interface LeftCase {
  readonly opened: OpenCase;
  readonly stopFollowing: () => void;
}

export const useLeftCases = defineStore('left-cases', () => {
  const toasts = useToasts();
  const workplace = useWorkplace();
  const waiting = shallowRef<readonly LeftCase[]>([]);
  /** Of whoever is at the window: another person's labels of the case are others. */
  const waitingHere = (caseId: string): readonly LeftCase[] => waiting.value.filter(({ opened }) => opened.info.id === caseId && opened.person === heldPerson());
  const forget = (one: LeftCase): void => {
    one.stopFollowing();
    waiting.value = waiting.value.filter((other) => other !== one);
  };

  return {
    names: computed(() => waiting.value.map(({ opened }) => opened.info.name)),
    /**
     * Ends the open stroke, and closes the case once everything is stored.
     * @param project where it was opened: a case that this project lists no more waits for nothing
     */
    leave(opened: OpenCase, project: string | undefined): void {
      opened.session.endStroke();
      // Just after a change of project no case is listed yet.
      const isRemoved = (): boolean => workplace.project?.id === project && workplace.cases.length > 0 && workplace.caseOf(opened.info.id) === null;
      if (opened.session.state.kind === 'saved' || isRemoved()) return opened.close();
      const one: LeftCase = {
        opened,
        stopFollowing: opened.follow({
          onState({ kind }) {
            if (kind !== 'saved' && !(kind === 'failed' && isRemoved())) return;
            forget(one);
            opened.close();
          },
          onRefused: (sentence) => toasts.tell({ kind: 'failed', text: sentence }),
        }),
      };
      waiting.value = [...waiting.value, one];
    },
    isWaiting: (caseId: string): boolean => waitingHere(caseId).length > 0,
    /** @returns the case as it was left; null where nothing of it waits */
    takeBack(caseId: string, of: LabelsOf): OpenCase | null {
      const one = waitingHere(caseId).find(({ opened }) => opened.of === of);
      if (one === undefined) return null;
      forget(one);
      return one.opened;
    },
  };
});
