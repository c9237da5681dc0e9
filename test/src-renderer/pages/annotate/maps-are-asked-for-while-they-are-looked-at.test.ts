import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, it, vi } from 'vitest';
import { nextTick, shallowRef } from 'vue';
import type { CaseMaps, KeptMap } from '#shared/contract/explanation.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { holds, loadedMap, mapOf } from '../../../../src-renderer/pages/annotate/loaded-map.ts';
import type { OpenCase } from '../../../../src-renderer/pages/annotate/open-case.ts';
import { useInsightMaps, wholeAtOnceVoxels } from '../../../../src-renderer/pages/annotate/use-insight-maps.ts';
import { useAnnotating } from '../../../../src-renderer/stores/annotating.ts';
import { useInsight } from '../../../../src-renderer/stores/insight.ts';
import { usePeople } from '../../../../src-renderer/stores/people.ts';
import { useTestSetStore } from '../../../../src-renderer/stores/test-set.ts';
import { useWorkplace } from '../../../../src-renderer/stores/workplace.ts';
import { onAPage } from './a-page.ts';

interface Line {
  asked: { call: string; input: unknown }[];
  kept: CaseMaps | null;
  readings: unknown[];
}
const line = vi.hoisted((): Line => ({ asked: [], kept: null, readings: [] }));
vi.mock('../../../../src-renderer/connection/client.ts', () => {
  const note = (call: string, answer: () => unknown) => (input: unknown) => {
    line.asked.push({ call, input });
    return Promise.resolve(answer());
  };
  return { client: {
    secondReadings: { list: () => Promise.resolve(line.readings) },
    explanation: { maps: note('maps', () => line.kept), computeMaps: note('computeMaps', () => ({ jobId: 'job' })) },
    jobs: { cancel: note('cancel', () => ({})) },
  } };
});
vi.mock('../../../../src-renderer/connection/volume.ts', () => ({
  downloadVoxels: ({ path, count }: { path: string; count: number }) => Promise.resolve(new Uint8Array(count).fill(path === '/maps/heart' ? 9 : 5)),
}));
afterEach(() => { vi.useRealTimers(); });

const keptMap = (kind: KeptMap['kind'], index: number | null): KeptMap =>
  ({ kind, label: index === null ? null : { index, value: index, name: 'heart' }, path: index === null ? '/maps/entropy' : '/maps/heart', maximum: 1 });
const mapsOf = (size: Vec3, slice: number | null = null): CaseMaps => ({
  caseId: 'case' as never, modelId: 'm1' as never, axis: 2, slice, size: [...size], notes: [], computedAt: '', temperature: 1, disagreement: null,
  maps: [keptMap('probability', 1), keptMap('uncertainty', null)],
});

async function aWindow(size: Vec3 = [4, 3, 2], readings: unknown[] = [], testSet: object | null = { drawn: null }) {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  Object.assign(line, { asked: [], kept: mapsOf(size), readings });
  const workplace = useWorkplace();
  workplace.models = [{ id: 'm1', name: 'm1', active: true, plan: { outputs: [{ index: 0 }, { index: 1 }] } }] as never;
  workplace.cases = [{ id: 'case', patient: 'somebody' }] as never;
  useTestSetStore().info = testSet as never;
  usePeople().name = 'me';
  const map = shallowRef(null);
  const open = shallowRef<OpenCase | null>({ info: { id: 'case', sliceAxis: 2 }, labelmapId: 'mine', viewed: { geometry: { size } }, map } as unknown as OpenCase);
  onAPage(() => useInsightMaps(open));
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500);
  await settle();
  return { open, workplace, settle, map: () => open.value!.map.value, insight: useInsight(), annotating: useAnnotating(), calls: () => line.asked.map(({ call }) => call) };
}

it('nothing is asked for until somebody looks, and nothing stays when they look away', async () => {
  const { insight, settle, map, calls } = await aWindow();
  expect(calls()).toEqual([]);
  insight.overlay = 'uncertainty';
  await settle();
  expect(line.asked).toEqual([{ call: 'maps', input: { caseId: 'case', model: 'm1', slice: null, disagreement: false } }]);
  expect(map()).toMatchObject({ kind: 'uncertainty', only: null, maximum: 1 });
  expect([...map()!.voxels]).toEqual(Array.from({ length: 24 }, () => 5));
  expect(insight.coming).toBeNull();
  insight.overlay = 'none';
  await nextTick();
  expect(map()).toBeNull();
});

it('of a case of the test set nothing is asked for, nor before it is known whether it is one', async () => {
  for (const testSet of [{ drawn: { patients: ['somebody'] } }, null]) {
    const { insight, settle, map, calls } = await aWindow([4, 3, 2], [], testSet);
    insight.overlay = 'uncertainty';
    await settle();
    expect([calls(), map()]).toEqual([[], null]);
  }
});

it('the probability is that of the label that is drawn with, and a label that the model does not know is said to be none', async () => {
  const { insight, annotating, settle, map } = await aWindow();
  insight.overlay = 'probability';
  await settle();
  expect(map()).toMatchObject({ kind: 'probability', label: { index: 1 } });
  expect(map()!.voxels[0]).toBe(9);
  annotating.label = 2;
  await settle();
  expect([map(), insight.notes]).toEqual([null, ['needs-label']]);
});

it('who reads the case blind never asks what a model thinks of it', async () => {
  const { insight, settle, calls } = await aWindow([4, 3, 2], [{ caseId: 'case', annotator: 'me', labelmapId: null, finishedAt: null }]);
  for (const overlay of ['uncertainty', 'probability', 'disagreement'] as const) {
    insight.overlay = overlay;
    await settle();
  }
  expect([insight.blind, calls()]).toEqual([true, []]);
});

it('who has finished a second reading, reads another case, or reviews what another has not finished, is not blind', async () => {
  const { insight } = await aWindow([4, 3, 2], [
    { caseId: 'case', annotator: 'me', labelmapId: 'before', finishedAt: '2026-01-01T00:00:00Z' },
    { caseId: 'other', annotator: 'me', labelmapId: 'there', finishedAt: null },
    { caseId: 'case', annotator: 'somebody else', labelmapId: 'mine', finishedAt: null },
  ]);
  expect(insight.blind).toBe(false);
});

it('before it is known who is at the window nothing is asked for', async () => {
  const { insight, settle, calls } = await aWindow();
  usePeople().name = null;
  insight.overlay = 'uncertainty';
  await settle();
  expect([insight.blind, calls()]).toEqual([null, []]);
});

it('what is not kept is computed, and whoever looks away ends that', async () => {
  const { insight, workplace, settle, map, calls } = await aWindow();
  line.kept = null;
  insight.overlay = 'uncertainty';
  await settle();
  workplace.jobs = [{ id: 'job', kind: 'maps', state: 'running', progress: { done: 1, total: 4 } }] as never;
  expect(insight.coming).toEqual({ step: 'computes', share: 0.25 });
  insight.overlay = 'none';
  await settle();
  expect(calls()).toEqual(['maps', 'computeMaps', 'cancel']);

  insight.overlay = 'uncertainty';
  await settle();
  workplace.jobs = [{ id: 'job', kind: 'maps', state: 'done', progress: null, result: mapsOf([4, 3, 2]) }] as never;
  await settle();
  expect([map()?.kind, insight.coming]).toEqual(['uncertainty', null]);
});

it('of a large case the shown slice is asked for, the next one after it, and all of it where it is wished', async () => {
  const size: Vec3 = [64, 64, wholeAtOnceVoxels / 4096 + 1];
  const { insight, annotating, settle, map } = await aWindow(size);
  annotating.position = [0, 0, 7];
  line.kept = mapsOf([64, 64, 1], 7);
  insight.overlay = 'uncertainty';
  await settle();
  expect(line.asked.at(-1)?.input).toMatchObject({ slice: 7 });
  expect(map()?.only).toEqual({ axis: 2, slice: 7 });
  expect([[0, 0, 7], [0, 0, 6]].map((voxel) => holds(map()!, voxel as unknown as Vec3))).toEqual([true, false]);
  // Within the slice nothing is asked for again; on another one it is, once, after a rest.
  annotating.position = [9, 9, 7];
  await settle();
  expect(line.asked).toHaveLength(1);
  for (const slice of [8, 9, 10]) {
    annotating.position = [9, 9, slice];
    await vi.advanceTimersByTimeAsync(50);
  }
  await settle();
  expect(line.asked.slice(1).map(({ input }) => input)).toMatchObject([{ slice: 10 }]);
  insight.whole = true;
  await settle();
  expect(line.asked.at(-1)?.input).toMatchObject({ slice: null });
});

it('a slice lies in the volume where it was cut, along any axis', () => {
  const grid: Vec3 = [4, 3, 2];
  for (const axis of [0, 1, 2] as const) {
    const size = grid.map((count, along) => (along === axis ? 1 : count)) as unknown as Vec3;
    const slice = 1;
    const bytes = Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => at + 1);
    const { voxels } = loadedMap(keptMap('uncertainty', null), bytes, { axis, slice, size: [...size], modelId: 'm1' as never }, grid)!;
    const seen: number[] = [];
    for (let k = 0; k < 2; k += 1) for (let j = 0; j < 3; j += 1) for (let i = 0; i < 4; i += 1) {
      const value = voxels[i + 4 * (j + 3 * k)]!;
      if ([i, j, k][axis] === slice) seen.push(value);
      else expect(value).toBe(0);
    }
    expect(seen).toEqual([...bytes]);
  }
});

it('a map on another grid is not laid over this one', () => {
  const kept = keptMap('uncertainty', null);
  const told = { axis: 2 as const, slice: null, size: [4, 3, 3] as [number, number, number], modelId: 'm1' as never };
  expect(loadedMap(kept, new Uint8Array(36), told, [4, 3, 2])).toBeNull();
  expect(mapOf(mapsOf([4, 3, 2]), 'disagreement', 0)).toBeUndefined();
});
