/** What a person looks at to choose the numbers of an operation: the image's values, automatic thresholds, the speed image. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { percentile, sampleValues } from '#shared/voxels/grey-statistics.ts';
import { createRegionComputer, type VersionedScene } from '../../editing/regions/compute-regions.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useRegionTools } from '../../stores/region-tools.ts';
import { useToasts } from '../../stores/toasts.ts';
import { chosenContour, chosenPlace } from './chosen-operation.ts';
import type { OpenCase } from './open-case.ts';
import type { Range } from './painting-gate.ts';

export interface RegionLooks {
  /** From nearly the smallest to nearly the largest real value of the image. */
  valueRange(): Range;
  /** Chooses the range of values by Otsu's method. @returns whether there was anything to look at */
  automaticRange(): Promise<boolean>;
}

const restMs = 150;

export function useRegionLooks(open: ShallowRef<OpenCase | null>, sceneOf: (opened: OpenCase) => VersionedScene): RegionLooks {
  const annotating = useAnnotating();
  const regions = useRegionTools();
  const toasts = useToasts();
  // A contour goes on while its speed is looked at.
  const computer = createRegionComputer();
  const ranges = new WeakMap<OpenCase, Range>();
  let resting: ReturnType<typeof setTimeout> | undefined;

  const showSpeed = async (opened: OpenCase): Promise<void> => {
    try {
      const picture = await computer.speed(sceneOf(opened), chosenContour({ regions, image: opened.viewed }), annotating.position);
      if (picture === null || open.value !== opened || !regions.speedShown) return;
      const { voxels, lowest } = picture;
      opened.pictured.value = {
        viewed: { ...opened.viewed, voxels, slope: 1 / 127, intercept: 0 },
        window: { centre: (1 + lowest) / 2, width: 1 - lowest },
      };
    } catch (error) {
      toasts.failed(error);
    }
  };
  const hideSpeed = (): void => {
    clearTimeout(resting);
    computer.stop();
    if (open.value !== null) open.value.pictured.value = null;
  };
  watch(
    () => {
      if (open.value === null || open.value.reading.value !== null || regions.kind !== 'contour' || !regions.speedShown) return null;
      const { speed, fromLabel, marginMm, bubbles } = chosenContour({ regions, image: open.value.viewed });
      const start = bubbles.length === 0 && !fromLabel ? annotating.position : bubbles;
      return JSON.stringify([open.value.info.id, speed, fromLabel, marginMm, start]);
    },
    (wanted) => {
      if (wanted === null) return hideSpeed();
      clearTimeout(resting);
      resting = setTimeout(() => { if (open.value !== null) void showSpeed(open.value); }, restMs);
    },
  );
  watch(open, (_opened, before) => {
    if (before !== null) before.pictured.value = null;
    computer.stop();
  });
  onBeforeUnmount(() => {
    hideSpeed();
    computer.dispose();
  });

  return {
    valueRange() {
      const opened = open.value;
      if (opened === null) return { lowest: 0, highest: 1 };
      // Asked again once the image is whole.
      if (opened.reading.value !== null) return rangeOf(opened);
      const known = ranges.get(opened) ?? rangeOf(opened);
      ranges.set(opened, known);
      return known;
    },
    async automaticRange() {
      const opened = open.value;
      if (opened === null) return false;
      const { slope, intercept } = opened.viewed;
      const { part } = regions.chosen;
      // What is brighter is stored darker where the scale falls.
      const stored = part === 'between' || slope > 0 ? part : part === 'brighter' ? 'darker' : 'brighter';
      try {
        const found = await computer.range(sceneOf(opened), { part: stored, within: chosenPlace({ annotating, regions }) });
        if (found === null || open.value !== opened) return false;
        const [one, other] = [slope * found.lowest + intercept, slope * found.highest + intercept];
        [regions.chosen.lowest, regions.chosen.highest] = [Math.min(one, other), Math.max(one, other)];
        return true;
      } catch (error) {
        toasts.failed(error);
        return false;
      }
    },
  };
}

/** A few voxels of metal or of noise shall not take the whole slider. */
function rangeOf({ viewed }: OpenCase): Range {
  const sorted = sampleValues(viewed.voxels, viewed.slope, viewed.intercept);
  if (sorted.length === 0) return { lowest: 0, highest: 1 };
  const [lowest, highest] = [Math.floor(percentile(sorted, 0.0005)), Math.ceil(percentile(sorted, 0.9995))];
  return { lowest, highest: Math.max(highest, lowest + 1) };
}
