/**
 * Where the slices of a training's cases are kept while it lasts: in memory that threads share, or, where they are too
 * many for that, in one file that is read slice by slice (and that the system keeps in memory as far as it can).
 */
import { openSync, readSync } from 'node:fs';
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

/** Where slices are kept, in words that another thread can be told. */
export interface KeptSlices {
  readonly type: 'float32' | 'uint8';
  /** Voxels of a slice. */
  readonly pixels: number;
  readonly from:
    | { readonly kind: 'memory'; readonly memory: SharedArrayBuffer }
    | { readonly kind: 'file'; readonly file: string; readonly start: number };
}

/** What each function returned by `keep` reads. */
const keptBy = new WeakMap<(slice: number) => Voxels, KeptSlices>();

/** Null for slices that no storage keeps. */
export function whereKept(read: (slice: number) => Voxels): KeptSlices | null {
  return keptBy.get(read) ?? null;
}

/** The same slices, in any thread; a file is opened once in each and closed when the thread ends. */
export function readKept(kept: KeptSlices): (slice: number) => Voxels {
  if (kept.from.kind === 'memory') return readMemory(kept.from.memory, kept);
  let descriptor = descriptors.get(kept.from.file);
  if (descriptor === undefined) {
    descriptor = openSync(kept.from.file, 'r');
    descriptors.set(kept.from.file, descriptor);
  }
  return readFile(descriptor, kept.from.start, kept);
}

const descriptors = new Map<string, number>();

export function memoryStorage(): SliceStorage {
  return {
    async keep<Values extends Voxels>(values: Values, pixels: number) {
      const memory = new SharedArrayBuffer(values.byteLength);
      const kept: KeptSlices = { type: typeOf(values), pixels, from: { kind: 'memory', memory } };
      viewOf(kept.type, memory).set(values);
      return known(readMemory(memory, kept), kept) as (slice: number) => Values;
    },
    async dispose() { /* Nothing but memory. */ },
  };
}

/** @param file does not exist yet; gone after `dispose`, before which no other thread may have it open any more */
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
      const kept: KeptSlices = { type: typeOf(values), pixels, from: { kind: 'file', file, start } };
      return known(readFile(handle.fd, start, kept), kept) as (slice: number) => Values;
    },
    async dispose() {
      await handle.close();
      await rm(file, { force: true });
    },
  };
}

function known(read: (slice: number) => Voxels, kept: KeptSlices): (slice: number) => Voxels {
  keptBy.set(read, kept);
  return read;
}

function readMemory(memory: SharedArrayBuffer, { type, pixels }: KeptSlices): (slice: number) => Voxels {
  const values = viewOf(type, memory);
  return (slice) => values.subarray(slice * pixels, (slice + 1) * pixels);
}

function readFile(descriptor: number, start: number, { type, pixels }: KeptSlices): (slice: number) => Voxels {
  return (slice) => {
    const read = type === 'float32' ? new Float32Array(pixels) : new Uint8Array(pixels);
    const bytes = new Uint8Array(read.buffer);
    for (let at = 0; at < bytes.length;) {
      const count = readSync(descriptor, bytes, at, bytes.length - at, start + slice * bytes.length + at);
      if (count === 0) throw new Error('the file of slices became shorter');
      at += count;
    }
    return read;
  };
}

function typeOf(values: Voxels): KeptSlices['type'] {
  return values instanceof Float32Array ? 'float32' : 'uint8';
}

function viewOf(type: KeptSlices['type'], memory: SharedArrayBuffer): Voxels {
  return type === 'float32' ? new Float32Array(memory) : new Uint8Array(memory);
}
