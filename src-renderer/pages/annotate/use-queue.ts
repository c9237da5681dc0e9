/** The queue on the annotate page: leads to the slice that was given, and does what its keys say. Only a slice that is seen is completed. */
import { computed, inject, onBeforeUnmount, onMounted, watch, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue';
import type { GivenSlice } from '#shared/contract/queue.ts';
import { client } from '../../connection/client.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useQueue } from '../../stores/queue.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { AnnotateActions } from './actions.ts';
import { useGoToPlace } from './go-to-place.ts';
import type { OpenCase } from './open-case.ts';
import { sliceAgainstPrediction } from './slice-against-prediction.ts';

export interface QueueWork {
  /** The slice that was given is the one before the person's eyes. */
  readonly isSeen: ComputedRef<boolean>;
  /** Back to it. */
  show(): void;
  /** The labels become as predicted, the slice complete, and the next one comes. */
  accept(): void;
  nothingHere(): void;
  skip(): void;
}

export const queueWork: InjectionKey<QueueWork> = Symbol('queue work');

export function useQueueHere(): QueueWork {
  const work = inject(queueWork);
  if (work === undefined) throw new Error('the annotate page gives its work on the queue to what stands on it');
  return work;
}

export function useQueueWork(open: ShallowRef<OpenCase | null>, { acceptAndComplete }: Pick<AnnotateActions, 'acceptAndComplete'>): QueueWork {
  const queue = useQueue();
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const preferences = usePreferences();
  const display = useVolumeDisplay();
  const toasts = useToasts();
  const goTo = useGoToPlace();
  /** Cases for which a prediction was asked: once each. */
  const asked = new Set<string>();
  /** The slice whose labels a person was told of: the next press replaces them. */
  let warnedOf: string | null = null;

  const isSeen = computed(() => {
    const { given } = queue;
    const isPlaneSeen = preferences.settings.layout !== 'volume' && !display.isActive;
    return given !== null && isPlaneSeen && open.value?.of === 'own' && queue.isAt(open.value.info.id, annotating.axis, annotating.index);
  });
  const lead = ({ caseId, axis, index }: GivenSlice): void => {
    annotating.penDown = false;
    open.value?.session.endStroke();
    goTo({ caseId, axis, index });
  };
  /** What is worked on is corrected: where the model has not read the case yet, it does so now. */
  const askForPrediction = async (id: string): Promise<void> => {
    const info = workplace.caseOf(id);
    const model = workplace.activeModel?.id;
    if (info === null || model === undefined || asked.has(`${model} ${id}`) || info.labelmaps.some(({ owner }) => owner.kind === 'model' && owner.modelId === model)) return;
    asked.add(`${model} ${id}`);
    await client.predictions.predictCases({ cases: [info.id] }).catch((error: unknown) => toasts.failed(error));
  };

  watch(() => queue.given?.id, () => {
    const { given } = queue;
    if (given === null) return;
    lead(given);
    annotating.predictionShown = true;
    void askForPrediction(given.caseId);
  }, { immediate: true });

  /** Runs a step on the slice that is seen; else it is shown first. */
  const onSeen = (step: (opened: OpenCase, given: GivenSlice) => void): void => {
    const { given } = queue;
    const opened = open.value;
    if (given === null || queue.busy) return;
    if (opened === null || !isSeen.value) {
      lead(given);
      return toasts.tell({ kind: 'note', text: { word: 'queue.shownFirst' } });
    }
    // What would be completed is the present state, which is not the one that is seen.
    if (opened.earlier.value !== null) return toasts.tell({ kind: 'note', text: { word: 'history.backFirst' } });
    if (opened.reading.value !== null) return toasts.tell({ kind: 'note', text: { word: 'history.stillReading', values: { name: opened.info.name } } });
    annotating.penDown = false;
    opened.session.endStroke();
    step(opened, given);
  };

  const wasActive = (): void => { if (queue.working) queue.wasActive(); };
  const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  onMounted(() => { for (const sign of signs) addEventListener(sign, wasActive, { passive: true }); });
  onBeforeUnmount(() => { for (const sign of signs) removeEventListener(sign, wasActive); });

  return {
    isSeen,
    show(): void { if (queue.given !== null) lead(queue.given); },
    accept: () => onSeen((opened, given) => {
      const prediction = opened.prediction.value;
      const isDrawn = prediction !== null && sliceAgainstPrediction({ ...given, labels: opened.session.labels, prediction, size: opened.image.size }) === 'drawn';
      if (isDrawn && warnedOf !== given.id) {
        warnedOf = given.id;
        return toasts.tell({ kind: 'note', text: { word: 'queue.drawn' } });
      }
      void queue.accept(acceptAndComplete);
    }),
    nothingHere: () => onSeen((opened) => {
      void (async () => {
        try {
          // What was drawn and rubbed out must be stored, or the host would say that there is something.
          await opened.session.awaitSaved();
          await queue.nothingHere();
        } catch (error) {
          toasts.failed(error);
        }
      })();
    }),
    skip: () => { void queue.skip(); },
  };
}
