/** Images and references of the same names in two folders, as the data sets have them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Images } from './quality-set.ts';

/**
 * In the order of their names.
 * @param patientPattern see `QualitySet`
 * @throws RangeError where an image has no reference, or the pattern does not fit
 */
export async function labelledImages(images: string, labels: string, patientPattern: string | null): Promise<Images> {
  const references = new Set(await readdir(labels));
  const files = (await readdir(images)).filter((file) => imageEnding.test(file)).sort();
  const cases = files.map((file) => {
    if (!references.has(file)) throw new RangeError(`${file} has no reference in ${labels}`);
    const name = file.replace(imageEnding, '');
    return { name, patient: patientOf(name, patientPattern), image: join(images, file), reference: join(labels, file) };
  });
  return { cases, labels };
}

const imageEnding = /\.(?:nii\.gz|nii|png)$/;

/** @throws RangeError where the pattern does not fit */
export function patientOf(name: string, pattern: string | null): string {
  if (pattern === null) return name;
  const patient = new RegExp(pattern).exec(name)?.[1];
  if (patient === undefined) throw new RangeError(`${pattern} finds no patient in ${name}`);
  return patient;
}
