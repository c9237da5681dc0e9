/** Paths drawn by hand with fewer places. */
import type { Path } from './slice.ts';

/**
 * Leaves out places that lie no further than a tolerance from the line that remains (Ramer 1972, doi
 * 10.1016/S0146-664X(72)80017-0; Douglas, Peucker 1973, doi 10.3138/FM57-6770-U75U-7727). What remains is a part of
 * the places in their order; the first one stays, and of an open path the last one.
 * @param toleranceVoxels 0 leaves out only what changes nothing
 * @param isClosed whether the last place is joined to the first
 */
export function simplifyPath(path: Path, toleranceVoxels: number, isClosed: boolean): Path {
  const count = path.length / 2;
  if (count < 3) return path.slice();
  const kept = new Uint8Array(count);
  // A ring is two open paths, cut at its first place and at the one furthest from it.
  const halfway = isClosed ? furthest(path, 0, 0, count).point : count - 1;
  kept[0] = 1;
  kept[halfway] = 1;
  const parts = isClosed ? [[0, halfway], [halfway, count]] : [[0, halfway]];
  while (parts.length > 0) {
    const [first, last] = parts.pop() as [number, number];
    const { point, distance } = furthest(path, first, last, last);
    if (distance <= toleranceVoxels) continue;
    kept[point] = 1;
    parts.push([first, point], [point, last]);
  }
  const places: number[] = [];
  for (let point = 0; point < count; point++) if (kept[point] === 1) places.push(path[2 * point]!, path[2 * point + 1]!);
  return Float64Array.from(places);
}

/** Of the points between `first` and `behind`: the one furthest from the segment first–last, and how far it is; −1 where there is none. */
function furthest(path: Path, first: number, last: number, behind: number): { readonly point: number; readonly distance: number } {
  const fromU = path[2 * first]!;
  const fromV = path[2 * first + 1]!;
  // One behind the last point of a ring is its first.
  const end = (2 * last) % path.length;
  const du = path[end]! - fromU;
  const dv = path[end + 1]! - fromV;
  const length2 = du * du + dv * dv;
  let found = first;
  let distance2 = -1;
  for (let point = first + 1; point < behind; point++) {
    const pu = path[2 * point]! - fromU;
    const pv = path[2 * point + 1]! - fromV;
    // To the segment, not to its line: a hand's path turns back.
    const share = length2 === 0 ? 0 : Math.min(Math.max((pu * du + pv * dv) / length2, 0), 1);
    const away2 = (pu - share * du) ** 2 + (pv - share * dv) ** 2;
    if (away2 <= distance2) continue;
    distance2 = away2;
    found = point;
  }
  return { point: found, distance: distance2 < 0 ? -1 : Math.sqrt(distance2) };
}
