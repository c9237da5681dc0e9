/** Which slices of a reference mask are finished: what Lamina wrote beside it when it was exported. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { exportSidecar } from '#shared/contract/export.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CompleteSlices } from '#shared/learning/evaluation/measure-case.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { evaluationSentences } from './evaluation-sentences.ts';

/**
 * @param mask file of the mask @param size of the mask
 * @returns `complete` null where all slices are, or nothing is said of them; `note` where what is said is of another file
 */
export async function completeSlicesOf(mask: string, size: Vec3): Promise<{ readonly complete: CompleteSlices | null; readonly note: Sentence | null }> {
  const everything = { complete: null, note: null };
  const sidecar = await readSidecar(mask.replace(/\.(nii\.gz|nii|hdr|img|png)$/i, '.json'));
  if (sidecar === null || sidecar.mask.name !== basename(mask)) return everything;
  const { sliceAxis, slices, completeSlices } = sidecar;
  if (sidecar.program !== 'Lamina' || slices === completeSlices.length) return everything;
  const digest = createHash('sha256').update(await readFile(mask)).digest('hex');
  if (digest !== sidecar.mask.sha256 || size[sliceAxis] !== slices) {
    return { complete: null, note: fill(evaluationSentences.changedSinceExport, { mask }) };
  }
  return { complete: { axis: sliceAxis as AxisIndex, slices: completeSlices }, note: null };
}

/** Null where there is none, or where a JSON of another program bears the name. */
async function readSidecar(file: string): Promise<ReturnType<typeof exportSidecar.parse> | null> {
  try {
    return exportSidecar.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}
