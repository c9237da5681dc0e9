/** A graphics card may take a context away at any moment, with all that it held, and give it back later. */
export interface ContextWatch {
  /** Between the loss of one canvas's context and its return. */
  readonly isLost: () => boolean;
  /** Watches the canvases that there are now. */
  begin(): void;
  /** Of canvases that others use from now on. */
  end(): void;
}

/**
 * @param canvases those of the view now: what older ones tell does not matter
 * @param renew makes everything anew; the watch goes on with the new canvases
 */
export function watchContexts(canvases: () => readonly HTMLCanvasElement[], renew: () => void, onLost: (lost: boolean) => void): ContextWatch {
  let isLost = false;
  const ended = new AbortController();
  const until = { signal: ended.signal };
  const begin = (): void => {
    for (const canvas of canvases()) {
      canvas.addEventListener('webglcontextlost', (event) => {
        if (!canvases().includes(canvas)) return;
        event.preventDefault();
        if (!isLost) onLost(true);
        isLost = true;
      }, until);
      canvas.addEventListener('webglcontextrestored', () => {
        if (!isLost || !canvases().includes(canvas)) return;
        isLost = false;
        renew();
        begin();
        onLost(false);
      }, until);
    }
  };
  return { isLost: () => isLost, begin, end: () => ended.abort() };
}
