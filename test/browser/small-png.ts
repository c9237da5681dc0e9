/** Pictures of the window small enough for a repository: at most 256 colours, well compressed. */
import { decode, encode } from 'fast-png';

type Colour = readonly [number, number, number];

/** Two colours that share the upper bits of each channel are one. */
const keptBits = 6;

/** @param png of 8 bits a channel, as a browser makes it */
export function smallPng(png: Uint8Array): Uint8Array {
  const { width, height, data, channels } = decode(png);
  const bucketOf = (at: number): number => ((data[at]! >> (8 - keptBits)) << (2 * keptBits)) | ((data[at + 1]! >> (8 - keptBits)) << keptBits) | (data[at + 2]! >> (8 - keptBits));
  const buckets = new Map<number, { count: number; sum: [number, number, number] }>();
  for (let at = 0; at < data.length; at += channels) {
    const bucket = buckets.get(bucketOf(at)) ?? { count: 0, sum: [0, 0, 0] };
    bucket.count += 1;
    for (let channel = 0; channel < 3; channel += 1) bucket.sum[channel]! += data[at + channel]!;
    buckets.set(bucketOf(at), bucket);
  }
  // What fills most of the picture keeps its colour, and what is like none of it; the rest takes the nearest of them.
  const byCount = [...buckets].sort(([, one], [, other]) => other.count - one.count);
  const ranked = withRareFirst(byCount, ([, { count, sum }]) => sum.map((value) => value / count) as unknown as Colour);
  const palette = ranked.slice(0, 256).map(([, { count, sum }]) => sum.map((value) => Math.round(value / count)) as unknown as Colour);
  const indexOf = new Map(ranked.map(([bucket, { count, sum }], rank) => [bucket, rank < 256 ? rank : nearest(palette, sum.map((value) => value / count) as unknown as Colour)]));
  const indices = new Uint8Array(width * height);
  for (let pixel = 0; pixel < indices.length; pixel += 1) indices[pixel] = indexOf.get(bucketOf(pixel * channels))!;
  return encode({ width, height, data: indices, depth: 8, channels: 1, palette: palette.map((colour) => [...colour]) }, { zlib: { level: 9 } });
}

const rareColours = 64;

/** The last of the palette's places go to the colours that are farthest from all before them, as those of a legend. */
function withRareFirst<Bucket>(byCount: readonly Bucket[], colourOf: (bucket: Bucket) => Colour): readonly Bucket[] {
  const first = byCount.slice(0, 256 - rareColours);
  const chosen = first.map(colourOf);
  const left = byCount.slice(256 - rareColours).map((bucket) => ({ bucket, colour: colourOf(bucket), away: Infinity }));
  const measure = (from: readonly Colour[]): void => left.forEach((one) => {
    for (const [red, green, blue] of from) one.away = Math.min(one.away, Math.hypot(one.colour[0] - red, one.colour[1] - green, one.colour[2] - blue));
  });
  measure(chosen);
  const rare: Bucket[] = [];
  while (rare.length < rareColours && left.length > 0) {
    const at = left.reduce((best, one, place) => (one.away > left[best]!.away ? place : best), 0);
    const [{ bucket, colour }] = left.splice(at, 1) as [typeof left[number]];
    rare.push(bucket);
    measure([colour]);
  }
  return [...first, ...rare, ...left.map(({ bucket }) => bucket)];
}

function nearest(palette: readonly Colour[], colour: Colour): number {
  let best = 0;
  let bestDistance = Infinity;
  for (const [index, one] of palette.entries()) {
    const distance = Math.hypot(one[0] - colour[0], one[1] - colour[1], one[2] - colour[2]);
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}
