import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { engineCrash } from '#main/engine-client/engine-crash.ts';
import { resultsIn, simulate, simulated, withTestSet, type Results, type Simulated } from './simulated-annotators.ts';

/** Without what depends on the moment. */
const whatItIs = ({ outcomes, arms, full, comparisons }: Results): unknown => ({
  arms, full, comparisons, outcomes: outcomes.map((one) => ({ ...one, seconds: null })),
});

/** Lets so many requests of a kind pass, and then something happens. */
function after({ engine }: Simulated, kind: string, passed: number, happens: () => Promise<void> | void): void {
  const before = engine.before;
  let seen = 0;
  engine.before = async (request, ...rest) => {
    await before(request, ...rest);
    if (request.kind === kind && seen++ === passed) await happens();
  };
}

/** Seven trainings. */
const asked: Parameters<typeof simulate>[1] = { strategies: ['random', 'entropy'], warm: 'entropy', seeds: [1] };

describe('a simulation that ended early', () => {
  it.each([
    ['in its first training', 'train', 0], ['in a training', 'train', 4], ['while the first network was judged', 'judge', 0], ['while another was judged', 'judge', 5],
  ])('%s computes only what is missing, and comes to the same', async (_, kind, passed) => {
    const place = await withTestSet();
    const whole = path.join(place.folder, 'whole');
    await simulated(place, { ...asked, out: whole });
    const trainings = place.taught.length;

    after(place, kind, passed, () => { throw engineCrash({ exitCode: 1, signal: null }); });
    const ended = await simulate(place, asked);
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'engine-crashed' } });
    const before = place.taught.length;

    await simulated(place, asked);
    // What was being trained or judged is trained again.
    expect(place.taught.length - before).toBe(trainings - passed);
    expect(whatItIs(resultsIn(path.join(place.folder, 'out')))).toEqual(whatItIs(resultsIn(whole)));
  });

  it('as by a power cut goes on from what the disk has', async () => {
    const place = await withTestSet();
    const copy = path.join(place.folder, 'copy');
    after(place, 'judge', 7, () => { cpSync(path.join(place.folder, 'out'), copy, { recursive: true }); });
    await simulated(place);
    const before = place.taught.length;
    await simulated(place, { out: copy });
    expect(place.taught.length - before).toBe(before - 7);
    expect(whatItIs(resultsIn(copy))).toEqual(whatItIs(resultsIn(path.join(place.folder, 'out'))));
  });

  it('of one arm, whose training lost its way, leaves the others as they are, and says so', async () => {
    const place = await withTestSet();
    const why = { en: 'The training lost its way.', 'zh-CN': '训练发散。' };
    // Of seed 1 the start, then `random` at 25 %.
    after(place, 'train', 1, () => { throw new UserFacingError('bad-input', why); });
    await simulated(place);
    const { brokenOff, rounds, arms: [random, foreground] } = resultsIn(path.join(place.folder, 'out'));
    expect(brokenOff).toEqual([{ seed: 1, arm: 'random', budget: { percent: 25, slices: 10 }, why }]);
    // Of ten trainings one never came.
    expect(rounds).toEqual({ done: 9, total: 9 });
    expect(random!.points.map(({ dice }) => dice.n)).toEqual([2, 1, 1]);
    expect(foreground!.area!.n).toBe(2);
    // Nor is it tried again.
    const before = place.taught.length;
    await simulated(place);
    expect(place.taught.length).toBe(before);
  });

  it('by its person has the figures so far', async () => {
    const place = await withTestSet();
    after(place, 'train', 4, async () => {
      const [job] = (await place.client.jobs.list()).filter(({ state }) => state === 'running');
      await place.client.jobs.cancel({ id: job!.id });
    });
    expect(await simulate(place)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
    const results = resultsIn(path.join(place.folder, 'out'));
    expect(results.rounds).toEqual({ done: 4, total: 5 });
    expect(results.arms[1]).toMatchObject({ name: 'foreground-random', area: null, points: { length: 2 } });
  });
});

describe('what lies in a folder', () => {
  it('is of one kind: seeds and strategies may be added, all else is another simulation', async () => {
    const place = await withTestSet();
    await simulated(place, { strategies: ['random'], seeds: [1] });
    await simulated(place);
    // The start and the first arm of seed 1 were there.
    expect(place.taught).toHaveLength(10);
    const other = await simulate(place, { steps: 31, budgets: [20] });
    expect(other).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(other.error!.sentence.en).toMatch(/begun otherwise \(budgets, steps\)/);
    expect(other.error!.sentence['zh-CN']).toMatch(/预算、步数/);
    expect(place.taught).toHaveLength(10);
  });

  it('is the labels of the moment at which it was begun', async () => {
    const [place, twin] = [await withTestSet(), await withTestSet()];
    await simulated(place, { seeds: [1] });
    const [first] = await place.client.cases.list();
    await place.client.cases.remove({ id: first!.id });
    await simulated(place);
    expect(resultsIn(path.join(place.folder, 'out')).pool).toEqual({ cases: 7, patients: 7, slices: 42 });
    // The same images in another project: the same slices, whatever their ids.
    await simulated(twin);
    const shown = ({ folder }: Simulated): unknown => resultsIn(path.join(folder, 'out')).outcomes.map((one) => one.shown);
    expect(shown(place)).toEqual(shown(twin));
  });

  it('that is no simulation is left alone', async () => {
    const place = await withTestSet();
    await simulated(place, { strategies: ['random'], seeds: [1], budgets: [10] });
    writeFileSync(path.join(place.folder, 'out', 'simulation.json'), '{ "format": "');
    const job = await simulate(place, { strategies: ['random'], seeds: [1], budgets: [10] });
    expect(job.error).toMatchObject({ code: 'corrupt' });
  });
});
