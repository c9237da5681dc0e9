/** Pictures of the host as addresses that an `<img>` can show: it cannot send the token itself. */
import { callFailed } from './call-failed.ts';
import { authorization } from './token.ts';

/** @returns a blob address; whoever asked for it revokes it */
export async function fetchPicture(path: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(path, { headers: authorization(), ...(signal === undefined ? {} : { signal }) });
  if (!response.ok) throw await callFailed(response);
  return URL.createObjectURL(await response.blob());
}
