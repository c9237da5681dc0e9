import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { shrinkAndPerturb } from '#shared/learning/warm-start.ts';
import { resultsIn, simulate, simulated, thirds, withTestSet, type Taught } from './simulated-annotators.ts';

const slicesOf = ({ manifest }: Taught): string[] => manifest.cases.flatMap(({ name, completeSlices }) => completeSlices.map((slice) => `${name} ${slice}`));
const armOf = ({ request }: Taught): string => path.relative(path.dirname(path.dirname(request.outputFolder)), path.dirname(request.outputFolder));
const strategies = ['random', 'foreground-random', 'entropy'] as const;

/** One simulation, looked at from many sides; its folder goes with the test that asks first. */
let made: ReturnType<typeof make> | null = null;
const once = (): ReturnType<typeof make> => { made ??= make(); return made; };

async function make() {
  const place = await withTestSet();
  const out = path.join(place.folder, 'out');
  const result = await simulated(place, { strategies: [...strategies], warm: 'random', full: true });
  const { taught, judged, asked, tests } = place;
  return {
    out, result, taught: [...taught], judged: [...judged], asked: [...asked], tests,
    inSeed: (seed: number): Taught[] => taught.filter(({ request }) => request.plan.seed === seed),
    outcomes: resultsIn(out).outcomes,
    left: readdirSync(out, { recursive: true }).map(String).filter((file) => /model$|training$|\.part$/.test(file)).sort(),
    page: readFileSync(result.files.page, 'utf8'),
    picture: readFileSync(result.files.picture),
    models: await place.client.training.models(),
    unfinished: await place.client.training.unfinished(),
    inProject: ['snapshots', 'models'].flatMap((folder) => (existsSync(path.join(place.project, folder)) ? readdirSync(path.join(place.project, folder)) : [])),
  };
}

describe('a simulation', () => {
  it('trains once for each arm, seed and budget, and once for the start that the arms of a seed share', async () => {
    const { taught, inSeed, result } = await once();
    // Of each seed: the start, four arms of two more rounds, and all slices twice.
    expect(taught).toHaveLength(2 * (1 + 4 * 2 + 2));
    expect(result.rounds).toEqual({ done: 22, total: 22 });
    expect(taught.map(armOf).filter((arm) => arm === 'start')).toHaveLength(2);
    expect(inSeed(1).map((one) => slicesOf(one).length)).toEqual([4, 10, 21, 10, 21, 10, 21, 10, 21, 42, 42]);
    expect(result.arms.map(({ name, points }) => [name, points.map(({ slices }) => slices)])).toEqual(
      [...strategies, 'random-warm'].map((name) => [name, [4, 10, 21]]));
  });

  it('adds to what was shown before, and shows nothing twice', async () => {
    const { inSeed } = await once();
    const [start, ...later] = inSeed(1).slice(0, 9).map((one) => new Set(slicesOf(one))) as [Set<string>, ...Set<string>[]];
    for (let at = 0; at < later.length; at += 2) {
      expect([...start].every((slice) => later[at]!.has(slice)) && [...later[at]!].every((slice) => later[at + 1]!.has(slice))).toBe(true);
      expect([start, later[at]!, later[at + 1]!].map(({ size }) => size)).toEqual([4, 10, 21]);
    }
    expect(slicesOf(inSeed(1)[0]!)).not.toEqual(slicesOf(inSeed(2)[0]!));
  });

  it('shows and reads nothing of who judges: no training, no choice and no plan has them', async () => {
    const { tests, taught, judged, asked } = await once();
    expect(tests).toHaveLength(5);
    for (const { manifest } of taught) {
      expect(manifest.cases.every(({ patient, role }) => role === 'train' && !tests.includes(patient))).toBe(true);
    }
    const images = new Set(judged.flatMap(({ cases }) => cases.map(({ image }) => image.path)));
    expect(images.size).toBe(5);
    for (const { manifest } of taught) expect(manifest.cases.some(({ image }) => images.has(image.path))).toBe(false);
    const readings = asked.filter((request) => request.kind === 'read-slices');
    // The start's for the only arm that asks, and that of its second round, for each seed.
    expect(readings).toHaveLength(4);
    for (const { volumes, modelFolders } of readings) {
      expect(volumes.some(({ image }) => images.has(image.path))).toBe(false);
      expect([volumes.length, volumes.flatMap(({ slices }) => slices).length, modelFolders.length]).toEqual([7, 42, 1]);
    }
    for (const { cases } of judged) expect(cases.map(({ patient, role, completeSlices }) => [patient, role, completeSlices.length]).sort()).toEqual([...tests].sort().map((patient) => [patient, 'test', 6]));
  });

  it('asks each strategy by what it is told: the engine is unsure of the last slices, and entropy takes them', async () => {
    const { inSeed } = await once();
    const [start, , , , , second] = inSeed(1).map((one) => new Set(slicesOf(one)));
    const chosen = [...second!].filter((slice) => !start!.has(slice)).map((slice) => Number(slice.split(' ')[1]));
    // Of six, one in seven is drawn blindly; slices of a case lie two apart.
    expect(chosen.filter((slice) => slice >= 4).length).toBeGreaterThanOrEqual(5);
  });

  it('gives all arms of a seed the same plan: no minutes, no validation, the same steps and first weights', async () => {
    const { taught, inSeed } = await once();
    const cold = taught.filter(({ request }) => !/random-warm|full/.test(request.outputFolder));
    const [first] = cold;
    expect(new Set(cold.map(({ request: { plan } }) => JSON.stringify({ ...plan, seed: 0 }))).size).toBe(1);
    expect(first!.request.plan).toMatchObject({ epochs: 1, stepsPerEpoch: 30, start: { kind: 'scratch' }, patience: null, network: { name: 'unet-2d' } });
    expect(taught.every(({ request }) => request.minutes === null && request.resumeFrom === null)).toBe(true);
    const full = inSeed(2).slice(-2).map(({ request: { plan } }) => plan);
    expect(full).toEqual([{ ...first!.request.plan, seed: 2 }, { ...first!.request.plan, seed: 2, stepsPerEpoch: 120 }]);
  });

  it('begins each warm round with the network of the one before', async () => {
    const { inSeed, out } = await once();
    const warm = inSeed(2).filter(({ request }) => request.startFrom !== null);
    expect(warm.map(({ request: { startFrom, plan: { start } } }) => [path.relative(path.join(out, 'seed-2'), startFrom!), start])).toEqual([
      [path.join('start', 'model'), { kind: 'shrink-and-perturb', model: 'start-1', ...shrinkAndPerturb }],
      [path.join('random-warm', 'round-2', 'model'), { kind: 'shrink-and-perturb', model: 'random-warm-2', ...shrinkAndPerturb }],
    ]);
  });

  it('leaves the project as it was: no snapshot and no model', async () => {
    const { models, unfinished, inProject } = await once();
    expect([models, unfinished, inProject]).toEqual([[], [], []]);
  });

  it('keeps every training’s figures, a page and a picture, and no network but that of the start', async () => {
    const { outcomes, tests, page, picture, left } = await once();
    expect(outcomes).toHaveLength(22);
    expect(outcomes[0]).toMatchObject({ arm: 'start', seed: 1, round: 1, budget: { percent: 10, slices: 4 }, meanDice: 0.7, dice: [0.7] });
    expect(outcomes[0]!.cases.map(({ patient }) => patient).sort()).toEqual([...tests].sort());
    expect(page).toMatch(/foreground-aware random \(by the reference\)/);
    expect(page).toMatch(/draws by what the reference shows/);
    expect(page).not.toMatch(/<script|https?:/);
    const { width, height, channels } = decode(picture);
    expect([width > 1000, height > 800, channels]).toEqual([true, true, 3]);
    expect(left).toEqual([path.join('seed-1', 'start', 'model'), path.join('seed-2', 'start', 'model')]);
  });

  it('can tell the foreground-aware draw what a model predicts, as a project does, and leaves the usual arm as it is', async () => {
    const place = await withTestSet();
    const { arms } = await simulated(place, { strategies: ['foreground-random'], predicted: true, seeds: [1] });
    expect(arms.map(({ name, strategy, predicted }) => [name, strategy, predicted])).toEqual([
      ['foreground-random', 'foreground-random', false], ['foreground-random-predicted', 'foreground-random', true],
    ]);
    // The start's network and that of the second round, which only this arm asks.
    const asked = place.asked.flatMap((request) => (request.kind === 'read-slices' ? [path.relative(path.join(place.folder, 'out', 'seed-1'), request.modelFolders[0]!)] : []));
    expect(asked).toEqual([path.join('start', 'model'), path.join('foreground-random-predicted', 'round-2', 'model')]);
    expect(place.taught).toHaveLength(5);
  });

  it('writes its page in the person’s language, without computing anything again', async () => {
    const place = await withTestSet();
    await simulated(place, { strategies: ['foreground-random'], seeds: [3] });
    const trained = place.taught.length;
    const { files } = await simulated(place, { strategies: ['foreground-random'], seeds: [3], locale: 'zh-CN' });
    expect(readFileSync(files.page, 'utf8')).toMatch(/<html lang="zh-CN">[^]*前景感知随机/);
    expect(place.taught).toHaveLength(trained);
  });

  it('takes who judges by name, with every scan of them, and refuses a name that nobody has', async () => {
    const own = await withTestSet();
    const [first, second] = own.tests;
    const others = (await own.client.cases.list()).map(({ patient }) => patient).filter((patient) => !own.tests.includes(patient));
    await simulated(own, { strategies: ['random'], seeds: [1], test: [`${others[0]!}.nii.gz`, first!], budgets: [100] });
    expect(own.judged[0]!.cases.map(({ patient }) => patient).sort()).toEqual([others[0]!, first!].sort());
    // The rest of the test set neither judges nor teaches.
    expect(own.taught[0]!.manifest.cases.map(({ patient }) => patient).sort()).toEqual(others.slice(1).sort());
    expect(await simulate(own, { test: ['nobody'], out: path.join(own.folder, 'b') })).toMatchObject({ state: 'failed', error: { code: 'not-found', sentence: { en: expect.stringContaining('nobody') as string } } });
    const narrow = path.join(own.folder, 'c');
    await simulated(own, { strategies: ['random'], seeds: [1], pool: [others[1]!, second!], budgets: [50], out: narrow });
    expect(resultsIn(narrow).pool).toEqual({ cases: 1, patients: 1, slices: 6 });
    expect(await simulate(own, { test: others, out: path.join(own.folder, 'd') })).toMatchObject({ error: { sentence: { en: expect.stringMatching(/^No case .* is left/) as string } } });
  });

  it('refuses budgets that cannot be, and a folder within the project', async () => {
    const place = await withTestSet();
    expect(await simulate(place, { budgets: [1], out: path.join(place.folder, 'e') })).toMatchObject({ error: { code: 'bad-input', sentence: { en: expect.stringMatching(/^1 % of the 42/) as string } } });
    expect(await simulate(place, { budgets: [...thirds, 50.5], out: path.join(place.folder, 'f') })).toMatchObject({ error: { code: 'bad-input' } });
    expect(await simulate(place, { out: path.join(place.project, 'out') })).toMatchObject({ error: { code: 'bad-input' } });
  });
});
