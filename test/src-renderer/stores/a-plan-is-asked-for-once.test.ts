import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import type { PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { usePlanning } from '../../../src-renderer/stores/planning.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';
import { aPlan } from '../a-plan.ts';

interface FakeHost {
  readonly asked: { readonly options: TrainOptions; readonly signal: AbortSignal }[];
  plan(options: TrainOptions): Promise<object>;
}
const host = vi.hoisted((): FakeHost => ({ asked: [], plan: () => Promise.resolve({}) }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: { training: { plan: (options: TrainOptions, { signal }: { signal: AbortSignal }) => {
    host.asked.push({ options, signal });
    return host.plan(options);
  } } },
}));
const asked = (): FakeHost['asked'] => host.asked;
const lastAsked = (): TrainOptions => asked().at(-1)!.options;

/** As the host answers: by the planner itself. */
function planned({ plan, ...options }: TrainOptions): PlannedTraining {
  return { plan: aPlan({ ...options, overrides: plan }) as PlannedTraining['plan'], words: [], warnings: [], automatic: 'unet', networks: [] };
}
const refusal = new UserFacingError('bad-input', { en: 'It does not fit.', 'zh-CN': '不匹配。' });

/** As when the page was opened, and what the person then did has rested. */
async function opened(): Promise<ReturnType<typeof usePlanning>> {
  const planning = usePlanning();
  planning.look();
  await rest();
  return planning;
}
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500);

beforeEach(async () => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  host.asked.length = 0;
  host.plan = (options) => Promise.resolve(planned(options));
  usePlanning();
  useWorkplace().$patch({ project: { id: 'p' } as never });
  await nextTick();
});

it('Whoever chooses nothing leaves the network to the planner, in the minutes of a volume', async () => {
  const planning = await opened();
  expect(asked().map(({ options }) => options)).toEqual([{ seed: 0, minutes: 30 }]);
  expect(planning.options).toEqual({ seed: 0, minutes: 30 });
  expect(planning.planned?.plan.network).toMatchObject({ name: 'unet', dimensions: 3 });
});

it('Digits that follow each other are one question, and what was asked before is given up', async () => {
  const planning = await opened();
  const before = asked().length;
  let answer: (told: object) => void = () => undefined;
  host.plan = () => new Promise((resolve) => { answer = resolve; });
  for (const minutes of [4, 45]) planning.choose({ minutes });
  await rest();
  expect(asked().slice(before).map(({ options }) => options.minutes)).toEqual([45]);
  const late = answer;
  planning.choose({ minutes: 5 });
  expect(asked().at(-1)!.signal.aborted).toBe(true);
  host.plan = (options) => Promise.resolve(planned(options));
  await rest();
  late(planned({ minutes: 45 }));
  await rest();
  expect(planning.planned?.plan.network.name).toBe('unet-2d');
  expect(planning.asking).toBe(false);
});

it('Of a changed value its part alone is sent, the rest of it as the planner has it; put back, nothing is', async () => {
  const planning = await opened();
  const own = planning.planned!.plan;
  planning.set('optimiser.learningRate', 0.01);
  expect(planning.planned!.plan).toEqual(own);
  await rest();
  expect(lastAsked()).toEqual({ seed: 0, minutes: 30, plan: { optimiser: { ...own.optimiser, learningRate: 0.01 } } });
  expect(planning.options).toEqual(lastAsked());
  expect(planning.planned!.plan.optimiser.learningRate).toBe(0.01);
  planning.putBack('optimiser.learningRate');
  await rest();
  expect(planning.planned!.plan).toEqual(own);
  expect(planning.options).toEqual({ seed: 0, minutes: 30 });
  // The planner's own value, typed, is no change.
  planning.set('dropout', own.dropout);
  expect(planning.choices.changes).toEqual({});
});

it('What was meant for one network is put back with another, and the rest stays', async () => {
  const planning = await opened();
  planning.set('patch', [32, 48, 32]);
  planning.set('optimiser.weightDecay', 0.02);
  await rest();
  expect(lastAsked().plan).toMatchObject({ patch: [32, 48, 32] });
  // Fewer minutes bring a network over slices.
  planning.choose({ minutes: 5 });
  await rest();
  expect(planning.choices.changes).toEqual({ 'optimiser.weightDecay': 0.02 });
  expect(planning.planned!.plan).toMatchObject({ network: { name: 'unet-2d' }, optimiser: { kind: 'adam', learningRate: 3e-3, weightDecay: 0.02 } });
  expect(useToasts().past).toHaveLength(1);
  planning.set('network.filters', [8, 16]);
  planning.choose({ network: 'vnet' });
  await rest();
  expect(planning.planned!.plan.network.name).toBe('vnet');
  expect(lastAsked().plan).toEqual({ optimiser: { ...planning.own!.told.plan.optimiser, weightDecay: 0.02 } });
});

it('What the planner refuses is told where it was chosen, and nothing can be started until it is mended', async () => {
  const planning = await opened();
  host.plan = (options) => ('plan' in options ? Promise.reject(refusal) : Promise.resolve(planned(options)));
  planning.set('patch', [33, 48, 32]);
  await rest();
  expect(planning.trouble).toEqual({ code: 'bad-input', sentence: refusal.sentence, at: 'patch' });
  expect(planning.options).toBeNull();
  planning.putBack('patch');
  await rest();
  expect(planning.trouble).toBeNull();
  expect(planning.options).toEqual({ seed: 0, minutes: 30 });
});

it('What is no number is not asked about, nor started with', async () => {
  const planning = await opened();
  const before = asked().length;
  planning.set('batch', Number.NaN);
  planning.choose({ minutes: Number.NaN });
  await rest();
  expect(asked()).toHaveLength(before);
  expect([planning.wrong, planning.options, planning.asking]).toEqual([['minutes', 'changes'], null, false]);
});

it('A written plan changes what it says otherwise; its seed, its epochs and its network are chosen with it', async () => {
  const planning = await opened();
  const own = planning.planned!.plan;
  planning.write({ ...own, loss: 'focal', seed: 7, augmentation: { ...own.augmentation, blur: 1 } });
  await rest();
  expect(planning.choices).toMatchObject({ seed: 7, by: 'minutes', network: 'automatic', changes: { loss: 'focal', 'augmentation.blur': 1 } });
  planning.write({ network: { name: 'unet-2d', filters: [8, 16] }, epochs: 12 });
  await rest();
  expect(planning.choices).toMatchObject({ by: 'epochs', epochs: 12, network: 'unet-2d', changes: { 'network.filters': [8, 16] } });
  expect(planning.planned!.plan).toMatchObject({ epochs: 12, network: { name: 'unet-2d', filters: [8, 16] } });
  // Of the same name, and yet another one.
  const slices = aPlan({ network: 'unet', mostContextSlices: 3 }).network;
  planning.write({ network: slices });
  await rest();
  expect(planning.planned!.plan.network).toEqual(slices);
});

it('Another project begins with nothing chosen', async () => {
  const planning = await opened();
  planning.choose({ network: 'vnet', seed: 3 });
  useWorkplace().$patch({ project: { id: 'q' } as never });
  await nextTick();
  expect([planning.options, planning.planned]).toEqual([{ seed: 0, minutes: 30 }, null]);
});
