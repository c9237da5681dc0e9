/** The same image with its values stored otherwise: who reads slope and intercept sees no difference. */
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeWhole } from '#main/files/write-whole.ts';
import type { Check, Examined, QualityCase } from './quality-set.ts';

export interface StoredScale {
  readonly name: string;
  /** real = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
}

/** Both hold whole Hounsfield units exactly; the first is how scanners store them. */
const scales: readonly StoredScale[] = [
  { name: 'intercept-1024', slope: 1, intercept: -1024 },
  { name: 'half-units', slope: 0.5, intercept: 100 },
];

/** Byte places in a NIfTI-1 header (nifti1.h). */
const at = { datatype: 70, voxels: 108, slope: 112, intercept: 116 } as const;
const int16 = 4;

/**
 * @param bytes a NIfTI-1 file, little-endian int16 with slope 1 (or 0, which means the same) and intercept 0
 * @throws RangeError for any other, and where a value does not fit
 */
export function storeOtherwise(bytes: Uint8Array, { slope, intercept }: StoredScale): Uint8Array {
  // Not `slice`, with which a Buffer shares its memory.
  const stored = Uint8Array.from(bytes);
  const view = new DataView(stored.buffer);
  const own = view.getFloat32(at.slope, true);
  if (view.getInt16(at.datatype, true) !== int16 || (own !== 1 && own !== 0) || view.getFloat32(at.intercept, true) !== 0) {
    throw new RangeError('only plain int16 images are stored otherwise');
  }
  for (let place = view.getFloat32(at.voxels, true); place + 1 < stored.length; place += 2) {
    const value = (view.getInt16(place, true) - intercept) / slope;
    if (!Number.isInteger(value) || Math.abs(value) > 32767) throw new RangeError(`${value} does not fit`);
    view.setInt16(place, value, true);
  }
  view.setFloat32(at.slope, slope, true);
  view.setFloat32(at.intercept, intercept, true);
  return stored;
}

/** Segments an image and its copies, each in a folder of its own, and compares the masks voxel by voxel. */
export async function masksAreTheSame({ folder, project, model, lamina }: Examined, { image, name }: QualityCase): Promise<Check[]> {
  const file = basename(image);
  const bytes = gunzipSync(await readFile(image));
  const maskOf = async (stored: Uint8Array, how: string): Promise<Uint8Array> => {
    const copy = join(folder, 'stored', how, file);
    await mkdir(dirname(copy), { recursive: true });
    await writeWhole(copy, gzipSync(stored));
    const out = join('stored', `${how}-mask`);
    await lamina(['segment', project, copy, '--out', out, '--model', model.id, '--force']);
    const mask = gunzipSync(await readFile(join(folder, out, `${name}.nii.gz`)));
    return mask.subarray(new DataView(mask.buffer, mask.byteOffset).getFloat32(at.voxels, true));
  };
  const plain = await maskOf(bytes, 'as-it-is');
  const labelled = plain.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
  const checks: Check[] = [];
  for (const scale of scales) {
    const mask = await maskOf(storeOtherwise(bytes, scale), scale.name);
    const different = mask.reduce((sum, value, place) => sum + (value === plain[place] ? 0 : 1), 0);
    checks.push({
      what: `mask of ${name} stored with slope ${scale.slope}, intercept ${scale.intercept}`,
      expected: 'the same voxels, some of them labelled',
      found: `${different} of ${mask.length} differ, ${labelled} labelled`,
      // An empty mask would equal any other.
      holds: different === 0 && mask.length === plain.length && labelled > 0,
    });
  }
  return checks;
}
