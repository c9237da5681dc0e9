/**
 * The body of one invented patient: tissues as smooth shapes in millimetres. Organs come with
 * look-alikes of the same brightness that carry no label, so that only place and shape tell them apart.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { randomDraws, type RandomDraws } from '../learning/random.ts';
import { smoothField, type SmoothField } from './smooth-field.ts';

export const phantomPresets = ['organs', 'sparse'] as const;
export type PhantomPreset = (typeof phantomPresets)[number];

/** About how far a point (LPS mm, from the body's middle) lies inside a shape, mm; negative outside. */
export type Depth = (x: number, y: number, z: number) => number;

export interface Tissue {
  /** Value in the label volume; 0 where the tissue carries no label. */
  readonly label: number;
  /** How bright it is; soft tissue around the organs is near 0.5, air 0. */
  readonly brightness: number;
  readonly depth: Depth;
}

export interface Anatomy {
  /** Painted in this order, later ones over earlier ones; the first holds all others. */
  readonly tissues: readonly [Tissue, ...Tissue[]];
  /** Standard deviation 1; mottles every tissue. */
  readonly texture: SmoothField;
  /** Bends all shapes together. */
  readonly bend: readonly [SmoothField, SmoothField, SmoothField];
}

const reachMm = 60;

/** The anatomy of a patient, always the same for the same seed and number. */
export function drawAnatomy(preset: PhantomPreset, seed: number, patient: number): Anatomy {
  const draws = randomDraws(seed, 'phantom', 0, patient);
  const isLabelled = preset === 'organs';
  const parts = organs(draws).map(({ label, ...part }) => ({ ...part, label: isLabelled ? label : 0 }));
  const targets = isLabelled ? [] : lesions(draws);
  return {
    tissues: [...body(draws), ...parts, ...targets],
    texture: smoothField(draws, 4.5, reachMm),
    bend: [smoothField(draws, 18, reachMm), smoothField(draws, 18, reachMm), smoothField(draws, 18, reachMm)],
  };
}

/** Skin with fat, the soft tissue in it, a spine: what every slice shows. */
function body(draws: RandomDraws): readonly [Tissue, ...Tissue[]] {
  const [width, depth] = [draws.between(29, 34), draws.between(24, 29)];
  const rim = draws.between(2, 4);
  return [
    { label: 0, brightness: draws.between(0.85, 1), depth: ellipsoid([0, 0, 0], [width, depth, 90]) },
    { label: 0, brightness: draws.between(0.44, 0.54), depth: ellipsoid([0, 0, 0], [width - rim, depth - rim, 88]) },
    { label: 0, brightness: draws.between(0.2, 0.3), depth: ellipsoid([0, depth * 0.72, 0], [5, 4.5, 85]) },
  ];
}

/**
 * Three organs: a large one on the right with a hollow, an upright oval on the left, a bent tube in
 * front. The oval has a twin on the right, the tube has blobs of its brightness around it.
 */
function organs(draws: RandomDraws): readonly Tissue[] {
  const near = (centre: Vec3, by: number): Vec3 =>
    [centre[0] + draws.between(-by, by), centre[1] + draws.between(-by, by), centre[2] + draws.between(-by, by)];
  const about = (radii: Vec3): Vec3 => {
    const size = draws.between(0.85, 1.15);
    return [radii[0] * size * draws.between(0.9, 1.1), radii[1] * size * draws.between(0.9, 1.1), radii[2] * size * draws.between(0.9, 1.1)];
  };
  const large = draws.between(0.68, 0.76);
  const oval = draws.between(0.8, 0.92);
  const tube = draws.between(0.66, 0.78);

  const hollow = ellipsoid(near([-6, -7, 4], 2), about([8, 8, 14]));
  const whole = ellipsoid(near([-13, -3, 2], 2), about([11, 13, 19]));
  const twin = ellipsoid(near([-13, 13, -6], 2), about([5.5, 6, 11]));
  const blobs = [0, 1, 2].map((): Tissue => ({
    label: 0,
    brightness: tube,
    depth: ellipsoid(near([12, -8, 0], 9), about([3, 3, 4])),
  }));
  return [
    ...blobs,
    { label: 0, brightness: oval, depth: rough(draws, twin, 1) },
    { label: 1, brightness: large, depth: rough(draws, (x, y, z) => Math.min(whole(x, y, z), -hollow(x, y, z)), 1.4) },
    { label: 2, brightness: oval, depth: rough(draws, ellipsoid(near([13, 9, -4], 2.5), about([7, 8, 14])), 1.2) },
    { label: 3, brightness: tube, depth: rough(draws, bentTube(draws, near([1, -14, 0], 2)), 0.8) },
  ];
}

/** One to three round targets anywhere in the soft tissue, and vessels of their brightness that run through many slices. */
function lesions(draws: RandomDraws): readonly Tissue[] {
  const brightness = draws.between(0.95, 1.1);
  const inside = (): Vec3 => {
    const [angle, distance] = [draws.between(0, 2 * Math.PI), 16 * Math.sqrt(draws.uniform())];
    return [distance * Math.cos(angle), 0.8 * distance * Math.sin(angle) - 2, draws.between(-24, 24)];
  };
  const vessels = [0, 1, 2].map((): Tissue => {
    const [from, slopeX, slopeY, radius] = [inside(), draws.between(-0.25, 0.25), draws.between(-0.25, 0.25), draws.between(1.4, 2)];
    const depth: Depth = (x, y, z) => radius - Math.hypot(x - from[0] - slopeX * z, y - from[1] - slopeY * z);
    return { label: 0, brightness, depth };
  });
  const targets = Array.from({ length: 1 + draws.integer(3) }, (): Tissue => {
    const radius = draws.between(5, 8);
    const radii: Vec3 = [radius, radius * draws.between(0.8, 1.25), radius * draws.between(0.9, 1.2)];
    return { label: 1, brightness, depth: rough(draws, ellipsoid(inside(), radii), 0.7) };
  });
  return [...vessels, ...targets];
}

function ellipsoid(centre: Vec3, radii: Vec3): Depth {
  return (x, y, z) => {
    const [u, v, w] = [(x - centre[0]) / radii[0], (y - centre[1]) / radii[1], (z - centre[2]) / radii[2]];
    const radius = Math.hypot(u, v, w);
    // To first order the distance to the surface: how far off the level is, divided by how fast it grows.
    const growth = Math.hypot(u / radii[0], v / radii[1], w / radii[2]);
    return growth === 0 ? Math.min(...radii) : ((1 - radius) * radius) / growth;
  };
}

/** A tube along z whose middle sways, closed by round ends. */
function bentTube(draws: RandomDraws, middle: Vec3): Depth {
  const [radius, halfLength] = [draws.between(3.8, 5), draws.between(13, 18)];
  const [sway, phase] = [draws.between(3, 6), draws.between(0, 2 * Math.PI)];
  return (x, y, z) => {
    const along = Math.min(halfLength, Math.max(-halfLength, z - middle[2]));
    const turn = phase + along / 7;
    return radius - Math.hypot(x - middle[0] - sway * Math.sin(turn), y - middle[1] - 0.4 * sway * Math.cos(turn), z - middle[2] - along);
  };
}

/** The same shape with an uneven surface, `byMm` in and out. */
function rough(draws: RandomDraws, depth: Depth, byMm: number): Depth {
  const field = smoothField(draws, 7, reachMm);
  return (x, y, z) => {
    const smooth = depth(x, y, z);
    // Far from the surface unevenness changes nothing, and the field is the costly part.
    return Math.abs(smooth) > 5 * byMm ? smooth : smooth + byMm * field(x, y, z);
  };
}
