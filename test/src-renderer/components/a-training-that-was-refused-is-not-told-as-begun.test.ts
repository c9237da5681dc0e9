import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { failure } from '#shared/text/user-facing-error.ts';
import { useTrainNow } from '../../../src-renderer/components/queue/use-train-now.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

const host = vi.hoisted(() => ({ refuses: false, started: 0 }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: { training: {
    readiness: () => Promise.resolve({ ready: true }),
    start: () => {
      if (host.refuses) throw failure('conflict', { en: 'No room.', 'zh-CN': '空间不足。' }, {});
      host.started += 1;
      return Promise.resolve({ jobId: 'job' });
    },
  } },
}));
vi.mock('../../../src-renderer/stores/planning.ts', () => ({ usePlanning: () => ({ options: {} }) }));
vi.mock('vue-router', () => ({ useRouter: () => ({ push: () => Promise.resolve() }) }));

beforeEach(() => {
  setActivePinia(createPinia());
  Object.assign(host, { refuses: false, started: 0 });
  useWorkplace().project = { id: 'project', readOnly: null } as never;
});

it.each([[true, [{ en: 'No room.', 'zh-CN': '空间不足。' }], 0], [false, [{ word: 'queue.trainingBegun' }], 1]])('what is told of a training is what the host did with it (refused: %s)', async (refuses, told, started) => {
  host.refuses = refuses;
  useTrainNow()();
  const toasts = useToasts();
  await expect.poll(() => toasts.past.length).toBeGreaterThan(0);
  await new Promise((resolve) => { setTimeout(resolve, 10); });
  expect([toasts.past.map(({ text }) => text), host.started]).toEqual([told, started]);
});
