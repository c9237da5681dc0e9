/** The actions of the annotate page: what buttons and keys do to the open case. */
import { onBeforeUnmount, type ShallowRef } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { useRouter } from 'vue-router';
import { client } from '../../connection/client.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useCaseNote } from '../../stores/case-note.ts';
import { useDifferences } from '../../stores/differences.ts';
import { useGuide } from '../../stores/guide.ts';
import { useInsight } from '../../stores/insight.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useQueue } from '../../stores/queue.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { useWords } from '../../locales/use-words.ts';
import type { AnnotateActions } from './actions.ts';
import { useBeside } from './beside.ts';
import { copiedSlice } from '../../editing/tools/copy-slice.ts';
import { layoutChanges } from './layout-changes.ts';
import { rulesOf } from './painting-gate.ts';
import { holdsLabels, nextSlice } from './find-slices.ts';
import { ownWindow } from './first-view.ts';
import type { OpenCase } from './open-case.ts';
import { sceneOf } from './region-scene.ts';
import { useAccepting } from './use-accepting.ts';
import { useCaseSequence } from './use-case-sequence.ts';
import { planeWord } from './plane-word.ts';
import { useUnseen } from './use-unseen.ts';
import { sliceAgainstPrediction } from './slice-against-prediction.ts';
import { createSliceMarks, type Mark } from './slice-marks.ts';

/** What the views of the page are asked for. */
interface Views {
  readonly resetView: () => void;
  readonly zoomTo: (box: VoxelBox) => void;
  readonly closeOutline: () => boolean;
}

export function useAnnotateSteps(open: ShallowRef<OpenCase | null>, { resetView, zoomTo, closeOutline }: Views): AnnotateActions {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const differences = useDifferences();
  const display = useVolumeDisplay();
  const router = useRouter();
  const guide = useGuide();
  const insight = useInsight();
  const note = useCaseNote();
  const queue = useQueue();
  const sequence = useCaseSequence(() => open.value?.info.id ?? null);
  const mayComplete = useUnseen(open);
  const { t } = useWords();

  /** Runs a step on the open case and says what went wrong. */
  const on = (step: (opened: OpenCase) => void | Promise<void>) => (): void => {
    const opened = open.value;
    if (opened === null) return;
    void (async () => {
      try {
        await step(opened);
      } catch (error) {
        toasts.failed(error);
      }
    })();
  };
  const onWritable = (step: (opened: OpenCase) => void | Promise<void>) => on((opened) => {
    if (opened.earlier.value !== null) toasts.tell({ kind: 'note', text: { word: 'history.backFirst' } });
    return opened.readOnly ? undefined : step(opened);
  });

  const goToSlice = (index: number): void => {
    const opened = open.value;
    if (opened === null) return;
    const { slices } = opened.planes[annotating.axis];
    annotating.index = Math.min(Math.max(index, 0), slices - 1);
  };
  const planeName = ({ planes, info }: OpenCase): string => planeWord(t, planes[info.sliceAxis]);

  /** Only the acquisition plane has slices that are marked. @returns false where it was not shown, and is now */
  const onMarkedPlane = (opened: OpenCase): boolean => {
    if (annotating.axis === opened.info.sliceAxis) return true;
    showPlane(opened.info.sliceAxis);
    toasts.tell({ kind: 'note', text: { word: 'annotate.complete.otherPlane', values: { plane: planeName(opened) } } });
    return false;
  };
  const marksOf = new WeakMap<OpenCase, ReturnType<typeof createSliceMarks>>();
  const marksFor = (opened: OpenCase): ReturnType<typeof createSliceMarks> => createSliceMarks({
    count: sliceCount(opened),
    shown: () => annotating.completeSlices,
    show: (complete) => { if (open.value === opened) annotating.completeSlices = complete; },
    async store(slices, state) {
      // What is marked must be what is stored: what is being accepted and the strokes go first.
      await accepting.settled();
      await opened.session.awaitSaved();
      const marked = { labelmapId: opened.labelmapId, slices: slices === 'all' ? 'all' as const : [...slices], state };
      return (await client.labels.mark(marked, { context: { person: opened.person } })).completeSlices;
    },
  });
  const mark = (opened: OpenCase, slices: 'all' | readonly number[], state: Mark): Promise<void> => {
    const marks = marksOf.get(opened) ?? marksFor(opened);
    marksOf.set(opened, marks);
    return marks(slices, state);
  };
  const tellAllComplete = (opened: OpenCase): void =>
    toasts.tell({ kind: 'done', text: { word: 'annotate.complete.marked', values: { n: sliceCount(opened) } } });
  const sliceCount = ({ planes, info }: OpenCase): number => planes[info.sliceAxis].slices;

  function showPlane(axis: 0 | 1 | 2): void {
    // What a person asks for is to be seen.
    display.isActive = false;
    if (preferences.settings.layout === 'volume') preferences.change({ layout: 'one' });
    if (open.value === null || axis === annotating.axis) return;
    annotating.keyboardCursor = null;
    annotating.axis = axis;
  }
  const findSlice = (wanted: 'open' | 'labelled', step: 1 | -1): void => {
    const opened = open.value;
    if (opened === null) return;
    if (wanted === 'open' && !onMarkedPlane(opened)) return;
    const { axis } = annotating;
    const found = nextSlice(annotating.index, step, opened.planes[axis].slices, (slice) => (wanted === 'open'
      ? !annotating.completeSlices.has(slice)
      : holdsLabels(opened.session.labels, opened.image.size, axis, slice)));
    if (found === null) toasts.tell({ kind: 'note', text: { word: `annotate.noSuchSlice.${wanted}` } });
    else goToSlice(found);
  };
  const findDifference = (step: 1 | -1): void => {
    const opened = open.value;
    if (opened === null) return;
    if (insight.blind === true) return toasts.tell({ kind: 'note', text: { word: 'palette.why.blind' } });
    if (!differences.isShown || differences.slices === null) {
      differences.isShown = true;
      return;
    }
    const { sliceAxis } = opened.info;
    const found = differences.neighbour(annotating.position[sliceAxis], step);
    if (found === null) return toasts.tell({ kind: 'note', text: { word: 'readings.bar.nowhere' } });
    annotating.axis = sliceAxis;
    goToSlice(found);
  };
  const changeLayout = layoutChanges(preferences, display, useBeside(() => open.value));
  /** Undone and redone changes are looked at: where they lie elsewhere, their slice is shown. */
  const showBox = (box: VoxelBox | null): void => {
    if (box === null) return;
    const { axis, index } = annotating;
    if (index < box.first[axis] || index > box.last[axis]) goToSlice(Math.round((box.first[axis] + box.last[axis]) / 2));
  };
  const takeBack = onWritable(async ({ session }) => showBox(await session.undo()));
  const accepting = useAccepting(open, takeBack);
  const accepted = async (...asked: Parameters<typeof accepting.accept>): Promise<void> => { await accepting.accept(...asked); };
  const computer = createRegionComputer();
  onBeforeUnmount(() => computer.dispose());

  return {
    undo: takeBack,
    redo: onWritable(async ({ session }) => showBox(await session.redo())),
    resetView,
    zoomToLabel: on(async (opened) => {
      const found = await computer.box(sceneOf(opened, annotating.label, []));
      // Another one is looked for, or another case is open by now.
      if (found === null || open.value !== opened) return;
      const { box } = found;
      if (box === null) return toasts.tell({ kind: 'note', text: { word: 'annotate.labels.nowhere' } });
      const middle = (axis: AxisIndex): number => Math.round((box.first[axis] + box.last[axis]) / 2);
      annotating.position = [middle(0), middle(1), middle(2)];
      zoomTo(box);
    }),
    copyToSlice: (step) => onWritable((opened) => {
      const { axis, index, label } = annotating;
      const to = index + step;
      if (to < 0 || to >= opened.planes[axis].slices) return;
      const entry = workplace.labelTable.find((one) => one.index === label);
      if (entry?.locked === true) return toasts.tell({ kind: 'note', text: { word: 'annotate.labels.locked', values: { name: entry.name } } });
      const block = copiedSlice(opened.session.labels, opened.image.size, { axis, from: index, to, label });
      if (block === null) return toasts.tell({ kind: 'note', text: { word: 'annotate.labels.notHere' } });
      opened.session.paintBlock('copy-slice', block, rulesOf(annotating, workplace.labelTable, opened.viewed));
      goToSlice(to);
    })(),
    showPlane,
    goToSlice,
    findSlice,
    findDifference,
    changeLayout,
    closeOutline,
    completeSlice: onWritable(async (opened) => {
      if (!onMarkedPlane(opened)) return;
      const marked = mark(opened, [annotating.index], 'complete');
      // The queue leads on by itself.
      if (!queue.isAt(opened.info.id, annotating.axis, annotating.index)) goToSlice(annotating.index + 1);
      const all = annotating.completeSlices.size === sliceCount(opened);
      await marked;
      guide.tick('complete');
      if (all) tellAllComplete(opened);
    }),
    reopenSlice: onWritable(async (opened) => {
      if (onMarkedPlane(opened)) await mark(opened, [annotating.index], 'incomplete');
    }),
    completeCase: onWritable(async (opened) => {
      if (!await mayComplete(opened)) return;
      await mark(opened, 'all', 'complete');
      guide.tick('complete');
      tellAllComplete(opened);
    }),
    reopenCase: onWritable(async (opened) => {
      await mark(opened, 'all', 'incomplete');
      toasts.tell({ kind: 'note', text: { word: 'annotate.complete.reopened' } });
    }),
    openNeighbour(step) {
      const next = open.value === null ? null : sequence.neighbourOf(open.value.info.id, step);
      if (next !== null) void router.push({ name: 'annotate', params: { caseId: next } });
    },
    editNote: on(({ info }) => { note.open(info.id); }),
    predict: on(async ({ info }) => { await client.predictions.predictCases({ cases: [info.id] }); }),
    acceptSlice: onWritable((opened) => accepted(opened, 'accept-prediction', 'slice')),
    async acceptAndComplete() {
      const opened = open.value;
      if (opened === null || opened.readOnly || !await accepting.accept(opened, 'accept-prediction', 'slice', true)) return false;
      const { axis, index } = annotating;
      const prediction = opened.prediction.value;
      const isAsPredicted = prediction !== null && sliceAgainstPrediction({ labels: opened.session.labels, prediction, size: opened.image.size, axis, index }) === 'as-predicted';
      // What a person has not seen so is not completed.
      if (!isAsPredicted) toasts.tell({ kind: 'note', text: { word: 'queue.kept' } });
      else await mark(opened, [index], 'complete');
      return isAsPredicted;
    },
    acceptCase: onWritable((opened) => accepted(opened, 'accept-prediction', 'case')),
    acceptLabel: (slices) => onWritable((opened) => accepted(opened, 'accept-label', slices))(),
    accepting: accepting.share,
    stopAccepting: () => accepting.stop(),
    autoWindow: on(({ viewed }) => { annotating.greyWindow = ownWindow(viewed, preferences.settings.image.leftOut); }),
    retrySaving: on(({ session }) => session.retry()),
  };
}
