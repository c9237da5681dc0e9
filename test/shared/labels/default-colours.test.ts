import { describe, expect, it } from 'vitest';
import { defaultColour } from '#shared/labels/default-colours.ts';
import { ciede2000, labOf } from './colour-vision.ts';

/** Pairs of the table that the formula's authors publish to test programs by: L*, a*, b* twice, and the difference. */
const published = [
  [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425], [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792], [50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195],
  [50, 0, 0, 50, -1, 2, 2.3669], [50, 2.5, 0, 73, 25, -18, 27.1492], [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
  [90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441], [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
] as const;

it.each(published)('The judge of colours is the published one: %d %d %d and %d %d %d', (l1, a1, b1, l2, a2, b2, difference) => {
  expect(ciede2000([l1, a1, b1], [l2, a2, b2])).toBeCloseTo(difference, 4);
  expect(ciede2000([l2, a2, b2], [l1, a1, b1])).toBeCloseTo(difference, 4);
});

describe('default colours', () => {
  const colours = Array.from({ length: 255 }, (_, at) => defaultColour(at + 1));
  const channels = (colour: string): number[] => [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));

  it('are written as the table wants them, all 255 different', () => {
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(new Set(colours).size).toBe(255);
  });

  it('keep the first sixteen apart by more than a glance', () => {
    const first = colours.slice(0, 16).map(channels);
    for (const [at, one] of first.entries()) {
      for (const other of first.slice(at + 1)) expect(Math.hypot(...one.map((value, channel) => value - other[channel]!))).toBeGreaterThan(40);
    }
  });

  it.each(['all', 'protanopia', 'deuteranopia'] as const)('are told apart by eyes with %s', (seenBy) => {
    const seen = colours.slice(0, 16).map((colour) => labOf(colour, seenBy));
    const apart = (one: number, other: number): number => ciede2000(seen[one]!, seen[other]!);
    const least = (count: number): number => Math.min(...seen.slice(0, count).flatMap((_, one) => seen.slice(0, one).map((__, other) => apart(one, other))));
    // One is a difference that can just be seen side by side. Labels beside each other in the table most often touch.
    for (let at = 1; at < 8; at += 1) expect(apart(at - 1, at)).toBeGreaterThan(20);
    expect(least(8)).toBeGreaterThan(11);
    expect(least(16)).toBeGreaterThan(10);
  });

  it('are none too dark to see on an image', () => {
    for (const colour of colours) expect(Math.max(...channels(colour))).toBeGreaterThan(100);
  });
});
