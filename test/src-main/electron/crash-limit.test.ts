import { expect, it } from 'vitest';
import { createCrashLimit } from '../../../src-main/electron/crash-limit.ts';

const minutes = 60_000;

it('a host that dies now and then is started again each time', () => {
  const limit = createCrashLimit();
  for (let time = 0; time < 10; time += 1) expect(limit.died(time * 6 * minutes)).toBe(true);
});

it('the third death within five minutes asks the person; a new chance counts from nothing', () => {
  const limit = createCrashLimit();
  expect([0, 1, 2].map((time) => limit.died(time * minutes))).toEqual([true, true, false]);
  limit.forgive();
  expect([3, 4, 5].map((time) => limit.died(time * minutes))).toEqual([true, true, false]);
});

it('deaths that are longer ago count no more', () => {
  const limit = createCrashLimit();
  expect([0, 4 * minutes, 5 * minutes, 8.9 * minutes].map((time) => limit.died(time))).toEqual([true, true, true, false]);
});
