/**
 * What the annotate page shows and with which tool: names and numbers. The arrays of the open case
 * are the page's own and never come here.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { lastPlace } from '#shared/contract/settings.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import type { GreyWindow } from '#shared/voxels/grey-statistics.ts';
import type { Projection } from '#shared/voxels/slab.ts';
import type { SavingState } from '../editing/editing-session.ts';
import type { PaintOver } from '../editing/kept-labels.ts';
import type { DrawnOutline } from '../editing/tools/outline.ts';
import type { SliceState } from './review-slices.ts';
import { useLabelChanges } from './label-changes.ts';
import { useWorkplace } from './workplace.ts';

export const tools = ['brush', 'eraser', 'adaptive', 'model', 'lasso', 'polygon', 'livewire', 'fill', 'grow', 'navigate', 'measure', 'window'] as const;
export type Tool = (typeof tools)[number];

type Modality = CaseInfo['images'][number]['modality'];

export interface UnderCursor {
  readonly voxel: Vec3;
  /** LPS, mm. */
  readonly positionMm: Vec3;
  /** Null where the time point that is shown does not reach. */
  readonly value: number | null;
  /** What the view shows there of several slices; null where it shows one. */
  readonly projected: { readonly projection: Projection; readonly value: number } | null;
  /** Of the second image, between its voxels; null where there is none, and its value where it does not reach. */
  readonly second: { readonly value: number | null } | null;
  /** 0: background. */
  readonly label: number;
}

export const useAnnotating = defineStore('annotating', () => {
  const workplace = useWorkplace();
  const changes = useLabelChanges();
  const tool = ref<Tool>('brush');
  const label = ref(1);
  const previousLabel = ref(1);
  /** The plane that keys and marks are about: along this voxel axis. */
  const axis = ref<AxisIndex>(2);
  /** The voxel that all views show: each the slice through it. */
  const position = shallowRef<Vec3>([0, 0, 0]);
  const moveAlong = (along: AxisIndex, to: number): void => {
    if (position.value[along] === to) return;
    const moved: [number, number, number] = [...position.value];
    moved[along] = to;
    position.value = moved;
  };
  /** The slice of that plane. */
  const index = computed<number>({ get: () => position.value[axis.value], set: (to) => moveAlong(axis.value, to) });
  /** Planes of the open case that do not show the whole slice. */
  const zooms = shallowRef<NonNullable<z.infer<typeof lastPlace>['zooms']>>([]);
  const greyWindow = shallowRef<GreyWindow>({ centre: 0.5, width: 1 });
  /** The one label that is shown; null: all that are visible. */
  const alone = ref<number | null>(null);
  /** Of a project that cannot be written, which keeps nothing. */
  const hiddenHere = shallowRef<ReadonlySet<number>>(new Set());
  const hiddenLabels = computed<ReadonlySet<number>>(() => {
    const only = workplace.labelTable.some((one) => one.index === alone.value) ? alone.value : null;
    const isHidden = (one: ListedLabel): boolean => (only === null ? !one.visible || hiddenHere.value.has(one.index) : one.index !== only);
    return new Set(workplace.labelTable.filter(isHidden).map((one) => one.index));
  });
  const labelsHidden = ref(false);
  const predictionShown = ref(true);
  const completeSlices = shallowRef<ReadonlySet<number>>(new Set());
  /** As the host told last, of slices that somebody drew on or spoke of; which are complete is known sooner than it says. */
  const toldStates = shallowRef<ReadonlyMap<number, SliceState>>(new Map());
  const stateOf = (slice: number): SliceState => {
    const told = toldStates.value.get(slice) ?? 'not-started';
    if (completeSlices.value.has(slice)) return told === 'reviewed' ? 'reviewed' : 'complete';
    return told === 'complete' || told === 'reviewed' ? 'in-progress' : told;
  };
  const underCursor = shallowRef<UnderCursor | null>(null);
  /** Voxel that the keyboard moves; null while the pointer draws. */
  const keyboardCursor = shallowRef<Vec3 | null>(null);
  const penDown = ref(false);
  /** What is drawn with lasso, polygon or livewire and not closed yet. */
  const outline = shallowRef<DrawnOutline | null>(null);
  /** Of a livewire: from its last corner to the pointer. */
  const wire = shallowRef<readonly Vec3[]>([]);
  /** Rules of all tools: what gives way, and which values of the image (real ones) may be painted on. */
  const paintOver = shallowRef<PaintOver>('everything');
  const gate = shallowRef<{ readonly lowest: number; readonly highest: number } | null>(null);
  // Rules of a label that is gone, or of another project's labels and images, would hold back the hand and be no one's choice.
  watch(() => workplace.project?.id, () => {
    paintOver.value = 'everything';
    gate.value = null;
  });
  watch(() => workplace.labelTable, (table) => {
    const over = paintOver.value;
    if (typeof over !== 'string' && !table.some((one) => one.index === over.label)) paintOver.value = 'everything';
  });
  let modality: Modality | null = null;
  const saving = shallowRef<SavingState>({ kind: 'saved' });
  const canUndo = ref(false);
  const canRedo = ref(false);

  return {
    tool, label, previousLabel, axis, position, index, moveAlong, zooms, greyWindow, alone, hiddenLabels, labelsHidden, predictionShown,
    completeSlices, toldStates, stateOf, underCursor, keyboardCursor, penDown, outline, wire, paintOver, gate, saving, canUndo, canRedo,
    /** Of the case that is open now: values of another kind of image mean something else. */
    takeModality(of: Modality): void {
      if (of !== modality) gate.value = null;
      modality = of;
    },
    /** What the brush writes. */
    drawn: computed(() => (tool.value === 'eraser' ? 0 : label.value)),
    /** By key or by pointer: whoever chooses a label wants to draw with it. */
    chooseLabel(chosen: number): void {
      if (chosen !== label.value) previousLabel.value = label.value;
      label.value = chosen;
      if (tool.value === 'eraser') tool.value = 'brush';
    },
    swapLabels(): void {
      [label.value, previousLabel.value] = [previousLabel.value, label.value];
    },
    /** Stored with the project; whoever shows or hides one label wants to see the others again. */
    toggleLabel(one: number): void {
      const isHidden = hiddenLabels.value.has(one);
      alone.value = null;
      if (workplace.project?.readOnly === null) {
        changes.change(one, { visible: isHidden });
        return;
      }
      const hidden = new Set(hiddenHere.value);
      if (!hidden.delete(one)) hidden.add(one);
      hiddenHere.value = hidden;
    },
  };
});
