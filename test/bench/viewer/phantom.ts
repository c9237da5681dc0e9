/** Volumes for measuring: int16 noise of n × n × n voxels of 1 mm, and a mask with eight balls. */
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { niftiBytes } from '../../src-main/tiny-nifti.ts';

export interface PhantomFiles {
  readonly image: string;
  readonly mask: string;
}

/** One ball in each eighth of the volume, label 1 to 8. */
function ballAt(n: number, i: number, j: number, k: number): number {
  const half = n / 2;
  const [a, b, c] = [i % half - half / 2, j % half - half / 2, k % half - half / 2];
  if (a * a + b * b + c * c > (n / 6) ** 2) return 0;
  return 1 + (i >= half ? 1 : 0) + (j >= half ? 2 : 0) + (k >= half ? 4 : 0);
}

/** The header of a file whose voxels are not made one by one: those of a small one, with the true size. */
function header(n: number, type: 'int16' | 'uint8'): Uint8Array {
  const bytes = niftiBytes({ size: [1, 1, 1], voxel: () => 0, type }).slice(0, 352);
  const view = new DataView(bytes.buffer);
  for (const axis of [1, 2, 3]) view.setInt16(40 + 2 * axis, n, true);
  return bytes;
}

export function writePhantom(folder: string, n: number): PhantomFiles {
  const image = path.join(folder, `noise-${n}.nii`);
  const mask = path.join(folder, `masks-${n}`, `noise-${n}.nii`);
  if (existsSync(image) && existsSync(mask)) return { image, mask };
  mkdirSync(path.dirname(mask), { recursive: true });
  const files = [openSync(image, 'w'), openSync(mask, 'w')] as const;
  writeSync(files[0], header(n, 'int16'));
  writeSync(files[1], header(n, 'uint8'));
  const [grey, labels] = [new Int16Array(n * n), new Uint8Array(n * n)];
  for (let k = 0; k < n; k += 1) {
    for (let at = 0; at < grey.length; at += 1) {
      grey[at] = Math.imul(at + k * grey.length, 0x9e3779b1) >>> 21;
      labels[at] = ballAt(n, at % n, Math.floor(at / n), k);
    }
    writeSync(files[0], new Uint8Array(grey.buffer));
    writeSync(files[1], labels);
  }
  files.forEach((file) => closeSync(file));
  return { image, mask };
}
