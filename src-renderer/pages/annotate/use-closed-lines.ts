/** What a closed line does to the open case: in its slice at once, or through all slices as scissors, shown before it applies. */
import type { ShallowRef } from 'vue';
import { pathInSlice } from '#shared/regions/slice.ts';
import { outlineBlock, type DrawnOutline } from '../../editing/tools/outline.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';
import { refusalOf } from './refusal-of.ts';
import type { Previewable, SeedPreview } from './use-seed-preview.ts';

export interface ClosedLines {
  /** @param tool as it is written into the history */
  fill(outline: DrawnOutline, tool: 'lasso' | 'polygon' | 'livewire'): void;
}

export function useClosedLines(open: ShallowRef<OpenCase | null>, preview: SeedPreview): ClosedLines {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const toasts = useToasts();

  /** @returns whether it can; else a person is told why not */
  const canGive = (label: number): boolean => {
    const refusal = refusalOf(workplace.labelTable, label);
    if (refusal !== null) toasts.tell({ kind: 'note', text: refusal });
    return refusal === null;
  };
  /** By the settings as they are when it is asked. @returns null where the chosen label cannot be given */
  const cutThrough = (opened: OpenCase, { axis, points, erases }: DrawnOutline): Previewable | null => {
    const { does, of } = preferences.settings.tools.outline;
    const { label: chosen } = annotating;
    if (!erases && does === 'fill-inside' && !canGive(chosen)) return null;
    // What may be erased: of the labels that are meant, those that give way to an eraser.
    const { notErased } = rulesOf(annotating, workplace.labelTable, opened.viewed);
    const isMeant = (label: number): boolean => label !== 0 && (of === 'all' || label === chosen);
    const erased = notErased.map((stays, label) => Number(stays === 0 && isMeant(label)));
    return { operation: { kind: 'scissors', axis, ring: pathInSlice(points, axis), does: erases ? 'erase-inside' : does, erased } };
  };

  return {
    fill(outline, tool) {
      const opened = open.value;
      if (opened === null || outline.points.length < 3) return;
      if (preferences.settings.tools.outline.isThrough) return preview.show(opened, () => cutThrough(opened, outline));
      // Another label may have been chosen since the line was begun.
      const { label } = annotating;
      if (!outline.erases && !canGive(label)) return;
      const block = outlineBlock(outline, opened.viewed.geometry.size, outline.erases ? 0 : label);
      if (block !== null) opened.session.paintBlock(tool, block, rulesOf(annotating, workplace.labelTable, opened.viewed));
    },
  };
}
