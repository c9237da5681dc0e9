import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { DecodedImage } from '../import/decoded-image.ts';
import { readImage } from '../import/read-image.ts';
import type { ReadOptions } from '../import/read-options.ts';
import { importSentences } from './import-sentences.ts';
import type { CaseFiles } from './source-cases.ts';

export interface FurtherFile {
  readonly role: string;
  readonly image: DecodedImage;
}

/**
 * The further images of a case, read.
 * @param first read already
 * @throws UserFacingError what the reader refuses; `bad-input` for another patient's image, or one of several time points
 */
export async function readFurther(
  { further, name }: Pick<CaseFiles, 'further' | 'name'>, first: Pick<DecodedImage, 'files' | 'patient' | 'volumes' | 'name'>, options: ReadOptions, signal: AbortSignal,
): Promise<readonly FurtherFile[]> {
  const read: FurtherFile[] = [];
  const ofCase = name ?? first.name;
  if (further.length > 0) checkTimePoints(first, ofCase);
  for (const { role, source } of further) {
    const image = await readImage(source, options, signal);
    checkTimePoints(image, ofCase);
    if (image.patient !== null && first.patient !== null && image.patient !== first.patient) {
      throw failure('bad-input', importSentences.otherPatient, { file: image.files[0]!, first: first.files[0]!, name: ofCase });
    }
    read.push({ role, image });
  }
  return read;
}

function checkTimePoints({ volumes, files }: Pick<DecodedImage, 'files' | 'volumes'>, name: string): void {
  if (volumes.length > 1) throw failure('bad-input', importSentences.manyTimePoints, { file: files[0]!, count: volumes.length, name });
}

export function missingNotes(name: string, { missing }: Pick<CaseFiles, 'missing'>): readonly Sentence[] {
  return missing.map((role) => fill(importSentences.furtherMissing, { name, role }));
}
