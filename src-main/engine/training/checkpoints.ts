/**
 * The checkpoints of a training: one at a time, each with a name of its own, so that there is a whole one at every moment.
 * The last one stays beside the model: who asked for the training removes it when the model is noted.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCheckpoint } from '../checkpoint-folder.ts';
import type { Learner } from '../learner.ts';
import type { ModelDescription } from '../model-folder.ts';
import type { Network } from '../networks/network.ts';
import { description as engine } from '../tensorflow.ts';
import type { TrainingMemory } from './memory.ts';

/** A new folder first, then the old one goes. @returns the new one */
export async function keepCheckpoint(outputFolder: string, network: Network, learner: Learner, memory: TrainingMemory, before: number): Promise<string> {
  const { plan, step } = memory;
  const folder = checkpointFolder(outputFolder, step);
  const epoch = Math.floor(step / plan.stepsPerEpoch);
  await writeCheckpoint(folder, network, learner, { plan, epoch, step, engine: engineName(), training: memory });
  if (before !== step) await removeCheckpoint(outputFolder, before);
  return folder;
}

async function removeCheckpoint(outputFolder: string, step: number): Promise<void> {
  await rm(checkpointFolder(outputFolder, step), { recursive: true, force: true });
}

function checkpointFolder(outputFolder: string, step: number): string {
  return join(outputFolder, `checkpoint-${step}`);
}

export function engineName(): ModelDescription['engine'] {
  const { library, version, device } = engine;
  return { library, version, device };
}
