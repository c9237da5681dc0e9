/** Labels that go: taken out of the table, brought back, merged into others. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import type { MergeReport } from '#shared/contract/label-work.ts';
import { client } from '../connection/client.ts';
import { plainError } from '../connection/plain-error.ts';
import { useConfirmation } from './confirmation.ts';
import { useDialogs } from './dialogs.ts';
import { jobEnd } from './job-end.ts';
import { useLabelChanges } from './label-changes.ts';
import { useLabelPlace } from './label-place.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export interface MergeChoice {
  readonly from: number;
  readonly into: number;
  readonly everywhere: boolean;
  /** The label that has no voxels then goes, too. */
  readonly removes: boolean;
}

export const useLabelRemoval = defineStore('label-removal', () => {
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const toasts = useToasts();
  const place = useLabelPlace();
  const changes = useLabelChanges();
  /** That the host forgot, because nothing was ever drawn with them; while this window is open they can still be brought back. */
  const neverUsed = shallowRef<readonly ListedLabel[]>([]);
  const stored = shallowRef<readonly ListedLabel[]>([]);
  const merging = ref<number | null>(null);
  watch(() => workplace.project?.id, () => { [neverUsed.value, stored.value] = [[], []]; });
  const nameOf = (index: number): string => workplace.labelTable.find((label) => label.index === index)?.name ?? '';

  const removed = computed(() => {
    const known = new Set([...workplace.labelTable, ...stored.value].map(({ value }) => value));
    return [...stored.value, ...neverUsed.value.filter(({ value }) => !known.has(value))];
  });
  const look = async (): Promise<void> => {
    stored.value = await client.labels.removed();
  };
  const bringBack = async ({ value, name, colour, code, opacity, visible, visibleIn3d }: ListedLabel): Promise<void> => {
    try {
      // Undoing a merge brought it back, or another window.
      if (workplace.labelTable.some((one) => one.value === value)) return;
      await client.labels.add({ value, name, colour, code, locked: false, opacity, visible, visibleIn3d });
      neverUsed.value = neverUsed.value.filter((one) => one.value !== value);
      await Promise.all([workplace.refreshLabelTable(), look()]);
    } catch (error) {
      toasts.failed(error);
    }
  };
  const openMerge = (from: number): void => {
    merging.value = from;
    dialogs.open('merge-label');
  };
  const takeOut = async (label: ListedLabel): Promise<void> => {
    await changes.settled();
    await client.labels.remove({ indices: [label.index] });
    neverUsed.value = [...neverUsed.value.filter(({ value }) => value !== label.value), label];
    await workplace.refreshLabelTable();
  };
  /** Nothing of a merge is lost: each labelmap has one edit, which is taken back. Labels come back with their voxels. */
  const takeBack = async (edits: MergeReport['edits']): Promise<void> => {
    try {
      for (const { labelmapId, edit } of edits) await client.labels.revert({ labelmapId, edit });
      await workplace.refreshLabelTable();
    } catch (error) {
      toasts.failed(error);
    }
  };
  /** What became of the voxels, and of the label: what undoes the one is not what undoes the other. */
  const tellMerged = ({ edits }: MergeReport, names: { readonly from: string; readonly into: string }, gone: ListedLabel | null): void => {
    const n = edits.length;
    const what = n === 0 ? 'nothing' : 'done';
    const back = { word: 'labels.removal.back', take: () => { if (gone !== null) void bringBack(gone); } } as const;
    const undo = { word: 'frame.steps.undo', take: () => { void takeBack(edits); } } as const;
    toasts.tell({
      kind: 'done', text: { word: gone === null ? `labels.merge.${what}` : `labels.merge.${what}Removed`, values: { ...names, n } },
      ...(n > 0 ? { step: undo } : gone === null ? {} : { step: back }),
    });
  };

  return {
    removed, merging, look, bringBack, openMerge,
    async remove(label: ListedLabel): Promise<void> {
      const sure = await useConfirmation().ask({
        title: 'labels.removal.title', text: 'labels.removal.text', values: { name: label.name }, act: 'labels.removal.act', stay: 'labels.cancel',
      });
      if (!sure) return;
      try {
        await place.current?.awaitSaved();
        await takeOut(label);
        toasts.tell({
          kind: 'done', text: { word: 'labels.removal.done', values: { name: label.name } },
          step: { word: 'labels.removal.back', take: () => { void bringBack(label); } },
        });
      } catch (error) {
        const { code, sentence } = plainError(error);
        if (code !== 'conflict') return toasts.failed(error);
        toasts.tell({ kind: 'failed', text: sentence, step: { word: 'labels.merge.open', take: () => openMerge(label.index) } });
      }
    },
    async merge({ from, into, everywhere, removes }: MergeChoice): Promise<void> {
      const names = { from: nameOf(from), into: nameOf(into) };
      const label = workplace.labelTable.find(({ index }) => index === from);
      const here = place.current;
      try {
        // What is merged must be what is stored: the strokes go first.
        await Promise.all([here?.awaitSaved(), changes.settled()]);
        const { jobId } = await client.labels.merge({ from, into, ...(everywhere || here === null ? {} : { caseId: here.caseId }) });
        const ended = await jobEnd(jobId);
        if (ended?.state !== 'done') return;
        const report = ended.result as MergeReport;
        let gone: ListedLabel | null = null;
        try {
          if (everywhere && removes && label !== undefined) {
            await takeOut(label);
            gone = label;
          }
        } finally {
          // Also where the label could not be removed: its voxels are the other's.
          tellMerged(report, names, gone);
        }
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
