import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consensusByMajority, disagreementMap } from '#shared/agreement/majority.ts';
import type { Readings } from '#shared/agreement/readings.ts';
import {
  consensusByStaple, stapleOfLabel, stapleOfLabels, usualStaple, type LabelsStaple, type LabelStaple, type StapleOptions, type Within,
} from '#shared/agreement/staple.ts';
import { countVotes, paintVotes, type Votes } from '#shared/agreement/votes.ts';
import type { CompleteSlices } from '#shared/learning/evaluation/measure-case.ts';
import { finish } from '#shared/regions/grid.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { dataNote } from '../../src-main/import/shared-data.ts';
import { differing } from '../regions/phantoms.ts';
import { askedOfReaders, readersCases, readersInPython } from './readers.ts';

const undecidedAs = 200;

const simpleitks = `
import SimpleITK as sitk
${readersInPython}
def images(readers):
    return [sitk.GetImageFromArray(numpy.ascontiguousarray(one)) for one in readers]
def of_label(readers, label):
    staple = sitk.STAPLEImageFilter()
    staple.SetForegroundValue(label)
    probabilities = sitk.GetArrayFromImage(staple.Execute(images(readers)))
    return {'label': label, 'probabilities': probabilities.ravel(), 'sensitivity': staple.GetSensitivity(), 'specificity': staple.GetSpecificity()}
def of_all(readers):
    staple = sitk.MultiLabelSTAPLEImageFilter()
    staple.SetTerminationUpdateThreshold(1e-7)
    staple.SetMaximumNumberOfIterations(3000)
    staple.SetLabelForUndecidedPixels(${undecidedAs})
    labels = sitk.GetArrayFromImage(staple.Execute(images(readers)))
    width = int(readers.max()) + 1
    matrices = [numpy.array(staple.GetConfusionMatrix(reader)).reshape(width + 1, width)[:width] for reader in range(len(readers))]
    return {'labels': labels.ravel(), 'confusions': matrices}
def of(readers):
    return {'single': [of_label(readers, int(label)) for label in numpy.unique(readers) if label > 0], 'all': of_all(readers)}
answer([{'slices': of(readers), 'box': of(around(readers, readers > 0)), 'voting': sitk.GetArrayFromImage(sitk.LabelVoting(images(readers), ${undecidedAs})).ravel()} for readers in cases])
`;

interface Theirs {
  readonly voting: readonly number[];
  readonly slices: Estimates;
  readonly box: Estimates;
}
interface Estimates {
  readonly single: readonly { readonly label: number; readonly probabilities: readonly number[]; readonly sensitivity: readonly number[]; readonly specificity: readonly number[] }[];
  /** Of each reader by label said, by true label. */
  readonly all: { readonly labels: readonly number[]; readonly confusions: readonly (readonly (readonly number[])[])[] };
}

const counted = (readings: Readings) => finish(countVotes(readings));

/** The values of the voxels that are compared, and only those of the box around all labels where that is asked. */
function comparedOf(values: Uint8Array | Float32Array, { labelmaps, size, slices }: Readings, within: Within): number[] {
  const isCompared = ([i, j, k]: readonly [number, number, number], of: CompleteSlices | null): boolean => of === null || of.slices.includes([i, j, k][of.axis]!);
  const places = [...values.keys()].map((at) => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])] as const);
  const labelled = places.filter((place, at) => isCompared(place, slices) && labelmaps.some((labels) => labels[at]! > 0));
  const [low, high] = [Math.min, Math.max].map((most) => [0, 1, 2].map((axis) => most(...labelled.map((place) => place[axis]!)))) as [number[], number[]];
  const isInside = (place: readonly number[]): boolean => within === 'slices' || place.every((index, axis) => index >= low[axis]! && index <= high[axis]!);
  return [...values].filter((_, at) => isCompared(places[at]!, slices) && isInside(places[at]!));
}

describe.skipIf(!pythonAvailable)(`SimpleITK${pythonMissing ? ` (${pythonMissing})` : ''}${dataNote}`, () => {
  const theirs = askAboutArrays(simpleitks, askedOfReaders.arrays, askedOfReaders.parameters) as readonly Theirs[];
  /** Voxels without a majority should have no part in its filter's start for several labels, and have one, as labels that nobody said (ITK 5.4). Where they are many it ends elsewhere. */
  const startsElsewhere = ['two readers', 'some axial slices', 'a reader who takes one label for the other'];
  readersCases.forEach((readings, at) => {
    const votes = counted(readings);
    it(`votes alike: ${readings.name}`, () => {
      const { labels, undecided } = finish(consensusByMajority(readings, votes, undecidedAs));
      expect(differing(comparedOf(labels, readings, 'slices'), theirs[at]!.voting)).toBe(0);
      expect(undecided).toBe(theirs[at]!.voting.filter((label) => label === undecidedAs).length);
    });

    for (const within of ['slices', 'box'] as const) {
      const options: StapleOptions = { ...usualStaple, within };
      it(`estimates each label's readers and probabilities alike, in the ${within}: ${readings.name}`, () => {
        for (const { label, probabilities, sensitivity, specificity } of theirs[at]![within].single) {
          const ours = finish(stapleOfLabel(votes, label, options));
          expect(ours.converged).toBe(true);
          ours.readers.forEach((reader, index) => {
            expect(reader.sensitivity).toBeCloseTo(sensitivity[index]!, 9);
            expect(reader.specificity).toBeCloseTo(specificity[index]!, 9);
          });
          const painted = finish(paintVotes(readings, votes, ours.probabilities, new Float32Array(readings.labelmaps[0]!.length)));
          const differences = comparedOf(painted, readings, within).map((probability, voxel) => Math.abs(probability - probabilities[voxel]!));
          expect(differences.length).toBe(probabilities.length);
          expect(Math.max(...differences)).toBeLessThan(1e-6);
        }
      });

      if (!startsElsewhere.includes(readings.name)) it(`estimates all labels alike from the same start, in the ${within}: ${readings.name}`, () => {
        const { labels, undecided, estimate } = finish(consensusByStaple(readings, votes, { ...options, start: 'majority' }, undecidedAs));
        const wanted = theirs[at]![within].all;
        expect(estimate.converged).toBe(true);
        const inside = comparedOf(labels, readings, within);
        expect(differing(inside, wanted.labels)).toBe(0);
        expect(undecided).toBe(inside.filter((label) => label === undecidedAs).length);
        estimate.confusions.forEach((confusion, reader) => confusion.forEach((row, truth) => row?.forEach((share, said) => {
          expect(Math.abs(share - wanted.confusions[reader]![votes.labels[said]!]![votes.labels[truth]!]!)).toBeLessThan(1e-4);
        })));
      });

      it(`ends, from the shares of votes, where the readers are no less likely to have said what they did, in the ${within}: ${readings.name}`, () => {
        const ours = finish(stapleOfLabels(votes, options));
        expect(ours.converged).toBe(true);
        const wanted = theirs[at]![within].all.confusions.map((said) => votes.labels.map((truth) => votes.labels.map((label) => said[label]![truth]!)));
        const times = votes.voxels.map((voxels, vote) => (within === 'box' && votes.said.subarray(vote * votes.readers, (vote + 1) * votes.readers).every((label) => label === 0)
          ? voxels - votes.compared + votes.around[0]!.voxels : voxels));
        expect(logLikelihood(votes, times, ours.priors, ours.confusions)).toBeGreaterThan(logLikelihood(votes, times, ours.priors, wanted) - 0.05);
      });
    }
  });
});

/** Of all votes, where readers label as their matrices say; −∞ where that makes one of them impossible. */
function logLikelihood({ readers, labels, said }: Votes, times: Float64Array, priors: Float64Array, confusions: LabelsStaple['confusions']): number {
  return times.reduce((sum, voxels, vote) => sum + voxels * Math.log(labels.reduce((chance, _, truth) =>
    chance + confusions.reduce((product, confusion, reader) => product * (confusion[truth]?.[said[vote * readers + reader]!] ?? 0), priors[truth]!), 0)), 0);
}

const size = [4, 3, 3] as const;
const labelmaps = fc.array(fc.uint8Array({ minLength: 36, maxLength: 36, max: 3 }), { minLength: 2, maxLength: 5 });
const reading = (of: readonly Uint8Array[]): Readings => ({ labelmaps: of, size, slices: null });
const staple = (of: readonly Uint8Array[]) => finish(consensusByStaple(reading(of), counted(reading(of))));

describe('a consensus', () => {
  it('of those who drew the same is what they drew, and finds nobody at fault', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 36, maxLength: 36, max: 3 }), (one) => {
      const { labels, undecided, estimate } = staple([one, one, one]);
      expect([labels, undecided]).toEqual([one, 0]);
      for (const confusion of estimate.confusions) confusion.forEach((row, truth) => row?.forEach((share, said) => expect(share).toBeCloseTo(Number(said === truth), 9)));
      expect(finish(consensusByMajority(reading([one, one]), counted(reading([one, one]))))).toEqual({ labels: one, undecided: 0 });
      expect(finish(disagreementMap(reading([one, one]), counted(reading([one, one])))).some((others) => others > 0)).toBe(false);
    }));
  });

  it('of most readers is the label with the most votes, and a voxel is undecided where two have as many', () => {
    fc.assert(fc.property(labelmaps, fc.nat(3), (of, tied) => {
      const votes = counted(reading(of));
      const { labels, undecided } = finish(consensusByMajority(reading(of), votes, tied));
      const others = finish(disagreementMap(reading(of), votes));
      let ties = 0;
      labels.forEach((label, at) => {
        const given = [0, 1, 2, 3].map((one) => of.filter((by) => by[at] === one).length);
        const most = Math.max(...given);
        const winners = given.flatMap((times, one) => (times === most ? [one] : []));
        ties += Number(winners.length > 1);
        expect(label).toBe(winners.length > 1 ? tied : winners[0]);
        expect(others[at]).toBe(of.length - most);
      });
      expect(undecided).toBe(ties);
    }));
  });

  it('does not depend on the order of the readers, nor on how often the same volume is counted', () => {
    fc.assert(fc.property(labelmaps, (of) => {
      const one = counted(reading(of));
      const turned = counted(reading([...of].reverse()));
      const twice = counted({ labelmaps: of.map((labels) => Uint8Array.from([...labels, ...labels])), size: [4, 3, 6], slices: null });
      const [estimate, fromBehind, fromBoth] = [one, turned, twice].map((votes) => finish(stapleOfLabel(votes, 1, { ...usualStaple, within: 'slices', iterations: 50 }))) as [LabelStaple, LabelStaple, LabelStaple];
      const behind = [...fromBehind.readers].reverse();
      estimate.readers.forEach(({ sensitivity, specificity }, reader) => {
        for (const other of [behind[reader]!, fromBoth.readers[reader]!]) {
          expect(other.sensitivity ?? -1).toBeCloseTo(sensitivity ?? -1, 6);
          expect(other.specificity ?? -1).toBeCloseTo(specificity ?? -1, 6);
        }
      });
    }), { numRuns: 30 });
  });

  it('of one label is the same, taken alone or as the only one of several', () => {
    fc.assert(fc.property(labelmaps, (of) => {
      const readings = reading(of.map((labels) => labels.map((label) => Number(label > 1))));
      const votes = counted(readings);
      if (votes.labels.length < 2) return;
      const few = { ...usualStaple, iterations: 40 };
      const alone = finish(stapleOfLabel(votes, 1, few));
      const { estimate } = finish(consensusByStaple(readings, votes, few));
      alone.probabilities.forEach((probability, vote) => expect(estimate.probabilities[vote * 2 + 1]).toBeCloseTo(probability, 9));
    }));
  });

  it('knows who takes one label for the other', () => {
    const readings = readersCases.find(({ name }) => name.includes('takes one label'))!;
    const { estimate } = finish(consensusByStaple(readings, counted(readings)));
    expect(estimate.confusions[2]![1]![2]).toBeGreaterThan(0.9);
    expect(estimate.confusions[2]![2]![1]).toBeGreaterThan(0.9);
    expect(estimate.confusions[0]![1]![1]).toBeGreaterThan(0.9);
  });

  it('leaves what was not compared, and what nobody labelled, as background', () => {
    const [one, other] = [new Uint8Array(36).fill(2), new Uint8Array(36)];
    const readings: Readings = { labelmaps: [one, other], size, slices: { axis: 1, slices: [1] } };
    const votes = counted(readings);
    expect(votes.compared).toBe(12);
    const { labels, undecided } = finish(consensusByMajority(readings, votes, 7));
    expect([undecided, labels.filter((label) => label === 7).length, labels.filter((label) => label === 0).length]).toEqual([12, 12, 24]);
    expect(staple([other, other])).toMatchObject({ labels: other, undecided: 0 });
    const { readers, prior } = finish(stapleOfLabel(counted(reading([other, other])), 5));
    expect([prior, readers]).toEqual([0, [{ sensitivity: null, specificity: 1 }, { sensitivity: null, specificity: 1 }]]);
  });

  it('says how much is done, never less than before, and where it was not done in time', () => {
    const readings = readersCases[1]!;
    const work = consensusByStaple(readings, counted(readings), { ...usualStaple, iterations: 3 });
    let before = 0;
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) {
        expect(step.value.estimate).toMatchObject({ iterations: 3, converged: false });
        break;
      }
      expect(step.value).toBeGreaterThanOrEqual(before);
      before = step.value;
    }
    expect(before).toBeLessThanOrEqual(1);
  });

  it('is refused where a labelmap changed after its votes were counted', () => {
    const mutable = new Uint8Array(36);
    const readings = reading([mutable, new Uint8Array(36)]);
    const votes = counted(readings);
    mutable[5] = 1;
    expect(() => finish(consensusByMajority(readings, votes))).toThrow(RangeError);
  });
});
