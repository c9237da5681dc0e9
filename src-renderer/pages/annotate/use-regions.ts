/** Operations on a whole label of the open case: computed beside, shown before they apply, one entry of the history when they do. */
import { inject, onBeforeUnmount, watch, type InjectionKey, type ShallowRef } from 'vue';
import { voxelCount } from '#shared/geometry/affine.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { paintBlock, type LabelBlock, type PaintingRules } from '../../editing/paint-block.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import type { Operation } from '../../editing/regions/operation.ts';
import { tileGrid } from '../../editing/tile-grid.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useRegionTools } from '../../stores/region-tools.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf, storedRange } from './painting-gate.ts';

export interface RegionActions {
  /** Computes what is chosen and shows the labels as they would be. */
  preview(): void;
  /** What is shown becomes an edit. */
  apply(): void;
  /** Stops what is computed, and shows the labels as they are. */
  discard(): void;
}

export const regionActions: InjectionKey<RegionActions> = Symbol('region actions');

export function useRegionActions(): RegionActions {
  const actions = inject(regionActions);
  if (actions === undefined) throw new Error('the annotate page gives its actions to what stands on it');
  return actions;
}

export function useRegions(open: ShallowRef<OpenCase | null>): RegionActions {
  const annotating = useAnnotating();
  const regions = useRegionTools();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  let shown: { readonly tool: string; readonly block: LabelBlock; readonly rules: PaintingRules } | null = null;

  const discard = (): void => {
    computer.stop();
    shown = null;
    if (open.value !== null) open.value.previewed.value = null;
    regions.status = { kind: 'none' };
  };
  const show = (opened: OpenCase, tool: string, block: LabelBlock | null): void => {
    const rules = rulesOf(annotating, workplace.labelTable, opened.viewed);
    const { session, viewed: { geometry: { size, affine } }, image } = opened;
    if (block === null) {
      regions.status = { kind: 'same' };
      return;
    }
    const labels = session.labels.slice();
    paintBlock(labels, tileGrid(size), block, rules);
    let voxels = 0;
    for (let at = 0; at < labels.length; at += 1) if (labels[at] !== session.labels[at]) voxels += 1;
    if (voxels === 0) {
      regions.status = { kind: 'same' };
      return;
    }
    shown = { tool, block, rules };
    opened.previewed.value = labels;
    const voxelMm3 = spacingMm(affine).reduce((product, step) => product * step, 1);
    regions.status = { kind: 'shown', voxels, ml: image.trust === 'spacing-unknown' ? null : (voxels * voxelMm3) / 1000 };
  };

  const operationOf = (opened: OpenCase): Operation | null => {
    const { kind, chosen } = regions;
    switch (kind) {
      case 'keep-largest': return { kind };
      case 'keep-at': return { kind, voxel: annotating.position };
      case 'remove-small': return { kind, smallestMm3: chosen.smallestMm3 };
      case 'fill-holes': return { kind, slices: chosen.bySlice ? annotating.axis : null };
      case 'grow': case 'shrink': case 'open': case 'close': case 'gaussian': return { kind, mm: chosen.mm };
      case 'joint': return { kind, mm: chosen.mm };
      case 'hollow': return { kind, mm: chosen.mm, side: chosen.side };
      case 'median': return { kind, radiusVoxels: chosen.radiusVoxels };
      case 'threshold': return { kind, ...storedRange(opened.viewed, chosen) };
      case 'combine': return chosen.other === 0 ? null : { kind, how: chosen.how, other: chosen.other };
      case 'interpolate': return { kind, axis: annotating.axis };
    }
  };

  const preview = async (): Promise<void> => {
    const opened = open.value;
    if (opened === null || opened.readOnly || opened.session.isDrawing) return;
    discard();
    const entry = workplace.labelTable.find(({ index }) => index === annotating.label);
    if (entry === undefined || entry.locked) {
      toasts.tell({ kind: 'note', text: entry === undefined ? { word: 'annotate.labels.none' } : { word: 'annotate.labels.locked', values: { name: entry.name } } });
      return;
    }
    const operation = operationOf(opened);
    if (operation === null) return;
    regions.status = { kind: 'computing', share: 0 };
    const { session, viewed } = opened;
    const size: Vec3 = viewed.geometry.size;
    const scene = {
      grid: { size, spacingMm: spacingMm(viewed.geometry.affine) },
      labels: session.labels, image: viewed.voxels, label: annotating.label,
      free: workplace.labelTable.filter(({ locked }) => !locked).map(({ index }) => index),
    };
    try {
      const block = await computer.compute(scene, operation, (share) => {
        if (regions.status.kind === 'computing') regions.status = { kind: 'computing', share };
      });
      // Stopped, or another case is open by now.
      if (regions.status.kind !== 'computing' || open.value !== opened) return;
      show(opened, operation.kind, block);
    } catch (error) {
      console.error(error);
      regions.status = { kind: 'none' };
      toasts.tell({ kind: 'failed', text: { word: 'annotate.regions.failed', values: { n: voxelCount(size) } } });
    }
  };
  const apply = (): void => {
    const opened = open.value;
    if (opened === null || shown === null) return;
    const { tool, block, rules } = shown;
    discard();
    const box = opened.session.paintBlock(tool, block, rules);
    if (box !== null) toasts.tell({ kind: 'done', text: { word: `annotate.regions.done` }, ofLastEdit: true });
  };

  // What is shown was computed from labels that are others now.
  watch(open, (opened, _before, onCleanup) => {
    discard();
    if (opened !== null) onCleanup(opened.follow({ onChanged: () => { if (regions.status.kind !== 'none') discard(); } }));
  }, { immediate: true });
  watch(() => [annotating.label, workplace.labelTable, regions.kind], () => { if (regions.status.kind !== 'none') discard(); });
  onBeforeUnmount(() => {
    discard();
  });
  return { preview: () => { void preview(); }, apply, discard };
}
