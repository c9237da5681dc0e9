import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useShownDifferences } from '../../../../src-renderer/pages/annotate/use-differences.ts';
import { useShownHeat } from '../../../../src-renderer/pages/annotate/use-shown-heat.ts';
import { useDifferences } from '../../../../src-renderer/stores/differences.ts';
import { useInsight } from '../../../../src-renderer/stores/insight.ts';
import { onAPage } from './a-page.ts';

vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: {} }));
vi.mock('vue-router', () => ({ useRoute: () => ({ params: {}, query: {} }) }));
beforeEach(() => { setActivePinia(createPinia()); });

it('a map that is chosen lies above where readers differ, and goes when that is asked for again', () => {
  const [differing, unsure] = [new Uint8Array(8).fill(1), new Uint8Array(8).fill(2)];
  const open = { differences: shallowRef(differing), map: shallowRef<unknown>(null) } as unknown as OpenCase;
  const insight = useInsight();
  const shown = onAPage(() => {
    useShownDifferences(shallowRef(null));
    return useShownHeat(() => open);
  });
  expect(shown.value?.voxels).toBe(differing);
  insight.overlay = 'uncertainty';
  // Until it is there, what is there stays.
  expect(shown.value?.voxels).toBe(differing);
  open.map.value = { kind: 'uncertainty', voxels: unsure } as never;
  expect(shown.value?.voxels).toBe(unsure);
  useDifferences().isShown = true;
  expect([insight.overlay, shown.value?.voxels]).toEqual(['none', differing]);
});
