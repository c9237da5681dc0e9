/** `GET /thumbnails/{caseId}`: a small picture of a case as PNG. */
import type { ProjectStore } from '../store/project-store.ts';

const thumbnailPath = /^\/thumbnails\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** @returns null where the path is not one of ours. @throws UserFacingError `not-found` */
export async function answerThumbnail(request: Request, path: string, store: ProjectStore): Promise<Response | null> {
  const id = thumbnailPath.exec(path)?.[1];
  if (id === undefined) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const { drawCaseThumbnail } = await import('../use-cases/draw-case-thumbnail.ts');
  const picture = await drawCaseThumbnail(store, id);
  return new Response(picture as ConstructorParameters<typeof Response>[0], { headers: { 'content-type': 'image/png', 'content-length': String(picture.length) } });
}
