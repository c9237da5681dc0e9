import { expect, it, onTestFinished, vi } from 'vitest';
import { createCalmRefresher } from '../../../src-renderer/stores/refresher.ts';

/** Something changes every 100 ms. @returns when it was asked for, in milliseconds */
async function askedFor(answerMs: number, lastsMs: number): Promise<number[]> {
  vi.useFakeTimers();
  onTestFinished(() => { vi.useRealTimers(); });
  const begun = performance.now();
  const asked: number[] = [];
  const calm = createCalmRefresher(() => {
    asked.push(performance.now() - begun);
    return new Promise((resolve) => { setTimeout(resolve, answerMs); });
  }, 500);
  for (let now = 0; now < lastsMs; now += 100) {
    calm.changed();
    await vi.advanceTimersByTimeAsync(100);
  }
  calm.end();
  await vi.advanceTimersByTimeAsync(60_000);
  return asked;
}

it('is never put off, however often it changes, and not asked for once nobody looks', async () => {
  const asked = await askedFor(1, 10_000);
  expect([asked.length >= 16, asked.length <= 20, asked[0]]).toEqual([true, true, 500]);
});

it('leaves whoever takes long to answer nine tenths of the time', async () => {
  const asked = await askedFor(400, 40_000);
  expect(asked.length * 400).toBeLessThanOrEqual(40_000 / 10 + 2 * 400);
  expect(asked.length).toBeGreaterThan(5);
});
