import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { findImages } from '../import/find-images.ts';
import type { ImageSource } from '../import/image-source.ts';
import { importSentences } from './import-sentences.ts';
import { workSentences } from './work-sentences.ts';

/** The one image that a path is or holds. @throws UserFacingError what the readers refuse; `not-found`; `bad-input` where there are several */
export async function onlySource(path: string, signal?: AbortSignal): Promise<ImageSource> {
  const { sources, refused } = await findImages([path], signal);
  const [source] = sources;
  if (refused[0] !== undefined) throw new UserFacingError(refused[0].code, refused[0].reason);
  if (source === undefined) throw failure('not-found', workSentences.nothingFound, { path });
  if (sources.length > 1) throw failure('bad-input', importSentences.manyImages, { path, count: sources.length });
  return source;
}
