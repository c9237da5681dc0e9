/**
 * A training on disk as it stands after a step: a model folder whose `weights.bin` is what would be predicted
 * with, and beside it `state.bin`, all else that the learner holds. Described in docs/engine.md.
 */
import { join } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { checkpointSentences } from './checkpoint-sentences.ts';
import { optimiserOf } from './learner-plan.ts';
import type { Learner } from './learner.ts';
import { readDescribed, reasonOf, writeModel, type ModelAbout, type StoredModel } from './model-folder.ts';
import { sizeOf, type Network } from './networks/network.ts';
import { memoriesOf, stateKey, stateKeys } from './optimisers/optimiser.ts';
import { readTensors, writeTensors, type TensorFile, type TensorPlace } from './stored-tensors.ts';
import type { State } from './weights.ts';

const stateFile = 'state.bin';

export interface CheckpointAbout extends ModelAbout {
  /** Steps done: what the learner is restored with. */
  readonly step: number;
  /** The trainer's own: any JSON. */
  readonly training: unknown;
}

interface StateDescription extends TensorFile {
  /** What `weights.bin` is. */
  readonly weightsAre: 'weights' | 'average';
  readonly tensors: readonly TensorPlace[];
}

/**
 * Written under another name, brought to the disk, renamed: a folder of this name is always whole. Where each
 * checkpoint has a name of its own and the one before is removed afterwards, there is one at any moment.
 * @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeCheckpoint(folder: string, network: Network, learner: Pick<Learner, 'state'>, about: CheckpointAbout): Promise<void> {
  const state = learner.state();
  const memories = memoriesOf(optimiserOf(about.plan));
  const weightsAre = memories.includes('average') ? 'average' : 'weights';
  const values = new Map(network.parameters.map(({ name }) => [name, state.get(stateKey(weightsAre, name)) as Float32Array]));
  const others = (['weights', ...memories] as const).filter((kind) => kind !== weightsAre);
  await writeModel(folder, network, values, about, async (unfinished) => {
    const tensors = others.flatMap((kind) => network.parameters.map(({ name, shape }) => ({ name: stateKey(kind, name), shape })));
    const { places, file } = await writeTensors(join(unfinished, stateFile), tensors, (key) => state.get(key));
    const described: StateDescription = { ...file, weightsAre, tensors: places };
    return { state: described, training: about.training };
  });
}

export interface Checkpoint extends StoredModel {
  /** For `Learner.restore`. */
  readonly state: State;
  readonly epoch: number;
  readonly step: number;
  readonly training: unknown;
}

/** @throws UserFacingError `corrupt` where the folder is not a whole checkpoint, or not that of its plan */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  try {
    const { plan, network, values, description } = await readDescribed(folder);
    const described = description['state'] as StateDescription | undefined;
    if (described === undefined) throw new Error(`no ${stateFile}`);
    const state = await readTensors(join(folder, stateFile), described, described.tensors);
    values.forEach((value, name) => state.set(stateKey(described.weightsAre, name), value));
    const sizes = network.parameters.map(({ shape }) => sizeOf(shape));
    const missing = stateKeys(network.parameters, optimiserOf(plan)).find((key, place) => state.get(key)?.length !== sizes[place % sizes.length]);
    if (missing !== undefined) throw new Error(`${stateFile}: ${missing}`);
    return { plan, network, values, state, epoch: description.epoch, step: description.step, training: description['training'] };
  } catch (error) {
    throw failure('corrupt', checkpointSentences.damaged, { folder, reason: reasonOf(error) }, error);
  }
}
