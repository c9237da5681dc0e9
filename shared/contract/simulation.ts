import { z } from 'zod';
import { networkNames } from '../learning/plan.ts';
import { usualBudgets, usualSteps } from '../learning/simulation/budgets.ts';
import { strategyNames } from '../learning/selection/strategies.ts';
import { locales } from '../text/sentence.ts';
import { startedJob } from './jobs.ts';
import { call } from './procedure.ts';
import { partialPlan } from './training.ts';

const strategy = z.enum(strategyNames);
const count = z.number().int().positive();

export const simulationOptions = z.object({
  /** Ways to choose the next slices, each an arm. */
  strategies: z.array(strategy).min(1).max(strategyNames.length),
  /** Everything is done once with each. */
  seeds: z.array(z.number().int().nonnegative()).min(1).max(100),
  /** Percent of the pool's slices that are shown at the end of each round, rising. */
  budgets: z.array(z.number().positive().max(100)).min(1).max(50).default([...usualBudgets]),
  /** Of each training, whatever it is taught with. */
  steps: count.max(1_000_000).default(usualSteps),
  /** Left out: the network over slices. */
  network: z.enum(networkNames).optional(),
  plan: partialPlan.optional(),
  /** The strategy that is also tried with each round going on from the weights of the one before. */
  warm: strategy.optional(),
  /** Whether the foreground-aware draw is also tried as a project does it: by what the model of the round before predicts. */
  predicted: z.boolean().default(false),
  /** Whether it is also told what all slices come to, with as many steps. */
  full: z.boolean().default(true),
  /** And, where that is told, with four times as many. */
  longer: z.boolean().default(true),
  /** Cases or patients that judge, by name; left out: the project's test set. */
  test: z.array(z.string().min(1)).min(1).optional(),
  /** Those that may teach; left out: all others. The project's test set never does. */
  pool: z.array(z.string().min(1)).min(1).optional(),
  /** A folder for all that is computed. What lies in it already is not computed again. */
  out: z.string(),
  /** The language of the page with the curves. */
  locale: z.enum(locales).default('en'),
});
export type SimulationOptions = z.infer<typeof simulationOptions>;

export const simulationContract = {
  /**
   * Replays an annotator from labels that are there: nothing is written into the project. The job's result are the
   * figures (`shared/learning/simulation/figures.ts`); ended at any time, the same call goes on.
   */
  run: call.input(simulationOptions).output(startedJob),
};
