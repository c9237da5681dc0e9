/** What a person has set beyond where they are: kept with the place, and brought back once in each window of a project. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { LastChoices } from '#shared/contract/last-choices.ts';
import { operationKinds } from '../editing/regions/operation.ts';
import { useFreePlane } from './free-plane.ts';
import { useImageDisplay } from './image-display.ts';
import { useMeasurements } from './measurements.ts';
import { useRegionTools } from './region-tools.ts';
import { useVolumeDisplay } from './volume-display.ts';
import { useWorkplace } from './workplace.ts';

export const useLeftChoices = defineStore('left-choices', () => {
  const workplace = useWorkplace();
  const display = useImageDisplay();
  const free = useFreePlane();
  const volume = useVolumeDisplay();
  const measurements = useMeasurements();
  const regions = useRegionTools();
  /** What was chosen in this window since is newer than what was left. */
  let restoredIn: string | undefined;

  const isLabel = (index: number): boolean => workplace.labelTable.some((label) => label.index === index);
  const forgetLabels = (isForgotten: (index: number) => boolean): void => {
    const { chosen, seeds } = regions;
    if (chosen.within.startsWith('label:') && isForgotten(Number(chosen.within.slice('label:'.length)))) chosen.within = 'volume';
    if (isForgotten(chosen.other)) chosen.other = 0;
    if (isForgotten(seeds.background)) seeds.background = 0;
  };
  const restoreRegions = ({ kind, numbers, seeds, contour }: NonNullable<LastChoices['regions']>): void => {
    regions.kind = operationKinds.find((one) => one === kind) ?? regions.kind;
    Object.assign(regions.chosen, numbers);
    Object.assign(regions.seeds, seeds);
    Object.assign(regions.contour, contour);
    // Labels that are gone since mean nothing any more.
    forgetLabels((index) => !isLabel(index));
  };

  return {
    choices: computed<LastChoices>(() => ({
      slab: { projection: display.projection, thicknessMm: display.thicknessMm },
      second: { role: display.secondRole, opacity: display.opacity, colours: display.colours, hidesBelow: display.hidesBelow, beside: display.beside },
      oblique: { isShown: free.isShown, axis: free.axis, tiltDegrees: free.tiltDegrees, turnDegrees: free.turnDegrees },
      volume: { isRendered: volume.isRendered, preset: volume.preset, shift: volume.shift },
      measuring: measurements.kind,
      regions: { kind: regions.kind, numbers: { ...regions.chosen }, seeds: { ...regions.seeds }, contour: { ...regions.contour } },
    })),
    /**
     * Before the first case of a project is shown.
     * @param left undefined where nothing is known of this project
     * @returns whether this was the first time in this window
     */
    restore(left: LastChoices | undefined): boolean {
      if (restoredIn === workplace.project?.id) return false;
      restoredIn = workplace.project?.id;
      if (left?.slab !== undefined) [display.projection, display.thicknessMm] = [left.slab.projection, left.slab.thicknessMm];
      if (left?.second !== undefined) {
        const { role, ...how } = left.second;
        display.secondRole = role;
        Object.assign(display, how);
      }
      if (left?.oblique !== undefined) Object.assign(free, left.oblique);
      if (left?.volume !== undefined) Object.assign(volume, left.volume);
      if (left?.measuring !== undefined) measurements.kind = left.measuring;
      if (left?.regions !== undefined) restoreRegions(left.regions);
      // Labels of the project before mean others here.
      else forgetLabels(() => true);
      return true;
    },
  };
});
