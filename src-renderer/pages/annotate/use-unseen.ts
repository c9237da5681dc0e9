/** Which slices of a case have been on screen: what a model filled in and nobody looked at is not completed without a question. */
import { watch, type ShallowRef } from 'vue';
import { useAnnotating } from '../../stores/annotating.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { holdsLabels } from './find-slices.ts';
import type { OpenCase } from './open-case.ts';
import { sliceAgainstPrediction } from './slice-against-prediction.ts';

/** @returns whether the whole case may be completed; asked where slices that nobody looked at hold labels that are the prediction's */
export function useUnseen(open: ShallowRef<OpenCase | null>): (opened: OpenCase) => Promise<boolean> {
  const annotating = useAnnotating();
  const confirmation = useConfirmation();
  const preferences = usePreferences();
  const seen = new WeakMap<OpenCase, Set<number>>();
  watch([open, () => annotating.axis, () => annotating.position, () => preferences.settings.layout] as const, ([opened, axis, position, layout]) => {
    if (opened === null || layout === 'volume') return;
    const { sliceAxis } = opened.info;
    // One view shows one plane, several show a slice of each.
    if (layout === 'one' && axis !== sliceAxis) return;
    seen.set(opened, (seen.get(opened) ?? new Set<number>()).add(position[sliceAxis]));
  }, { immediate: true });

  return async (opened) => {
    const prediction = opened.prediction.value;
    if (prediction === null) return true;
    const { image: { size }, session: { labels }, info: { sliceAxis: axis, name }, planes } = opened;
    const isUnseen = (index: number): boolean => !annotating.completeSlices.has(index) && seen.get(opened)?.has(index) !== true;
    const isFilled = (index: number): boolean => holdsLabels(labels, size, axis, index)
      && sliceAgainstPrediction({ labels, prediction, size, axis, index }) === 'as-predicted';
    const n = Array.from({ length: planes[axis].slices }, (_, index) => index).filter((index) => isUnseen(index) && isFilled(index)).length;
    return n === 0 || confirmation.ask({
      title: 'annotate.complete.unseenTitle', text: 'annotate.complete.unseenText', values: { n, name },
      act: 'annotate.complete.wholeCase', stay: 'keys.changes.cancel',
    });
  };
}
