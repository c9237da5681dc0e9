/**
 * A queue of voxels by rising cost, any number not below 0, in buckets of equal width: first come, first served within a
 * bucket, so that what is taken out may be up to one width dearer than the cheapest. Whoever needs exact costs takes a
 * voxel up again when its cost has fallen (delta-stepping: Meyer and Sanders 2003, doi 10.1016/S0196-6774(03)00076-2).
 * Its memory grows with the voxels that wait, not with the volume.
 */
export interface CostQueue {
  readonly width: number;
  /** First and last entry of each bucket, −1 where it is empty; a bucket is used again when it has been emptied. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Of each entry: the voxel, and the entry behind it; unused entries hang on `unused` in the same way. */
  voxels: Int32Array;
  next: Int32Array;
  unused: number;
  waiting: number;
  /** The bucket that is being emptied, counted from cost 0. */
  bucket: number;
}

const buckets = 1 << 14;

/** For costs that rise by at most `largestStep` from the voxel that is being taken out to those that it puts in. */
export function costQueue(largestStep: number): CostQueue {
  const queue: CostQueue = {
    width: largestStep > 0 ? largestStep / (buckets - 2) : 1,
    first: new Int32Array(buckets).fill(-1),
    last: new Int32Array(buckets),
    voxels: new Int32Array(0),
    next: new Int32Array(0),
    unused: -1,
    waiting: 0,
    bucket: 0,
  };
  enlarge(queue);
  return queue;
}

/** Puts in a voxel; one that waits already waits twice. */
export function putIn(queue: CostQueue, voxel: number, cost: number): void {
  if (queue.unused === -1) enlarge(queue);
  const entry = queue.unused;
  queue.unused = queue.next[entry] as number;
  queue.voxels[entry] = voxel;
  queue.next[entry] = -1;
  const slot = Math.floor(cost / queue.width) & (buckets - 1);
  if (queue.first[slot] === -1) queue.first[slot] = entry;
  else queue.next[queue.last[slot] as number] = entry;
  queue.last[slot] = entry;
  queue.waiting++;
}

/** Takes out one of the cheapest bucket; −1 where nobody waits. */
export function takeOut(queue: CostQueue): number {
  if (queue.waiting === 0) return -1;
  while (queue.first[queue.bucket & (buckets - 1)] === -1) queue.bucket++;
  const slot = queue.bucket & (buckets - 1);
  const entry = queue.first[slot] as number;
  queue.first[slot] = queue.next[entry] as number;
  queue.next[entry] = queue.unused;
  queue.unused = entry;
  queue.waiting--;
  return queue.voxels[entry] as number;
}

function enlarge(queue: CostQueue): void {
  const before = queue.voxels.length;
  const after = Math.max(4096, before * 2);
  const voxels = new Int32Array(after);
  const next = new Int32Array(after);
  voxels.set(queue.voxels);
  next.set(queue.next);
  for (let entry = before; entry < after; entry++) next[entry] = entry + 1 < after ? entry + 1 : -1;
  queue.voxels = voxels;
  queue.next = next;
  queue.unused = before;
}
