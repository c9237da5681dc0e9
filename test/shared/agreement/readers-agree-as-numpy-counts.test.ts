import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, type Agreement } from '#shared/agreement/agreement.ts';
import type { Readings } from '#shared/agreement/readings.ts';
import { finish } from '#shared/regions/grid.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { dataNote } from '../../src-main/import/shared-data.ts';
import { askedOfReaders, readersCases, readersInPython } from './readers.ts';

/** By the formulas as they are written in the papers, voxel by voxel; distances between all pairs of border voxels. */
const numpys = `
from scipy.ndimage import binary_erosion, generate_binary_structure
from scipy.spatial.distance import cdist
${readersInPython}
def kappa(a, b):
    labels = numpy.unique([a, b])
    po = (a == b).mean()
    pe = sum((a == l).mean() * (b == l).mean() for l in labels)
    return None if len(labels) < 2 else (po - pe) / (1 - pe)
def fleiss(readers):
    n = len(readers)
    labels = numpy.unique(readers)
    counts = numpy.stack([(readers == l).sum(axis=0).ravel() for l in labels])
    po = ((counts ** 2).sum(axis=0) - n).mean() / (n * (n - 1))
    pe = ((counts.mean(axis=1) / n) ** 2).sum()
    return None if len(labels) < 2 else (po - pe) / (1 - pe)
def each_way(work, readers, given):
    return {'box': work(around(readers, given)), 'slices': work(readers)}
def border(mask):
    # Along an axis of one voxel there is no neighbour.
    squeezed = mask.squeeze()
    return (squeezed & ~binary_erosion(squeezed, generate_binary_structure(squeezed.ndim, 1))).reshape(mask.shape)
def places(mask, steps):
    return numpy.argwhere(border(mask))[:, ::-1] @ steps
def hd95(a, b, each):
    steps = numpy.eye(3) if each['affine'] is None else numpy.array(each['affine']).reshape(3, 4)[:, :3].T
    axis = None if each['slices'] is None else 2 - each['slices']['axis']
    if axis is not None and a.shape[axis] == each['shape'][axis]: axis = None
    parts = [(a, b)] if axis is None else [(a.take([at], axis), b.take([at], axis)) for at in range(a.shape[axis])]
    lone = sum(int(p.any() != q.any()) for p, q in parts)
    distances = [cdist(places(p, steps), places(q, steps)) for p, q in parts if p.any() and q.any()]
    if not distances: return None, lone if axis is not None else None
    there = numpy.concatenate([d.min(axis=1) for d in distances])
    back = numpy.concatenate([d.min(axis=0) for d in distances])
    return max(numpy.percentile(there, 95), numpy.percentile(back, 95)), lone if axis is not None else None
def of_label(readers, first, second, label, each):
    masks = readers == label
    a, b = masks[first], masks[second]
    distance, lone = hd95(a, b, each)
    return {'dice': 2 * (a & b).sum() / (a.sum() + b.sum()) if a.any() or b.any() else None, 'hd95': distance, 'lone': lone,
      'voxels': [a.sum(), b.sum()],
      'kappa': each_way(lambda part: kappa(part[first], part[second]), masks, masks)}
def of_case(readers, each):
    labels = [int(label) for label in numpy.unique(readers) if label > 0]
    return {'labels': labels, 'compared': readers[0].size, 'differing': int((readers != readers[0]).any(axis=0).sum()),
      'fleiss': each_way(fleiss, readers, readers > 0),
      'fleissOfLabels': [each_way(fleiss, readers == label, readers == label) for label in labels],
      'pairs': [{'kappa': each_way(lambda part: kappa(part[first], part[second]), readers, readers > 0),
        'labels': [of_label(readers, first, second, label, each) for label in labels]}
        for first in range(len(readers)) for second in range(first + 1, len(readers))]}
answer([of_case(readers, each) for readers, each in zip(cases, parameters)])
`;

interface Theirs {
  readonly labels: readonly number[];
  readonly compared: number;
  readonly differing: number;
  readonly fleiss: Numbers;
  readonly fleissOfLabels: readonly Numbers[];
  readonly pairs: readonly { readonly kappa: Numbers; readonly labels: readonly { readonly dice: number | null; readonly hd95: number | null; readonly lone: number | null; readonly voxels: readonly [number, number]; readonly kappa: Numbers }[] }[];
}
type Numbers = Readonly<Record<'box' | 'slices', number | null>>;

const near = (value: number | null, digits = 10): unknown => (value === null ? null : expect.closeTo(value, digits));
const nearBoth = ({ box, slices }: Numbers): unknown => ({ box: near(box), slices: near(slices) });

describe.skipIf(!pythonAvailable)(`numpy${pythonMissing ? ` (${pythonMissing})` : ''}${dataNote}`, () => {
  const theirs = askAboutArrays(numpys, askedOfReaders.arrays, askedOfReaders.parameters) as readonly Theirs[];
  readersCases.forEach((readings, at) => {
    it(`agrees on how far they agree: ${readings.name}`, () => {
      const ours = finish(agreementOf(readings, readings.affine));
      const wanted = theirs[at]!;
      expect([ours.labels, ours.comparedVoxels, ours.differingVoxels]).toEqual([wanted.labels, wanted.compared, wanted.differing]);
      expect(ours.fleiss).toEqual(nearBoth(wanted.fleiss));
      expect([...ours.fleissOfLabels]).toEqual(wanted.labels.map((label, index) => [label, nearBoth(wanted.fleissOfLabels[index]!)]));
      const voxel = voxelOf(readings.affine);
      expect(ours.pairs.map(({ kappa, labels }) => ({ kappa, labels: [...labels.values()] }))).toEqual(wanted.pairs.map(({ kappa, labels }) => ({
        kappa: nearBoth(kappa),
        labels: labels.map(({ dice, hd95, lone, voxels: [first, second], kappa: ofLabel }) => ({
          found: first > 0 ? second > 0 ? 'both' : 'first' : second > 0 ? 'second' : 'neither',
          dice: near(dice), hd95: near(hd95, 4), loneSlices: first + second > 0 ? lone : null, kappa: nearBoth(ofLabel),
          volumeFirst: first + second > 0 ? near(first * voxel) : null,
          volumeSecond: first + second > 0 ? near(second * voxel) : null,
          volumeDifference: first + second > 0 ? near((second - first) * voxel) : null,
        })),
      })));
    });
  });
});

/** In ml; 1 in voxels. By the rule of Sarrus. */
function voxelOf(affine: readonly number[] | null): number {
  if (affine === null) return 1;
  const [a, b, c, , d, e, f, , g, h, i] = affine as [number, number, number, number, number, number, number, number, number, number, number];
  return Math.abs(a * e * i + b * f * g + c * d * h - c * e * g - b * d * i - a * f * h) / 1000;
}

const size = [4, 3, 3] as const;
const labelmap = fc.uint8Array({ minLength: 36, maxLength: 36, max: 3 });
const slices = fc.option(fc.record({ axis: fc.constantFrom(0, 1, 2), slices: fc.uniqueArray(fc.nat(2), { minLength: 1 }) }));
const agree = (labelmaps: readonly Uint8Array[], of: Readings['slices']): Agreement => finish(agreementOf({ labelmaps, size, slices: of }, null));

describe('agreement', () => {
  it('does not depend on the order of the readers', () => {
    fc.assert(fc.property(fc.array(labelmap, { minLength: 2, maxLength: 4 }), slices, (labelmaps, of) => {
      const [one, other] = [agree(labelmaps, of), agree([...labelmaps].reverse(), of)];
      const almost = (kappa: number | null): number | null => kappa === null ? null : Math.round(kappa * 1e9) + 0;
      expect(almost(other.fleiss.box)).toBe(almost(one.fleiss.box));
      expect(other.differingVoxels).toBe(one.differingVoxels);
      const last = labelmaps.length - 1;
      for (const { first, second, kappa, labels } of one.pairs) {
        const turned = other.pairs.find((pair) => pair.first === last - second && pair.second === last - first)!;
        expect(almost(turned.kappa.slices)).toBe(almost(kappa.slices));
        for (const [label, { dice, hd95, volumeDifference, volumeFirst }] of labels) {
          const there = turned.labels.get(label)!;
          expect([there.dice, there.hd95, there.volumeSecond]).toEqual([dice, hd95, volumeFirst]);
          expect((there.volumeDifference ?? 0) + (volumeDifference ?? 0)).toBe(0);
        }
      }
    }), { numRuns: 40 });
  });

  it('of readers who draw the same is complete', () => {
    fc.assert(fc.property(labelmap, slices, (one, of) => {
      const { pairs, fleiss, differingVoxels } = agree([one, one, one], of);
      expect(differingVoxels).toBe(0);
      for (const kappa of [fleiss, ...pairs.flatMap((pair) => [pair.kappa, ...[...pair.labels.values()].map((label) => label.kappa)])]) {
        expect([1, null]).toContain(kappa.box);
        expect([1, null]).toContain(kappa.slices);
      }
      for (const { labels } of pairs) for (const { dice, hd95, volumeDifference } of labels.values()) expect([dice, hd95, volumeDifference]).toEqual([1, 0, 0]);
    }));
  });

  it('knows nothing of slices that were not compared', () => {
    fc.assert(fc.property(labelmap, labelmap, fc.nat(2), (one, other, slice) => {
      const of = { axis: 2 as const, slices: [slice] };
      const alone = [one, other].map((labels) => labels.map((label, at) => (Math.floor(at / 12) === slice ? label : 0)));
      expect(agree([one, other], of)).toEqual(agree(alone, of));
      const cut = [one, other].map((labels) => labels.subarray(slice * 12, (slice + 1) * 12));
      const flat = finish(agreementOf({ labelmaps: cut, size: [4, 3, 1], slices: null }, null));
      const dices = ({ pairs }: Agreement): unknown => [...pairs[0]!.labels].map(([label, { dice, hd95, kappa }]) => [label, dice, hd95, kappa]);
      expect(dices(agree([one, other], of))).toEqual(dices(flat));
    }));
  });

  it('is not told where nobody labelled anything, and is none where one reader alone did', () => {
    const [empty, one] = [new Uint8Array(36), new Uint8Array(36).fill(1, 7, 9)];
    expect(agree([empty, empty], null)).toMatchObject({ labels: [], pairs: [{ kappa: { box: null, slices: null } }], fleiss: { box: null, slices: null } });
    const { pairs: [pair] } = agree([empty, one], null);
    expect(pair!.labels.get(1)).toEqual({ found: 'second', dice: 0, hd95: null, loneSlices: null, kappa: { box: 0, slices: 0 }, volumeFirst: 0, volumeSecond: 2, volumeDifference: 2 });
    expect(agree([empty, one, empty], null).pairs[1]!.labels.get(1)).toMatchObject({ found: 'neither', dice: null, volumeFirst: null });
  });

  it('refuses a single reader, labelmaps of different sizes and slices that are not there', () => {
    const labels = new Uint8Array(36);
    expect(() => agree([labels], null)).toThrow(RangeError);
    expect(() => agree([labels, labels.subarray(1)], null)).toThrow(RangeError);
    expect(() => agree([labels, labels], { axis: 1, slices: [3] })).toThrow(RangeError);
  });
});
