/**
 * A model on disk: `model.json` (plan, and where each parameter lies) and `weights.bin`. A checkpoint is the
 * same and more (`checkpoint-folder.ts`). Described in docs/engine.md.
 */
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EngineDescription } from '#main/engine-client/protocol.ts';
import { syncFolder } from '#main/files/sync-folder.ts';
import { writeError, writeWhole } from '#main/files/write-whole.ts';
import { completePlan } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from './engine-sentences.ts';
import { plannedNetwork } from './networks/planned-network.ts';
import { sizeOf, type Network } from './networks/network.ts';
import { readTensors, writeTensors, type TensorFile, type TensorPlace } from './stored-tensors.ts';
import type { State } from './weights.ts';

const descriptionFile = 'model.json';
const weightsFile = 'weights.bin';

export interface ModelDescription {
  readonly format: 'lamina-model';
  readonly version: 1;
  readonly plan: Plan;
  readonly epoch: number;
  readonly step: number;
  /** What computed the weights. */
  readonly engine: Pick<EngineDescription, 'library' | 'version' | 'device'>;
  /** In the order of the file. */
  readonly parameters: readonly TensorPlace[];
  readonly weights: TensorFile;
}

export type ModelAbout = Pick<ModelDescription, 'plan' | 'epoch' | 'step' | 'engine'>;

/**
 * Writes the folder under another name first, so that a folder of this name is always whole.
 * @param beside writes further files into the folder that it is given; what it returns is part of the description
 * @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeModel(
  folder: string, network: Network, values: State, about: ModelAbout,
  beside: (folder: string) => Promise<object> = () => Promise.resolve({}),
): Promise<void> {
  const [unfinished, former] = [`${folder}.part`, `${folder}.old`];
  try {
    await rm(unfinished, { recursive: true, force: true });
    await rm(former, { recursive: true, force: true });
    // Not `recursive`: of a project that was taken away nothing must be made again.
    await mkdir(unfinished);
    const { places, file } = await writeTensors(join(unfinished, weightsFile), network.parameters, (name) => values.get(name));
    const { plan, epoch, step, engine } = about;
    const description: ModelDescription = { format: 'lamina-model', version: 1, plan, epoch, step, engine, parameters: places, weights: file };
    await writeWhole(join(unfinished, descriptionFile), `${JSON.stringify({ ...description, ...await beside(unfinished) }, null, 1)}\n`);
    syncFolder(unfinished);
    // One of the same name goes only when the new one has its place: a folder cannot take the place of another.
    await rename(folder, former).catch(() => undefined);
    await rename(unfinished, folder);
    syncFolder(dirname(folder));
    await rm(former, { recursive: true, force: true });
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw writeError(error, folder);
  }
}

export interface StoredModel {
  readonly plan: Plan;
  readonly network: Network;
  readonly values: Map<string, Float32Array>;
}

/** @throws UserFacingError `corrupt` where the folder is not a whole model, or not that of its plan */
export async function readModel(folder: string): Promise<StoredModel> {
  try {
    const { plan, network, values } = await readDescribed(folder);
    return { plan, network, values };
  } catch (error) {
    throw failure('corrupt', engineSentences.damagedModel, { folder, reason: reasonOf(error) }, error);
  }
}

/** @throws Error that names what is wrong */
export async function readDescribed(folder: string): Promise<StoredModel & { readonly description: ModelDescription & Readonly<Record<string, unknown>> }> {
  const description = JSON.parse(await readFile(join(folder, descriptionFile), 'utf8')) as ModelDescription & Readonly<Record<string, unknown>>;
  if (description.format !== 'lamina-model' || description.version !== 1) throw new Error(`${descriptionFile}: unknown format`);
  const values = await readTensors(join(folder, weightsFile), description.weights, description.parameters);
  const plan = completePlan(description.plan);
  const network = plannedNetwork(plan);
  const missing = network.parameters.find(({ name, shape }) => values.get(name)?.length !== sizeOf(shape));
  if (missing !== undefined) throw new Error(`${descriptionFile}: ${missing.name}`);
  return { plan, network, values, description };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
