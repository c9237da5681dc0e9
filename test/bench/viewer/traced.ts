/** What the page's main thread did while something happened, from the developer tools' own trace. */
import type { CDPSession } from 'playwright-core';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly tid: number;
  readonly pid: number;
  /** Computing time of the thread, µs: what other programs take meanwhile does not count, nor waiting for the card. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } };
}

export async function traced(session: CDPSession, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }): void => { events.push(...value as TraceEvent[]); };
  session.on('Tracing.dataCollected', collect);
  const complete = new Promise<void>((resolve) => { session.once('Tracing.tracingComplete', () => resolve()); });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute'] } });
  await work();
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return mainThread(events);
}

/** Of the page that was traced: the thread that ran the most input events. */
function mainThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const inputs = new Map<string, number>();
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  for (const event of events) if (event.name === 'EventDispatch') inputs.set(threadOf(event), (inputs.get(threadOf(event)) ?? 0) + 1);
  const main = [...inputs].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  return events.filter((event) => threadOf(event) === main).toSorted((a, b) => a.ts - b.ts);
}

/** ms of each event of this kind: all handlers and all callbacks of frames until the next one. */
export function ownTimes(events: readonly TraceEvent[], type: string): readonly number[] {
  const times: number[] = [];
  for (const { name, tdur = 0, args } of events) {
    if (name === 'EventDispatch' && args?.data?.type === type) times.push(0);
    if (times.length > 0 && (name === 'EventDispatch' || name === 'FireAnimationFrame')) times[times.length - 1]! += tdur / 1000;
  }
  if (!times.some((ms) => ms > 0)) throw new Error('the browser told of no computing times');
  return times;
}
