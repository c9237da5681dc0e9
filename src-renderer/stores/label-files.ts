/** Label tables of other programs, in and out: what a file says is shown before anything is changed. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { TableFormat, TableImportReport } from '#shared/contract/label-work.ts';
import { guessTableFormat, parseLabelTable, type TableLabel } from '#shared/formats/label-tables/label-tables.ts';
import { mostLabels, type ListedLabel } from '#shared/labels/label-table.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../connection/client.ts';
import { handOver, saveText } from '../connection/files-in-out.ts';
import { plainError } from '../connection/plain-error.ts';
import { useDialogs } from './dialogs.ts';
import { useLabelChanges } from './label-changes.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** A table of labels has kilobytes; what is larger by far is an image. */
const mostBytes = 2 ** 23;

export interface TableOutlook {
  /** Labels that the project does not have, and those that it has. */
  readonly fresh: number;
  readonly known: number;
  /** How many new ones the project has room for. */
  readonly room: number;
}

/** What a file would bring. @param removed labels keep their places, those that the file names get them back */
export function outlookOf(labels: readonly Pick<TableLabel, 'value'>[], table: readonly Pick<ListedLabel, 'value'>[], removed: readonly Pick<ListedLabel, 'value'>[]): TableOutlook {
  const held = new Set(table.map(({ value }) => value));
  const named = new Set(labels.map(({ value }) => value));
  const fresh = labels.filter(({ value }) => !held.has(value)).length;
  return { fresh, known: labels.length - fresh, room: mostLabels - table.length - removed.filter(({ value }) => !named.has(value)).length };
}

export const useLabelFiles = defineStore('label-files', () => {
  const workplace = useWorkplace();
  const dialogs = useDialogs();
  const toasts = useToasts();
  const changes = useLabelChanges();
  const file = shallowRef<File | null>(null);
  const text = ref('');
  const format = ref<TableFormat>('itk-snap');
  const which = ref<'all' | 'existing'>('all');
  const removed = shallowRef<readonly ListedLabel[]>([]);
  const report = shallowRef<TableImportReport | null>(null);
  const failed = shallowRef<Sentence | null>(null);
  const working = ref(false);

  const read = computed<{ readonly labels: readonly TableLabel[] } | { readonly refused: Sentence }>(() => {
    try {
      return { labels: parseLabelTable(text.value, format.value, file.value?.name ?? '') };
    } catch (error) {
      return { refused: plainError(error).sentence };
    }
  });
  const outlook = computed(() => ('labels' in read.value ? outlookOf(read.value.labels, workplace.labelTable, removed.value) : null));

  return {
    file, format, which, read, outlook, report, failed, working,
    async offer(chosen: File): Promise<void> {
      try {
        [file.value, report.value, failed.value, which.value] = [chosen, null, null, 'all'];
        text.value = chosen.size > mostBytes ? '' : await chosen.text();
        format.value = guessTableFormat(chosen.name, text.value);
        removed.value = await client.labels.removed();
        if (outlook.value !== null && outlook.value.fresh > outlook.value.room) which.value = 'existing';
        dialogs.open('label-file');
      } catch (error) {
        toasts.failed(error);
      }
    },
    async start(): Promise<void> {
      if (file.value === null || working.value) return;
      working.value = true;
      try {
        await changes.settled();
        const { grant, discard } = await handOver([{ file: file.value, path: file.value.name }], () => undefined, new AbortController().signal);
        try {
          report.value = await client.labels.importTable({ path: grant, format: format.value, which: which.value });
        } catch (error) {
          await discard();
          throw error;
        }
        await workplace.refreshLabelTable();
      } catch (error) {
        failed.value = plainError(error).sentence;
      } finally {
        working.value = false;
      }
    },
    async save(as: TableFormat): Promise<void> {
      try {
        await changes.settled();
        const { name, text: written, notes } = await client.labels.exportTable({ format: as });
        saveText(name, written, as === 'slicer-csv' ? 'text/csv' : 'text/plain');
        toasts.tell({ kind: 'done', text: { word: 'labels.files.saved', values: { name, n: workplace.labelTable.length } } });
        for (const note of notes) toasts.tell({ kind: 'note', text: note });
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
