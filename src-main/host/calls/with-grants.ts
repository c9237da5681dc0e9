import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { foldersIn, forgetFolders } from '../forget-folders.ts';
import type { Grants } from '../grants.ts';

/**
 * Answers a call that may hold grants and is done when it answers. Paths that the caller does not know
 * are not told in the answer, nor in what is said of a failure.
 */
export async function withGrants<Input extends object, Result>(
  grants: Grants,
  input: Input,
  answer: (input: Input) => Promise<Result>,
): Promise<Result> {
  const granted = await grants.resolve(input);
  const folders = foldersIn(granted.hidden);
  try {
    return forgetFolders(await answer(granted.input), folders) as Result;
  } catch (error) {
    if (!(error instanceof UserFacingError) || folders.length === 0) throw error;
    throw new UserFacingError(error.code, forgetFolders(error.sentence, folders) as UserFacingError['sentence'], { cause: error });
  } finally {
    await granted.release();
  }
}
