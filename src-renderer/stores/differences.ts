/** Where readers of the open case differ: in which of its slices, and whether that is shown. The picture of it is the annotate page's. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

export const useDifferences = defineStore('differences', () => {
  const isShown = ref(false);
  /** Along the case's slice axis, ascending; null while they are not known. */
  const slices = shallowRef<readonly { readonly slice: number; readonly voxels: number }[] | null>(null);
  return {
    isShown,
    slices,
    /** The next one after a slice, or before it, round and round; null where there is none. */
    neighbour(from: number, step: 1 | -1): number | null {
      const all = (slices.value ?? []).map(({ slice }) => slice);
      const found = step === 1 ? all.find((slice) => slice > from) ?? all[0] : all.findLast((slice) => slice < from) ?? all.at(-1);
      return found ?? null;
    },
  };
});
