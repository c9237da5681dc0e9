/** Slices made up for tests of their selection. */
import fc from 'fast-check';
import { inLine } from '#shared/learning/selection/in-line.ts';
import type { Candidate, SliceReading } from '#shared/learning/selection/slice-reading.ts';
import type { SelectionQuestion, Strategy } from '#shared/learning/selection/strategy.ts';

/** A slice of a case whose slices lie 5 mm apart: every one may stand beside every second. */
export function candidate(caseId: string, index: number, more: Partial<Candidate> = {}): Candidate {
  return { caseId, axis: 2, index, patient: `patient of ${caseId}`, positionMm: 5 * index, reading: null, features: [], ...more };
}

export function reading(entropy: number, more: Partial<SliceReading> = {}): SliceReading {
  return { entropy, mutualInformation: null, outputs: [], ...more };
}

/** Each in a case and patient of its own, so that no limit of a batch says anything. */
export function apart(readings: readonly (SliceReading | null)[], features: readonly (readonly number[])[] = []): Candidate[] {
  return readings.map((own, n) => candidate(`case ${n}`, 0, { reading: own, features: features[n] ?? [] }));
}

export function question(candidates: readonly Candidate[], more: Partial<SelectionQuestion> = {}): SelectionQuestion {
  const asked = { complete: [], size: candidates.length, round: 0, seed: 1, ...more };
  return { ...asked, candidates: inLine(candidates, asked) };
}

/** All candidates in the order in which a strategy names them, with all open but those named. */
export function namedInOrder(strategy: Strategy, asked: SelectionQuestion): { readonly slice: Candidate; readonly score: number | null }[] {
  const next = strategy(asked);
  const open = new Uint8Array(asked.candidates.length).fill(1);
  const taken: number[] = [];
  const named: { slice: Candidate; score: number | null }[] = [];
  for (let pick = next(open, taken); pick !== null && named.length < asked.size; pick = next(open, taken)) {
    open[pick.index] = 0;
    taken.push(pick.index);
    named.push({ slice: asked.candidates[pick.index] as Candidate, score: pick.score });
  }
  return named;
}

export function cases(named: readonly { readonly slice: Candidate }[]): string[] {
  return named.map(({ slice }) => slice.caseId);
}

/** Numbers as a model gives them, and as it should not. */
const scores = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1, NaN, Infinity, -1));
const output = fc.record({ voxels: fc.oneof(fc.nat(4_000), fc.constantFrom(0, NaN)), entropy: scores });
const anyReading: fc.Arbitrary<SliceReading> = fc.record({
  entropy: scores,
  mutualInformation: fc.option(scores, { nil: null }),
  outputs: fc.array(output, { maxLength: 4 }),
});

/** A pool of a few cases with any spacing, read or not, whose features may be missing or no numbers. */
export const anyPool: fc.Arbitrary<Candidate[]> = fc
  .array(fc.record({ slices: fc.integer({ min: 1, max: 14 }), spacingMm: fc.constantFrom(0.5, 0.7, 1, 1.5, 3, 5), patient: fc.nat(3) }), { minLength: 1, maxLength: 6 })
  .chain((made) => fc.tuple(...made.map(({ slices, spacingMm, patient }, n) =>
    fc.array(fc.record({
      reading: fc.option(anyReading, { nil: null, freq: 5 }),
      features: fc.oneof(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }), fc.constantFrom([], [NaN, 0, 1], [1, 2])),
    }), { minLength: slices, maxLength: slices }).map((own) =>
      own.map((known, index): Candidate => candidate(`case ${n}`, index, { patient: `patient ${patient}`, positionMm: index * spacingMm, ...known }))))))
  .map((pools) => pools.flat());

export const seeds = fc.nat(2 ** 31);
