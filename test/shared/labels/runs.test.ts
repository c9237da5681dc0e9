import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedRuns, decodeRuns, encodeRuns, isBackground, labelsInRuns, paintRuns } from '#shared/labels/runs.ts';

/** Tiles as people paint them (few, long runs) and as noise makes them. */
const tile = fc.oneof(
  fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 12 })
    .map((runs) => Uint8Array.from(runs.flatMap(([label, length]) => new Array<number>(length).fill(label)).slice(0, 4096))),
  fc.uint8Array({ minLength: 1, maxLength: 4096 }),
);

describe('the run-length code of a tile', () => {
  it('gives back every tile as it was', () => {
    fc.assert(fc.property(tile, (voxels) => {
      expect(decodeRuns(encodeRuns(voxels), voxels.length)).toEqual(voxels);
    }));
  });

  it('is the one that its description says, byte for byte', () => {
    // 300 = 0b10_0101100: LEB128 puts the low seven bits first, 0xac 0x02.
    expect([...encodeRuns(new Uint8Array(300).fill(7))]).toEqual([7, 0xac, 0x02]);
    expect([...encodeRuns(Uint8Array.of(0, 0, 0, 5, 5, 0))]).toEqual([0, 3, 5, 2, 0, 1]);
    expect([...encodeRuns(new Uint8Array(4096))]).toEqual([0, 0x80, 0x20]);
    expect([...encodeRuns(new Uint8Array(127).fill(1))]).toEqual([1, 127]);
    expect([...encodeRuns(new Uint8Array(128).fill(1))]).toEqual([1, 0x80, 1]);
  });

  it('is the only one of its tile: whatever decodes is what encoding gives', () => {
    const bytes = fc.array(fc.tuple(fc.nat(3), fc.oneof(fc.integer({ min: 0, max: 20 }), fc.nat(255))), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(bytes, fc.integer({ min: 1, max: 60 }), (pairs, count) => {
      const code = Uint8Array.from(pairs.flat());
      let voxels: Uint8Array;
      try {
        voxels = decodeRuns(code, count);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedRuns);
        return;
      }
      expect(encodeRuns(voxels)).toEqual(code);
    }), { numRuns: 2000 });
  });

  it.each([
    ['nothing at all', []],
    ['too few voxels', [1, 9]],
    ['too many voxels', [1, 11]],
    ['more voxels after a full tile', [1, 10, 2, 1]],
    ['an empty run', [1, 0, 2, 10]],
    ['a label without a length', [1, 9, 2]],
    ['a length without its last byte', [1, 0x8a]],
    ['a length written with a needless byte', [1, 0x8a, 0]],
    ['neighbours of one label', [1, 5, 1, 5]],
    ['a length beyond all tiles', [1, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeRuns(Uint8Array.from(bytes), 10)).toThrow(MalformedRuns);
  });

  it('refuses a damaged code or gives another tile, never the same one by luck of a flipped bit', () => {
    fc.assert(fc.property(tile, fc.nat(), fc.nat(7), (voxels, place, bit) => {
      const code = encodeRuns(voxels);
      code[place % code.length]! ^= 1 << bit;
      try {
        expect(decodeRuns(code, voxels.length)).not.toEqual(voxels);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedRuns);
      }
    }));
  });

  it('paints a tile into its rectangle of a larger volume and touches nothing else', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(5), fc.infiniteStream(fc.nat(2)), (width, height, margin, labels) => {
      const voxels = Uint8Array.from({ length: width * height }, () => labels.next().value as number);
      const stride = width + margin;
      const volume = new Uint8Array(stride * (height + 2)).fill(9);
      paintRuns(encodeRuns(voxels), volume, { offset: stride + margin, width, height, stride });
      const expected = new Uint8Array(volume.length).fill(9);
      voxels.forEach((label, at) => (expected[stride + margin + Math.floor(at / width) * stride + (at % width)] = label));
      expect(volume).toEqual(expected);
    }));
  });

  it('tells which labels a tile holds, and a background tile, without decoding it', () => {
    fc.assert(fc.property(tile, (voxels) => {
      expect(labelsInRuns(encodeRuns(voxels))).toEqual(new Set(voxels));
      expect(isBackground(encodeRuns(voxels))).toBe(voxels.every((label) => label === 0));
    }));
  });
});
