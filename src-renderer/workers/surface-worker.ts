/** Makes surfaces of labels beside the page, a brick a message. Knows neither the page nor the volume that bricks come from. */
import { surfacesOf } from '#shared/regions/surface.ts';
import { arraysOf, type SurfaceAnswer, type SurfaceRequest } from './surface-messages.ts';

/** What a worker has instead of a window; the page's typings know only the latter. */
const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<SurfaceRequest>) => void;
  postMessage(answer: SurfaceAnswer, transfer: Transferable[]): void;
};

port.onmessage = ({ data: { brick, block, affine } }) => {
  const surfaces = surfacesOf(block, affine);
  port.postMessage({ brick, surfaces }, arraysOf(surfaces));
};
