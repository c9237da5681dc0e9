/** A line that is being drawn on a view, above everything: an element that the browser draws, so that no canvas is. */
export interface DrawnPath {
  /** @param points CSS pixels in the view; the last one may be where the pointer is */
  show(points: readonly { readonly x: number; readonly y: number }[]): void;
  hide(): void;
  dispose(): void;
}

const space = 'http://www.w3.org/2000/svg';

export function createDrawnPath(container: HTMLElement): DrawnPath {
  const picture = document.createElementNS(space, 'svg');
  Object.assign(picture.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', pointerEvents: 'none', display: 'none' });
  picture.setAttribute('aria-hidden', 'true');
  // Dark below bright: seen on any grey.
  const lines = [['#000000', '3'], ['#ffffff', '1']].map(([colour, width]) => {
    const line = document.createElementNS(space, 'polyline');
    line.setAttribute('fill', 'none');
    line.setAttribute('stroke', colour!);
    line.setAttribute('stroke-width', width!);
    picture.append(line);
    return line;
  });
  container.append(picture);
  return {
    show(points) {
      const places = points.map(({ x, y }) => `${x},${y}`).join(' ');
      for (const line of lines) line.setAttribute('points', places);
      picture.style.display = 'block';
    },
    hide: () => { picture.style.display = 'none'; },
    dispose: () => picture.remove(),
  };
}
