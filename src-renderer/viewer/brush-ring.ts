/** The ring that shows what a brush would touch: an element that the browser moves, so that no canvas is drawn for it. */
export interface BrushRing {
  /** @param x, y CSS pixels in the view */
  show(x: number, y: number, radiusCssPixels: number, erases: boolean, shape: 'round' | 'square'): void;
  hide(): void;
  dispose(): void;
}

export function createBrushRing(container: HTMLElement): BrushRing {
  const ring = document.createElement('div');
  Object.assign(ring.style, {
    position: 'absolute', left: '0', top: '0', boxSizing: 'border-box', borderRadius: '50%', borderWidth: '1px',
    borderColor: '#ffffff', outline: '1px solid rgba(0, 0, 0, 0.6)', pointerEvents: 'none', display: 'none', willChange: 'transform',
  });
  ring.setAttribute('aria-hidden', 'true');
  container.append(ring);
  let size = -1;
  return {
    show(x, y, radiusCssPixels, erases, shape) {
      const diameter = Math.max(3, 2 * radiusCssPixels);
      if (diameter !== size) {
        size = diameter;
        ring.style.width = `${diameter}px`;
        ring.style.height = `${diameter}px`;
      }
      ring.style.borderRadius = shape === 'round' ? '50%' : '0';
      ring.style.borderStyle = erases ? 'dashed' : 'solid';
      ring.style.transform = `translate(${x - diameter / 2}px, ${y - diameter / 2}px)`;
      ring.style.display = 'block';
    },
    hide: () => { ring.style.display = 'none'; },
    dispose: () => ring.remove(),
  };
}
