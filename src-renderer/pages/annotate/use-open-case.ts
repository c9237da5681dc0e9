/** Keeps the case of the page's address open: reads it, remembers the place, follows what others change. */
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { client } from '../../connection/client.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useGuide } from '../../stores/guide.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { createRefresher } from '../../stores/refresher.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { openCase, type OpenCase } from './open-case.ts';
import { labelsAsked, takeAsked } from './ask-ahead.ts';
import { askedSlice, askedVoxel, closestSlice, middleOf } from './first-view.ts';
import { useLeftCases } from './left-cases.ts';
import { useFirstWindow } from './use-first-window.ts';
import { usePrediction, useShownPrediction } from './use-prediction.ts';
import { rememberWhereLeft } from './where-left.ts';

export function useOpenCase() {
  const route = useRoute();
  const router = useRouter();
  const workplace = useWorkplace();
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const toasts = useToasts();
  const guide = useGuide();
  const leftCases = useLeftCases();
  const open = shallowRef<OpenCase | null>(null);
  const loading = ref<{ readonly name: string; readonly share: number } | null>(null);
  const whereLeft = rememberWhereLeft(open);
  const ending: (() => void)[] = [];
  const beginWindow = useFirstWindow(open);
  const readPrediction = usePrediction(open);
  const predictionShown = useShownPrediction();

  /** The project of the case that is open, which may be another already when the case is left. */
  let openedIn: string | undefined;

  const close = (): void => {
    if (open.value !== null) leftCases.leave(open.value, openedIn);
    open.value = null;
  };

  const begin = async (id: string, signal: AbortSignal): Promise<void> => {
    const info = workplace.caseOf(id);
    if (info === null) return;
    loading.value = { name: info.name, share: 0 };
    const project = workplace.project?.id;
    const of = labelsAsked(route.query);
    const asked = takeAsked(id, of);
    const remembered = asked.lastPlace.catch(() => null);
    const startAt = async (shown: Pick<OpenCase, 'info' | 'planes' | 'completeSlices'>): Promise<{ readonly axis: AxisIndex; readonly index: number }> => {
      const place = await remembered;
      const known = place?.caseId === id ? place : null;
      const axis = known?.sliceAxis ?? info.sliceAxis;
      return askedSlice(route.query, shown.planes) ?? { axis, index: known === null ? closestSlice(shown) : Math.min(known.sliceIndex, shown.planes[axis].slices - 1) };
    };
    try {
      // With strokes that still wait, a case is as it was left: what the host has is older.
      const left = leftCases.takeBack(id, of);
      const opened = left ?? await openCase({
        info,
        opened: asked.opened,
        of,
        // Nobody knows yet whether the case is of the test set: what the model said comes when that is known.
        predictionOf: predictionShown(id),
        readOnly: workplace.project?.readOnly !== null,
        display: () => preferences.settings.display,
        signal,
        progress: (share) => { if (!signal.aborted) loading.value = { name: info.name, share }; },
        firstSlice: async (shown) => {
          const { axis, index } = await startAt(shown);
          return axis === info.sliceAxis ? index : null;
        },
      });
      const { axis, index } = await startAt(opened);
      const leftOff = await remembered;
      if (signal.aborted) {
        leftCases.leave(opened, project);
        return;
      }
      annotating.axis = axis;
      annotating.position = middleOf(opened.planes);
      const windowLeft = whereLeft.restore(opened, leftOff);
      const voxel = askedVoxel(route.query, opened.image.size);
      if (voxel !== null) annotating.position = voxel;
      annotating.index = index;
      annotating.completeSlices = new Set(opened.completeSlices);
      annotating.toldStates = new Map();
      beginWindow(opened, axis, index, windowLeft);
      annotating.underCursor = annotating.keyboardCursor = null;
      openedIn = project;
      open.value = opened;
      void readStates();
      if (left !== null) void Promise.all([refreshComplete(opened), readPrediction()]);
      // What is looked at already and cannot be read to its end is not left standing as if it were all.
      opened.whole.catch((error: unknown) => {
        if (signal.aborted) return;
        toasts.failed(error);
        if (open.value === opened) close();
      });
    } catch (error) {
      if (!signal.aborted) toasts.failed(error);
    } finally {
      if (!signal.aborted) loading.value = null;
    }
  };

  /** False, too, for a case that somebody removed in another window. */
  const isListed = (): boolean => {
    const id = route.params['caseId'];
    return typeof id === 'string' && workplace.caseOf(id) !== null;
  };
  // Cases are listed anew after every mark: only the id decides what is open.
  watch(
    [() => route.params['caseId'], () => workplace.known && workplace.cases.length > 0, () => workplace.project?.id, isListed, () => labelsAsked(route.query)],
    ([id, some], _before, onCleanup) => {
      if (route.name !== 'annotate' || !some) return close();
      if (typeof id !== 'string' || id === '' || workplace.caseOf(id) === null) {
        void toFirstCase();
        return;
      }
      const stop = new AbortController();
      onCleanup(() => stop.abort());
      close();
      void begin(id, stop.signal);
    },
    { immediate: true },
  );

  async function toFirstCase(): Promise<void> {
    const place = await client.settings.lastPlace().catch(() => null);
    const first = workplace.cases.find(({ id }) => id === place?.caseId) ?? workplace.cases[0];
    if (first !== undefined && route.name === 'annotate') await router.replace({ name: 'annotate', params: { caseId: first.id } });
  }

  watch(open, (opened, _before, onCleanup) => {
    if (opened === null) return;
    const tellStacks = (): void => {
      annotating.canUndo = opened.session.canUndo;
      annotating.canRedo = opened.session.canRedo;
    };
    tellStacks();
    annotating.saving = opened.session.state;
    // What a toast would take back is the last edit of this case.
    onCleanup(() => toasts.edited());
    onCleanup(opened.follow({
      onState: (state) => { annotating.saving = state; },
      onEdited({ changedSlices, tool }) {
        tellStacks();
        guide.edited(tool);
        toasts.edited();
        // An edit re-opens what it changed: shown at once, and as the host has it once it has answered.
        if ([...changedSlices].some((index) => annotating.completeSlices.has(index))) {
          annotating.completeSlices = new Set([...annotating.completeSlices].filter((index) => !changedSlices.has(index)));
        }
        if ([...changedSlices].some((index) => annotating.stateOf(index) !== 'in-progress')) {
          annotating.toldStates = new Map([...annotating.toldStates, ...[...changedSlices].map((index) => [index, 'in-progress'] as const)]);
        }
      },
      onRefused: (sentence) => toasts.tell({ kind: 'failed', text: sentence }),
    }));
    onCleanup(workplace.listen((event) => {
      if (event.kind === 'labels' && event.labelmapId === opened.labelmapId) void opened.whole.then(() => opened.session.heard(event.edit), () => undefined);
      if (event.kind === 'reviews' && event.labelmapId === opened.labelmapId) {
        void refreshComplete(opened);
        void readStates();
      }
    }));
  });
  const refreshComplete = async (opened: OpenCase): Promise<void> => {
    try {
      const { completeSlices } = await (opened.of === 'own' ? client.labels : { open: client.agreement.openConsensus }).open({ caseId: opened.info.id }, { context: { person: opened.person } });
      if (open.value === opened) annotating.completeSlices = new Set(completeSlices);
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  };

  const readStates = createRefresher(async () => {
    const opened = open.value;
    if (opened === null) return;
    try {
      const { slices } = await client.reviews.states({ labelmapId: opened.labelmapId }, { context: { person: opened.person } });
      if (open.value === opened) annotating.toldStates = new Map(slices.map(({ slice, state }) => [slice, state]));
    } catch {
      // As above.
    }
  });

  // The chosen label is always one of the project's; another project has others.
  watch(() => workplace.labelTable, (table) => {
    const first = table[0];
    if (first !== undefined && !table.some(({ index }) => index === annotating.label)) annotating.label = annotating.previousLabel = first.index;
  }, { immediate: true });

  // A window that is closed with unsent strokes asks first; everything acknowledged is safe anyway.
  const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
    open.value?.session.endStroke();
    if (open.value !== null && open.value.session.state.kind !== 'saved') event.preventDefault();
  };
  addEventListener('beforeunload', askBeforeLeaving);
  ending.push(() => removeEventListener('beforeunload', askBeforeLeaving));
  onBeforeUnmount(() => {
    for (const end of ending) end();
    close();
  });
  return { open, loading };
}
