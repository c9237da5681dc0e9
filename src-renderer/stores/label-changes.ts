/** How labels are called, shown and ordered: changed at once here, a moment later at the host. */
import { defineStore } from 'pinia';
import { watch } from 'vue';
import type { LabelChange, LabelLook, ListedLabel } from '#shared/labels/label-table.ts';
import { client } from '../connection/client.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export type LabelChanges = LabelChange & Partial<LabelLook>;

/** A slider that is dragged changes many times a second. */
const delayMs = 150;

/** Labels as they will be when everything is stored; the same array where that is how they are. */
export function overlaid(table: readonly ListedLabel[], changes: readonly ReadonlyMap<number, LabelChanges>[]): readonly ListedLabel[] {
  let differs = false;
  const made = table.map((label) => {
    const changed = { ...label, ...Object.assign({}, ...changes.map((one) => one.get(label.index))) as LabelChanges };
    const same = (Object.keys(changed) as (keyof ListedLabel)[]).every((key) => changed[key] === label[key]);
    differs ||= !same;
    return same ? label : changed;
  });
  return differs ? made : table;
}

/** The order after one label was taken out and put before another. @param before null: at the end */
export function movedTo(order: readonly number[], moved: number, before: number | null): readonly number[] {
  if (moved === before) return order;
  const others = order.filter((index) => index !== moved);
  const at = before === null ? others.length : others.indexOf(before);
  return [...others.slice(0, at), moved, ...others.slice(at)];
}

export const useLabelChanges = defineStore('label-changes', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  let unsent = new Map<number, LabelChanges>();
  let sent = new Map<number, LabelChanges>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One call after the other, so that the last one is what stays. */
  let last: Promise<void> = Promise.resolve();

  const show = (): void => {
    const table = overlaid(workplace.labelTable, [sent, unsent]);
    if (table !== workplace.labelTable) workplace.labelTable = table;
  };
  // The host's answers may be older than what was changed meanwhile.
  watch(() => workplace.labelTable, show, { flush: 'sync' });
  watch(() => workplace.project?.id, () => { [unsent, sent] = [new Map(), new Map()]; }, { flush: 'sync' });

  const inTurn = (step: () => Promise<void>): Promise<void> => {
    last = last.then(step).catch(async (error: unknown) => {
      [unsent, sent] = [new Map(), new Map()];
      toasts.failed(error);
      await workplace.refreshLabelTable();
    });
    return last;
  };
  const send = (): Promise<void> => {
    clearTimeout(timer);
    return inTurn(async () => {
      [sent, unsent] = [unsent, new Map()];
      for (const [index, changes] of sent) {
        const table = await client.labels.change({ index, ...changes });
        if (workplace.labelTable.some((label) => label.index === index)) workplace.labelsStored(table);
      }
      sent = new Map();
    });
  };
  return {
    /** Shown at once; told to the host when nothing more has come for a moment. A refusal is said, and everything is as before. */
    change(index: number, changes: LabelChanges): void {
      unsent.set(index, { ...unsent.get(index), ...changes });
      show();
      clearTimeout(timer);
      timer = setTimeout(() => { void send(); }, delayMs);
    },
    /** All changes so far are at the host. */
    settled: send,
    order(indices: readonly number[]): Promise<void> {
      const byIndex = new Map(workplace.labelTable.map((label) => [label.index, label]));
      workplace.labelTable = indices.flatMap((index) => byIndex.get(index) ?? []);
      return inTurn(async () => {
        await client.labels.order({ indices: [...indices] });
        workplace.labelsStored(workplace.labelTable);
      });
    },
  };
});
