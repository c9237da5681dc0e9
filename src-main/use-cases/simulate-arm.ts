/** One arm of a simulation with one seed: round after round from the start that all arms share, or all slices at once. */
import { rm } from 'node:fs/promises';
import type { StrategyName } from '#shared/learning/selection/strategies.ts';
import { startName, type Arm } from '#shared/learning/simulation/arms.ts';
import { drawSlices, revealMore } from '#shared/learning/simulation/revealed.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { shrinkAndPerturb } from '#shared/learning/warm-start.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { LongWork } from './long-work.ts';
import { chooseSlices, type PoolReadings } from './simulate-choice.ts';
import { modelFolder, readOutcome, roundFolder, type RoundName } from './simulate-folder.ts';
import type { Simulation } from './simulate-preparation.ts';
import { doRound, type RoundTask, type TellRound } from './simulate-round.ts';
import { simulateSentences } from './simulate-sentences.ts';

export interface ArmRun {
  readonly simulation: Simulation;
  readonly engine: Engine;
  readonly seed: number;
  readonly readings: PoolReadings;
  readonly work: LongWork;
  /** To be told of a round on its way, and of one that is done. */
  readonly tell: (task: Pick<RoundTask, 'seed' | 'arm' | 'budget'> & { readonly weight: number }) => TellRound;
  readonly done: (outcome: RoundOutcome, weight: number) => void;
  /** To be told of so many rounds that will not come. */
  readonly skipped: (rounds: number) => void;
}

/** The first round: drawn uniformly, since nobody knows anything yet. */
export async function doStart(run: ArmRun): Promise<RoundOutcome> {
  const { simulation: { budgets, pool, plan }, seed } = run;
  const budget = budgets[0]!;
  return doOne(run, { seed, arm: startName, round: 1, budget, shown: drawSlices(pool, budget.slices, seed), plan: { ...plan, seed }, startFrom: null });
}

export async function doArm(run: ArmRun, arm: Arm<StrategyName>, start: RoundOutcome): Promise<void> {
  if (arm.kind === 'full') return doFull(run, arm);
  const { simulation, seed } = run;
  let before = start;
  for (const [place, budget] of simulation.budgets.entries()) {
    if (place === 0) continue;
    // Nobody could choose further: there is no network.
    if (before.brokenOff !== undefined) {
      run.skipped(simulation.budgets.length - place);
      break;
    }
    const name: RoundName = { seed, arm: arm.name, round: place + 1 };
    const known = await readOutcome(roundFolder(simulation.out, name));
    if (known === null) {
      run.tell({ ...name, budget, weight: 1 })({ phase: simulateSentences.choosing, share: 0 });
      const chosen = await chooseSlices(run, arm, before, budget.slices);
      before = await doOne(run, { ...name, budget, shown: revealMore(simulation.pool, before.shown ?? [], chosen), ...beginningOf(run, arm, before) });
    } else {
      run.done(known, 1);
      before = known;
    }
    await forgetModel(simulation, { ...name, round: place });
  }
  await forgetModel(simulation, { seed, arm: arm.name, round: simulation.budgets.length });
}

/** From scratch with the seed's own weights, or from the network of the round before. */
function beginningOf({ simulation: { plan, out }, seed }: ArmRun, { warm }: { readonly warm: boolean }, before: RoundOutcome): Pick<RoundTask, 'plan' | 'startFrom'> {
  if (!warm) return { plan: { ...plan, seed }, startFrom: null };
  const start: Plan['start'] = { kind: 'shrink-and-perturb', model: `${before.arm}-${before.round}`, ...shrinkAndPerturb };
  return { plan: { ...plan, seed, start }, startFrom: modelFolder(roundFolder(out, before)) };
}

async function doFull(run: ArmRun, { name, timesTheSteps }: Arm & { readonly kind: 'full' }): Promise<void> {
  const { simulation: { plan, poolSlices }, seed } = run;
  await doOne(run, {
    seed, arm: name, round: 1, budget: { percent: 100, slices: poolSlices }, shown: null, startFrom: null,
    plan: { ...plan, seed, stepsPerEpoch: plan.stepsPerEpoch * timesTheSteps },
  }, timesTheSteps);
  await forgetModel(run.simulation, { seed, arm: name, round: 1 });
}

async function doOne(run: ArmRun, task: RoundTask, weight = 1): Promise<RoundOutcome> {
  const outcome = await doRound(run.simulation, run.engine, task, run.work, run.tell({ ...task, weight }));
  run.done(outcome, weight);
  return outcome;
}

/** Networks are larger than all else that is kept; the start's stays, since further strategies may be added. */
async function forgetModel({ out }: Simulation, name: RoundName): Promise<void> {
  await rm(modelFolder(roundFolder(out, name)), { recursive: true, force: true });
}
