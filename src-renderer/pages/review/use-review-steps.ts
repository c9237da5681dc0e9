/** What a reviewer does: accept, give back, pin, go on. Buttons and keys call the same. */
import { computed, inject, watch, type InjectionKey, type ShallowRef } from 'vue';
import { useRouter } from 'vue-router';
import type { Pin } from '#shared/contract/reviews.ts';
import { sampleValues } from '#shared/voxels/grey-statistics.ts';
import { offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import { presetNames, presetWindow, type PresetName } from '../../components/image/window-presets.ts';
import { client } from '../../connection/client.ts';
import { useWords } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { usePins, type PinDraft } from '../../stores/pins.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useReviewList } from '../../stores/review-list.ts';
import { useReviewSlices } from '../../stores/review-slices.ts';
import { useToasts } from '../../stores/toasts.ts';
import { nextSlice } from '../annotate/find-slices.ts';
import { labelsShown } from '../annotate/labels-shown.ts';
import type { OpenCase } from '../annotate/open-case.ts';
import { planeWord } from '../annotate/plane-word.ts';
import type { Layers } from './use-layers.ts';

export interface ReviewSteps {
  readonly layers: Layers;
  /** The shown slice is right; goes to the next that waits. */
  accept(): Promise<void>;
  acceptCase(): Promise<void>;
  /** Begins a pin at the crosshair, with which the slice is given back or not. */
  askPin(returns: boolean): void;
  /** The pin that is being written. */
  send(draft: PinDraft): Promise<void>;
  /** @returns false where none is being written */
  giveUpPin(): boolean;
  next(step: 1 | -1): void;
  readonly openNeighbour: (step: 1 | -1) => void;
  showPin(pin: Pin): void;
  /** By its place among those of the image's kind, from 1. */
  chooseWindow(place: number): void;
  readonly windows: () => readonly PresetName[];
}

export const reviewSteps: InjectionKey<ReviewSteps> = Symbol('review steps');

export function useReviewStepsHere(): ReviewSteps {
  const steps = inject(reviewSteps);
  if (steps === undefined) throw new Error('the review page gives its steps to what stands on it');
  return steps;
}

export function useReviewSteps(open: ShallowRef<OpenCase | null>, layers: Layers, backToPicture: () => void): ReviewSteps {
  const annotating = useAnnotating();
  const confirmation = useConfirmation();
  const pins = usePins();
  const preferences = usePreferences();
  const list = useReviewList();
  const slices = useReviewSlices();
  const toasts = useToasts();
  const router = useRouter();
  const { t } = useWords();
  /** One word at a time: a key that is pressed twice is not about the slice after. */
  let busy = false;

  const deed = (step: (opened: OpenCase) => Promise<void>) => async (): Promise<void> => {
    const opened = open.value;
    if (opened === null || busy) return;
    busy = true;
    try {
      await step(opened);
    } catch (error) {
      toasts.failed(error);
    } finally {
      busy = false;
    }
  };
  const here = ({ info }: OpenCase): number => annotating.position[info.sliceAxis];
  /** What is judged is seen: these labels, on the plane whose slices are judged. @returns false where they were not, and are now */
  const isSeen = (opened: OpenCase): boolean => {
    const { info: { sliceAxis }, planes, labelmapId } = opened;
    const otherLabels = layers.shown.value !== labelmapId;
    const otherPlane = annotating.axis !== sliceAxis && (preferences.settings.layout === 'one' || preferences.settings.layout === 'volume');
    if (preferences.settings.layout === 'volume') preferences.change({ layout: 'one' });
    layers.shown.value = labelmapId;
    annotating.axis = sliceAxis;
    if (otherPlane) toasts.tell({ kind: 'note', text: { word: 'annotate.complete.otherPlane', values: { plane: planeWord(t, planes[sliceAxis]) } } });
    else if (otherLabels) toasts.tell({ kind: 'note', text: { word: 'review.otherLabels' } });
    return !otherPlane && !otherLabels;
  };
  const isJudged = (opened: OpenCase): boolean => {
    const state = slices.stateOf(here(opened));
    const can = state !== 'not-started' && state !== 'in-progress';
    if (!can) toasts.tell({ kind: 'note', text: { word: 'review.notComplete', values: { n: here(opened) + 1 } } });
    return can;
  };
  const find = (opened: OpenCase, step: 1 | -1): boolean => {
    const { sliceAxis } = opened.info;
    annotating.axis = sliceAxis;
    const found = nextSlice(here(opened), step, slices.slices, (slice) => slices.stateOf(slice) === 'complete');
    if (found !== null) annotating.moveAlong(sliceAxis, found);
    return found !== null;
  };
  const shownIds = computed<readonly string[]>(() => list.shown.map(({ labelmapId }) => labelmapId));
  /** Where in the list the open case is, or was: one of which nothing waits any more leaves it, and those after it move up. */
  let place = 0;
  watch([open, shownIds], ([opened, ids]) => {
    const at = ids.indexOf(opened?.labelmapId ?? '');
    if (at >= 0) place = at;
  });
  const neighbour = (step: 1 | -1): void => {
    const ids = shownIds.value;
    const isListed = ids.includes(open.value?.labelmapId ?? '');
    const to = isListed || step < 0 ? ids[place + step] : ids[place];
    if (to === undefined) toasts.tell({ kind: 'note', text: { word: 'review.noFurtherCase' } });
    else void router.push({ name: 'review', params: { labelmapId: to } });
  };
  const goOn = (opened: OpenCase): void => {
    if (find(opened, 1)) return;
    toasts.tell({
      kind: 'done', text: { word: 'review.caseDone', values: { name: opened.info.name } },
      step: { word: 'review.nextCase', take: () => neighbour(1) },
    });
  };
  const seenPresets = (opened: OpenCase): readonly PresetName[] => presetNames(opened.image.modality).slice(0, 9);

  const send = (draft: PinDraft): Promise<void> => deed(async (opened) => {
    const { returns, text, ...rest } = draft;
    const { labelmapId } = opened;
    const made = text.trim() === '' ? [] : [{ voxel: [...annotating.position] as [number, number, number], text: text.trim(), ...rest }];
    if (returns) slices.take(labelmapId, await client.reviews.return({ labelmapId, slices: [here(opened)], pins: made }));
    else for (const pin of made) await client.reviews.addPin({ labelmapId, ...pin });
    pins.draft = null;
    await pins.refresh();
    backToPicture();
    if (returns) goOn(opened);
  })();

  return {
    layers,
    accept: deed(async (opened) => {
      if (!isSeen(opened) || !isJudged(opened)) return;
      slices.take(opened.labelmapId, await client.reviews.accept({ labelmapId: opened.labelmapId, slices: [here(opened)] }));
      goOn(opened);
    }),
    acceptCase: deed(async (opened) => {
      const waiting = slices.of('complete').length;
      if (waiting === 0) return toasts.tell({ kind: 'note', text: { word: 'review.noneWaits' } });
      const values = { n: waiting, name: opened.info.name };
      if (!await confirmation.ask({ title: 'review.acceptCaseTitle', text: 'review.acceptCaseText', values, act: 'review.acceptCaseAct', stay: 'keys.changes.cancel' })) return;
      slices.take(opened.labelmapId, await client.reviews.accept({ labelmapId: opened.labelmapId, slices: 'all' }));
      goOn(opened);
    }),
    askPin(returns) {
      const opened = open.value;
      if (opened === null || !isSeen(opened) || (returns && !isJudged(opened))) return;
      // What is being written goes with it.
      if (returns && pins.draft !== null) {
        pins.draft = { ...pins.draft, returns: true };
        return;
      }
      // An open pin says what is to be changed: nothing more is asked.
      if (returns && pins.open.some(({ slice }) => slice === here(opened))) return void send({ returns, labelIndex: null, severity: 'minor', text: '' });
      const label = labelsShown(opened)[offsetOfVoxel(opened.image.size, annotating.position)] ?? 0;
      pins.draft = { returns, labelIndex: label === 0 ? null : label, severity: returns ? 'minor' : 'note', text: '' };
    },
    send,
    giveUpPin() {
      if (pins.draft === null) return false;
      pins.draft = null;
      backToPicture();
      return true;
    },
    next(step) {
      if (open.value !== null && !find(open.value, step)) toasts.tell({ kind: 'note', text: { word: 'review.noneWaits' } });
    },
    openNeighbour: neighbour,
    showPin(pin) {
      pins.chosen = pin.id;
      annotating.axis = pin.axis;
      annotating.position = pin.voxel;
    },
    chooseWindow(place) {
      const opened = open.value;
      const name = opened === null ? undefined : seenPresets(opened)[place - 1];
      if (opened === null || name === undefined) return;
      const { voxels, slope, intercept } = opened.viewed;
      annotating.greyWindow = presetWindow(name, sampleValues(voxels, slope, intercept));
    },
    windows: () => (open.value === null ? [] : seenPresets(open.value)),
  };
}
