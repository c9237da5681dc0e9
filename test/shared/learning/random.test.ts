import { describe, expect, it } from 'vitest';
import { philox, randomDraws } from '#shared/learning/random.ts';

describe('counter-based randomness', () => {
  // Known answers of the Random123 distribution (Salmon et al. 2011), philox4x32 with 10 rounds.
  it.each([
    [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]],
  ] as const)('gives the published words for counter %j and key %j', (counter, key, expected) => {
    const words = Uint32Array.from(counter);
    philox(words, key[0], key[1]);
    expect([...words]).toEqual([...expected]);
  });

  it('draws the same whatever was drawn before for another sample', () => {
    const alone = randomDraws(7, 'sampling', 3, 5);
    const expected = [alone.uniform(), alone.uniform(), alone.integer(10)];
    const other = randomDraws(7, 'sampling', 3, 4);
    other.normal();
    const again = randomDraws(7, 'sampling', 3, 5);
    expect([again.uniform(), again.uniform(), again.integer(10)]).toEqual(expected);
    for (const differs of [randomDraws(8, 'sampling', 3, 5), randomDraws(7, 'augmentation', 3, 5), randomDraws(7, 'sampling', 4, 5), randomDraws(7 + 2 ** 32, 'sampling', 3, 5)]) {
      expect(differs.uniform()).not.toBe(expected[0]);
    }
  });

  it('has the mean and variance of the distributions it names', () => {
    const draws = randomDraws(1, 'noise', 0, 0);
    const count = 40_000;
    let uniformSum = 0;
    let normalSum = 0;
    let normalSquares = 0;
    for (let i = 0; i < count; i++) {
      uniformSum += draws.uniform();
      const normal = draws.normal();
      normalSum += normal;
      normalSquares += normal * normal;
    }
    // Five standard errors.
    expect(Math.abs(uniformSum / count - 0.5)).toBeLessThan((5 * Math.sqrt(1 / 12)) / Math.sqrt(count));
    expect(Math.abs(normalSum / count)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(normalSquares / count - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(count));
  });
});
