/** The longest tasks of the page's main thread while strokes are painted for a minute with surfaces on. */
import { quantile } from '../../engine/statistics.ts';
import { takeBack } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { strokeThrough } from '../strokes.ts';
import { traced } from '../traced.ts';
import { ourWindow, type BenchPlace } from './bench-place.ts';

export async function measureTasks(place: BenchPlace): Promise<Row> {
  const window = await ourWindow(place, 256, { layout: 'four' });
  await window.page.waitForTimeout(place.quick ? 10_000 : 30_000);
  const events = await traced(window.devTools, async () => {
    const until = performance.now() + (place.quick ? 10_000 : 60_000);
    for (let turn = 0; performance.now() < until; turn += 1) {
      await strokeThrough(window, window.page.getByTestId(/^picture/).first(), 12, turn % 8);
      await takeBack(window);
    }
  });
  await window.saved();
  await window.close();
  // Computing time: what the card takes, and what other programs take, is not ours.
  const tasks = events.filter(({ name }) => name === 'RunTask').map(({ tdur = 0 }) => tdur / 1000).filter((ms) => ms > 1);
  if (tasks.length === 0) throw new Error('the browser told of no tasks');
  return rowOf({ 'tasks over 1 ms': tasks }, {}, [{ what: `longest of ${tasks.length} tasks, ms (99 %: ${quantile(tasks, 0.99).toFixed(1)})`, ratio: Math.max(...tasks), must: 50, aim: null }]);
}
