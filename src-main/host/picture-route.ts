/** `GET /thumbnails/{caseId}`: a small picture of a case. `GET /judged/{modelId}/{caseId}`: the slice on which a model was most wrong about it. Both as PNG. */
import type { ProjectStore } from '../store/project-store.ts';
import { requirePainted } from '../use-cases/painted-by-hand.ts';

const id = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})';
const thumbnailPath = new RegExp(`^/thumbnails/${id}$`);
const judgedPath = new RegExp(`^/judged/${id}/${id}$`);

/**
 * @param blind cases of which whoever asks must not learn what others did
 * @returns null where the path is not one of ours. @throws UserFacingError `not-found`; `conflict` as `requirePainted`
 */
export async function answerPicture(request: Request, path: string, store: ProjectStore, blind: ReadonlySet<string>): Promise<Response | null> {
  const draw = painterOf(path, store, blind);
  if (draw === null) return null;
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const picture = await draw();
  return new Response(picture as ConstructorParameters<typeof Response>[0], { headers: { 'content-type': 'image/png', 'content-length': String(picture.length) } });
}

function painterOf(path: string, store: ProjectStore, blind: ReadonlySet<string>): (() => Promise<Uint8Array>) | null {
  const [, pictured] = thumbnailPath.exec(path) ?? [];
  if (pictured !== undefined) {
    return async () => (await import('../use-cases/draw-case-thumbnail.ts')).drawCaseThumbnail(store, pictured, blind.has(pictured));
  }
  const [, model, judged] = judgedPath.exec(path) ?? [];
  if (model === undefined || judged === undefined) return null;
  requirePainted(store, judged);
  return async () => (await import('../use-cases/draw-judged-slice.ts')).drawJudgedSlice(store, model, judged);
}
