/** The place that all views share, as two lines with a gap around it, so that what lies there is seen: elements that the browser moves. */
export interface CrosshairLines {
  /** @param x, y CSS pixels in the view */
  show(x: number, y: number): void;
  hide(): void;
  dispose(): void;
}

const gapPx = 8;

export function createCrosshairLines(container: HTMLElement): CrosshairLines {
  const lines = (['left', 'right', 'top', 'bottom'] as const).map((side) => {
    const line = document.createElement('div');
    const isUpright = side === 'top' || side === 'bottom';
    Object.assign(line.style, {
      position: 'absolute', pointerEvents: 'none', display: 'none', background: 'rgba(76, 154, 255, 0.75)',
      ...(isUpright ? { width: '1px' } : { height: '1px' }),
    });
    line.setAttribute('aria-hidden', 'true');
    line.dataset['crosshair'] = side;
    container.append(line);
    return { side, line };
  });
  return {
    show(x, y) {
      const [column, row] = [Math.round(x), Math.round(y)];
      const places = {
        left: { left: '0', top: `${row}px`, width: `${Math.max(0, column - gapPx)}px` },
        right: { left: `${column + gapPx}px`, top: `${row}px`, right: '0' },
        top: { top: '0', left: `${column}px`, height: `${Math.max(0, row - gapPx)}px` },
        bottom: { top: `${row + gapPx}px`, left: `${column}px`, bottom: '0' },
      };
      for (const { side, line } of lines) Object.assign(line.style, { ...places[side], display: 'block' });
    },
    hide: () => { for (const { line } of lines) line.style.display = 'none'; },
    dispose: () => { for (const { line } of lines) line.remove(); },
  };
}
