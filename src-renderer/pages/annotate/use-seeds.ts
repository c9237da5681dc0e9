/** Tools that are clicked: filling, growing, accepting one part of a prediction. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { nearestVoxel, offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import { canDraw, keptLabels } from '../../editing/kept-labels.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import { runPointerOperation, type PointerOperation } from '../../editing/regions/pointer-operation.ts';
import type { NamedHelp } from '../../editing/unsent-edits.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { fillRange } from './fill-range.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';
import { sceneOf } from './region-scene.ts';
import type { SeedPreview } from './use-seed-preview.ts';

export interface Seeds {
  /** @param at fractional voxel position @returns false where the chosen label cannot be drawn */
  click(at: Vec3, axis: AxisIndex): boolean;
}

export function useSeeds(open: ShallowRef<OpenCase | null>, preview: SeedPreview): Seeds {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();

  const operationAt = (opened: OpenCase, seed: Vec3, axis: AxisIndex): PointerOperation => {
    const { fill, grow } = preferences.settings.tools;
    const { where, mostMm, ...growing } = grow;
    const reach = (limit: number): number | null => (limit === 0 ? null : limit);
    if (annotating.tool === 'grow') return { kind: 'grow-region', seed, axis: where === 'slice' ? axis : null, mostMm: reach(mostMm), ...growing };
    return {
      kind: 'flood-fill', seed, axis: fill.where === 'slice' ? axis : null, mostMm: reach(fill.mostMm),
      range: fillRange(fill, annotating, opened.viewed, seed), barriers: keptLabels(workplace.labelTable, annotating.paintOver),
    };
  };
  const paint = (opened: OpenCase, tool: string, block: LabelBlock | null, helped?: NamedHelp): boolean =>
    block !== null && opened.session.paintBlock(tool, block, rulesOf(annotating, workplace.labelTable, opened.viewed), helped) !== null;

  /** One after the other: a click that comes while the one before is computed takes nothing from it. */
  let before: Promise<void> = Promise.resolve();
  const acceptComponent = async (opened: OpenCase, seed: Vec3): Promise<void> => {
    if (open.value !== opened) return;
    const { prediction: { value: prediction }, predictedBy } = opened;
    const note = (word: 'drawing.model.none' | 'drawing.model.background' | 'drawing.model.same'): void => toasts.tell({ kind: 'note', text: { word } });
    if (prediction === null) return note('drawing.model.none');
    const label = prediction[offsetOfVoxel(opened.viewed.geometry.size, seed)]!;
    if (label === 0) return note('drawing.model.background');
    if (!canDraw(workplace.labelTable, label)) return note('drawing.model.same');
    try {
      const block = await computer.compute(sceneOf(opened, label, []), { kind: 'accept-component', seed, prediction }, () => undefined);
      if (open.value !== opened) return;
      if (!paint(opened, 'accept-component', block, predictedBy)) return note('drawing.model.same');
      const name = workplace.labelTable.find(({ index }) => index === label)?.name ?? String(label);
      const n = block!.where.reduce((sum, one) => sum + one, 0);
      toasts.tell({ kind: 'done', text: { word: 'drawing.model.accepted', values: { name, n } }, step: { word: 'frame.steps.undo', take: () => { void opened.session.undo(); } }, ofLastEdit: true });
    } catch (error) {
      toasts.failed(error);
    }
  };
  const isInSlice = (): boolean => preferences.settings.tools[annotating.tool === 'grow' ? 'grow' : 'fill'].where === 'slice';

  // Other settings are shown from the same place, as long as nothing was applied.
  watch(
    [() => preferences.settings.tools.fill, () => preferences.settings.tools.grow, () => preferences.settings.tools.outline, () => annotating.gate, () => annotating.paintOver],
    () => preview.again(),
  );
  watch(() => annotating.tool, () => preview.discard());
  onBeforeUnmount(() => computer.dispose());

  return {
    click(at, axis) {
      const opened = open.value;
      if (opened === null || opened.readOnly || opened.session.isDrawing) return true;
      const seed = nearestVoxel(opened.viewed.geometry.size, at);
      if (seed === null) {
        toasts.tell({ kind: 'note', text: { word: 'drawing.outside' } });
        return true;
      }
      if (annotating.tool === 'model') {
        before = before.then(() => acceptComponent(opened, seed));
        return true;
      }
      if (!canDraw(workplace.labelTable, annotating.label)) return false;
      if (isInSlice()) {
        const operation = operationAt(opened, seed, axis);
        const block = finish(runPointerOperation(sceneOf(opened, annotating.label, []), operation));
        if (!paint(opened, operation.kind, block)) toasts.tell({ kind: 'note', text: { word: 'drawing.nothing' } });
      } else preview.show(opened, () => ({ operation: operationAt(opened, seed, axis) }));
      return true;
    },
  };
}
