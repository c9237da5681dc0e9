/**
 * Phantom scans: invented patients with organs of varied shape under noise, shading and blur, for the
 * demo and for trying the program where no images are at hand. Knows nothing of files.
 */
import { axisStep, indexToWorld, voxelCount } from '../geometry/affine.ts';
import { affineFromOrientation } from '../geometry/orientation.ts';
import type { Affine, Vec3, VolumeGeometry } from '../geometry/volume-geometry.ts';
import { randomDraws, type RandomDraws } from '../learning/random.ts';
import { type Anatomy, drawAnatomy, type PhantomPreset } from './anatomy.ts';
import { smoothField } from './smooth-field.ts';

export { type PhantomPreset, phantomPresets } from './anatomy.ts';

export interface Phantom {
  /** BIDS-like, with the patient as `sub-…`. */
  readonly name: string;
  readonly geometry: VolumeGeometry;
  /** No absolute scale, as in MR; never negative. */
  readonly image: Int16Array;
  /** Values 0–3 (`organs`) or 0–1 (`sparse`). */
  readonly labels: Uint8Array;
}

/**
 * The `number`-th phantom (from 0) of a seed: the same voxels wherever and whenever it is drawn.
 * About 64 × 64 × 24 voxels of 1.2 × 1.2 × 3 mm, one patient each.
 */
export function drawPhantom(preset: PhantomPreset, seed: number, number: number): Phantom {
  const draws = randomDraws(seed, 'phantom', 1, number);
  const geometry = drawGeometry(draws);
  const pose = drawPose(draws);
  const { brightness, labels } = paint(drawAnatomy(preset, seed, number), geometry, pose);
  const seen = acrossSlices(brightness, geometry.size);
  return {
    name: `sub-${String(number + 1).padStart(3, '0')}_${preset}`,
    geometry,
    image: expose(seen, geometry, randomDraws(seed, 'phantom', 2, number)),
    labels,
  };
}

/** Voxel grids differ as they do between scanners: in size, spacing, axis order, and a third of them lie tilted. */
function drawGeometry(draws: RandomDraws): VolumeGeometry {
  const size: Vec3 = [60 + 4 * draws.integer(3), 60 + 4 * draws.integer(3), 23 + draws.integer(3)];
  const inPlane = draws.between(1.15, 1.25);
  const code = ['LPS', 'LPS', 'RAS', 'LAS'][draws.integer(4)] ?? 'LPS';
  const straight = affineFromOrientation(code, [inPlane, inPlane, 3]);
  const tiltDegrees = draws.uniform() < 1 / 3 ? draws.between(-15, 15) : 0;
  return { size, affine: centred(tilted(straight, (tiltDegrees * Math.PI) / 180), size) };
}

/** Turns the grid about the left–right axis, as a scan is angled to the head. */
function tilted(affine: Affine, angle: number): Affine {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const turn = (y: number, z: number): readonly [number, number] => [c * y - s * z, s * y + c * z];
  const [yi, zi] = turn(affine[4], affine[8]);
  const [yj, zj] = turn(affine[5], affine[9]);
  const [yk, zk] = turn(affine[6], affine[10]);
  return [affine[0], affine[1], affine[2], 0, yi, yj, yk, 0, zi, zj, zk, 0];
}

/** The same axes with the middle of the grid at the world's origin. */
function centred(affine: Affine, size: Vec3): Affine {
  const middle = indexToWorld(affine, [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2]);
  const at = (row: 0 | 1 | 2): number => (affine[4 * row + 3] as number) - middle[row];
  return [...affine.slice(0, 3), at(0), ...affine.slice(4, 7), at(1), ...affine.slice(8, 11), at(2)] as unknown as Affine;
}

/** How the patient lies: shifted, turned a little about the long axis, larger or smaller. */
interface Pose {
  readonly shift: Vec3;
  readonly angle: number;
  readonly scale: number;
}

function drawPose(draws: RandomDraws): Pose {
  return {
    shift: [draws.between(-4, 4), draws.between(-4, 4), draws.between(-5, 5)],
    angle: (draws.between(-10, 10) * Math.PI) / 180,
    scale: draws.between(0.9, 1.1),
  };
}

/** How sharply one tissue passes into the next within a slice, mm. */
const edgeMm = 1.2;
const bendMm = 2;
const textureShare = 0.05;

function paint(anatomy: Anatomy, geometry: VolumeGeometry, pose: Pose): { brightness: Float32Array; labels: Uint8Array } {
  const { size, affine } = geometry;
  const brightness = new Float32Array(voxelCount(size));
  const labels = new Uint8Array(brightness.length);
  const [c, s] = [Math.cos(pose.angle) / pose.scale, Math.sin(pose.angle) / pose.scale];
  const { tissues: [outline], bend: [bendX, bendY, bendZ] } = anatomy;
  const step = axisStep(affine, 0);
  let at = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      const row = indexToWorld(affine, [0, j, k]);
      for (let i = 0; i < size[0]; i += 1, at += 1) {
        const [x, y, z] = [row[0] + i * step[0] - pose.shift[0], row[1] + i * step[1] - pose.shift[1], row[2] + i * step[2] - pose.shift[2]];
        const [turnedX, turnedY, turnedZ] = [c * x + s * y, c * y - s * x, z / pose.scale];
        const bodyX = turnedX + bendMm * bendX(turnedX, turnedY, turnedZ);
        const bodyY = turnedY + bendMm * bendY(turnedX, turnedY, turnedZ);
        const bodyZ = turnedZ + bendMm * bendZ(turnedX, turnedY, turnedZ);
        // Half the voxels are air; nothing lies in it.
        if (outline.depth(bodyX, bodyY, bodyZ) < -edgeMm) continue;
        let [value, label] = [0, 0];
        for (const tissue of anatomy.tissues) {
          const depth = tissue.depth(bodyX, bodyY, bodyZ);
          const share = Math.min(1, Math.max(0, 0.5 + depth / edgeMm));
          value += share * (tissue.brightness - value);
          if (depth > 0) label = tissue.label;
        }
        brightness[at] = value * (1 + textureShare * anatomy.texture(bodyX, bodyY, bodyZ));
        labels[at] = label;
      }
    }
  }
  return { brightness, labels };
}

/** A slice is thick and its profile leaks into its neighbours: partial volume. */
function acrossSlices(brightness: Float32Array, [ni, nj, nk]: Vec3): Float32Array {
  const leak = 0.15;
  const slice = ni * nj;
  const result = new Float32Array(brightness.length);
  for (let at = 0; at < brightness.length; at += 1) {
    const k = Math.floor(at / slice);
    const here = brightness[at] as number;
    const below = k > 0 ? (brightness[at - slice] as number) : here;
    const above = k < nk - 1 ? (brightness[at + slice] as number) : here;
    result[at] = here + leak * (below + above - 2 * here);
  }
  return result;
}

/**
 * What the scanner makes of it: brightness times a receive field, with noise in both channels of which
 * the magnitude is kept (Rician: Gudbjartsson and Patz 1995), on a scale that differs from scan to scan.
 */
function expose(brightness: Float32Array, { size, affine }: VolumeGeometry, draws: RandomDraws): Int16Array {
  const fullScale = draws.between(300, 1_500);
  const noise = draws.between(0.05, 0.08);
  const shade = smoothField(draws, 45, 90);
  const shadeShare = draws.between(0.1, 0.2);
  const image = new Int16Array(brightness.length);
  const step = axisStep(affine, 0);
  let at = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      let [x, y, z] = indexToWorld(affine, [0, j, k]);
      for (let i = 0; i < size[0]; i += 1, at += 1) {
        const signal = (brightness[at] as number) * Math.exp(shadeShare * shade(x, y, z));
        const magnitude = Math.hypot(signal + noise * draws.normal(), noise * draws.normal());
        image[at] = Math.min(32_767, Math.round(fullScale * magnitude));
        [x, y, z] = [x + step[0], y + step[1], z + step[2]];
      }
    }
  }
  return image;
}
