/**
 * A model on disk: `model.json` (plan, and where each parameter lies) and `weights.bin` (little-endian
 * float32, one parameter after the other). A checkpoint is the same. Described in docs/engine.md.
 */
import { createHash } from 'node:crypto';
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
  /** In the order of the file. `offset` in bytes. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number }[];
  readonly weights: { readonly file: string; readonly bytes: number; readonly sha256: string };
}

/**
 * Writes the folder under another name first, so that a folder of this name is always whole.
 * @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeModel(
  folder: string, network: Network, values: ReadonlyMap<string, Float32Array>,
  about: Pick<ModelDescription, 'plan' | 'epoch' | 'step' | 'engine'>,
): Promise<void> {
  const unfinished = `${folder}.part`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    // Not `recursive`: of a project that was taken away nothing must be made again.
    await mkdir(unfinished);
    let offset = 0;
    const parameters = network.parameters.map(({ name, shape }) => {
      const at = offset;
      offset += sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
      return { name, shape, offset: at };
    });
    const bytes = new Uint8Array(offset);
    for (const { name, offset: at } of parameters) {
      const found = values.get(name);
      if (found === undefined) throw new RangeError(`no value for ${name}`);
      bytes.set(new Uint8Array(found.buffer, found.byteOffset, found.byteLength), at);
    }
    const description: ModelDescription = {
      format: 'lamina-model', version: 1, ...about, parameters,
      weights: { file: weightsFile, bytes: bytes.length, sha256: sha256(bytes) },
    };
    await writeWhole(join(unfinished, weightsFile), bytes);
    await writeWhole(join(unfinished, descriptionFile), `${JSON.stringify(description, null, 1)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    syncFolder(dirname(folder));
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
  const damaged = (reason: string, cause?: unknown): Error => failure('corrupt', engineSentences.damagedModel, { folder, reason }, cause);
  let description: ModelDescription;
  let bytes: Buffer;
  try {
    description = JSON.parse(await readFile(join(folder, descriptionFile), 'utf8')) as ModelDescription;
    bytes = await readFile(join(folder, weightsFile));
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error), error);
  }
  if (description.format !== 'lamina-model' || description.version !== 1) throw damaged(`${descriptionFile}: unknown format`);
  if (bytes.length !== description.weights.bytes) throw damaged(`${weightsFile}: ${bytes.length} ≠ ${description.weights.bytes} bytes`);
  if (sha256(bytes) !== description.weights.sha256) throw damaged(`${weightsFile}: SHA-256`);
  const values = new Map(description.parameters.map(({ name, shape, offset }) =>
    [name, new Float32Array(new Uint8Array(bytes.subarray(offset, offset + sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT)).buffer)]));
  const plan = completePlan(description.plan);
  const network = plannedNetwork(plan);
  const missing = network.parameters.find(({ name, shape }) => values.get(name)?.length !== sizeOf(shape));
  if (missing !== undefined) throw damaged(`${descriptionFile}: ${missing.name}`);
  return { plan, network, values };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
