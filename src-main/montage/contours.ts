/** Outlines of areas in a slice: closed lines halfway between voxels that belong and voxels that do not. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Closed: the last point is joined to the first. */
export type Outline = readonly Point[];

/** Corners of a cell clockwise from its top left voxel, and the middle of the side that follows each. */
const corners = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 }, { x: 0, y: 1 }] as const;
const sides = [{ x: 0.5, y: 0 }, { x: 1, y: 0.5 }, { x: 0.5, y: 1 }, { x: 0, y: 0.5 }] as const;

/**
 * Marching squares (Lorensen and Cline 1987, in two dimensions) on a mask that is there or not:
 * lines pass the middle between neighbouring voxel centres. Areas that touch at a corner stay apart.
 * @returns points in voxels, voxel centres at whole numbers
 */
export function outlinesOf(width: number, height: number, isInside: (x: number, y: number) => boolean): readonly Outline[] {
  const at = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && isInside(x, y);
  const next = new Map<string, Point>();
  for (let y = -1; y < height; y += 1) {
    for (let x = -1; x < width; x += 1) {
      for (const [from, to] of linesThroughCell(corners.map((corner) => at(x + corner.x, y + corner.y)))) {
        next.set(keyOf(moved(sides[from], x, y)), moved(sides[to], x, y));
      }
    }
  }
  return joined(next);
}

type Side = 0 | 1 | 2 | 3;

/** Each run of inside corners is cut off by a line from the side before it to the side behind it. */
function linesThroughCell(inside: readonly boolean[]): readonly (readonly [Side, Side])[] {
  const lines: [Side, Side][] = [];
  for (const first of [0, 1, 2, 3] as const) {
    const before = ((first + 3) % 4) as Side;
    if (inside[first] !== true || inside[before] === true) continue;
    let last = first as number;
    while (inside[(last + 1) % 4] === true) last += 1;
    lines.push([before, (last % 4) as Side]);
  }
  return lines;
}

function moved(point: Point, x: number, y: number): Point {
  return { x: point.x + x, y: point.y + y };
}

function keyOf({ x, y }: Point): string {
  return `${x} ${y}`;
}

/** Every point has one successor, so following them comes back to where it began. */
function joined(next: Map<string, Point>): readonly Outline[] {
  const outlines: Point[][] = [];
  for (const start of [...next.keys()]) {
    const outline: Point[] = [];
    for (let key = start; ;) {
      const point = next.get(key);
      if (point === undefined) break;
      next.delete(key);
      outline.push(point);
      key = keyOf(point);
    }
    if (outline.length > 0) outlines.push(outline);
  }
  return outlines;
}
