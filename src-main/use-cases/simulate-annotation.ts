/**
 * Replays an annotator from labels that are all there: which slices each strategy would have asked for, and how good the
 * network became by them. The project is only read; all that is computed lies in a folder of its own, and is not computed again.
 */
import type { SimulationOptions } from '#shared/contract/simulation.ts';
import { armsOf } from '#shared/learning/simulation/arms.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { LongWork } from './long-work.ts';
import { doArm, doStart, type ArmRun } from './simulate-arm.ts';
import { readReference, toldTheReference } from './simulate-choice.ts';
import { prepareSimulation } from './simulate-preparation.ts';
import { poolReadings } from './simulate-reading.ts';
import { reportSimulation, type SimulationResult } from './simulate-report.ts';
import { simulateSentences } from './simulate-sentences.ts';

/** What is told beside the progress. */
export interface SimulatedRound extends Pick<RoundOutcome, 'seed' | 'arm' | 'round' | 'budget' | 'meanDice'> {
  readonly kind: 'simulated-round';
}

/**
 * Of a simulation that is ended the figures so far are written as well.
 * @throws UserFacingError as `prepareSimulation`; what the engine says; `cancelled`, `disk-full`
 */
export async function simulateAnnotation(
  store: ProjectStore, engine: Engine, options: SimulationOptions, version: string, work: LongWork,
): Promise<SimulationResult> {
  const simulation = await prepareSimulation(store, options, work);
  const { strategies, warm = null, predicted, full, longer } = options;
  const arms = armsOf({ strategies, warm, predicted: predicted ? toldTheReference : null, full, longer });
  const seeds = new Set(options.seeds);
  const outcomes: RoundOutcome[] = [];
  const rounds = simulation.budgets.length - 1;
  const total = seeds.size * arms.reduce((sum, arm) => sum + (arm.kind === 'full' ? arm.timesTheSteps : rounds), 1);
  let past = 0;
  const report = (): Promise<SimulationResult> => reportSimulation(simulation, { arms, outcomes, version, locale: options.locale });
  try {
    for (const seed of seeds) {
      const run: ArmRun = {
        simulation, engine, seed, work,
        readings: poolReadings(simulation, engine, work, readReference),
        tell: ({ arm, budget: { percent }, weight }) => ({ phase, share }) => work.progress({
          phase: 'simulating', done: past + weight * share, total, note: fill(simulateSentences.place, { seed, arm, percent, phase }),
        }),
        done: (outcome, weight) => {
          past += weight;
          outcomes.push(outcome);
          const { arm, round, budget, meanDice } = outcome;
          work.progress({ phase: 'simulating', done: past, total });
          work.report({ kind: 'simulated-round', seed, arm, round, budget, meanDice } satisfies SimulatedRound);
          if (outcome.brokenOff !== undefined) work.report({ kind: 'warning', sentence: fill(simulateSentences.brokenOff, { seed, arm, percent: budget.percent, why: outcome.brokenOff }) });
        },
        skipped: (more) => { past += more; },
      };
      const start = await doStart(run);
      for (const arm of arms) await doArm(run, arm, start);
      await report();
    }
  } catch (error) {
    if (outcomes.length > 0) await report().catch(() => undefined);
    throw error;
  }
  return report();
}
