/**
 * How far apart two colours look, to eyes that see all and to eyes that lack one kind of cone: G. Sharma, W. Wu, E. N. Dalal, "The
 * CIEDE2000 color-difference formula" (2005), on colours as G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based
 * model for simulation of color vision deficiency" (2009, severity 1) has them.
 */
type Vec3 = readonly [number, number, number];
type Matrix = readonly [Vec3, Vec3, Vec3];

export const eyes = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
} as const satisfies Readonly<Record<string, Matrix>>;

/** sRGB to linear light, IEC 61966-2-1. @param colour `#rrggbb` */
function linear(colour: string): Vec3 {
  const channel = (from: number): number => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const times = (matrix: Matrix, vector: Vec3): Vec3 => matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as unknown as Vec3;

const xyz: Matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const white: Vec3 = [0.95047, 1, 1.08883];

/** CIELAB under D65, as these eyes see it. */
export function labOf(colour: string, seenBy: keyof typeof eyes): Vec3 {
  const seen = times(eyes[seenBy], linear(colour)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Vec3;
  const [x, y, z] = times(xyz, seen).map((value, at) => {
    const share = value / white[at]!;
    return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
  }) as unknown as Vec3;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
const hueOf = (b: number, a: number): number => (a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360);

/** Equations 2 to 22 of the paper, with k = 1. */
export function ciede2000([l1, a1, b1]: Vec3, [l2, a2, b2]: Vec3): number {
  const seventh = (chroma: number): number => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const stretch = 1.5 - 0.5 * seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2);
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [hueOf(b1, a1 * stretch), hueOf(b2, a2 * stretch)];
  const isGrey = c1 * c2 === 0;
  const turn = isGrey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dHue = 2 * Math.sqrt(c1 * c2) * Math.sin((turn * Math.PI) / 360);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const sum = h1 + h2;
  const h = isGrey ? sum : Math.abs(h1 - h2) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
  const t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.2 * cosine(4 * h - 63);
  const byL = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const byC = (c2 - c1) / (1 + 0.045 * c);
  const byH = dHue / (1 + 0.015 * c * t);
  const rotation = -2 * seventh(c) * Math.sin((60 * Math.exp(-(((h - 275) / 25) ** 2)) * Math.PI) / 180);
  return Math.sqrt(byL ** 2 + byC ** 2 + byH ** 2 + rotation * byC * byH);
}
