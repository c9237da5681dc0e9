/** Numbers on disk that any program can read: float32, little-endian, row-major, one tensor after the other, and where each lies. */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sizeOf } from './networks/network.ts';

export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
  /** In bytes. */
  readonly offset: number;
}

export interface TensorFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes tensor by tensor, so that no second copy of all is held, and waits until the disk has them.
 * @throws RangeError where a value is missing or has another size
 */
export async function writeTensors(
  path: string, tensors: readonly Omit<TensorPlace, 'offset'>[], valueOf: (name: string) => Float32Array | undefined,
): Promise<{ readonly places: readonly TensorPlace[]; readonly file: TensorFile }> {
  const hash = createHash('sha256');
  const places: TensorPlace[] = [];
  let offset = 0;
  const handle = await open(path, 'wx');
  try {
    for (const { name, shape } of tensors) {
      const values = valueOf(name);
      if (values?.length !== sizeOf(shape)) throw new RangeError(`no value for ${name}`);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      hash.update(bytes);
      await handle.writeFile(bytes);
      places.push({ name, shape, offset });
      offset += bytes.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { places, file: { file: basename(path), bytes: offset, sha256: hash.digest('hex') } };
}

/** @throws Error that names what is wrong with the file, in its own words */
export async function readTensors(path: string, { file, bytes, sha256 }: TensorFile, places: readonly TensorPlace[]): Promise<Map<string, Float32Array>> {
  const read = await readFile(path);
  if (read.length !== bytes) throw new Error(`${file}: ${read.length} ≠ ${bytes} bytes`);
  if (createHash('sha256').update(read).digest('hex') !== sha256) throw new Error(`${file}: SHA-256`);
  return new Map(places.map(({ name, shape, offset }) =>
    [name, new Float32Array(new Uint8Array(read.subarray(offset, offset + sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT)).buffer)]));
}
