/** Scissors in 3D on the open case: a line drawn on the screen shows what it would erase. Knows no view. */
import { watch } from 'vue';
import { projectionOfVoxels, type Projection } from '#shared/regions/projection.ts';
import type { Path } from '#shared/regions/slice.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { refusalOf } from './refusal-of.ts';
import type { Previewable, SeedPreview } from './use-seed-preview.ts';

/** @param toScreen from LPS mm to the pixels in which the line was drawn */
export type CutAlong = (opened: OpenCase, line: Path, toScreen: Projection) => void;

export function useScissors(preview: SeedPreview): CutAlong {
  const annotating = useAnnotating();
  const display = useVolumeDisplay();
  const workplace = useWorkplace();
  const toasts = useToasts();

  // What is not seen is not cut unseen.
  const free = (): number[] => workplace.labelTable
    .filter(({ index, locked, visibleIn3d }) => !locked && visibleIn3d && !annotating.hiddenLabels.has(index))
    .map(({ index }) => index);

  // Another side or other labels of the same line.
  watch([() => display.side, () => display.from, () => (display.from === 'all' ? free().join() : '')], () => { if (preview.kind.value === 'cut-away') preview.again(); });

  return (opened, line, toScreen) => {
    if (opened.readOnly || opened.session.isDrawing) return;
    const projection = projectionOfVoxels(toScreen, opened.viewed.geometry.affine);
    preview.show(opened, (): Previewable | null => {
      const refusal = display.from === 'label' ? refusalOf(workplace.labelTable, annotating.label) : null;
      if (refusal === null) return { operation: { kind: 'cut-away', ring: line, projection, side: display.side, from: display.from }, free: free() };
      toasts.tell({ kind: 'note', text: refusal });
      return null;
    });
  };
}
