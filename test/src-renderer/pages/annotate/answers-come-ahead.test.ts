import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const open = vi.fn(async ({ caseId }: { caseId: string }) => ({ caseId }));
const openConsensus = vi.fn(async ({ caseId }: { caseId: string }) => ({ caseId, of: 'consensus' }));
const lastPlace = vi.fn(async () => null);
vi.mock('../../../../src-renderer/connection/client.ts', () => ({ client: { labels: { open }, agreement: { openConsensus }, settings: { lastPlace } } }));
const { askAhead, takeAsked } = await import('../../../../src-renderer/pages/annotate/ask-ahead.ts');

beforeEach(() => { vi.useFakeTimers({ toFake: ['performance'] }); });
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

it('what was asked on the way to a case is not asked again, but it is for whoever opens it the next time', async () => {
  askAhead('a', 'own');
  expect(await takeAsked('a', 'own').opened).toEqual({ caseId: 'a' });
  expect(open).toHaveBeenCalledTimes(1);
  takeAsked('a', 'own');
  expect(open).toHaveBeenCalledTimes(2);
  expect(lastPlace).toHaveBeenCalledTimes(2);
});

it('answers of another case, or of a while ago, are not taken', () => {
  askAhead('a', 'own');
  takeAsked('b', 'own');
  askAhead('a', 'own');
  vi.advanceTimersByTime(2500);
  takeAsked('a', 'own');
  expect(open.mock.calls.map(([{ caseId }]) => caseId)).toEqual(['a', 'b', 'a', 'a']);
});

it('answers of the person’s own labels are not taken for those of a consensus', async () => {
  askAhead('a', 'own');
  expect(await takeAsked('a', 'consensus').opened).toEqual({ caseId: 'a', of: 'consensus' });
  expect(openConsensus).toHaveBeenCalledTimes(1);
});

it('a refusal that nobody came for troubles nobody, and whoever takes it hears of it', async () => {
  open.mockRejectedValueOnce(new Error('gone'));
  askAhead('a', 'own');
  await expect(takeAsked('a', 'own').opened).rejects.toThrow('gone');
});
