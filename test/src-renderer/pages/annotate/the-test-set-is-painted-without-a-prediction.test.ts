import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { TestSetInfo } from '#shared/contract/test-set.ts';
import { predictionOf } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useShownPrediction } from '../../../../src-renderer/pages/annotate/use-prediction.ts';
import { useTestSetStore } from '../../../../src-renderer/stores/test-set.ts';
import { useToasts } from '../../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { aCase, aLabelmap } from '../../a-case.ts';

const host = vi.hoisted(() => ({ asked: 0, answer: Promise.resolve(null) }));
vi.mock('../../../../src-renderer/connection/client.ts', () => ({
  client: { training: { testSet: () => { host.asked += 1; return host.answer; } }, loop: { testSlices: () => Promise.resolve({ perPatient: 1, complete: 0, slices: [] }) } },
}));

vi.mock('../../../../src-renderer/connection/label-transport.ts', () => ({ createLabelTransport: () => ({}) }));

const drawn = { drawn: { patients: ['aside'] } } as unknown as TestSetInfo;
const predictedBy = (model: string): ReturnType<typeof aLabelmap> => ({ ...aLabelmap(model), id: `by ${model}` as never });
const labelmaps = [aLabelmap(), predictedBy('now'), predictedBy('before')];
const [aside, other] = [aCase({ id: 'aside' as never, patient: 'aside', labelmaps }), aCase({ id: 'other' as never, patient: 'other', labelmaps })];

beforeEach(() => {
  setActivePinia(createPinia());
  Object.assign(host, { asked: 0, answer: Promise.resolve(drawn) });
});

async function aProject(models: readonly unknown[]) {
  const workplace = useWorkplace();
  workplace.cases = [aside, other];
  workplace.models = models as never;
  const testSet = useTestSetStore();
  const shown = useShownPrediction();
  workplace.project = { id: 'project', readOnly: null } as never;
  const seen = (): (string | null)[] => [aside, other].map((one) => predictionOf(one, shown(one.id)));
  return { workplace, testSet, seen };
}

it('of its cases none is shown, though an older model had predicted them; of others the active model’s, else any', async () => {
  const { workplace, testSet, seen } = await aProject([{ id: 'now', active: true }]);
  // Until it is known who is set aside, anybody may be.
  expect(seen()).toEqual([null, null]);
  await expect.poll(() => testSet.info).not.toBeNull();
  expect(seen()).toEqual([null, 'by now']);
  workplace.models = [];
  expect(seen()).toEqual([null, 'by before']);
});

it('of a project that is closed nothing is asked, and what is refused of one that was closed meanwhile is told to nobody', async () => {
  const late = Promise.withResolvers<never>();
  host.answer = late.promise;
  const { workplace, testSet } = await aProject([]);
  await expect.poll(() => host.asked).toBe(1);
  workplace.project = null;
  late.reject(new Error('No project is open.'));
  await testSet.refresh();
  await testSet.refresh();
  expect([host.asked, testSet.info, useToasts().shown.length]).toEqual([1, null, 0]);
});
