/** Keeps the labels of the page's address open, to be looked at: another person's, which nothing here changes. */
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { useRoute } from 'vue-router';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../../connection/client.ts';
import { plainError } from '../../connection/plain-error.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useReviewSlices } from '../../stores/review-slices.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { askedSlice, middleOf } from '../annotate/first-view.ts';
import { openCase, type OpenCase } from '../annotate/open-case.ts';
import { useFirstWindow } from '../annotate/use-first-window.ts';
import { usePrediction, useShownPrediction } from '../annotate/use-prediction.ts';

export function useReviewedCase() {
  const route = useRoute();
  const workplace = useWorkplace();
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const slices = useReviewSlices();
  const toasts = useToasts();
  const open = shallowRef<OpenCase | null>(null);
  const loading = ref<{ readonly name: string; readonly share: number } | null>(null);
  /** Why there is nothing to be seen; `gone`: the project lists no such labels. */
  const refused = shallowRef<Sentence | 'gone' | null>(null);
  const beginWindow = useFirstWindow(open);
  usePrediction(open);
  const predictionShown = useShownPrediction();

  const close = (): void => {
    open.value?.close();
    open.value = null;
  };
  const caseWith = (id: string): CaseInfo | null => workplace.cases.find(({ labelmaps }) => labelmaps.some((one) => one.id === id)) ?? null;

  const begin = async (labelmapId: LabelmapId, info: CaseInfo, signal: AbortSignal): Promise<void> => {
    loading.value = { name: info.name, share: 0 };
    /** The first that waits for its review, else the first that somebody spoke of, else in the middle. */
    const firstSlice = (): number => slices.of('complete')[0] ?? [...slices.standings.keys()][0] ?? Math.floor((info.slices - 1) / 2);
    const asked = (async () => {
      const [heads] = await Promise.all([client.labels.heads({ labelmapId }), slices.show(labelmapId, info.slices)]);
      return { labelmapId, heads, completeSlices: [...slices.done] };
    })();
    try {
      const opened = await openCase({
        info,
        opened: asked,
        predictionOf: predictionShown(info.id),
        readOnly: true,
        display: () => preferences.settings.display,
        signal,
        progress: (share) => { if (!signal.aborted) loading.value = { name: info.name, share }; },
        firstSlice: () => Promise.resolve(firstSlice()),
      });
      if (signal.aborted) return opened.close();
      const { axis, index } = askedSlice(route.query, opened.planes) ?? { axis: info.sliceAxis, index: firstSlice() };
      annotating.zooms = [];
      annotating.axis = axis;
      annotating.position = middleOf(opened.planes);
      annotating.index = index;
      beginWindow(opened, axis, index, null);
      annotating.underCursor = annotating.keyboardCursor = null;
      open.value = opened;
      opened.whole.catch((error: unknown) => {
        if (signal.aborted) return;
        toasts.failed(error);
        if (open.value === opened) close();
      });
    } catch (error) {
      if (!signal.aborted) refused.value = plainError(error).sentence;
    } finally {
      if (!signal.aborted) loading.value = null;
    }
  };

  watch(
    [() => route.params['labelmapId'], () => workplace.known, () => workplace.project?.id, () => caseWith(String(route.params['labelmapId']))?.id],
    ([id, known, , caseId], _before, onCleanup) => {
      close();
      refused.value = loading.value = null;
      if (route.name !== 'review' || !known || typeof id !== 'string' || id === '') return;
      const info = caseWith(id);
      if (caseId === undefined || info === null) {
        refused.value = 'gone';
        return;
      }
      const stop = new AbortController();
      onCleanup(() => stop.abort());
      void begin(id as LabelmapId, info, stop.signal);
    },
    { immediate: true },
  );
  watch(open, (opened, _before, onCleanup) => {
    if (opened === null) return;
    // Whoever draws there meanwhile is followed.
    onCleanup(workplace.listen((event) => {
      if (event.kind === 'labels' && event.labelmapId === opened.labelmapId) void opened.whole.then(() => opened.session.heard(event.edit), () => undefined);
    }));
  });
  watch(() => slices.done, (done) => { annotating.completeSlices = done; });
  onBeforeUnmount(() => {
    close();
    void slices.show(null, 0);
  });
  return { open, loading, refused };
}
