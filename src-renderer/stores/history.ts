/** What is looked at of the history of the open case: lines, never voxels. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { HistoryLine } from '#shared/contract/labels.ts';

export const useHistory = defineStore('history', () => ({
  /** The edit after which the labels are shown; null while they are shown as they are. Whoever sets it to null goes back to now. */
  looked: shallowRef<HistoryLine | null>(null),
  /** Being read, to be looked at. */
  reading: ref<string | null>(null),
  /** Lists only edits of the shown slice. */
  onlySlice: ref(false),
}));
