/** Reads the second image of the open case and its time points while they are looked at, and lets their memory go when they are not. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { useImageDisplay } from '../../stores/image-display.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useToasts } from '../../stores/toasts.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import type { ImageInfo } from './actions.ts';
import { otherImages, readImage, timePointsOf } from './case-images.ts';
import { firstWindow } from './first-view.ts';
import type { OpenCase } from './open-case.ts';

export function useImages(open: ShallowRef<OpenCase | null>): void {
  const display = useImageDisplay();
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const toasts = useToasts();
  /** Time points that have been read. */
  const moments = new Map<string, ViewedImage>();

  watch(open, (opened, before) => {
    if (before) {
      // While an image is read, its window is judged by a part of it.
      if (before.reading.value === null) display.windows.set(before.image.id, annotating.greyWindow);
      // A case that waits to be stored is kept; what was only looked at is not.
      before.images.moment.value = null;
    }
    moments.clear();
    display.isPlaying = display.instead = false;
    display.timeId = null;
    display.secondId = null;
    display.series = opened === null ? [] : timePointsOf(opened).map(({ id }) => id);
    display.ownTimeId = opened?.image.id ?? '';
    if (opened === null) return;
    const left = display.windows.get(opened.image.id);
    if (left !== undefined && opened.image.modality !== 'ct') annotating.greyWindow = left;
    const { secondRole } = display;
    if (secondRole !== null) display.secondId = otherImages(opened).find(({ role }) => role === secondRole)?.id ?? null;
  }, { flush: 'sync' });

  /** Reads and says how far it is; what goes wrong is told, and `failed` puts the choice back. */
  const reading = (image: ImageInfo, signal: AbortSignal, tell: (share: number | null) => void, done: (viewed: ViewedImage) => void, failed: () => void): void => {
    tell(0);
    readImage(image, signal, (share) => { if (!signal.aborted) tell(share); }).then(
      (viewed) => { if (!signal.aborted) done(viewed); },
      (error: unknown) => {
        if (signal.aborted) return;
        toasts.failed(error);
        failed();
      },
    ).finally(() => { if (!signal.aborted) tell(null); });
  };

  watch([open, () => display.secondId], ([opened, id], _before, onCleanup) => {
    const image = opened === null ? undefined : otherImages(opened).find((one) => one.id === id);
    if (opened === null || image === undefined) return;
    display.secondRole = image.role;
    const stop = new AbortController();
    onCleanup(() => {
      stop.abort();
      if (opened.images.second.value !== null) display.windows.set(image.id, display.window);
      opened.images.second.value = null;
      display.secondShare = null;
    });
    reading(image, stop.signal, (share) => { display.secondShare = share; }, (viewed) => {
      display.window = display.windows.get(image.id) ?? firstWindow(viewed, image.modality, preferences.settings.image.leftOut);
      opened.images.second.value = viewed;
    }, () => { display.secondId = null; });
  });
  // Whoever wants no second image wants none in the next case either.
  watch(() => display.secondId, (id) => { if (id === null && open.value !== null) display.secondRole = null; });
  watch(() => display.instead, (instead) => {
    if (!instead || display.secondId !== null || open.value === null) return;
    const [first] = otherImages(open.value);
    if (first !== undefined) {
      display.secondId = first.id;
      return;
    }
    display.instead = false;
    toasts.tell({ kind: 'note', text: { word: 'images.alone' } });
  });

  watch([open, () => display.timeId], ([opened, id], _before, onCleanup) => {
    if (opened === null) return;
    const image = timePointsOf(opened).find((one) => one.id === id && one.id !== opened.image.id);
    if (!display.isPlaying) for (const known of moments.keys()) if (known !== id) moments.delete(known);
    const known = image === undefined ? null : moments.get(image.id);
    if (image === undefined || known) {
      opened.images.moment.value = known ?? null;
      return;
    }
    const stop = new AbortController();
    onCleanup(() => {
      stop.abort();
      display.timeShare = null;
    });
    reading(image, stop.signal, (share) => { display.timeShare = share; }, (viewed) => {
      moments.set(image.id, viewed);
      opened.images.moment.value = viewed;
    }, () => { display.timeId = null; });
  }, { flush: 'sync' });

  watch([open, () => display.isPlaying, () => display.framesPerSecond], ([opened, plays, perSecond], _before, onCleanup) => {
    if (opened === null || !plays) return;
    const series = timePointsOf(opened);
    const stop = new AbortController();
    let timer: ReturnType<typeof setInterval> | undefined;
    onCleanup(() => {
      stop.abort();
      clearInterval(timer);
      display.timeShare = null;
      // What is not seen is not kept; where only the pace changes, it is.
      if (!display.isPlaying) for (const id of moments.keys()) if (id !== display.timeId) moments.delete(id);
    });
    void (async () => {
      try {
        for (const [at, image] of series.entries()) {
          if (image.id === opened.image.id || moments.has(image.id)) continue;
          const viewed = await readImage(image, stop.signal, (share) => { if (!stop.signal.aborted) display.timeShare = (at + share) / series.length; });
          if (stop.signal.aborted) return;
          moments.set(image.id, viewed);
        }
        display.timeShare = null;
        timer = setInterval(() => display.showMoment(display.moment + 1), 1000 / perSecond);
      } catch (error) {
        if (stop.signal.aborted) return;
        toasts.failed(error);
        display.isPlaying = false;
      }
    })();
  });
  onBeforeUnmount(() => { display.isPlaying = false; });
}
