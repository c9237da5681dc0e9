/** Which slices of a case have been on screen: what a model filled in and nobody looked at is not completed without a question. */
import { watch, type ShallowRef } from 'vue';
import { useAnnotating } from '../../stores/annotating.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import type { OpenCase } from './open-case.ts';

export interface Unseen {
  /** The prediction of the whole case was accepted. */
  readonly filledIn: (opened: OpenCase) => void;
  /** @returns whether the whole case may be completed; asked only where a prediction was accepted beyond what was looked at */
  readonly mayComplete: (opened: OpenCase) => Promise<boolean>;
}

export function useUnseen(open: ShallowRef<OpenCase | null>): Unseen {
  const annotating = useAnnotating();
  const confirmation = useConfirmation();
  const seen = new WeakMap<OpenCase, Set<number>>();
  const filled = new WeakSet<OpenCase>();
  watch([open, () => annotating.axis, () => annotating.index] as const, ([opened, axis, index]) => {
    if (opened === null || axis !== opened.info.sliceAxis) return;
    const own = seen.get(opened) ?? new Set<number>();
    seen.set(opened, own.add(index));
  }, { immediate: true });

  return {
    filledIn: (opened) => void filled.add(opened),
    async mayComplete(opened) {
      if (!filled.has(opened)) return true;
      const looked = seen.get(opened);
      const n = Array.from({ length: opened.planes[opened.info.sliceAxis].slices }, (_, slice) => slice)
        .filter((slice) => !annotating.completeSlices.has(slice) && looked?.has(slice) !== true).length;
      return n === 0 || confirmation.ask({
        title: 'annotate.complete.unseenTitle', text: 'annotate.complete.unseenText', values: { n, name: opened.info.name },
        act: 'annotate.complete.wholeCase', stay: 'keys.changes.cancel',
      });
    },
  };
}
