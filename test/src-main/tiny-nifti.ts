/** NIfTI-1 files made byte by byte after the standard's table, so that no test of ours relies on our own writer. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export interface TinyNifti {
  readonly size: readonly [number, number, number];
  /** Value of the voxel (i, j, k). */
  readonly voxel: (i: number, j: number, k: number) => number;
  readonly type?: 'uint8' | 'int16' | 'float32';
  /** Columns of the sform in RAS+ mm; null: both codes are 0. */
  readonly sform?: readonly [number[], number[], number[], number[]] | null;
  readonly spacing?: readonly [number, number, number];
}

const types = { uint8: { code: 2, bits: 8 }, int16: { code: 4, bits: 16 }, float32: { code: 16, bits: 32 } } as const;

export function niftiBytes({ size, voxel, type = 'int16', sform, spacing = [1, 1, 1] }: TinyNifti): Uint8Array {
  const [ni, nj, nk] = size;
  const { code, bits } = types[type];
  const bytes = new Uint8Array(352 + (ni * nj * nk * bits) / 8);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  [3, ni, nj, nk, 1, 1, 1, 1].forEach((length, n) => view.setInt16(40 + 2 * n, length, true));
  view.setInt16(70, code, true);
  view.setInt16(72, bits, true);
  [1, ...spacing, 1, 1, 1, 1].forEach((length, n) => view.setFloat32(76 + 4 * n, length, true));
  view.setFloat32(108, 352, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2);
  if (sform !== null) {
    const [i, j, k, origin] = sform ?? [[spacing[0], 0, 0], [0, spacing[1], 0], [0, 0, spacing[2]], [0, 0, 0]];
    view.setInt16(254, 1, true);
    [i, j, k, origin].forEach((column, n) => column.forEach((value, row) => view.setFloat32(280 + 16 * row + 4 * n, value, true)));
  }
  bytes.set(new TextEncoder().encode('n+1\0'), 344);
  let at = 352;
  for (let z = 0; z < nk; z += 1) {
    for (let y = 0; y < nj; y += 1) {
      for (let x = 0; x < ni; x += 1, at += bits / 8) {
        const value = voxel(x, y, z);
        if (type === 'uint8') view.setUint8(at, value);
        else if (type === 'int16') view.setInt16(at, value, true);
        else view.setFloat32(at, value, true);
      }
    }
  }
  return bytes;
}

/** Packed where the name ends in `.gz`; folders are made. @returns the file */
export function writeNifti(file: string, tiny: TinyNifti): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const bytes = niftiBytes(tiny);
  writeFileSync(file, file.endsWith('.gz') ? gzipSync(bytes) : bytes);
  return file;
}

export const tinySize = [12, 10, 6] as const;

/** A bright ball in noise, whose middle differs from scan to scan, and its label. */
export const ball = (seed: number): { image: TinyNifti; label: TinyNifti } => {
  const inside = (i: number, j: number, k: number): boolean => (i - 5 - (seed % 3)) ** 2 + (j - 5) ** 2 + (2 * (k - 3)) ** 2 < 12;
  const noise = (i: number, j: number, k: number): number => (Math.imul(i + 13 * j + 131 * k + 1009 * seed, 2654435761) >>> 24) & 63;
  return {
    image: { size: tinySize, voxel: (i, j, k) => (inside(i, j, k) ? 300 : 100) + noise(i, j, k), spacing: [1, 1, 2] },
    label: { size: tinySize, voxel: (i, j, k) => (inside(i, j, k) ? 1 : 0), type: 'uint8', spacing: [1, 1, 2] },
  };
};

/** `images/` and `labels/` with files of the same names. */
export function writeBalls(folder: string, count: number): { readonly images: string; readonly labels: string } {
  for (let n = 1; n <= count; n += 1) {
    const { image, label } = ball(n);
    writeNifti(path.join(folder, 'images', `scan-${n}.nii.gz`), image);
    writeNifti(path.join(folder, 'labels', `scan-${n}.nii.gz`), label);
  }
  return { images: path.join(folder, 'images'), labels: path.join(folder, 'labels') };
}
