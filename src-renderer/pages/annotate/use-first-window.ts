/** The window of greys that a case is opened with. */
import type { ShallowRef } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import { arrivedPart, firstWindow } from './first-view.ts';
import type { OpenCase } from './open-case.ts';

/** @returns called before the case is shown; `left`: the window that its image was left with */
export function useFirstWindow(open: ShallowRef<OpenCase | null>): (opened: OpenCase, axis: AxisIndex, index: number, left: GreyWindow | null) => void {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  let lastModality: string | null = null;

  /** A window by the first slice alone gives way to one by the whole image, where nobody has changed it. */
  const judgeAgain = (opened: OpenCase, begun: GreyWindow, windowOf: (image: ViewedImage) => GreyWindow): void => {
    opened.whole.then(() => {
      if (open.value === opened && annotating.greyWindow === begun) annotating.greyWindow = windowOf(opened.viewed);
    }, () => undefined);
  };
  return (opened, axis, index, left) => {
    const { modality } = opened.image;
    // Hounsfield units mean the same in every case: a window that was chosen stays.
    if (left !== null) annotating.greyWindow = left;
    else if (lastModality !== 'ct' || modality !== 'ct') {
      const windowOf = (image: ViewedImage): GreyWindow => firstWindow(image, modality, preferences.settings.image.leftOut);
      const begun = windowOf(arrivedPart(opened, axis, index));
      annotating.greyWindow = begun;
      if (opened.reading.value !== null) judgeAgain(opened, begun, windowOf);
    }
    lastModality = modality;
    annotating.takeModality(modality);
  };
}
