import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tallyCalibration, type Calibration } from '#shared/learning/statistics/calibration.ts';
import { fitTemperature, temperatureLimits } from '#shared/learning/statistics/temperature.ts';
import { temper } from '#shared/learning/statistics/voxel-probabilities.ts';
import { sampleVoxels } from '#shared/learning/statistics/voxel-sample.ts';
import { askAboutArrays } from '../../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../../python/python.ts';
import { likeliestOf, simulateVoxels, softmax } from './simulated-network.ts';

const outputs = 3;
const calibrationOf = (probabilities: Float32Array, reference: Uint8Array, temperature = 1, counts: Uint8Array | null = null): Calibration => {
  const tally = tallyCalibration(outputs, temperature);
  tally.add(probabilities, reference, counts);
  return tally.result();
};
const temperatureOf = (probabilities: Float32Array, reference: Uint8Array, size = 1_000_000) => {
  const sampler = sampleVoxels(outputs, 4, size);
  sampler.add(probabilities, reference, null);
  return fitTemperature(sampler.sample());
};
const entropy = (own: Float32Array): number => own.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0);

describe('the reliability diagram', () => {
  it('of four voxels by hand', () => {
    // Said 0.9 (right), 0.9 (wrong), 0.5 (right); the fourth is surely background, and is.
    const said = Float32Array.of(0.1, 0.9, 0, 0.05, 0.9, 0.05, 0.5, 0.3, 0.2, 1, 0, 0);
    const { foreground, all } = calibrationOf(said, Uint8Array.of(1, 2, 0, 0));
    expect(foreground.voxels).toBe(3);
    expect(foreground.error).toBeCloseTo((2 * Math.abs(0.5 - 0.9) + Math.abs(1 - 0.5)) / 3, 6);
    expect(all.error).toBeCloseTo((2 * Math.abs(0.5 - 0.9) + Math.abs(1 - 0.5) + 0) / 4, 6);
    expect(foreground.bins[13]).toEqual({ from: 13 / 15, to: 14 / 15, voxels: 2, confidence: expect.closeTo(0.9, 6) as number, accuracy: 0.5 });
    expect(foreground.bins[0]).toEqual({ from: 0, to: 1 / 15, voxels: 0, confidence: null, accuracy: null });
    expect(all.bins[14]).toMatchObject({ voxels: 1, confidence: 1, accuracy: 1 });
  });

  it('of a calibrated network lies on the diagonal; over the union with the reference it would not', () => {
    const { logits, reference } = simulateVoxels(200_000, outputs, 1);
    const probabilities = softmax(logits, outputs);
    const { foreground, all } = calibrationOf(probabilities, reference);
    expect(foreground.error).toBeLessThan(0.006);
    expect(all.error).toBeLessThan(0.006);
    const likeliest = likeliestOf(probabilities, outputs);
    const union = Uint8Array.from(reference, (right, voxel) => Number(right !== 0 || likeliest[voxel] !== 0));
    expect(calibrationOf(probabilities, reference, 1, union).all.error).toBeGreaterThan(0.05);
  });

  it('ignores voxels that do not count, and can be fed in pieces', () => {
    const { logits, reference } = simulateVoxels(3000, outputs, 2);
    const probabilities = softmax(logits, outputs);
    const whole = calibrationOf(probabilities, reference);
    const counts = Uint8Array.from({ length: 3000 }, (_, voxel) => Number(voxel < 1000));
    expect(calibrationOf(probabilities, reference, 1, counts)).toEqual(calibrationOf(probabilities.subarray(0, 1000 * outputs), reference.subarray(0, 1000)));
    const tally = tallyCalibration(outputs);
    for (const [from, to] of [[0, 700], [700, 701], [701, 3000]] as const) tally.add(probabilities.subarray(from * outputs, to * outputs), reference.subarray(from, to), null);
    expect(tally.result().foreground.bins.map(({ voxels }) => voxels)).toEqual(whole.foreground.bins.map(({ voxels }) => voxels));
    expect(tally.result().all.error).toBeCloseTo(whole.all.error!, 12);
  });

  it('without voxels says nothing, and refuses what does not fit or is no number', () => {
    const tally = tallyCalibration(outputs);
    expect(tally.result()).toMatchObject({ foreground: { voxels: 0, error: null }, all: { error: null } });
    expect(() => tally.add(new Float32Array(6), new Uint8Array(3), null)).toThrow(RangeError);
    expect(() => tally.add(new Float32Array(6), new Uint8Array(2), new Uint8Array(3))).toThrow(RangeError);
    expect(() => tally.add(Float32Array.of(0.5, NaN, 0.5), new Uint8Array(1), null)).toThrow(RangeError);
  });

  it('counts a label that the network does not know as wrong', () => {
    expect(calibrationOf(Float32Array.of(0.2, 0.8, 0), Uint8Array.of(7)).foreground.error).toBeCloseTo(0.8, 6);
  });
});

describe('the temperature', () => {
  it.each([0.5, 1, 2, 3.5])('of a network that is calibrated at %d is found, and makes it calibrated', (right) => {
    const { logits, reference } = simulateVoxels(100_000, outputs, 3, right);
    const probabilities = softmax(logits, outputs);
    const found = temperatureOf(probabilities, reference)!;
    // Where background is nearly sure nothing is fitted, nor tempered.
    expect(Math.abs(found.temperature / right - 1)).toBeLessThan(0.03);
    expect(found.after).toBeLessThanOrEqual(found.before);
    expect(found.atLimit).toBe(false);
    expect(calibrationOf(probabilities, reference, found.temperature).foreground.error).toBeLessThan(0.01);
    if (right !== 1) expect(calibrationOf(probabilities, reference).foreground.error).toBeGreaterThan(0.05);
  });

  it('is the same from logits as from probabilities', () => {
    const { logits, reference } = simulateVoxels(4000, outputs, 5, 2);
    const probabilities = softmax(logits, outputs);
    const possible = [...reference.keys()].filter((voxel) => probabilities[voxel * outputs]! < 0.99);
    const scores = Float32Array.from(possible.flatMap((voxel) => [...logits.subarray(voxel * outputs, (voxel + 1) * outputs)]));
    const fromLogits = fitTemperature({ outputs, scores, reference: Uint8Array.from(possible, (voxel) => reference[voxel]!) })!;
    expect(temperatureOf(probabilities, reference)!.temperature).toBeCloseTo(fromLogits.temperature, 4);
  });

  it('is at a limit, and says so, where all is right or everything wrong; without voxels there is none', () => {
    const sure = Float32Array.from({ length: 300 }, (_, at) => (at % 3 === 1 ? 0.9 : 0.05));
    expect(temperatureOf(sure, new Uint8Array(100).fill(1))).toMatchObject({ temperature: expect.closeTo(temperatureLimits.lowest, 12) as number, atLimit: true });
    expect(temperatureOf(sure, new Uint8Array(100).fill(2))).toMatchObject({ temperature: expect.closeTo(temperatureLimits.highest, 12) as number, atLimit: true });
    expect(temperatureOf(Float32Array.of(1, 0, 0), Uint8Array.of(0))).toBeNull();
  });

  it('changes how sure a network is, never what it says', () => {
    const share = fc.integer({ min: 1, max: 1000 });
    fc.assert(fc.property(fc.array(fc.tuple(share, share, share), { minLength: 1, maxLength: 20 }), fc.double({ min: 0.1, max: 10, noNaN: true }), (voxels, temperature) => {
      const given = Float32Array.from(voxels.flatMap((shares) => shares.map((one) => one / shares.reduce((sum, other) => sum + other, 0))));
      const tempered = temper(given, outputs, temperature);
      const likeliest = likeliestOf(given, outputs);
      for (const [voxel, output] of likeliest.entries()) {
        const [before, after] = [given, tempered].map((all) => all.subarray(voxel * outputs, (voxel + 1) * outputs)) as [Float32Array, Float32Array];
        expect(after[output]).toBe(Math.max(...after));
        expect(after.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
        // Where background is nearly sure nothing changes; elsewhere heat adds entropy and cold takes it.
        if (before[0]! >= 0.99) expect([...after]).toEqual([...before]);
        else expect(Math.sign(temperature - 1) * (entropy(after) - entropy(before))).toBeGreaterThan(-1e-5);
      }
    }));
  });

  it('of two is the square root of what is said', () => {
    expect([...temper(Float32Array.of(0.64, 0.36, 0, 0.995, 0.005, 0), outputs, 2)]).toEqual([0.8 / 1.4, 0.6 / 1.4, 0, 0.995, 0.005, 0].map((share) => expect.closeTo(share, 5) as number));
  });
});

describe('the sample', () => {
  const numbered = (count: number): [Float32Array, Uint8Array] => [Float32Array.from({ length: count * 2 }, (_, at) => (at % 2 === 0 ? 0.5 : (1 + (at >> 1)) / (2 * count))), new Uint8Array(count)];
  const keptOf = (scores: Float32Array, count: number): number[] => Array.from(scores.filter((_, at) => at % 2 === 1), (score) => Math.round(Math.exp(score) * 2 * count) - 1);

  it('holds each voxel once and with the same chance, wherever it comes', () => {
    const [probabilities, reference] = numbered(1000);
    const tenths = new Float64Array(10);
    for (let seed = 0; seed < 300; seed += 1) {
      const sampler = sampleVoxels(2, seed, 40);
      sampler.add(probabilities, reference, null);
      const kept = keptOf(sampler.sample().scores, 1000);
      expect(new Set(kept).size).toBe(40);
      for (const voxel of kept) tenths[Math.floor(voxel / 100)]! += 1;
    }
    // 12,000 draws: 1,200 a tenth, with a standard deviation of about 33.
    for (const count of tenths) expect(Math.abs(count - 1200)).toBeLessThan(4 * 33);
  });

  it('is the same however the stream is cut, and the whole where there is less', () => {
    const [probabilities, reference] = numbered(500);
    const whole = sampleVoxels(2, 8, 60);
    whole.add(probabilities, reference, null);
    const pieces = sampleVoxels(2, 8, 60);
    for (const [from, to] of [[0, 59], [59, 61], [61, 430], [430, 500]] as const) pieces.add(probabilities.subarray(2 * from, 2 * to), reference.subarray(from, to), null);
    expect(pieces.sample()).toEqual(whole.sample());
    const small = sampleVoxels(2, 8, 600);
    small.add(probabilities, reference, null);
    expect(keptOf(small.sample().scores, 500)).toEqual(Array.from({ length: 500 }, (_, voxel) => voxel));
  });

  it('leaves out what is surely background, does not count, or has no output', () => {
    const sampler = sampleVoxels(2, 1, 10);
    sampler.add(Float32Array.of(0.995, 0.005, 0.5, 0.5, 0.4, 0.6, 0.3, 0.7), Uint8Array.of(1, 0, 7, 1), Uint8Array.of(1, 0, 1, 1));
    expect(sampler.sample()).toEqual({ outputs: 2, scores: Float32Array.of(Math.log(Math.fround(0.3)), Math.log(Math.fround(0.7))), reference: Uint8Array.of(1) });
  });
});

it.skipIf(!pythonAvailable)(`error and temperature are those that NumPy and SciPy compute${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const { logits, reference } = simulateVoxels(20_000, outputs, 6, 2.3);
  const probabilities = softmax(logits, outputs);
  const theirs = askAboutArrays(`
from scipy import optimize, special
logits, said = (array(name).astype(float).reshape(-1, 3) for name in ('logits', 'said'))
right = array('reference')
def error(kept):
    confidence, hit = said[kept].max(1), said[kept].argmax(1) == right[kept]
    bins = numpy.digitize(confidence, numpy.linspace(0, 1, 16)[1:-1], right=True)
    return sum((bins == b).mean() * abs(hit[bins == b].mean() - confidence[bins == b].mean()) for b in range(15) if (bins == b).any())
possible = said[:, 0] < 0.99
rows = numpy.arange(possible.sum())
loss = lambda t: -special.log_softmax(logits[possible] / t, axis=1)[rows, right[possible]].mean()
found = optimize.minimize_scalar(loss, bounds=(0.05, 20), method='bounded', options={'xatol': 1e-9})
answer({'foreground': error(possible), 'all': error(right >= 0), 'temperature': found.x, 'after': found.fun, 'before': loss(1), 'voxels': int(possible.sum())})
`, { logits, said: probabilities, reference }) as Record<'foreground' | 'all' | 'temperature' | 'after' | 'before' | 'voxels', number>;
  const { foreground, all } = calibrationOf(probabilities, reference);
  expect(foreground.error).toBeCloseTo(theirs.foreground, 9);
  expect(all.error).toBeCloseTo(theirs.all, 9);
  const found = temperatureOf(probabilities, reference)!;
  expect(found.voxels).toBe(theirs.voxels);
  expect(found.temperature).toBeCloseTo(theirs.temperature, 5);
  expect(found.before).toBeCloseTo(theirs.before, 6);
  expect(found.after).toBeCloseTo(theirs.after, 6);
});
