/** How far the shown slice and its prediction differ, counted again a moment after the last stroke. */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { sliceDifference, type SliceDifference } from '#shared/labels/slice-difference.ts';
import { labelsShown } from '../../pages/annotate/labels-shown.ts';
import type { OpenCase } from '../../pages/annotate/open-case.ts';
import { useAnnotating } from '../../stores/annotating.ts';

const restMs = 120;

/** @param counts whether anybody looks at it */
export function useSliceDifference(at: () => { readonly open: OpenCase; readonly axis: AxisIndex; readonly slice: number }, counts: () => boolean): Readonly<ShallowRef<SliceDifference | null>> {
  const annotating = useAnnotating();
  const difference = shallowRef<SliceDifference | null>(null);
  let resting: ReturnType<typeof setTimeout> | undefined;
  const count = (): void => {
    resting = undefined;
    const { open, axis, slice } = at();
    const prediction = open.prediction.value;
    difference.value = prediction && sliceDifference(labelsShown(open), prediction, open.planes[axis], open.viewed.geometry.size, slice, annotating.hiddenLabels);
  };
  // Never between two events of a stroke: a hand that draws is not kept waiting for a number.
  const countSoon = (): void => {
    clearTimeout(resting);
    resting = setTimeout(count, restMs);
  };
  watch([counts, () => at().open, () => at().axis, () => at().slice, () => at().open.prediction.value, () => labelsShown(at().open), () => annotating.hiddenLabels], ([wanted]) => {
    clearTimeout(resting);
    if (wanted) count();
    else difference.value = null;
  }, { immediate: true });
  watch([counts, () => at().open], ([wanted, open], _before, onCleanup) => {
    if (wanted) onCleanup(open.follow({ onChanged: countSoon }));
  }, { immediate: true });
  onBeforeUnmount(() => clearTimeout(resting));
  return difference;
}
