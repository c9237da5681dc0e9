/**
 * Where the slices of a training's cases are kept while it lasts: in memory, or, where they are too many for
 * that, in one file that is read slice by slice (and that the system keeps in memory as far as it can).
 */
import { readSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { writeError } from '#main/files/write-whole.ts';

type Voxels = Float32Array | Uint8Array;

export interface SliceStorage {
  /**
   * @param pixels voxels of a slice
   * @returns a slice by its number; not to be changed
   * @throws UserFacingError `disk-full`
   */
  keep<Values extends Voxels>(values: Values, pixels: number): Promise<(slice: number) => Values>;
  dispose(): Promise<void>;
}

export function memoryStorage(): SliceStorage {
  return {
    async keep(values, pixels) {
      return (slice) => values.subarray(slice * pixels, (slice + 1) * pixels) as typeof values;
    },
    async dispose() { /* Nothing but memory. */ },
  };
}

/** @param file does not exist yet; gone after `dispose` */
export async function fileStorage(file: string): Promise<SliceStorage> {
  const handle = await open(file, 'wx+');
  let end = 0;
  return {
    async keep<Values extends Voxels>(values: Values, pixels: number) {
      const start = end;
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      end += bytes.length;
      try {
        for (let at = 0; at < bytes.length;) {
          at += (await handle.write(bytes, at, bytes.length - at, start + at)).bytesWritten;
        }
      } catch (error) {
        throw writeError(error, file);
      }
      const make = values.constructor as new (length: number) => Values;
      const sliceBytes = pixels * values.BYTES_PER_ELEMENT;
      return (slice) => {
        const read = new make(pixels);
        readSync(handle.fd, new Uint8Array(read.buffer), 0, sliceBytes, start + slice * sliceBytes);
        return read;
      };
    },
    async dispose() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}
