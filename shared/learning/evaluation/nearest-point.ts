/**
 * The nearest of many points: a k-d tree (Bentley 1975, doi 10.1145/361002.361007) whose far sides are
 * ruled out by the distance to their whole box (Arya and Mount 1993). For the sheared grids of a tilted
 * gantry, where a distance map, which goes axis by axis, would be wrong.
 */
import type { Points } from './surface.ts';

/** Stretches this short are looked through. */
const leaf = 8;
const placesAtATime = 10_000;

/**
 * Yields now and then, so that whoever runs it can stop it or let others in between.
 * @param seeds at least one
 * @returns for each place its distance to the nearest seed
 */
export function* distancesByTree(seeds: Points, places: Points): Generator<void, Float64Array> {
  yield;
  const nearestSquared = searchIn(treeOf(seeds));
  const distances = new Float64Array(places.x.length);
  let px = 0;
  let py = 0;
  let pz = 0;
  let last = Infinity;
  for (let at = 0; at < distances.length; at++) {
    if (at % placesAtATime === 0) yield;
    const x = places.x[at] as number;
    const y = places.y[at] as number;
    const z = places.z[at] as number;
    // No farther than from the place before, and the way from there; a little more against rounding.
    const reach = last + Math.sqrt((x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2);
    last = Math.sqrt(nearestSquared(x, y, z, reach * reach * (1 + 1e-9) + 1e-12));
    distances[at] = last;
    px = x;
    py = y;
    pz = z;
  }
  return distances;
}

/** The points in the order of the tree: of each stretch the middle one divides the others. */
interface PointTree extends Points {
  /** The axis that the point at the middle of a stretch divides it by. */
  readonly axis: Uint8Array;
}

function treeOf(points: Points): PointTree {
  const [x, y, z] = [points.x.slice(), points.y.slice(), points.z.slice()];
  const axis = new Uint8Array(x.length);
  const waiting: [number, number][] = [[0, x.length]];
  for (let stretch = waiting.pop(); stretch !== undefined; stretch = waiting.pop()) {
    const [low, high] = stretch;
    if (high - low <= leaf) continue;
    const extents = [x, y, z].map((values) => extent(values, low, high));
    const widest = extents.indexOf(Math.max(...extents));
    const middle = (low + high) >> 1;
    const others = widest === 0 ? [y, z] : widest === 1 ? [x, z] : [x, y];
    partition([x, y, z][widest] as Float64Array, others[0] as Float64Array, others[1] as Float64Array, low, high, middle);
    axis[middle] = widest;
    waiting.push([low, middle], [middle + 1, high]);
  }
  return { x, y, z, axis };
}

function extent(values: Float64Array, low: number, high: number): number {
  let [least, most] = [Infinity, -Infinity];
  for (let at = low; at < high; at++) {
    const value = values[at] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least;
}

/** Until none before the middle is larger than it and none behind it smaller (Hoare 1961, Algorithm 65: FIND). */
function partition(keys: Float64Array, second: Float64Array, third: Float64Array, low: number, high: number, middle: number): void {
  const swap = (values: Float64Array, a: number, b: number): void => {
    const kept = values[a] as number;
    values[a] = values[b] as number;
    values[b] = kept;
  };
  let [from, to] = [low, high - 1];
  while (from < to) {
    const pivot = keys[middle] as number;
    let [left, right] = [from, to];
    while (left <= right) {
      while ((keys[left] as number) < pivot) left++;
      while ((keys[right] as number) > pivot) right--;
      if (left > right) break;
      swap(keys, left, right);
      swap(second, left, right);
      swap(third, left, right);
      left++;
      right--;
    }
    if (right < middle) from = left;
    if (left > middle) to = right;
  }
}

/** The square of the distance from a place to the nearest point, if it is below `bound`, else `bound`. */
type NearestSquared = (x: number, y: number, z: number, bound: number) => number;

/** A search made once for many places: what it needs between two steps is not made anew for each of them. */
function searchIn({ x: xs, y: ys, z: zs, axis }: PointTree): NearestSquared {
  let [x, y, z, best] = [0, 0, 0, Infinity];
  const consider = (at: number): void => {
    const dx = x - (xs[at] as number);
    const dy = y - (ys[at] as number);
    const dz = z - (zs[at] as number);
    const squared = dx * dx + dy * dy + dz * dz;
    if (squared < best) best = squared;
  };
  /** `away`: the square of the distance to the box of this stretch, whose parts along the axes are `ax`, `ay`, `az`. */
  const visit = (low: number, high: number, away: number, ax: number, ay: number, az: number): void => {
    if (high - low <= leaf) {
      for (let at = low; at < high; at++) consider(at);
      return;
    }
    const middle = (low + high) >> 1;
    consider(middle);
    const divider = axis[middle] as number;
    const step = divider === 0 ? x - (xs[middle] as number) : divider === 1 ? y - (ys[middle] as number) : z - (zs[middle] as number);
    const part = divider === 0 ? ax : divider === 1 ? ay : az;
    if (step < 0) visit(low, middle, away, ax, ay, az);
    else visit(middle + 1, high, away, ax, ay, az);
    const beyond = away - part * part + step * step;
    if (beyond >= best) return;
    const fx = divider === 0 ? step : ax;
    const fy = divider === 1 ? step : ay;
    const fz = divider === 2 ? step : az;
    if (step < 0) visit(middle + 1, high, beyond, fx, fy, fz);
    else visit(low, middle, beyond, fx, fy, fz);
  };
  return (px, py, pz, bound) => {
    x = px;
    y = py;
    z = pz;
    best = bound;
    visit(0, xs.length, 0, 0, 0, 0);
    return best;
  };
}
