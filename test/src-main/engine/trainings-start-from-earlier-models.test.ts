import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { writeModel } from '#main/engine/model-folder.ts';
import { encoderParameters, firstWeights, frozenParameters, startOf } from '#main/engine/networks/first-weights.ts';
import { plannedNetwork } from '#main/engine/networks/planned-network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import type { NetworkPlan, Plan } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { tinyPlan } from './phantom-project.ts';
import { randomBatch } from './random-batch.ts';

let parent: string;
beforeAll(async () => { parent = await mkdtemp(join(tmpdir(), 'lamina-start-')); });
afterAll(() => rm(parent, { recursive: true }));

const engine = { library: 'native', version: '2', device: 'CPU' } as const;
const transfer: Plan['start'] = { kind: 'transfer', model: 'm', frozenEpochs: 2 };
let stored = 0;
async function storedModel(plan: Plan): Promise<{ folder: string; values: Map<string, Float32Array> }> {
  const network = plannedNetwork(plan);
  const values = startingWeights(network.parameters, 77);
  // Not as any fresh one would be: constants too.
  values.forEach((one) => one.forEach((weight, at) => { one[at] = weight + 0.125; }));
  const folder = join(parent, `model-${stored++}`);
  await writeModel(folder, network, values, { plan, epoch: 1, step: 5, engine });
  return { folder, values };
}
async function begun(plan: Plan, startFrom: string | null): Promise<{ weights: ReadonlyMap<string, Float32Array>; said: Sentence[] }> {
  const said: Sentence[] = [];
  const weights = await firstWeights(plannedNetwork(plan), { plan, startFrom }, { warn: (sentence) => said.push(sentence) });
  return { weights, said };
}
const networkOf = (...filters: number[]): NetworkPlan => ({ name: 'unet-2d', filters });
const earlierPlan: Plan = { ...tinyPlan, network: networkOf(4, 8) };

describe('a transfer', () => {
  it('takes every layer of the same network, and says so', async () => {
    const { folder, values } = await storedModel(earlierPlan);
    const { weights, said } = await begun({ ...earlierPlan, start: transfer, seed: 5 }, folder);
    expect(weights).toEqual(values);
    expect(said).toHaveLength(1);
    expect(said[0]!.en).toMatch(/: down0, down1, up0, classes\.$/);
    expect(said[0]!.en).toContain(String(new Set([...values.keys()].map((name) => name.replace(/\/\w+$/, ''))).size));
  });

  it.each<[string, Partial<Plan>, readonly string[], string]>([
    ['another number of channels', { contextSlices: 5 }, ['down0/first'], 'down0/second, down1, up0, classes'],
    ['other labels', { outputs: tinyPlan.outputs.slice(0, 2) }, ['classes'], 'down0, down1, up0'],
    ['one level more', { network: networkOf(4, 8, 16) }, ['down2/first', 'down2/second', 'up1/enlarge', 'up1/first', 'up1/second'], 'down0, down1, up0, classes'],
    ['a wider deepest level', { network: networkOf(4, 6) }, ['down1/first', 'down1/second', 'up0/enlarge'], 'down0, up0/first, up0/second, classes'],
  ])('into %s names what it takes, whole blocks as such, and what starts anew, and freezes what it took of the encoder', async (_, change, anew, kept) => {
    const { folder, values } = await storedModel(earlierPlan);
    const plan = { ...earlierPlan, ...change, start: transfer };
    const network = plannedNetwork(plan);
    const fresh = startingWeights(network.parameters, plan.seed);
    const { weights, said } = await begun(plan, folder);
    for (const { name } of network.parameters) {
      const isNew = anew.includes(name.replace(/\/\w+$/, ''));
      expect(weights.get(name)).toEqual((isNew ? fresh : values).get(name));
    }
    expect(said).toHaveLength(1);
    for (const language of ['en', 'zh-CN'] as const) {
      expect(said[0]![language]).toContain(anew.join(', '));
      expect(said[0]![language]).toContain({ en: `: ${kept}.`, 'zh-CN': `：${kept}。` }[language]);
    }
    const frozen = await frozenParameters(network, folder);
    expect([...frozen].sort()).toEqual([...encoderParameters(network)].filter((name) => !anew.includes(name.replace(/\/\w+$/, ''))).sort());
  });

  it('is refused where nothing fits, and where the model is damaged', async () => {
    const { folder } = await storedModel({ ...tinyPlan, network: { name: 'fcn-32s', width: 1 / 64 } });
    await expect(begun({ ...earlierPlan, start: transfer }, folder)).rejects.toMatchObject({ code: 'bad-input' });
    await expect(begun({ ...earlierPlan, start: transfer }, join(parent, 'nowhere'))).rejects.toMatchObject({ code: 'corrupt' });
  });
});

it('from scratch is what the seed says', async () => {
  const { weights, said } = await begun(earlierPlan, null);
  expect(weights).toEqual(startingWeights(plannedNetwork(earlierPlan).parameters, earlierPlan.seed));
  expect(said).toEqual([]);
});

describe('shrinking and perturbing', () => {
  const shape = { parameters: [{ name: 'a/kernel', shape: [3], start: { kind: 'constant', value: 0 } }, { name: 'b/kernel', shape: [3], start: { kind: 'constant', value: 0 } }] } as const;
  const three = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 3, maxLength: 3 }).map((values) => Float32Array.from(values));
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('is shrink · earlier + perturb · fresh, weight by weight, in the layers that are taken', () => {
    fc.assert(fc.property(three, three, share, share, (earlier, fresh, shrink, perturb) => {
      const state = (values: Float32Array): Map<string, Float32Array> => new Map([['a/kernel', values], ['b/kernel', values]]);
      const weights = startOf({ kind: 'shrink-and-perturb', model: 'm', shrink, perturb }, shape, state(fresh), state(earlier), new Set(['a']));
      expect(weights.get('b/kernel')).toEqual(fresh);
      weights.get('a/kernel')!.forEach((weight, at) => expect(weight).toBe(Math.fround(shrink * earlier[at]! + perturb * fresh[at]!)));
    }));
  });

  it('says nothing where every layer is taken, and makes weights that differ from both', async () => {
    const { folder, values } = await storedModel(earlierPlan);
    const plan: Plan = { ...earlierPlan, start: { kind: 'shrink-and-perturb', model: 'm', shrink: 0.6, perturb: 0.01 } };
    const { weights, said } = await begun(plan, folder);
    expect(said).toEqual([]);
    const fresh = startingWeights(plannedNetwork(plan).parameters, plan.seed);
    expect(weights.get('classes/bias')![0]).toBe(Math.fround(0.6 * values.get('classes/bias')![0]! + 0.01 * fresh.get('classes/bias')![0]!));
    expect(weights.get('down0/first/kernel')).not.toEqual(values.get('down0/first/kernel'));
  });
});

/** What learns when the encoder does not has to be all that comes after it: named here by each network's own paper. */
it.each<[NetworkPlan, readonly string[]]>([
  [networkOf(4, 8, 8), ['up0', 'up1', 'classes']],
  [{ name: 'unet-classic' }, ['up0', 'up1', 'up2', 'up3', 'classes']],
  [{ name: 'vnet', filters: [2, 4] }, ['up0', 'classes']],
  [{ name: 'fcn-8s', width: 1 / 64 }, ['scores', 'enlarge4', 'scores4', 'enlarge3', 'scores3', 'enlarge']],
])('the encoder of $name is what comes before the way back up', (network, after) => {
  const { parameters } = plannedNetwork({ ...tinyPlan, network });
  const encoder = encoderParameters({ parameters });
  const rest = parameters.map(({ name }) => name).filter((name) => !encoder.has(name));
  expect([...new Set(rest.map((name) => name.split('/')[0]))].sort()).toEqual([...after].sort());
});

it('a transfer with a frozen encoder changes nothing of it, until it is lifted', async () => {
  const { folder } = await storedModel(earlierPlan);
  const plan = { ...earlierPlan, start: transfer };
  const network = plannedNetwork(plan);
  const { weights } = await begun(plan, folder);
  const frozen = await frozenParameters(network, folder);
  const learner = makeLearner(network, plan, weights);
  const batch = randomBatch(1, { count: 2, side: 8, channels: 3, outputs: 4 });
  const step = async (): Promise<void> => { await learner.learn([batch], 1e-2, async () => undefined); };
  learner.freeze(frozen);
  await step();
  const unchanged = (): string[] => [...learner.weights()].filter(([name, values]) => values.every((weight, at) => weight === weights.get(name)![at])).map(([name]) => name);
  expect(unchanged().sort()).toEqual([...frozen].sort());
  learner.freeze(new Set());
  await step();
  expect(unchanged()).toEqual([]);
  learner.dispose();
});
