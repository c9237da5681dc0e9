import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Work } from '../work.ts';

/**
 * With a word why, no case where nothing can be seen in the image: one such scan must not keep a person from all others.
 * @param consequence said behind the reason
 * @throws all but `bad-input`
 */
export async function unlessUseless<Loaded>(load: () => Promise<Loaded>, work: Pick<Work, 'warn'>, consequence: Sentence): Promise<Loaded | null> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof UserFacingError) || error.code !== 'bad-input') throw error;
    work.warn({ en: `${error.sentence.en} ${consequence.en}`, 'zh-CN': `${error.sentence['zh-CN']}${consequence['zh-CN']}` });
    return null;
  }
}
