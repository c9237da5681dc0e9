/** Reads where readers of the open case differ while that is to be shown: above its slices, and in which of them. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { useRoute } from 'vue-router';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import { downloadVoxels } from '../../connection/volume.ts';
import { useDifferences } from '../../stores/differences.ts';
import { useInsight } from '../../stores/insight.ts';
import { useToasts } from '../../stores/toasts.ts';
import type { OpenCase } from './open-case.ts';

/** Colours of the map between its dark and its pale end: seen on any grey, and none that labels begin with. */
const [darkest, palest] = [130, 190];

/** @param map how many readers gave each voxel another label than most did; it is changed to shades, 0 where all agree */
export function shadeDifferences(map: Uint8Array, [ni, nj, nk]: Vec3, axis: AxisIndex): { slice: number; voxels: number }[] {
  // By hand: a large case has a hundred million voxels, and an iterator or a callback for each would hold up the window.
  let most = 1;
  for (let at = 0; at < map.length; at += 1) if (map[at]! > most) most = map[at]!;
  const counts = new Array<number>([ni, nj, nk][axis]!).fill(0);
  for (let at = 0; at < map.length; at += 1) {
    const count = map[at]!;
    if (count === 0) continue;
    map[at] = most === 1 ? 150 : Math.round(darkest + (palest - darkest) * (count / most));
    const slice = axis === 0 ? at % ni : axis === 1 ? Math.floor(at / ni) % nj : Math.floor(at / (ni * nj));
    counts[slice] = counts[slice]! + 1;
  }
  return counts.flatMap((voxels, slice) => (voxels > 0 ? [{ slice, voxels }] : []));
}

export function useShownDifferences(open: ShallowRef<OpenCase | null>): void {
  const route = useRoute();
  const differences = useDifferences();
  const insight = useInsight();
  const toasts = useToasts();
  // No map of a model stays above what is asked for.
  watch(() => differences.isShown, (isShown) => { if (isShown) insight.overlay = 'none'; }, { flush: 'sync' });
  watch(() => [route.params['caseId'], route.query['differences']], ([, asked]) => { differences.isShown = asked === '1'; }, { immediate: true });
  watch([open, () => differences.isShown], async ([opened, isShown], _before, onCleanup) => {
    differences.slices = null;
    if (opened === null) return;
    opened.differences.value = null;
    if (!isShown) return;
    const stop = new AbortController();
    onCleanup(() => stop.abort());
    try {
      const map = await downloadVoxels({ path: `/agreement/${opened.info.id}/voxels`, type: 'uint8', count: voxelCount(opened.image.size), signal: stop.signal }) as Uint8Array;
      if (stop.signal.aborted) return;
      differences.slices = shadeDifferences(map, opened.image.size, opened.info.sliceAxis);
      opened.differences.value = map;
    } catch (error) {
      if (stop.signal.aborted) return;
      toasts.failed(error);
      differences.isShown = false;
    }
  }, { immediate: true });
  onBeforeUnmount(() => { differences.slices = null; });
}
