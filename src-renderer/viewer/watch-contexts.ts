/** A graphics card may take a context away at any moment, with all that it held, and give it back later. */
export interface ContextWatch {
  /** Between the loss of one canvas's context and its return. */
  readonly isLost: () => boolean;
  /** Watches the canvases that there are now. */
  begin(): void;
}

/**
 * @param canvases those of the view now: what older ones tell does not matter
 * @param renew makes everything anew; the watch goes on with the new canvases
 */
export function watchContexts(canvases: () => readonly HTMLCanvasElement[], renew: () => void, onLost: (lost: boolean) => void): ContextWatch {
  let isLost = false;
  const begin = (): void => {
    for (const canvas of canvases()) {
      canvas.addEventListener('webglcontextlost', (event) => {
        if (!canvases().includes(canvas)) return;
        event.preventDefault();
        if (!isLost) onLost(true);
        isLost = true;
      });
      canvas.addEventListener('webglcontextrestored', () => {
        if (!isLost || !canvases().includes(canvas)) return;
        isLost = false;
        renew();
        begin();
        onLost(false);
      });
    }
  };
  return { isLost: () => isLost, begin };
}
