/** One training of a simulation: taught with what is shown by then, judged by the test cases, kept as one file. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '#shared/learning/plan.ts';
import type { Budget } from '#shared/learning/simulation/budgets.ts';
import { taughtBy, type CaseSlices } from '#shared/learning/simulation/revealed.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineEvent, JudgeResult, TrainResult } from '../engine-client/protocol.ts';
import { breathe, type LongWork } from './long-work.ts';
import { modelFolder, readOutcome, roundFolder, writeJson, writeOutcome, type RoundName } from './simulate-folder.ts';
import type { Simulation } from './simulate-preparation.ts';
import { simulateSentences } from './simulate-sentences.ts';
import { eachOnce } from './training-record.ts';

export interface RoundTask extends RoundName {
  readonly budget: Budget;
  /** Null: the whole pool. */
  readonly shown: readonly CaseSlices[] | null;
  readonly plan: Plan;
  /** Folder of the model that the plan starts from; null: from scratch. */
  readonly startFrom: string | null;
}

/** What a round says on its way: `share` of its training is done. */
export type TellRound = (told: { readonly phase: Sentence; readonly share: number }) => void;

/** Nothing is computed where its outcome is there. @throws what the engine says; `cancelled`, `disk-full` */
export async function doRound(simulation: Simulation, engine: Engine, task: RoundTask, work: LongWork, tell: TellRound): Promise<RoundOutcome> {
  await breathe(work);
  const folder = roundFolder(simulation.out, task);
  const known = await readOutcome(folder);
  if (known !== null) return known;
  // Of a round that was cut short.
  await rm(folder, { recursive: true, force: true });
  const training = join(folder, 'training');
  await mkdir(training, { recursive: true });
  const warnings: Sentence[] = [];
  const follow = (event: EngineEvent): void => {
    if (event.kind === 'warning') warnings.push(event.sentence);
    if (event.kind === 'step') tell({ phase: simulateSentences.training, share: event.step / event.steps });
  };
  const began = performance.now();
  let trained: TrainResult;
  try {
    trained = await train(simulation, engine, task, training, work, follow);
  } catch (error) {
    // What the engine cannot learn from it will not learn from the next time either; all else may go well then.
    if (!(error instanceof UserFacingError) || error.code !== 'bad-input') throw error;
    await rm(training, { recursive: true, force: true });
    const outcome = brokenOff(task, error.sentence, (performance.now() - began) / 1000, warnings);
    await writeOutcome(folder, outcome);
    return outcome;
  }
  await rename(trained.modelFolder, modelFolder(folder));
  const judging = performance.now();
  tell({ phase: simulateSentences.judging, share: 1 });
  const judged = await judge(simulation, engine, folder, training, work, follow);
  await rm(training, { recursive: true, force: true });
  const outcome = outcomeOf(task, trained, judged, { training: trained.seconds, judging: (performance.now() - judging) / 1000 }, warnings);
  await writeOutcome(folder, outcome);
  return outcome;
}

async function train(
  { manifest, pool }: Simulation, engine: Engine, { shown, plan, startFrom }: RoundTask, outputFolder: string, work: LongWork, follow: (event: EngineEvent) => void,
): Promise<TrainResult> {
  const file = join(outputFolder, 'taught.json');
  await writeJson(file, manifest(taughtBy(pool, shown ?? pool)));
  // Its paths are whole ones: nothing stands before them.
  const result = await engine.run(
    { kind: 'train', projectFolder: '', manifest: file, plan, minutes: null, outputFolder, resumeFrom: null, startFrom }, follow, work.signal,
  );
  if (result.kind !== 'train') throw new Error('a simulated training was paused');
  return result;
}

/** By cases that no training, no choice and no plan of the simulation has seen. */
async function judge(
  { manifest, tests }: Simulation, engine: Engine, folder: string, outputFolder: string, work: LongWork, follow: (event: EngineEvent) => void,
): Promise<JudgeResult> {
  const file = join(outputFolder, 'judges.json');
  await writeJson(file, manifest(tests));
  return engine.run(
    { kind: 'judge', projectFolder: '', manifest: file, role: 'test', modelFolders: [modelFolder(folder)], outputFolder }, follow, work.signal,
  );
}

function brokenOff({ arm, seed, round, budget, shown, plan }: RoundTask, why: Sentence, seconds: number, warnings: readonly Sentence[]): RoundOutcome {
  return {
    format: 'lamina-simulation-round', version: 1, arm, seed, round, budget, steps: plan.epochs * plan.stepsPerEpoch, shown,
    dice: [], meanDice: null, cases: [], seconds: { training: seconds, judging: 0 }, warnings: eachOnce([...warnings, why]), brokenOff: why,
  };
}

function outcomeOf(
  { arm, seed, round, budget, shown }: RoundTask, { steps }: TrainResult, { validation, cases }: JudgeResult,
  seconds: RoundOutcome['seconds'], warnings: readonly Sentence[],
): RoundOutcome {
  return {
    format: 'lamina-simulation-round', version: 1, arm, seed, round, budget, steps, shown,
    dice: validation.dice,
    meanDice: validation.meanDice,
    cases: cases.map(({ name, patient, labels }) => ({
      name, patient, dice: Object.fromEntries(Object.entries(labels).map(([label, { dice }]) => [label, dice])),
    })),
    seconds,
    warnings: eachOnce(warnings),
  };
}
