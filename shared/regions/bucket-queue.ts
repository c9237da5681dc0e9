/**
 * A priority queue for whole-numbered distances that grow by bounded steps: a ring of buckets of doubly linked places
 * (Dial 1969, doi 10.1145/363269.363610). Putting in, moving and taking out cost a few memory accesses each.
 */

export interface BucketQueue {
  /** The first place of each bucket, −1 where there is none; a power of two of them, more than the largest step. */
  readonly heads: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** The distance that is taken next; nothing nearer may be put in. */
  nearest: number;
  waiting: number;
}

/** @param places 0 … places − 1 may be put in, each once at a time @param largestStep between the nearest place and any that waits */
export function bucketQueue(places: number, largestStep: number): BucketQueue {
  const buckets = 2 ** Math.ceil(Math.log2(largestStep + 1));
  return {
    heads: new Int32Array(buckets).fill(-1),
    next: new Int32Array(places),
    previous: new Int32Array(places),
    nearest: 0,
    waiting: 0,
  };
}

export function enqueue(queue: BucketQueue, place: number, distance: number): void {
  const { heads, next, previous } = queue;
  const bucket = distance & (heads.length - 1);
  const head = heads[bucket]!;
  next[place] = head;
  previous[place] = -1;
  if (head !== -1) previous[head] = place;
  heads[bucket] = place;
  queue.waiting += 1;
}

/** @param distance that it was put in with */
export function leaveQueue(queue: BucketQueue, place: number, distance: number): void {
  const { heads, next, previous } = queue;
  const [before, behind] = [previous[place]!, next[place]!];
  if (before === -1) heads[distance & (heads.length - 1)] = behind;
  else next[before] = behind;
  if (behind !== -1) previous[behind] = before;
  queue.waiting -= 1;
}

/** The nearest place, taken out; −1 where none waits. */
export function takeNearest(queue: BucketQueue): number {
  if (queue.waiting === 0) return -1;
  const { heads } = queue;
  const last = heads.length - 1;
  let distance = queue.nearest;
  while (heads[distance & last] === -1) distance += 1;
  queue.nearest = distance;
  const place = heads[distance & last]!;
  leaveQueue(queue, place, distance);
  return place;
}
