/** What a simulation came to so far, as files for programs and for people. */
import { join } from 'node:path';
import { encode } from 'fast-png';
import { startName, type Arm } from '#shared/learning/simulation/arms.ts';
import { figuresOf, type SimulationFigures } from '#shared/learning/simulation/figures.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import type { Locale, Sentence } from '#shared/text/sentence.ts';
import { writeWhole } from '../files/write-whole.ts';
import { drawCurves } from '../simulation-report/curves-picture.ts';
import { simulationPage } from '../simulation-report/page.ts';
import { roundsTable } from '../simulation-report/rounds-table.ts';
import { writeJson } from './simulate-folder.ts';
import type { Simulation } from './simulate-preparation.ts';

/** What the job answers; the file holds the rounds beside it. */
export interface SimulationResult extends SimulationFigures {
  readonly format: 'lamina-simulation-results';
  readonly version: 1;
  readonly network: string;
  readonly steps: number;
  readonly labels: readonly string[];
  readonly pool: { readonly cases: number; readonly patients: number; readonly slices: number };
  /** Those who judged: a case of which the networks know no label does not. */
  readonly test: { readonly cases: number; readonly patients: number };
  /** That have begun. */
  readonly seeds: readonly number[];
  /** Trainings that gave no network, each with why: what would have followed in their arm is left out of the rounds. */
  readonly brokenOff: readonly (Pick<RoundOutcome, 'seed' | 'arm' | 'budget'> & { readonly why: Sentence })[];
  /** Trainings that are done, and how many there are in all for these seeds. */
  readonly rounds: { readonly done: number; readonly total: number };
  readonly files: { readonly results: string; readonly rounds: string; readonly page: string; readonly picture: string };
}

export const simulationFiles = { results: 'results.json', rounds: 'rounds.csv', page: 'curves.html', picture: 'curves.png' } as const;

export interface Reported {
  readonly arms: readonly Arm[];
  readonly outcomes: readonly RoundOutcome[];
  readonly version: string;
  readonly locale: Locale;
}

/** @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written */
export async function reportSimulation(simulation: Simulation, { arms, outcomes, version, locale }: Reported): Promise<SimulationResult> {
  const { out, plan, pool, tests, poolSlices, budgets } = simulation;
  const patients = (cases: readonly { readonly patient: string }[]): number => new Set(cases.map(({ patient }) => patient)).size;
  const seeds = [...new Set(outcomes.map(({ seed }) => seed))];
  const judges = outcomes.find(({ cases }) => cases.length > 0)?.cases ?? tests;
  const ended = outcomes.filter((one): one is RoundOutcome & Required<Pick<RoundOutcome, 'brokenOff'>> => one.brokenOff !== undefined);
  const neverComing = ended.reduce((sum, { arm, round }) => sum + roundsAfter(arm, round, arms, budgets.length), 0);
  const perSeed = arms.reduce((sum, arm) => sum + (arm.kind === 'full' ? 1 : budgets.length - 1), 1);
  const result: SimulationResult = {
    format: 'lamina-simulation-results', version: 1,
    network: plan.network.name,
    steps: plan.stepsPerEpoch * plan.epochs,
    labels: plan.outputs.slice(1).map(({ name }) => name),
    pool: { cases: pool.length, patients: patients(pool.map(({ taught }) => taught)), slices: poolSlices },
    test: { cases: judges.length, patients: patients(judges) },
    seeds,
    brokenOff: ended.map(({ seed, arm, budget, brokenOff }) => ({ seed, arm, budget, why: brokenOff })),
    rounds: { done: outcomes.length, total: perSeed * seeds.length - neverComing },
    ...figuresOf(arms, budgets, outcomes),
    files: { results: join(out, simulationFiles.results), rounds: join(out, simulationFiles.rounds), page: join(out, simulationFiles.page), picture: join(out, simulationFiles.picture) },
  };
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(new Date());
  await writeJson(result.files.results, { ...result, files: undefined, outcomes });
  await writeWhole(result.files.rounds, roundsTable(outcomes, result.labels));
  await writeWhole(result.files.page, simulationPage({ result, version, date }, locale));
  const { width, height, pixels } = drawCurves(result);
  await writeWhole(result.files.picture, encode({ width, height, data: pixels, depth: 8, channels: 3 }));
  return result;
}

/** Rounds that are not begun where one gave no network; where it is the start, those of all arms. */
function roundsAfter(name: string, round: number, arms: readonly Arm[], budgets: number): number {
  const strategies = arms.filter(({ kind }) => kind === 'strategy');
  if (name === startName) return strategies.length * (budgets - 1);
  return strategies.some((arm) => arm.name === name) ? budgets - round : 0;
}
