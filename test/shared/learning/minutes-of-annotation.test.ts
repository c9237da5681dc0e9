import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationMinutes, type AnnotationAct } from '#shared/learning/annotation-time.ts';

/** Acts of one person, by seconds; positions count from 1. */
const by = (seconds: readonly number[], person = 'Ada'): AnnotationAct[] => seconds.map((at, n) => ({ position: n + 1, person, atMs: at * 1000 }));
const minutesOf = (acts: readonly AnnotationAct[]): number => annotationMinutes(acts, [Infinity])[0]!;

describe('minutes of annotation', () => {
  it('are a minute before the first stroke, and then the time between strokes', () => {
    expect(minutesOf([])).toBe(0);
    expect(minutesOf(by([1000]))).toBe(1);
    // 60 + 30 + 30 + 60 s.
    expect(minutesOf(by([1000, 1030, 1060, 1120]))).toBe(3);
  });

  it('count a lunch as the minute in which the next slice was looked at', () => {
    expect(minutesOf(by([0, 30, 3630, 3660]))).toBe((60 + 30 + 60 + 30) / 60);
  });

  it('of two people at once are those of both', () => {
    const both = [...by([0, 30, 60]), ...by([0, 30, 60], 'Bob')].sort((a, b) => a.atMs - b.atMs).map((one, n) => ({ ...one, position: n + 1 }));
    expect(minutesOf(both)).toBe(2 * minutesOf(by([0, 30, 60])));
  });

  it('are told as they were at each position of the log, in whatever order these are asked for', () => {
    expect(annotationMinutes(by([0, 30, 90]), [3, 0, 1, 2, 9])).toEqual([2.5, 0, 1, 1.5, 2.5]);
  });

  it('are neither given nor taken by a clock that was put back', () => {
    expect(minutesOf(by([100, 40, 70]))).toBe((60 + 0 + 30) / 60);
  });

  it('never shrink with more acts, nor exceed a minute for each or the time that passed and a minute', () => {
    fc.assert(fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 30 }), (times) => {
      const acts = by(times.toSorted((a, b) => a - b));
      const along = annotationMinutes(acts, acts.map(({ position }) => position));
      expect(along).toEqual(along.toSorted((a, b) => a - b));
      const passed = (acts.at(-1)!.atMs - acts[0]!.atMs) / 60_000;
      expect(along.at(-1)).toBeLessThanOrEqual(Math.min(acts.length, passed + 1) + 1e-9);
    }));
  });
});
