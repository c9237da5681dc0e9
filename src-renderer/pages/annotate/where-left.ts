/** Remembers where a person is in a case, with what in the hand and how it is shown, and brings it back in the next window. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import type { z } from 'zod';
import type { lastPlace } from '#shared/contract/settings.ts';
import type { GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { client } from '../../connection/client.ts';
import { tools, useAnnotating } from '../../stores/annotating.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { useLeftChoices } from '../../stores/left-choices.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';

type LastPlace = z.infer<typeof lastPlace>;
const restMs = 600;
const mostWindows = 100;

export function rememberWhereLeft(open: ShallowRef<OpenCase | null>) {
  const annotating = useAnnotating();
  const display = useImageDisplay();
  const leftChoices = useLeftChoices();
  const workplace = useWorkplace();
  let remembering: ReturnType<typeof setTimeout> | undefined;
  let unsent: { readonly project: string | undefined; readonly place: LastPlace } | null = null;
  /** Where the case was opened: the place belongs to that project, though another may be open by now. */
  let openedIn: string | undefined;
  /** The project whose tool and label are in the hand: what was chosen here since is newer than what was left. */
  let restoredIn: string | undefined;

  /** Of images that were left, and of those that are shown, as they are now. */
  const windowsOf = ({ image, images, reading }: OpenCase): LastPlace['windows'] => {
    const windows = new Map(display.windows);
    const show = (id: string, window: GreyWindow): void => {
      windows.delete(id);
      windows.set(id, window);
    };
    // While an image is read, its window is judged by a part of it.
    if (reading.value === null) show(image.id, annotating.greyWindow);
    if (display.secondId !== null && images.second.value !== null) show(display.secondId, display.window);
    return [...windows].slice(-mostWindows).map(([imageId, { centre, width }]) => ({ imageId, centre, width }));
  };

  watch([
    open, () => annotating.axis, () => annotating.position, () => annotating.tool, () => annotating.label, () => annotating.zooms,
    () => leftChoices.choices, () => annotating.greyWindow, () => display.window,
  ], ([opened, sliceAxis, [i, j, k], tool, label, zooms, choices], [before]) => {
    if (opened === null) return;
    if (opened !== before) openedIn = workplace.project?.id;
    clearTimeout(remembering);
    const place: LastPlace = {
      caseId: opened.info.id, sliceAxis, sliceIndex: [i, j, k][sliceAxis]!, position: [i, j, k], tool, label, zooms, page: 'annotate', windows: windowsOf(opened), choices,
    };
    unsent = { project: openedIn, place };
    remembering = setTimeout(send, restMs);
  });
  function send(): void {
    clearTimeout(remembering);
    // The host keeps it for the project that is open, which may be another one by now.
    if (unsent !== null && unsent.project === workplace.project?.id) client.settings.rememberPlace(unsent.place).catch(() => undefined);
    unsent = null;
  }
  onBeforeUnmount(send);
  return {
    /**
     * Before the case is shown.
     * @param place null where nothing is known of this project
     * @returns the window that its image was left with, where it is the one that this window of the project begins with
     */
    restore({ info, image }: OpenCase, place: LastPlace | null): GreyWindow | null {
      const { position, tool, label } = place ?? {};
      annotating.zooms = (place?.caseId === info.id ? place.zooms : null) ?? [];
      if (place?.caseId === info.id && position?.every((at, axis) => at < image.size[axis]!) === true) annotating.position = position;
      const begins = leftChoices.restore(place?.choices);
      if (begins) {
        display.windows.clear();
        for (const { imageId, ...window } of place?.windows ?? []) display.windows.set(imageId, window);
      }
      if (restoredIn !== workplace.project?.id) {
        restoredIn = workplace.project?.id;
        const known = tools.find((one) => one === tool);
        if (known !== undefined) annotating.tool = known;
        if (workplace.labelTable.some(({ index }) => index === label)) annotating.label = label!;
      }
      return (begins && place?.caseId === info.id ? display.windows.get(image.id) : null) ?? null;
    },
  };
}
