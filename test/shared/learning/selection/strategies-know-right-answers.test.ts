import { describe, expect, it } from 'vitest';
import { byDisagreement, byEntropy, byNoisedDisagreement } from '#shared/learning/selection/by-uncertainty.ts';
import { byForeground } from '#shared/learning/selection/by-chance.ts';
import { classStratified, powerOf } from '#shared/learning/selection/class-stratified.ts';
import { coldStart } from '#shared/learning/selection/cold-start.ts';
import { strategies, strategyNames, wayOf } from '#shared/learning/selection/strategies.ts';
import { apart, candidate, cases, namedInOrder, question, reading } from './slices.ts';

/** A round so late that noise has no say. */
const late = 20;
const shows = (...entropies: number[]) => [{ voxels: 900, entropy: 0 }, ...entropies.map((entropy) => ({ voxels: entropy > 0 ? 10 : 0, entropy }))];

describe('by uncertainty', () => {
  it('the most uncertain comes first, what was never read or is no number last', () => {
    const slices = apart([reading(0.2), reading(NaN), reading(0.9), null, reading(0), reading(0.5)]);
    const named = namedInOrder(byEntropy, question(slices));
    expect(cases(named).slice(0, 4)).toEqual(['case 2', 'case 5', 'case 0', 'case 4']);
    expect(cases(named).slice(4).sort()).toEqual(['case 1', 'case 3']);
    expect(named.map(({ score }) => score)).toEqual([0.9, 0.5, 0.2, 0, null, null]);
  });

  it('disagreement decides, not entropy; noise never lifts a slice without any above one with some', () => {
    const slices = apart([reading(0.9, { mutualInformation: 0.1 }), reading(0.5, { mutualInformation: 0.4 }), reading(1, { mutualInformation: 0 }), reading(1)]);
    expect(cases(namedInOrder(byDisagreement, question(slices)))).toEqual(['case 1', 'case 0', 'case 2', 'case 3']);
    for (let seed = 0; seed < 50; seed++) {
      const named = namedInOrder(byNoisedDisagreement, question(slices, { seed }));
      expect(cases(named).slice(2)).toEqual(['case 2', 'case 3']);
      expect(named.map(({ score }) => score).sort()).toEqual([0, 0.1, 0.4, null]);
    }
  });

  it('equals are ordered by the seed, and by nothing else', () => {
    const slices = apart(Array.from({ length: 6 }, () => reading(0.5)));
    const orders = Array.from({ length: 40 }, (_, seed) => cases(namedInOrder(byEntropy, question(slices, { seed }))));
    // Each of six comes first in some of forty orders: that one never does has the probability 6 · (5/6)^40 = 0.004.
    expect(new Set(orders.map(([first]) => first)).size).toBe(6);
    orders.forEach((order, seed) => expect(cases(namedInOrder(byEntropy, question(slices.toReversed(), { seed })))).toEqual(order));
  });
});

describe('class-stratified entropy', () => {
  it('gives each label its turn and every third pick to no label in particular', () => {
    const slices = apart([
      reading(0.9, { outputs: shows(0, 0.1) }), reading(0.8, { outputs: shows(0.2, 0) }), reading(0.2, { outputs: shows(0.7, 0) }),
      reading(0.1, { outputs: shows(0, 0.6) }), reading(0.7, { outputs: shows(0, 0) }), reading(0.3, { outputs: shows(0.3, 0.3) }),
    ]);
    const named = cases(namedInOrder(classStratified, question(slices, { round: late })));
    // First of label 1: 2, then 5; of label 2: 3, then 5; of all: 0, then 1.
    expect(named.slice(0, 2).sort()).toEqual(['case 2', 'case 3']);
    expect(named[2]).toBe('case 0');
    expect(named[3]).toBe('case 5');
    expect(named[5]).toBe('case 4');
  });

  it('passes over a label that no slice shows, and goes by entropy where none shows any', () => {
    const rare = apart([reading(0.9, { outputs: shows(0, 0, 0) }), reading(0.1, { outputs: shows(0, 0, 0.5) }), reading(0.2, { outputs: shows(0, 0, 0.4) })]);
    expect(cases(namedInOrder(classStratified, question(rare, { round: late })))).toEqual(['case 1', 'case 2', 'case 0']);
    const none = apart([reading(0.1, { outputs: shows(0, 0) }), reading(0.3, { outputs: shows(0, 0) }), reading(0.2), reading(NaN), null]);
    expect(cases(namedInOrder(classStratified, question(none, { round: late }))).slice(0, 3)).toEqual(['case 1', 'case 2', 'case 0']);
  });

  it('has noise of its own for each label', () => {
    const slices = apart([reading(0.5, { outputs: shows(0.5, 0.5) }), reading(0.5, { outputs: shows(0.5, 0.5) })]);
    const sameForBoth = Array.from({ length: 40 }, (_, seed) => {
      const next = classStratified(question(slices, { seed }));
      const open = Uint8Array.of(1, 1);
      return next(open, [])!.index === next(open, [])!.index;
    });
    expect(new Set(sameForBoth)).toEqual(new Set([true, false]));
  });

  it('has less noise from batch to batch', () => {
    const slices = apart(Array.from({ length: 20 }, (_, n) => reading(0.9 ** n)));
    const inversions = [0, 3, 6].map((round) => {
      let count = 0;
      for (let seed = 0; seed < 30; seed++) {
        const places = cases(namedInOrder(classStratified, question(slices, { round, seed }))).map((name) => Number(name.slice(5)));
        places.forEach((place, n) => { count += places.slice(n).filter((later) => later < place).length; });
      }
      return count / 30;
    });
    // For two scores a ratio of q apart, noise of power β turns them round with probability 1 / (1 + q^β).
    for (const [n, round] of [0, 3, 6].entries()) {
      let expected = 0;
      for (let i = 0; i < 20; i++) for (let j = i + 1; j < 20; j++) expected += 1 / (1 + (1 / 0.9) ** ((j - i) * 2 ** round));
      expect(Math.abs((inversions[n] as number) - expected)).toBeLessThan(0.12 * expected + 1);
    }
    expect([0, 1, 5, 6, 7, 1_000].map(powerOf)).toEqual([1, 2, 32, 64, 64, 64]);
  });
});

describe('foreground-aware chance', () => {
  const voxels = (...counts: number[]) => reading(0, { outputs: [100, ...counts].map((count) => ({ voxels: count, entropy: 0 })) });

  it('names all slices once, also where nobody shows a label or a model counts no numbers', () => {
    for (const slices of [apart([voxels(0), voxels(0, 0), null]), apart([voxels(NaN, -5), voxels(3), voxels()])]) {
      expect(cases(namedInOrder(byForeground, question(slices))).sort()).toEqual(['case 0', 'case 1', 'case 2']);
    }
  });

  it('draws each label alike, each patient alike, and a patient’s slices by their voxels; one in three anywhere', () => {
    const own = { patient: 'twice' };
    const slices = [
      ...apart([voxels(0, 10), voxels(500, 0)]),
      candidate('v', 0, { ...own, reading: voxels(NaN, -5) }), candidate('w', 0, { ...own, reading: voxels(15, 0) }),
      candidate('x', 0, { ...own, reading: voxels(30, 0) }), candidate('y', 0, { ...own, reading: voxels(75, 0) }), candidate('z', 0),
    ];
    const draws = 6_000;
    const first = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const [name = ''] = cases(namedInOrder(byForeground, question(slices, { seed, size: 1 })));
      first.set(name, (first.get(name) ?? 0) + 1);
    }
    const anywhere = 1 / 3 / slices.length;
    const expected = { 'case 0': 1 / 3, 'case 1': 1 / 6, v: 0, w: (1 / 6) * 0.125, x: (1 / 6) * 0.25, y: (1 / 6) * 0.625, z: 0 };
    for (const [name, share] of Object.entries(expected)) {
      const p = share + anywhere;
      // Four standard errors.
      expect(Math.abs((first.get(name) ?? 0) / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws));
    }
  });
});

describe('the cold start', () => {
  it('goes round the patients who have least, and begins with what most slices look like', () => {
    const alike = { patient: 'many', features: [1, 0.1] };
    const slices = [
      candidate('a', 0, alike), candidate('a', 5, { ...alike, features: [1, 0] }), candidate('a', 9, { ...alike, features: [1, -0.1] }),
      candidate('b', 0, { patient: 'odd', features: [-1, 1] }), candidate('c', 0, { patient: 'labelled', features: [0, 1] }), candidate('d', 0, { patient: 'unknown' }),
    ];
    const complete = [candidate('c', 7, { patient: 'labelled', features: [0, 1] })];
    const named = namedInOrder(coldStart, question(slices, { complete }));
    const order = named.map(({ slice }) => `${slice.caseId}${slice.index}`);
    // Of four who look alike in cosine the middle one stands for the others best.
    expect(order[0]).toBe('a5');
    expect(order.slice(1, 3)).toEqual(['b0', 'd0']);
    expect(order.slice(3).sort()).toEqual(['a0', 'a9', 'c0']);
    expect(named[2]!.score).toBeNull();
  });

  it('takes another look each time, and none that is labelled', () => {
    const features = [[1, 0], [1, 0.1], [1, -0.1], [0, 1], [0.1, 1], [-1, 0]];
    const slices = features.map((own, n) => candidate('a', 10 * n, { features: own }));
    const looks = (complete: readonly (readonly number[])[]) =>
      namedInOrder(coldStart, question(slices, { size: 3, complete: complete.map((own) => candidate('labelled', 0, { features: own })) })).map(({ slice }) => slice.index / 10);
    // Right, up and left, of which the first two have a middle or nearly so.
    expect(looks([]).map((n) => [0, 0, 0, 1, 1, 2][n]).sort()).toEqual([0, 1, 2]);
    expect(looks([[1, 0]]).slice(0, 2).map((n) => [0, 0, 0, 1, 1, 2][n]).sort()).toEqual([1, 2]);
  });

  it('stands in for whatever needs a model, but not for chance', () => {
    const unread = apart([null, null]);
    expect(strategyNames.map((name) => wayOf(name, unread))).toEqual(['random', ...strategyNames.slice(1).map(() => 'cold-start')]);
    const readByOne = apart([null, reading(0.1)]);
    expect(strategyNames.map((name) => wayOf(name, readByOne))).toEqual(['random', 'foreground-random', 'entropy', 'entropy', 'entropy', 'clasp-pe', 'core-set', 'representative']);
    const readByMany = apart([reading(0.1), reading(0.1, { mutualInformation: 0 })]);
    expect(strategyNames.map((name) => wayOf(name, readByMany))).toEqual(strategyNames);
  });
});

it('every strategy names nothing where nothing is open', () => {
  for (const strategy of Object.values(strategies)) {
    const asked = question(apart([reading(0.5), null]));
    expect(strategy(asked)(new Uint8Array(2), [])).toBeNull();
    expect(strategy(question([]))(new Uint8Array(0), [])).toBeNull();
  }
});
