/** What a closed line does to the open case: in its slice at once, or through all slices as scissors. */
import { onBeforeUnmount, type ShallowRef } from 'vue';
import type { ToolOptions } from '#shared/contract/tool-options.ts';
import { pathInSlice } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import { outlineBlock, type DrawnOutline } from '../../editing/tools/outline.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';
import { refusalOf } from './refusal-of.ts';
import { sceneOf } from './region-scene.ts';

export interface ClosedLines {
  /** @param tool as it is written into the history */
  fill(outline: DrawnOutline, tool: 'lasso' | 'polygon' | 'livewire'): void;
}

/** As it was chosen when the line was closed. */
interface Cut extends Pick<ToolOptions['outline'], 'does' | 'of'> {
  readonly label: number;
}

export function useClosedLines(open: ShallowRef<OpenCase | null>): ClosedLines {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  onBeforeUnmount(() => computer.dispose());

  /** What may be erased: of the labels that are meant, those that give way to an eraser. */
  const erased = (opened: OpenCase, { of, label: chosen }: Cut): Uint8Array => {
    const { notErased } = rulesOf(annotating, workplace.labelTable, opened.viewed);
    const isMeant = (label: number): boolean => label !== 0 && (of === 'all' || label === chosen);
    return notErased.map((stays, label) => Number(stays === 0 && isMeant(label)));
  };
  /** One after the other: a cut that comes while the one before is computed takes nothing from it. */
  let before: Promise<void> = Promise.resolve();
  const cutThrough = async (opened: OpenCase, { axis, points }: DrawnOutline, cut: Cut): Promise<void> => {
    if (open.value !== opened) return;
    let isOld = true;
    const unfollow = opened.follow({ onChanged: () => { isOld = true; } });
    try {
      let block: LabelBlock | null = null;
      // A stroke that was drawn meanwhile may lie where is cut: once more, with it.
      while (isOld) {
        isOld = false;
        block = await computer.compute(
          sceneOf(opened, cut.label, []), { kind: 'scissors', axis, ring: pathInSlice(points, axis), does: cut.does, erased: erased(opened, cut) }, () => undefined,
        );
        if (open.value !== opened) return;
      }
      const box = block && opened.session.paintBlock('scissors', block, rulesOf(annotating, workplace.labelTable, opened.viewed));
      if (block === null || box === null) return toasts.tell({ kind: 'note', text: { word: 'drawing.outline.nothing' } });
      const n = block.box.last[axis] - block.box.first[axis] + 1;
      toasts.tell({ kind: 'done', text: { word: 'drawing.outline.cut', values: { n } }, step: { word: 'frame.steps.undo', take: () => { void opened.session.undo(); } }, ofLastEdit: true });
    } catch (error) {
      toasts.failed(error);
    } finally {
      unfollow();
    }
  };

  return {
    fill(outline, tool) {
      const opened = open.value;
      if (opened === null || outline.points.length < 3) return;
      // Another label may have been chosen since the line was begun.
      const { isThrough, does, of } = preferences.settings.tools.outline;
      const { label } = annotating;
      const gives = !outline.erases && (!isThrough || does === 'fill-inside');
      const refusal = gives ? refusalOf(workplace.labelTable, label) : null;
      if (refusal !== null) return toasts.tell({ kind: 'note', text: refusal });
      if (isThrough) {
        before = before.then(() => cutThrough(opened, outline, { does: outline.erases ? 'erase-inside' : does, of, label }));
        return;
      }
      const block = outlineBlock(outline, opened.viewed.geometry.size, outline.erases ? 0 : label);
      if (block !== null) opened.session.paintBlock(tool, block, rulesOf(annotating, workplace.labelTable, opened.viewed));
    },
  };
}
