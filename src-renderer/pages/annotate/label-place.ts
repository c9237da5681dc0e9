/** Tells the stores which case lies open, for what is done with its labels as a whole. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { countInSlices } from '../../components/labels/count-voxels.ts';
import { useLabelPlace } from '../../stores/label-place.ts';
import type { OpenCase } from './open-case.ts';

export function tellLabelPlace(open: Readonly<ShallowRef<OpenCase | null>>): void {
  const place = useLabelPlace();
  watch(open, (opened) => {
    place.current = opened && {
      caseId: opened.info.id,
      caseName: opened.info.name,
      // A large case may not be changed until it is whole.
      get readOnly() {
        return opened.readOnly;
      },
      awaitSaved: () => opened.session.awaitSaved(),
      extentOf: async (label, signal) => (opened.reading.value !== null ? null
        : countInSlices(opened.session.labels, opened.viewed.geometry.size, opened.info.sliceAxis, label, signal)),
    };
  }, { immediate: true });
  onBeforeUnmount(() => { place.current = null; });
}
