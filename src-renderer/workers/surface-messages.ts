/** What page and surface worker say to each other. The worker remembers nothing: a request holds all that it needs. */
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import type { LabelSurface, SurfaceBlock } from '#shared/regions/surface.ts';

export interface SurfaceRequest {
  /** Comes back with the answer. */
  readonly brick: number;
  readonly block: SurfaceBlock;
  readonly affine: Affine;
}

export interface SurfaceAnswer {
  readonly brick: number;
  readonly surfaces: readonly LabelSurface[];
}

/** What the page needs of a worker; a plain object in tests. */
export interface SurfaceWorker {
  onmessage: ((event: MessageEvent<SurfaceAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(request: SurfaceRequest, transfer: Transferable[]): void;
  terminate(): void;
}

/** The arrays of an answer, which change hands instead of being copied. */
export function arraysOf(surfaces: readonly LabelSurface[]): Transferable[] {
  return surfaces.flatMap(({ positions, normals, triangles }) => [positions.buffer, normals.buffer, triangles.buffer]);
}
