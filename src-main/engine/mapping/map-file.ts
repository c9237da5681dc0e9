/** A map as a file: numbers as they are, or bytes of which 255 stands for the highest of them. */
import type { MapNumbers } from '#main/engine-client/protocol.ts';
import { writeWhole } from '#main/files/write-whole.ts';

/** @param maximum that 255 stands for; 0: nothing is above 0 */
export function asBytes(values: Float32Array, maximum: number): Uint8Array {
  return maximum === 0 ? new Uint8Array(values.length) : Uint8Array.from(values, (value) => Math.min(255, Math.round((255 * value) / maximum)));
}

export function highestOf(values: Float32Array): number {
  let highest = 0;
  for (const value of values) if (value > highest) highest = value;
  return highest;
}

/** @throws UserFacingError `disk-full` */
export async function writeMap(file: string, values: Float32Array | Uint8Array, maximum: number, numbers: MapNumbers): Promise<void> {
  const kept = values instanceof Uint8Array || numbers === 'float32' ? values : asBytes(values, maximum);
  await writeWhole(file, new Uint8Array(kept.buffer, kept.byteOffset, kept.byteLength));
}
