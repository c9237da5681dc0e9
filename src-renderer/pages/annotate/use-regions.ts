/** Operations on a whole label of the open case: computed beside, shown before they apply, one entry of the history when they do. */
import { inject, onBeforeUnmount, watch, type InjectionKey, type ShallowRef } from 'vue';
import { spacingMm, voxelCount } from '#shared/geometry/affine.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { labelsAndLocks } from '../../editing/kept-labels.ts';
import type { LabelBlock, PaintingRules } from '../../editing/paint-block.ts';
import { createRegionComputer, type VersionedScene } from '../../editing/regions/compute-regions.ts';
import type { Operation } from '../../editing/regions/operation.ts';
import type { Outcome } from '../../editing/regions/region-messages.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useRegionTools } from '../../stores/region-tools.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { amountOf } from './amount-of.ts';
import { chosenContour, chosenOperation } from './chosen-operation.ts';
import { paintIslands, tableWithIslands, unusedIndices, usedIndices } from './island-labels.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf, storedRange } from './painting-gate.ts';
import { refusalOf } from './refusal-of.ts';
import { useRegionLooks, type RegionLooks } from './use-region-looks.ts';

export interface RegionActions extends RegionLooks {
  /** Computes what is chosen and shows the labels as they would be. */
  preview(): void;
  /** The same once the numbers rest; what is shown stays until then. */
  previewSoon(): void;
  /** What of a contour there is before it moves. */
  showStart(): void;
  /** A contour stands still, to be looked at. */
  pause(): void;
  /** It goes on, by the numbers that are chosen now. */
  resume(): void;
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

/** A slider that is dragged; a hand that draws one seed after the other; a sentence that is read. */
const restMs = { numbers: 80, seeds: 400, refusals: 3000 } as const;

interface Shown {
  readonly tool: Operation['kind'];
  readonly block: LabelBlock;
  readonly rules: PaintingRules;
  /** That stand for labels which are added when it applies. */
  readonly islands: readonly number[];
  readonly label: number;
}

export function useRegions(open: ShallowRef<OpenCase | null>): RegionActions {
  const annotating = useAnnotating();
  const regions = useRegionTools();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  let shown: Shown | null = null;
  let labelsVersion = 0;
  /** Counts what was asked: an answer to an earlier question is none any more. */
  let asked = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** How what is computed was asked for. */
  let running: Operation | null = null;
  /** Seeds that are drawn make what grew from earlier ones grow anew. */
  let isFollowing = false;

  const show = (labels: Uint8Array | null, box: VoxelBox | null = null): void => {
    if (open.value === null) return;
    open.value.previewedBox.value = box;
    open.value.previewed.value = labels;
    open.value.previewedTable.value = null;
  };
  const discard = (): void => {
    asked += 1;
    clearTimeout(resting);
    computer.stop();
    shown = running = null;
    show(null);
    regions.status = { kind: 'none' };
  };
  /** Nothing comes back by itself, either. */
  const giveUp = (): void => {
    isFollowing = false;
    discard();
  };

  const sceneOf = (opened: OpenCase): VersionedScene => ({
    grid: { size: opened.viewed.geometry.size, spacingMm: spacingMm(opened.viewed.geometry.affine) },
    labels: opened.session.labels, labelsVersion, image: opened.viewed.voxels, label: annotating.label,
    free: workplace.labelTable.filter(({ locked }) => !locked).map(({ index }) => index),
  });
  /** @returns the voxels that would change; 0 where none would */
  const take = (opened: OpenCase, operation: Operation, { block, preview }: Outcome, rules: PaintingRules): number => {
    show(preview?.labels ?? null, block?.box);
    shown = null;
    if (block === null || preview === null) return 0;
    const islands = operation.kind === 'split' ? usedIndices(block, operation.as) : [];
    if (islands.length > 0) opened.previewedTable.value = tableWithIslands(workplace.labelTable, annotating.label, islands);
    shown = { tool: operation.kind, block, rules, islands, label: annotating.label };
    return preview.voxels;
  };

  let refusedAt = -Infinity;
  /** Where the chosen label cannot be worked on: says why, but not with every step of a slider. Seeds grow for all labels. */
  const isRefused = (): boolean => {
    const refusal = refusalOf(workplace.labelTable, annotating.label);
    if (refusal === null || (regions.kind === 'seeds' && refusal.word === 'annotate.labels.locked')) return false;
    const now = performance.now();
    if (now - refusedAt < restMs.refusals) return true;
    refusedAt = now;
    toasts.tell({ kind: 'note', text: refusal });
    return true;
  };
  const compute = async (opened: OpenCase, operation: Operation, keepsShown: boolean): Promise<void> => {
    if (!keepsShown) discard();
    clearTimeout(resting);
    const mine = ++asked;
    const isStart = operation.kind === 'contour' && operation.iterations === 0;
    running = operation;
    if (regions.status.kind !== 'shown' && regions.status.kind !== 'evolving') regions.status = { kind: 'computing', share: 0 };
    const rules = rulesOf(annotating, workplace.labelTable, opened.viewed);
    const { kept, notErased } = rules;
    const gate = annotating.gate && storedRange(opened.viewed, annotating.gate);
    try {
      const outcome = await computer.preview(sceneOf(opened), operation, {
        rules: { kept, notErased, gate },
        iterationsPerLook: regions.contour.iterationsPerLook,
        progress(share) { if (mine === asked && regions.status.kind === 'computing') regions.status = { kind: 'computing', share }; },
        look({ iteration, isPaused, ...look }) {
          if (mine !== asked) return;
          regions.status = { kind: 'evolving', iteration, isPaused, ...amountOf(opened, take(opened, operation, look, rules)) };
        },
      });
      // Stopped, or another case is open by now.
      if (outcome === null || mine !== asked || open.value !== opened) return;
      const voxels = take(opened, operation, outcome, rules);
      running = null;
      if (isStart) shown = null;
      regions.status = isStart ? { kind: 'start' } : voxels === 0 ? { kind: 'same' } : { kind: 'shown', ...amountOf(opened, voxels) };
    } catch (error) {
      if (mine !== asked) return;
      giveUp();
      if (error instanceof UserFacingError) return toasts.tell({ kind: 'note', text: error.sentence });
      console.error(error);
      toasts.tell({ kind: 'failed', text: { word: 'annotate.regions.failed', values: { n: voxelCount(opened.viewed.geometry.size) } } });
    }
  };
  const preview = (keepsShown: boolean): void => {
    const opened = open.value;
    if (opened === null || opened.readOnly || opened.session.isDrawing || isRefused()) return;
    const operation = chosenOperation({ annotating, regions, image: opened.viewed, unused: () => unusedIndices(workplace.labelTable) });
    if (operation !== null) void compute(opened, operation, keepsShown);
    else if (regions.kind === 'split') toasts.tell({ kind: 'note', text: { word: 'regions.split.full' } });
  };
  const soon = (afterMs: number, step: () => void): void => {
    clearTimeout(resting);
    resting = setTimeout(step, afterMs);
  };

  const goOn = (): void => {
    const opened = open.value;
    if (opened === null || regions.status.kind !== 'evolving') return;
    regions.status = { ...regions.status, isPaused: false };
    const wanted = { ...chosenContour({ regions, image: opened.viewed }), goesOn: running?.kind === 'contour' && running.goesOn };
    if (JSON.stringify(wanted) === JSON.stringify(running)) return computer.resume();
    void compute(opened, { ...wanted, goesOn: true }, true);
  };

  /** A contour that has not moved yet, by the numbers that are chosen now. */
  const beginAgain = (): void => {
    const opened = open.value;
    if (opened === null || running?.kind !== 'contour') return;
    const wanted = { ...chosenContour({ regions, image: opened.viewed }), iterations: running.iterations };
    if (JSON.stringify(wanted) !== JSON.stringify(running)) void compute(opened, wanted, true);
  };

  const apply = async (opened: OpenCase, { tool, block, rules, islands, label }: Shown): Promise<void> => {
    // What is shown stays, to be applied after going back.
    if (opened.readOnly) return toasts.tell({ kind: 'note', text: { word: 'history.backFirst' } });
    const table = workplace.labelTable;
    giveUp();
    // Labels are added by the host, and until they are a person may draw where they would lie, or leave.
    let isOld = false;
    const unfollow = opened.follow({ onChanged: () => { isOld = true; } });
    const paint = (found: LabelBlock): boolean => !isOld && open.value === opened && opened.session.paintBlock(tool, found, rules) !== null;
    try {
      const isPainted = islands.length === 0 ? paint(block) : await paintIslands({ table, split: label, islands, block }, paint);
      if (isPainted) toasts.tell({ kind: 'done', text: { word: 'annotate.regions.done' }, ofLastEdit: true });
      else if (open.value === opened) toasts.tell({ kind: 'note', text: { word: 'annotate.regions.old' } });
    } catch (error) {
      toasts.failed(error);
    } finally {
      unfollow();
      if (islands.length > 0) await workplace.refreshLabelTable();
    }
  };

  /** Seeds that are drawn while what grows from earlier ones is shown make it grow anew. */
  const growAgain = (): void => soon(restMs.seeds, () => {
    if (open.value?.session.isDrawing === true) growAgain();
    else preview(true);
  });
  // What is shown was computed from labels that are others now.
  watch(open, (opened, _before, onCleanup) => {
    giveUp();
    regions.bubbles = [];
    if (opened === null) return;
    onCleanup(opened.follow({
      onChanged() {
        labelsVersion += 1;
        const { kind } = regions.status;
        if (regions.kind === 'seeds' && regions.seeds.follows && (kind === 'shown' || kind === 'computing')) isFollowing = true;
        if (kind !== 'none') discard();
        if (isFollowing) growAgain();
      },
    }));
  }, { immediate: true });
  watch(() => regions.status.kind, (kind) => { if (kind === 'shown') isFollowing = false; });
  watch([() => annotating.label, () => labelsAndLocks(workplace.labelTable), () => regions.kind], ([, table, kind], [, tableBefore, kindBefore]) => {
    // Seeds of another label are drawn while what grows from all is shown.
    if (kind === 'seeds' && kind === kindBefore && table === tableBefore) return;
    if (regions.status.kind !== 'none' || isFollowing) giveUp();
  });
  // What may be painted over by now holds for what is applied, and is shown.
  watch([() => annotating.paintOver, () => annotating.gate], () => {
    const opened = open.value;
    const { kind } = regions.status;
    if (opened === null || kind === 'none' || kind === 'start') return;
    if (shown !== null) shown = { ...shown, rules: rulesOf(annotating, workplace.labelTable, opened.viewed) };
    if (kind === 'evolving') void compute(opened, { ...chosenContour({ regions, image: opened.viewed }), goesOn: true }, true);
    // What has come to rest is not moved on for it.
    else if (regions.kind === 'contour') giveUp();
    else soon(restMs.numbers, () => preview(true));
  });
  // The threshold of the shown slice goes with it.
  watch(() => [annotating.axis, annotating.index], () => {
    if (regions.kind === 'threshold' && regions.chosen.within === 'slice' && regions.status.kind !== 'none') soon(restMs.numbers, () => preview(true));
  });
  onBeforeUnmount(() => {
    discard();
    computer.dispose();
  });

  return {
    ...useRegionLooks(open, sceneOf),
    preview: () => preview(false),
    previewSoon: () => soon(restMs.numbers, () => {
      if (regions.kind !== 'contour') return preview(true);
      const { status } = regions;
      // One that rests takes other numbers over when it goes on.
      if (status.kind === 'evolving' && !status.isPaused) goOn();
      else if (status.kind === 'computing') beginAgain();
    }),
    showStart() {
      const opened = open.value;
      if (opened === null || opened.readOnly || opened.session.isDrawing || isRefused()) return;
      if (regions.bubbles.length === 0) return discard();
      void compute(opened, { ...chosenContour({ regions, image: opened.viewed }), iterations: 0 }, regions.status.kind === 'start');
    },
    pause() {
      computer.pause();
      if (regions.status.kind === 'evolving') regions.status = { ...regions.status, isPaused: true };
    },
    resume: goOn,
    apply() { if (open.value !== null && shown !== null) void apply(open.value, shown); },
    discard: giveUp,
  };
}

