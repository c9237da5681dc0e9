/** The map above a view's greys, in the look that is chosen for it. */
import { computed, type ComputedRef } from 'vue';
import { mapColours } from '../../components/insight/overlay-facts.ts';
import { useInsight } from '../../stores/insight.ts';
import type { HeatMap } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';

export function useShownHeat(open: () => OpenCase): ComputedRef<HeatMap | null> {
  const insight = useInsight();
  return computed(() => {
    const differing = open().differences.value;
    if (differing !== null) return { voxels: differing, colours: 'magma', opacity: 0.6, least: 1 };
    const map = open().map.value;
    if (map === null || map.kind !== insight.overlay) return null;
    const { opacity, least } = insight.looks[map.kind];
    return { voxels: map.voxels, colours: mapColours[map.kind], opacity, least: Math.round(255 * least) };
  });
}
