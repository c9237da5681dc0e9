/** Earlier states of the open case: shown in place of the labels, and restored as one edit. */
import { inject, watch, type InjectionKey, type ShallowRef } from 'vue';
import { voxelCount } from '#shared/geometry/affine.ts';
import type { HistoryLine } from '#shared/contract/labels.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { exactTime } from '../../components/annotate/history-words.ts';
import { client } from '../../connection/client.ts';
import { downloadVoxels } from '../../connection/volume.ts';
import { useWords } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useHistory } from '../../stores/history.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { AnnotateActions } from './actions.ts';
import type { OpenCase } from './open-case.ts';

/** The labels as they were right after an edit; nothing can be drawn while they are shown. */
export interface EarlierLabels {
  readonly edit: HistoryLine['id'];
  readonly labels: Uint8Array;
  /** With labels that were removed since. */
  readonly table: LabelTable;
}

export interface LookingBack {
  /** Shows the labels as they were right after an edit. */
  readonly look: (line: HistoryLine) => void;
  /** Brings the shown slice of the case's slice axis, or all of them, back to how they were right after an edit; without one, to what is looked at. */
  readonly restore: (which: 'slice' | 'case', line?: HistoryLine) => void;
}

export const lookingBack: InjectionKey<LookingBack> = Symbol('looking back');

export function useLookingBackHere(): LookingBack {
  const actions = inject(lookingBack);
  if (actions === undefined) throw new Error('the annotate page gives its actions to what stands on it');
  return actions;
}

export function useLookingBack(open: ShallowRef<OpenCase | null>, { undo }: Pick<AnnotateActions, 'undo'>): LookingBack {
  const history = useHistory();
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const { language } = useWords();
  let reading: AbortController | null = null;

  const stopReading = (): void => {
    reading?.abort();
    reading = null;
    history.reading = null;
  };
  const backToNow = (opened: OpenCase): void => {
    stopReading();
    opened.earlier.value = null;
    opened.session.lookBack(false);
  };

  const look = async (opened: OpenCase, line: HistoryLine): Promise<void> => {
    stopReading();
    const { signal } = (reading = new AbortController());
    history.reading = line.id;
    try {
      opened.session.endStroke();
      // What is looked at is a place in the log, and all that was drawn has its place there.
      await opened.session.awaitSaved();
      const [labels, removed] = await Promise.all([
        downloadVoxels({ path: `/labelmaps/${opened.labelmapId}/voxels?at=${line.id}`, type: 'uint8', count: voxelCount(opened.image.size), signal }),
        client.labels.removed(),
      ]);
      if (signal.aborted || open.value !== opened) return;
      stopReading();
      annotating.outline = annotating.keyboardCursor = null;
      annotating.penDown = false;
      opened.session.lookBack(true);
      opened.earlier.value = { edit: line.id, labels: labels as Uint8Array, table: [...workplace.labelTable, ...removed] };
      history.looked = line;
      showChanged(opened, line);
    } catch (error) {
      if (signal.aborted) return;
      stopReading();
      toasts.failed(error);
    }
  };
  /** What the edit changed is in sight. */
  const showChanged = ({ info: { sliceAxis } }: OpenCase, { firstSlice, lastSlice }: HistoryLine): void => {
    if (firstSlice === null || lastSlice === null) return;
    annotating.moveAlong(sliceAxis, Math.min(Math.max(annotating.position[sliceAxis], firstSlice), lastSlice));
  };

  const restore = async (opened: OpenCase, which: 'slice' | 'case', line = history.looked): Promise<void> => {
    // What is still being read would come over what was restored.
    if (line === null || opened.reading.value !== null) return;
    const slice = annotating.position[opened.info.sliceAxis];
    try {
      annotating.penDown = false;
      opened.session.endStroke();
      const box = await opened.session.restore(line.id, which === 'case' ? 'all' : [slice]);
      if (box === 'not-now') return toasts.tell({ kind: 'note', text: { word: 'history.notNow' } });
      if (box === null) return toasts.tell({ kind: 'note', text: { word: 'history.same' } });
      history.looked = null;
      const time = exactTime(line.madeAt, language.value);
      toasts.tell({
        kind: 'done',
        text: which === 'case' ? { word: 'history.restoredCase', values: { time } } : { word: 'history.restoredSlice', values: { n: slice + 1, time } },
        step: { word: 'frame.steps.undo', take: undo }, ofLastEdit: true,
      });
    } catch (error) {
      toasts.failed(error);
    }
  };

  watch(open, (opened, _before, onCleanup) => {
    history.looked = null;
    // A case that is left is kept while strokes of it wait.
    if (opened !== null) onCleanup(() => backToNow(opened));
  }, { immediate: true });
  watch(() => history.looked, (line) => { if (line === null && open.value !== null) backToNow(open.value); }, { flush: 'sync' });

  return {
    look: (line) => { if (open.value?.reading.value === null) void look(open.value, line); },
    restore: (which, line) => { if (open.value !== null) void restore(open.value, which, line); },
  };
}
