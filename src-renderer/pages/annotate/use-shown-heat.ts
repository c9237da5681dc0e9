/** The map above a view's greys, in the look that is chosen for it. */
import { computed, type ComputedRef } from 'vue';
import { mapColours } from '../../components/insight/overlay-facts.ts';
import { useInsight } from '../../stores/insight.ts';
import type { HeatMap } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';

export function useShownHeat(open: () => OpenCase): ComputedRef<HeatMap | null> {
  const insight = useInsight();
  return computed(() => {
    const map = open().map.value;
    // A map that was chosen while differences are shown is what a person wants to see now.
    if (map !== null && map.kind === insight.overlay) {
      const { opacity, least } = insight.looks[map.kind];
      return { voxels: map.voxels, colours: mapColours[map.kind], opacity, least: Math.round(255 * least) };
    }
    const differing = open().differences.value;
    return differing === null ? null : { voxels: differing, colours: 'magma', opacity: 0.6, least: 1 };
  });
}
