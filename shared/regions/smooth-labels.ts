/**
 * Borders of labels made smooth by a Gaussian: of one region for itself, or of several at once, so that between
 * neighbours no gap opens. What is smoothed is how much of a voxel's surroundings belongs to a label, its membership.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import { gaussianReach, smoothValues } from './gaussian.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { inRoom } from './margin.ts';
import { maskOfValues } from './mask-of-values.ts';
import { boxSize, countedFrom, cutOut, eachAxis, labelBoxes, putBack, roomAround } from './region-box.ts';
import { inPieces, stage } from './stages.ts';

/** Every voxel whose smoothed membership is more than ½. */
export function* smoothByGaussian(mask: Mask, grid: Grid, deviationMm: number): RegionWork<Mask> {
  // Beyond the region's box less than half of the weights lie on it; one empty voxel around it stands for all.
  return yield* inRoom(mask, grid, [1, 1, 1], function* (part, { size, spacingMm }) {
    const membership = new Float32Array(part);
    yield* stage(smoothValues(membership, size, spacingMm, deviationMm), 0, 0.9);
    return yield* stage(maskOfValues(membership, 0.5, 0), 0.9, 1);
  });
}

/** A label leads only by more than rounding: else the one that a voxel has stays, and what is symmetrical stays so. */
const rounding = 1e-6;

/**
 * Each voxel of the smoothed labels and of the background goes to that of them with the greatest smoothed membership; in
 * a tie it keeps its own. All other labels are left as they are and stand beside the contest: a border with them moves
 * neither way, since nobody may enter and they win nothing.
 * @param labels a label index a voxel, 0 the background
 * @param smoothed the labels that take part besides the background
 * @returns a new array
 */
export function* smoothJointly(labels: Uint8Array, { size, spacingMm }: Grid, smoothed: readonly number[], deviationMm: number): RegionWork<Uint8Array> {
  const result = labels.slice();
  const boxes = labelBoxes(labels, size);
  const taking = [...new Set(smoothed)].filter((label) => label !== 0 && boxes.has(label));
  const around = eachAxis((axis) => gaussianReach(deviationMm / spacingMm[axis]));
  const rooms = new Map(taking.map((label) => [label, roomAround(boxes.get(label) as VoxelBox, around, size)]));
  const whole = [...rooms.values()].reduce<VoxelBox | null>(unionBox, null);
  if (whole === null) return result;
  // As far as a label may get, the background's membership has to be right, which comes from farther still.
  const wider = roomAround(whole, around, size);
  const contest = yield* stage(beginContest(cutOut(labels, size, wider), wider, taking), 0, 0.1);
  rooms.set(0, wider);
  for (const [turn, [label, room]] of [...rooms].entries()) {
    const share = (turns: number): number => 0.1 + (0.9 * turns) / rooms.size;
    yield* stage(enter(contest, label, room, spacingMm, deviationMm), share(turn), share(turn + 1));
  }
  putBack(contest.winner, wider, result, size);
  return result;
}

/** Who has the greatest membership so far, in a box of the volume. */
interface Contest {
  readonly box: VoxelBox;
  readonly labels: Uint8Array;
  readonly winner: Uint8Array;
  readonly greatest: Float32Array;
}

function* beginContest(labels: Uint8Array, box: VoxelBox, taking: readonly number[]): RegionWork<Contest> {
  const takesPart = new Uint8Array(256);
  for (const label of [0, ...taking]) takesPart[label] = 1;
  const greatest = new Float32Array(labels.length);
  yield* inPieces(labels.length, (first, behind) => {
    // No membership exceeds that of a voxel which is not to be had.
    for (let at = first; at < behind; at++) greatest[at] = takesPart[labels[at] as number] === 1 ? -1 : Infinity;
  });
  return { box, labels, winner: labels.slice(), greatest };
}

function* enter({ box, labels, winner, greatest }: Contest, label: number, room: VoxelBox, spacingMm: Vec3, deviationMm: number): RegionWork<void> {
  const size = boxSize(room);
  const inContest = countedFrom(box.first, room);
  const present = cutOut(labels, boxSize(box), inContest);
  const membership = new Float32Array(present.length);
  yield* stage(inPieces(present.length, (first, behind) => {
    for (let at = first; at < behind; at++) membership[at] = present[at] === label ? 1 : 0;
  }), 0, 0.1);
  yield* stage(smoothValues(membership, size, spacingMm, deviationMm), 0.1, 0.9);
  const [columns, rows] = boxSize(box);
  for (let k = 0, at = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      let to = inContest.first[0] + columns * (inContest.first[1] + j + rows * (inContest.first[2] + k));
      for (let i = 0; i < size[0]; i++, at++, to++) {
        const value = (membership[at] as number) + (present[at] === label ? rounding : 0);
        if (value <= (greatest[to] as number)) continue;
        greatest[to] = value;
        winner[to] = label;
      }
    }
    yield 0.9 + (0.1 * (k + 1)) / size[2];
  }
}
