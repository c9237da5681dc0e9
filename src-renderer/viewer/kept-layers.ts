/**
 * Layers that no view shows any more, kept for the next view: a context and its programs take longer to make than a picture
 * to draw. Must not know what the layers draw.
 */
export interface KeptLayer {
  /** The graphics card has let go of it. */
  isLost(): boolean;
  /** Out of the page, and empty. */
  setAside(): void;
  /** Into the page, as the container's last element. */
  showIn(container: HTMLElement): void;
  dispose(): void;
}

export interface LayerStock<Layer> {
  take(container: HTMLElement): Layer;
  leave(layer: Layer): void;
  /** Whether one was ever asked for. */
  readonly isUsed: boolean;
}

/** As many views as a layout has; browsers allow few contexts. */
const mostKept = 3;

/** @param create may throw, as `take` does then */
export function stockLayers<Layer extends KeptLayer>(create: (container: HTMLElement) => Layer): LayerStock<Layer> {
  const kept: Layer[] = [];
  let isUsed = false;
  return {
    take(container) {
      isUsed = true;
      for (let layer = kept.pop(); layer !== undefined; layer = kept.pop()) {
        if (layer.isLost()) layer.dispose();
        else {
          layer.showIn(container);
          return layer;
        }
      }
      return create(container);
    },
    leave(layer) {
      if (kept.length >= mostKept || layer.isLost()) return layer.dispose();
      layer.setAside();
      kept.push(layer);
    },
    get isUsed() {
      return isUsed;
    },
  };
}
